/* SPDX-License-Identifier: BSD-2-Clause */
/* rx.c - describes Rx, which carries the calls of AFS: kinds of packets, what is acknowledged, calls and replies. */
#include "dissect/common/exchanges.h"
#include "dissect/common/words.h"
#include "dissect/payload/afs.h"
#include "dissect/payload/describers.h"

#define SOFT_ACK 1

enum { DATA = 1, ACK = 2, ABORT = 4, BY_CLIENT = 1 };

struct rx {
	uint32_t call, sequence; /* `call`: with the connection, which counts its own */
	uint8_t kind, flags;
	uint16_t service;
};

/* AFS's own; the last is of a server that is restarted. */
static const struct mst_word file_errors[] = {
	{ 101, "salvage volume" },
	{ 102, "no such vnode" },
	{ 103, "no such volume" },
	{ 104, "volume exist" },
	{ 105, "no service" },
	{ 106, "volume offline" },
	{ 107, "voline online" },
	{ 108, "diskfull" },
	{ 109, "diskquota exceeded" },
	{ 110, "volume busy" },
	{ 111, "volume moved" },
	{ 112, "AFS IO error" },
	{ 0xffffff9c, "restarting fileserver" },
	{ 0 },
};

static void add_kind(struct mst_line *line, uint8_t kind)
{
	static const char *const kinds[] = { NULL,       "data",  "ack",    "busy", "abort", "ackall", "challenge",
		                             "response", "debug", "params", NULL,   NULL,    NULL,     "version" };

	if (kind < sizeof kinds / sizeof *kinds && kinds[kind])
		mst_line_add(line, " rx %s", kinds[kind]);
	else
		mst_line_add(line, " rx type %u", kind);
}

static bool is_acked(const uint8_t *acks, size_t at)
{
	return acks[at] == SOFT_ACK;
}

/* " acked 5-6,8": runs of packets that have arrived, or have not. */
static void add_runs(struct mst_line *line, const uint8_t *acks, size_t count, uint32_t first, bool acked)
{
	bool any = false;

	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && is_acked(acks, end) == acked; end++)
			;
		if (end == i) {
			end++;
			continue;
		}
		mst_line_add(line, "%s%u", any ? "," : acked ? " acked " : " nacked ", (uint32_t)(first + i));
		if (end - i > 1)
			mst_line_add(line, "-%u", (uint32_t)(first + end - 1));
		any = true;
	}
}

static void describe_ack(struct mst_line *line, struct mst_reader r)
{
	static const char *const reasons[] = { "ack requested",
		                               "duplicate packet",
		                               "out of sequence",
		                               "exceeds window",
		                               "no buffer space",
		                               "ping",
		                               "ping response",
		                               "delay",
		                               "idle" };
	uint32_t first, serial;
	uint8_t reason, count;
	const uint8_t *acks;

	mst_skip(&r, 4); /* space for buffers, largest difference */
	first = mst_read_be32(&r);
	mst_skip(&r, 4); /* the packet before */
	serial = mst_read_be32(&r);
	reason = mst_read_u8(&r);
	count = mst_read_u8(&r);
	if (r.short_read) {
		mst_line_add(line, " [|ack]");
		return;
	}
	mst_line_add(line, " first %u serial %u reason ", first, serial);
	if (reason > 0 && reason <= sizeof reasons / sizeof *reasons)
		mst_line_add(line, "%s", reasons[reason - 1]);
	else
		mst_line_add(line, "#%u", reason);
	acks = mst_read_bytes(&r, count);
	if (!acks) {
		mst_line_add(line, " [|ack]");
		return;
	}
	add_runs(line, acks, count, first, true);
	add_runs(line, acks, count, first, false);
}

/* " pt ubik call vote-beacon": which service, and what of it. */
static const struct mst_afs_operation *describe_operation(struct mst_line *line, const struct mst_afs_service *service,
                                                          const char *what, uint32_t number, bool *ubik)
{
	const struct mst_afs_operation *operation = mst_afs_operation_of(service, number, ubik);

	mst_line_add(line, " %s%s %s ", service->name, *ubik ? " ubik" : "", what);
	if (operation)
		mst_line_add(line, "%s", operation->name);
	else
		mst_line_add(line, "op#%u", number);
	return operation;
}

