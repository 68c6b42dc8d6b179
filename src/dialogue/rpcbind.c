/* SPDX-License-Identifier: BSD-2-Clause */
/* rpcbind.c - the port mapper of ONC RPC (RFC 1833, 3): the list of its programs, over TCP and UDP. */
#include <stdio.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"
#include "dialogue/onc.h"

enum { PORTMAPPER = 100000, VERSION = 2, DUMP = 4, ENTRIES_MAX = 1024 };

static const struct {
	uint32_t number;
	const char *name;
} programs[] = {
	{ 100003, "nfs" },     { 100004, "ypserv" },   { 100005, "mountd" }, { 100007, "ypbind" },
	{ 100011, "rquotad" }, { 100021, "nlockmgr" }, { 100024, "status" }, { 100227, "nfs_acl" },
	{ 391002, "sgi_fam" }, { 300019, "amd" },
};

static void begin(struct mst_talk *talk)
{
	mst_onc_call(talk, PORTMAPPER, VERSION, DUMP);
}

/* Each name once: entries of a program differ in version and transport. */
static void put_programs(struct mst_talk *talk, const bool *seen, uint32_t low, uint32_t high)
{
	char versions[32];

	/* Version 2 is the port mapper of old; 3 and 4 came with rpcbind. */
	if (high)
		mst_finding_text(talk, MST_SERVICE_PRODUCT, high > VERSION ? "rpcbind" : "portmap");
	if (high > low)
		snprintf(versions, sizeof versions, "v%u-v%u", low, high);
	else
		snprintf(versions, sizeof versions, "v%u", high);
	if (high)
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, versions);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (seen[i])
			mst_finding_words(talk, MST_SERVICE_CAPABILITIES, programs[i].name);
}

static void read_list(struct mst_talk *talk, struct mst_reader *r)
{
	bool seen[sizeof programs / sizeof *programs] = { false };
	uint32_t low = UINT32_MAX, high = 0;

	for (unsigned int count = 0; count < ENTRIES_MAX && mst_read_be32(r) == 1; count++) {
		uint32_t program = mst_read_be32(r), version = mst_read_be32(r);

		mst_skip(r, 8); /* transport, port */
		if (r->short_read)
			break;
		for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
			seen[i] |= programs[i].number == program;
		if (program == PORTMAPPER && version < low)
			low = version;
		if (program == PORTMAPPER && version > high)
			high = version;
	}
	put_programs(talk, seen, low, high);
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader body;

	switch (mst_onc_read(talk, heard, &body)) {
	case MST_ONC_CUT: return mst_finding_wait(heard);
	case MST_ONC_OTHER: return MST_STEP_NOT_MINE;
	case MST_ONC_SUCCESS: read_list(talk, &body); break;
	case MST_ONC_VERSIONS:
	case MST_ONC_REFUSED: break;
	}
	return mst_finding_done(talk, "rpcbind");
}

const struct mst_dialogue mst_dialogue_rpcbind = {
	.name = "rpcbind",
	.ports = "111",
	.tls_ports = "",
	.begin = begin,
	.read = read_answer,
};

const struct mst_dialogue mst_dialogue_rpcbind_udp = {
	.name = "rpcbind",
	.ports = "111",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_answer,
};
