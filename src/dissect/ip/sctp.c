/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sctp.c - describes SCTP (RFC 9260): a packet is a header and chunks, each with a number in the line. A chunk that is
 * not captured whole is not described.
 */
#include "base/reader.h"
#include "dissect/common/words.h"
#include "dissect/ip/describers.h"

#define HEADER 12
#define CHUNK_HEADER 4

enum { DATA = 0, INIT = 1, INIT_ACK = 2, SACK = 3 };
enum { FORCES_HIGH = 6704, FORCES_MIDDLE = 6705, FORCES_LOW = 6706 };

/* clang-format off */
static const struct mst_word chunks[] = {
	{ DATA, "DATA" },
	{ INIT, "INIT" },
	{ INIT_ACK, "INIT ACK" },
	{ SACK, "SACK" },
	{ 4, "HB REQ" },
	{ 5, "HB ACK" },
	{ 6, "ABORT" },
	{ 7, "SHUTDOWN" },
	{ 8, "SHUTDOWN ACK" },
	{ 9, "OP ERR" },
	{ 10, "COOKIE ECHO" },
	{ 11, "COOKIE ACK" },
	{ 12, "ECN ECHO" },
	{ 13, "ECN CWR" },
	{ 14, "SHUTDOWN COMPLETE" },
	{ 0xc0, "FOR CUM TSN" },
	{ 0xc1, "REL CTRL" },
	{ 0, NULL },
};

/* Payload protocol identifiers; IANA's list. */
static const struct mst_word payloads[] = {
	{ 1, "ISDN Q.921" }, { 2, "M2UA" }, { 3, "M3UA" }, { 4, "SUA" }, { 5, "M2PA" }, { 6, "V5.2" },
	{ 7, "H.248" }, { 8, "BICC" }, { 9, "TALI" }, { 10, "DUA" }, { 11, "ASAP" }, { 12, "ENRP" },
	{ 13, "H.323" }, { 14, "Q.IPC" }, { 15, "SIMCO" }, { 16, "DDPSC" }, { 17, "DDPSSC" }, { 18, "S1AP" },
	{ 19, "RUA" }, { 20, "HNBAP" }, { 21, "ForCES HP" }, { 22, "ForCES MP" }, { 23, "ForCES LP" },
	{ 24, "SBc-AP" }, { 25, "NBAP" }, { 27, "X2AP" },
	{ 0, NULL },
};

/* Messages of ForCES (RFC 5810). */
static const struct mst_word forces_messages[] = {
	{ 1, "Association Setup" }, { 2, "Association TearDown" }, { 3, "Config" }, { 4, "Query" },
	{ 5, "Event Notification" }, { 6, "Packet Redirect" }, { 15, "HeartBeat" }, { 17, "Association Response" },
	{ 19, "Config Response" }, { 20, "Query Response" },
	{ 0, NULL },
};
/* clang-format on */

/* The priority channel of ForCES (RFC 5811) that a packet belongs to, or NULL. */
static const char *forces_channel(const struct mst_packet *packet)
{
	static const char *const names[] = { "HP", "MP", "LP" };

	for (unsigned i = 0; i < 3; i++) {
		if (packet->source_port == FORCES_HIGH + i || packet->destination_port == FORCES_HIGH + i)
			return names[i];
	}
	return NULL;
}

/* The type of a message of ForCES. */
static void describe_forces(struct mst_line *line, struct mst_reader *r)
{
	const char *word;
	uint8_t type;

	mst_skip(r, 1);
	type = mst_read_u8(r);
	mst_skip(r, 22);
	if (r->short_read) {
		mst_line_add(line, " [|forces]");
		return;
	}
	word = mst_word_of(forces_messages, type);
	if (word)
		mst_line_add(line, " ForCES %s", word);
}

static bool describe_data(struct mst_line *line, uint8_t flags, const char *forces, struct mst_reader *r)
{
	uint32_t number = mst_read_be32(r), payload;
	uint16_t stream = mst_read_be16(r), sequence = mst_read_be16(r);
	const char *word;

	payload = mst_read_be32(r);
	word = mst_word_of(payloads, payload);
	mst_line_add(line, "%s%s%s%s", flags & 4 ? "(U)" : "", flags & 2 ? "(B)" : "", flags & 1 ? "(E)" : "",
	             flags & 7 ? " " : "");
	if (r->short_read)
		return false;
	mst_line_add(line, "[TSN: %u] [SID: %u] [SSEQ %u] ", number, stream, sequence);
	if (word)
		mst_line_add(line, "[PPID %s] ", word);
	else
		mst_line_add(line, "[PPID 0x%x] ", payload);
	if (!r->left)
		return false;
	if (forces)
		describe_forces(line, r);
	return true;
}

