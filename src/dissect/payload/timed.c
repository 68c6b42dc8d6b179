/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timed.c - the Time Synchronization Protocol of 4.3BSD: type │ version │ sequence │ hops, or time of eight bytes │
 * name.
 */
#include "dissect/common/words.h"
#include "dissect/payload/describers.h"

#include <string.h>

enum { ADJUST = 1, SET = 5, SET_DATE = 22, SET_DATE_REQUEST = 23, LOOP = 24, TIME_BYTES = 8 };

static const char *const types[] = {
	"ANY",      "ADJTIME", "ACK",      "MASTERREQ", "MASTERACK", "SETTIME",    "MASTERUP", "SLAVEUP", "ELECTION",
	"ACCEPT",   "REFUSE",  "CONFLICT", "RESOLVE",   "QUIT",      "DATE",       "DATEREQ",  "DATEACK", "TRACEON",
	"TRACEOFF", "MSITE",   "MSITEREQ", "TEST",      "SETDATE",   "SETDATEREQ", "LOOP",
};

/* Of a moment, or of a correction, which may be below zero. False when it cannot be. */
static bool describe_time(struct mst_line *line, struct mst_reader r)
{
	uint32_t seconds = mst_read_be32(&r), microseconds = mst_read_be32(&r);
	bool below = seconds >> 31;

	if (microseconds >> 31)
		return false;
	mst_line_add(line, " time ");
	seconds = below ? -seconds : seconds;
	if (below && microseconds) { /* -2 s and 900000 µs are -1.1 s */
		seconds--;
		microseconds = 1000000 - microseconds;
	}
	mst_line_add(line, "%s%u.%06u", below ? "-" : "", seconds, microseconds);
	return true;
}

static bool describe_head(struct mst_line *line, struct mst_reader *r, uint8_t *type)
{
	uint8_t version;
	uint16_t sequence;

	*type = mst_read_u8(r);
	if (r->short_read)
		return false;
	if (*type < sizeof types / sizeof *types)
		mst_line_add(line, "TSP_%s", types[*type]);
	else
		mst_line_add(line, "(tsp_type 0x%x)", *type);
	version = mst_read_u8(r);
	if (r->short_read)
		return false;
	mst_line_add(line, " vers %u", version);
	sequence = mst_read_be16(r);
	if (!r->short_read)
		mst_line_add(line, " seq %u", sequence);
	return !r->short_read;
}

/* False when the message ends early; nothing follows what was corrupt. */
static bool describe(struct mst_line *line, struct mst_reader *r)
{
	const uint8_t *end;
	uint8_t type;

	if (!describe_head(line, r, &type) || (type == LOOP && r->left < 1))
		return false;
	if (type == LOOP)
		mst_line_add(line, " hopcnt %u", *r->at);
	if (type == ADJUST || type == SET || type == SET_DATE || type == SET_DATE_REQUEST) {
		if (r->left < TIME_BYTES)
			return false;
		if (!describe_time(line, *r))
			return true;
	}
	mst_skip(r, TIME_BYTES);
	if (r->short_read) {
		mst_line_add(line, " name ");
		return false;
	}
	end = memchr(r->at, '\0', r->left);
	mst_line_add(line, " name ");
	mst_line_vis(line, r->at, end ? (size_t)(end - r->at) : r->left);
	return end;
}

bool mst_describe_timed(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);

	if (!describe(line, &r))
		mst_line_add(line, " [|timed]");
	return true;
}
