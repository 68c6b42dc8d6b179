/* SPDX-License-Identifier: BSD-2-Clause */
/* onc.c - see onc.h. */
#include "dialogue/onc.h"

#include "wire/bytes.h"

enum { CALL_SIZE = 40, XID = 0x6d757374, REPLY = 1, DENIED = 1, SUCCESS = 0, MISMATCH = 2, TCP = 6 };

#define LAST 0x80000000u

void mst_onc_call(struct mst_talk *talk, uint32_t program, uint32_t version, uint32_t procedure)
{
	uint8_t call[4 + CALL_SIZE] = { 0 }; /* no credentials: both flavors and sizes are zero */

	mst_put_be32(call, LAST | CALL_SIZE);
	mst_put_be32(call + 4, XID);
	mst_put_be32(call + 12, 2);
	mst_put_be32(call + 16, program);
	mst_put_be32(call + 20, version);
	mst_put_be32(call + 24, procedure);
	if (talk->proto == TCP)
		mst_talk_put(talk, call, 4);
	mst_talk_put(talk, call + 4, CALL_SIZE);
}

static enum mst_onc_reply read_reply(struct mst_reader *r, struct mst_reader *body)
{
	uint32_t xid = mst_read_be32(r), type = mst_read_be32(r), status = mst_read_be32(r), verifier, accepted;

	if (!r->short_read && (xid != XID || type != REPLY))
		return MST_ONC_OTHER;
	if (!r->short_read && status == DENIED)
		return MST_ONC_REFUSED;
	mst_skip(r, 4);
	verifier = mst_read_be32(r);
	mst_skip(r, verifier);
	accepted = mst_read_be32(r);
	if (r->short_read)
		return MST_ONC_CUT;
	*body = *r;
	return accepted == SUCCESS ? MST_ONC_SUCCESS : accepted == MISMATCH ? MST_ONC_VERSIONS : MST_ONC_REFUSED;
}

enum mst_onc_reply mst_onc_read(const struct mst_talk *talk, const struct mst_heard *heard, struct mst_reader *body)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t record;

	*body = mst_reader_over(NULL, 0);
	if (talk->proto != TCP)
		return read_reply(&r, body);
	record = mst_read_be32(&r);
	if (!r.short_read && r.left >= 4 && mst_read_be32(&(struct mst_reader){ .at = r.at, .left = r.left }) != XID)
		return MST_ONC_OTHER;
	if (r.short_read || (r.left < (record & ~LAST) && !heard->full))
		return MST_ONC_CUT;
	if (r.left > (record & ~LAST))
		r.left = record & ~LAST;
	return read_reply(&r, body);
}