static void describe_arguments(struct mst_line *line, struct mst_reader *r, const char *format, const char *name)
{
	if (format && !mst_afs_describe(line, r, format))
		mst_line_add(line, " [|%s]", name);
}

static void describe_call(struct mst_line *line, const struct mst_layer *layer, struct mst_reader r,
                          const struct rx *rx)
{
	const struct mst_packet *packet = layer->packet;
	const struct mst_afs_service *service = mst_afs_service_at(packet->destination_port);
	const struct mst_afs_operation *operation;
	struct mst_exchange call = { .client = packet->source,
		                     .server = packet->destination,
		                     .port = packet->destination_port,
		                     .id = rx->call,
		                     .version = rx->service,
		                     .procedure = mst_read_be32(&r) };
	bool ubik;

	if (r.short_read || !service)
		return;
	if (layer->how->exchanges)
		mst_exchanges_add(layer->how->exchanges, &call);
	operation = describe_operation(line, service, "call", call.procedure, &ubik);
	describe_arguments(line, &r, operation ? operation->call : NULL, ubik ? "ubik" : service->name);
}

/* An abort brings a number; to a beacon of Ubik it is the time until which a vote is given. */
static void describe_abort(struct mst_line *line, struct mst_reader *r, const struct mst_afs_service *service,
                           const struct mst_afs_operation *operation, bool ubik)
{
	enum { BEACON = 10000, FILES = 7000 };
	struct mst_reader number = *r;
	const char *word = mst_word_of(file_errors, mst_read_be32(&number));

	if (ubik && operation->number == BEACON)
		describe_arguments(line, r, " vote yes until%t", "ubik");
	else if (service->port != FILES)
		describe_arguments(line, r, " errcode%d", service->name);
	else if (word)
		mst_line_add(line, " error %s", word);
	else if (!number.short_read)
		mst_line_add(line, " error #%d", (int32_t)mst_read_be32(r));
}

static void describe_reply(struct mst_line *line, const struct mst_layer *layer, struct mst_reader r,
                           const struct rx *rx)
{
	const struct mst_packet *packet = layer->packet;
	const struct mst_exchanges *exchanges = layer->how->exchanges;
	const struct mst_afs_service *service = mst_afs_service_at(packet->source_port);
	const struct mst_exchange *call = exchanges ? mst_exchanges_find(exchanges, packet->source_port, rx->call,
	                                                                 &packet->destination, &packet->source)
	                                            : NULL;
	const struct mst_afs_operation *operation;
	bool ubik;

	if (!service || !call || call->version != rx->service || (!r.left && !service->replicated))
		return;
	operation = describe_operation(line, service, "reply", call->procedure, &ubik);
	if (rx->kind == ABORT)
		describe_abort(line, &r, service, operation, ubik);
	else
		describe_arguments(line, &r, operation ? operation->reply : NULL, ubik ? "ubik" : service->name);
}

bool mst_describe_rx(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct rx rx;

	mst_skip(&r, 4); /* epoch */
	rx.call = mst_read_be32(&r) * 2654435761u;
	rx.call += mst_read_be32(&r);
	rx.sequence = mst_read_be32(&r);
	mst_skip(&r, 4);
	rx.kind = mst_read_u8(&r);
	rx.flags = mst_read_u8(&r);
	mst_skip(&r, 4);
	rx.service = mst_read_be16(&r);
	if (r.short_read) {
		mst_line_add(line, " [|rx]");
	} else {
		bool begins = rx.kind == DATA && rx.sequence == 1;

		add_kind(line, rx.kind);
		if (rx.kind == ACK)
			describe_ack(line, r);
		else if (begins && (rx.flags & BY_CLIENT))
			describe_call(line, layer, r, &rx);
		else if ((begins || rx.kind == ABORT) && !(rx.flags & BY_CLIENT))
			describe_reply(line, layer, r, &rx);
	}
	mst_line_add(line, " (%zu)", layer->declared);
	return true;
}
