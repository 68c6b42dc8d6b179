/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bgp.c - BGP (RFC 4271, 4.1): known by the OPEN or NOTIFICATION that a router sends by itself. Nothing is sent: an
 * OPEN of ours would begin a session.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { MARKER = 16, HEAD = 19, OPEN = 1, NOTIFICATION = 3 };

static void begin(struct mst_talk *talk)
{
	(void)talk;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < MARKER; i++)
		if (i >= size || bytes[i] != 0xff)
			return false;
	return size >= HEAD && (bytes[18] == OPEN || bytes[18] == NOTIFICATION);
}

static enum mst_step read_open(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint16_t system;
	uint8_t version;

	if (heard->size < HEAD)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_skip(&r, HEAD);
	version = mst_read_u8(&r);
	system = mst_read_be16(&r);
	if (r.short_read && !heard->ended && !heard->full)
		return MST_STEP_READ;
	if (!r.short_read && heard->bytes[18] == OPEN)
		mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "BGP-%u AS%u", version, system);
	return mst_finding_spoke(talk, "bgp");
}

const struct mst_dialogue mst_dialogue_bgp = {
	.name = "bgp",
	.ports = "179",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_open,
};
