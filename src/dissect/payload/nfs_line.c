/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nfs_line.c - describes a call or a reply of NFS over UDP and TCP: what Sun RPC (RFC 5531) says of it, and nfs.h's
 * words. A reply does not say what was asked: that is remembered, where the caller of the describers gives memory.
 */
#include "dissect/common/exchanges.h"
#include "dissect/payload/describers.h"
#include "dissect/payload/nfs.h"

#define PORT 2049

enum { CALL = 0, REPLY = 1 };

static void end(struct mst_line *line, bool whole)
{
	if (!whole)
		mst_line_add(line, " [|nfs]");
}

/* Flavor and content of credentials, or of a verifier. */
static void skip_auth(struct mst_reader *r)
{
	mst_skip(r, 4);
	mst_nfs_skip_opaque(r);
}

static void describe_call(struct mst_nfs *nfs, const struct mst_layer *layer, uint32_t id, size_t length)
{
	struct mst_exchange call = {
		.client = layer->packet->source, .server = layer->packet->destination, .port = PORT, .id = id
	};
	enum mst_nfs_procedure procedure;

	mst_line_add(nfs->line, "NFS request xid %u %zu", id, length);
	mst_skip(&nfs->r, 8); /* versions of RPC, number of the program */
	call.version = nfs->version = mst_read_be32(&nfs->r);
	call.procedure = mst_read_be32(&nfs->r);
	if (nfs->r.short_read) {
		end(nfs->line, false);
		return;
	}
	if (layer->how->exchanges)
		mst_exchanges_add(layer->how->exchanges, &call);
	procedure = mst_nfs_add_procedure(nfs->line, call.version, call.procedure);
	skip_auth(&nfs->r);
	skip_auth(&nfs->r);
	if (procedure == MST_NFS_NULL || procedure >= MST_NFS_NOP)
		nfs->r.short_read = false; /* no arguments */
	end(nfs->line, !nfs->r.short_read && mst_nfs_describe_call(nfs, procedure));
	if (call.version > 3) /* read as version 2, as tcpdump does */
		mst_line_add(nfs->line, ", version %u", call.version);
}

static bool describe_accepted(struct mst_nfs *nfs, const struct mst_exchange *call)
{
	static const char *const states[] = { NULL,           "PROG_UNAVAIL", "PROG_MISMATCH",
		                              "PROC_UNAVAIL", "GARBAGE_ARGS", "SYSTEM_ERR" };
	enum mst_nfs_procedure procedure = mst_nfs_add_procedure(nfs->line, call->version, call->procedure);
	uint32_t state;

	nfs->version = call->version;
	skip_auth(&nfs->r);
	state = mst_read_be32(&nfs->r);
	if (nfs->r.short_read)
		return false;
	if (!state)
		return mst_nfs_describe_results(nfs, procedure);
	if (state < sizeof states / sizeof *states)
		mst_line_add(nfs->line, " %s", states[state]);
	else
		mst_line_add(nfs->line, " ar_stat %u", state);
	return true;
}

static bool describe_denied(struct mst_nfs *nfs)
{
	static const char *const reasons[] = { "OK",
		                               "Bogus Credentials (seal broken)",
		                               "Rejected Credentials (client should begin new session)",
		                               "Bogus Verifier (seal broken)",
		                               "Verifier expired or was replayed",
		                               "Credentials are too weak",
		                               "Bogus response verifier",
		                               "Unknown failure" };
	uint32_t kind = mst_read_be32(&nfs->r), first = mst_read_be32(&nfs->r), second;

	if (kind > 1) {
		mst_line_add(nfs->line, "Unknown reason for rejecting rpc message %u", kind);
		return true;
	}
	if (nfs->r.short_read)
		return false;
	if (kind == 1 && first < sizeof reasons / sizeof *reasons) {
		mst_line_add(nfs->line, "Auth %s", reasons[first]);
	} else if (kind == 1) {
		mst_line_add(nfs->line, "Auth Invalid failure code %u", first);
	} else {
		second = mst_read_be32(&nfs->r);
		if (!nfs->r.short_read)
			mst_line_add(nfs->line, "RPC Version mismatch (%u-%u)", first, second);
	}
	return !nfs->r.short_read;
}

static void describe_reply(struct mst_nfs *nfs, const struct mst_layer *layer, uint32_t id, size_t length)
{
	const struct mst_packet *packet = layer->packet;
	const struct mst_exchanges *calls = layer->how->exchanges;
	const struct mst_exchange *call = calls ? mst_exchanges_find(calls, PORT, id, &packet->destination,
	                                                             &packet->source)
	                                        : NULL;
	uint32_t state = mst_read_be32(&nfs->r);

	mst_line_add(nfs->line, "NFS reply xid %u ", id);
	if (nfs->r.short_read) {
		end(nfs->line, false);
	} else if (state == 0) {
		mst_line_add(nfs->line, "reply ok %zu", length);
		end(nfs->line, !call || describe_accepted(nfs, call));
	} else if (state == 1) {
		mst_line_add(nfs->line, "reply ERR %zu: ", length);
		end(nfs->line, describe_denied(nfs));
	} else {
		mst_line_add(nfs->line, "reply Unknown rpc response code=%u %zu", state, length);
	}
}

/* Describes a message that begins at the reader; false when it is none. */
static bool describe(struct mst_line *line, const struct mst_layer *layer, struct mst_reader r, size_t length,
                     const char *before)
{
	uint32_t id = mst_read_be32(&r), type = mst_read_be32(&r);
	bool to_server = layer->packet->destination_port == PORT;
	struct mst_nfs nfs = { .line = line, .r = r };

	if (r.short_read || type != (to_server ? CALL : REPLY))
		return false;
	mst_line_add(line, "%s", before);
	if (to_server)
		describe_call(&nfs, layer, id, length);
	else
		describe_reply(&nfs, layer, id, length);
	return true;
}

bool mst_describe_nfs(struct mst_line *line, const struct mst_layer *layer)
{
	return describe(line, layer, mst_layer_reader(layer), layer->declared, "");
}

/* Over TCP each record has its length before it, and a bit that says whether it is the last (RFC 5531, 11). */
bool mst_describe_nfs_stream(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	size_t length = mst_read_be32(&r) & 0x7fffffff, most = layer->declared > 4 ? layer->declared - 4 : 0;

	return describe(line, layer, r, length < most ? length : most, ": ");
}