static bool describe_init(struct mst_line *line, struct mst_reader *r)
{
	uint32_t tag = mst_read_be32(r), window = mst_read_be32(r), number;
	uint16_t outbound = mst_read_be16(r), inbound = mst_read_be16(r);

	number = mst_read_be32(r);
	if (!r->short_read)
		mst_line_add(line, "[init tag: %u] [rwnd: %u] [OS: %u] [MIS: %u] [init TSN: %u] ", tag, window,
		             outbound, inbound, number);
	return !r->short_read;
}

static bool describe_sack(struct mst_line *line, struct mst_reader *r)
{
	uint32_t acknowledged = mst_read_be32(r), window = mst_read_be32(r);
	uint16_t gaps = mst_read_be16(r), duplicates = mst_read_be16(r);

	if (r->short_read)
		return false;
	mst_line_add(line, "[cum ack %u] [a_rwnd %u] [#gap acks %u] [#dup tsns %u] ", acknowledged, window, gaps,
	             duplicates);
	for (unsigned i = 1; i <= gaps && r->left >= 4; i++) {
		uint32_t start = acknowledged + mst_read_be16(r), end = acknowledged + mst_read_be16(r);

		mst_line_add(line, " [gap ack block #%u: start = %u, end = %u]", i, start, end);
	}
	for (unsigned i = 1; i <= duplicates && r->left >= 4; i++)
		mst_line_add(line, " [dup TSN #%u: %u]", i, mst_read_be32(r));
	return true;
}

static void describe_chunk_name(struct mst_line *line, uint8_t type)
{
	const char *word = mst_word_of(chunks, type);

	if (word)
		mst_line_add(line, "[%s] ", word);
	else
		mst_line_add(line, "[Unknown chunk type: 0x%x] ", type);
}

static bool describe_chunk(struct mst_line *line, uint8_t type, uint8_t flags, const char *forces, struct mst_reader r)
{
	describe_chunk_name(line, type);
	switch (type) {
	case DATA: return describe_data(line, flags, forces, &r);
	case INIT:
	case INIT_ACK: return describe_init(line, &r);
	case SACK: return describe_sack(line, &r);
	default: return true;
	}
}

/* Describes the next chunk, the `number`th; false after the last one, and where the packet cannot be read on. */
static bool describe_next(struct mst_line *line, unsigned number, const char *forces, struct mst_layer *left)
{
	struct mst_reader r = mst_layer_reader(left);
	uint8_t type = mst_read_u8(&r), flags = mst_read_u8(&r);
	uint16_t length = mst_read_be16(&r);
	size_t padded = (length + 3u) & ~3u;

	if (left->declared < CHUNK_HEADER) {
		mst_line_add(line, "%s(%u) [chunk descriptor cut off at end of packet]", number == 1 ? " " : ", ",
		             number);
		return false;
	}
	if (r.short_read || (length >= CHUNK_HEADER && length > left->captured)) {
		mst_line_add(line, " [|sctp]");
		return false;
	}
	mst_line_add(line, "%s(%u) ", number == 1 ? " " : ", ", number);
	if (length < CHUNK_HEADER) {
		mst_line_add(line, "[Bad chunk length %u, < size of chunk descriptor]", length);
		return false;
	}
	r.left = length - CHUNK_HEADER;
	if (!describe_chunk(line, type, flags, forces, r)) {
		mst_line_add(line, "bogus chunk length %u]", length);
		return false;
	}
	if (padded > left->captured) {
		mst_line_add(line, " [|sctp]");
		return false;
	}
	*left = mst_layer_after(left, padded);
	return left->declared > 0;
}

bool mst_describe_sctp(struct mst_line *line, const struct mst_layer *layer)
{
	const char *forces = forces_channel(layer->packet);
	struct mst_layer left = mst_layer_after(layer, HEADER);

	if (layer->captured < HEADER) {
		mst_line_add(line, "[|sctp]");
		return true;
	}
	mst_line_add(line, "sctp");
	if (forces)
		mst_line_add(line, "[ForCES %s]", forces);
	for (unsigned i = 1; left.declared && describe_next(line, i, forces, &left); i++)
		;
	return true;
}
