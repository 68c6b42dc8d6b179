/* SPDX-License-Identifier: BSD-2-Clause */
/* nfs.c - NFS: the null procedure (RFC 1813, 3.3.0) of a version 0 that no server has; the refusal has the versions. */
#include "dialogue/finding.h"
#include "dialogue/list.h"
#include "dialogue/onc.h"

enum { PROGRAM = 100003 };

static void begin(struct mst_talk *talk)
{
	mst_onc_call(talk, PROGRAM, 0, 0);
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader body;
	enum mst_onc_reply reply = mst_onc_read(talk, heard, &body);
	uint32_t low, high;

	if (reply == MST_ONC_CUT)
		return mst_finding_wait(heard);
	if (reply == MST_ONC_OTHER || reply == MST_ONC_REFUSED)
		return MST_STEP_NOT_MINE;
	low = mst_read_be32(&body);
	high = mst_read_be32(&body);
	if (reply == MST_ONC_VERSIONS && !body.short_read && low < high)
		mst_finding_text(talk, MST_SERVICE_VERSION, "%u-%u", low, high);
	else if (reply == MST_ONC_VERSIONS && !body.short_read)
		mst_finding_text(talk, MST_SERVICE_VERSION, "%u", high);
	return mst_finding_done(talk, "nfs");
}

const struct mst_dialogue mst_dialogue_nfs = {
	.name = "nfs",
	.ports = "2049",
	.tls_ports = "",
	.begin = begin,
	.read = read_answer,
};
