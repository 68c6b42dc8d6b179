/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipmi.c - IPMI over RMCP (IPMI 2.0, 13.1 and 22.13): Get Channel Authentication Capabilities, asked before any
 * session; tells the version, and whether users without a name may come in.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { AUTHENTICATION_NONE = 1, EXTENDED = 0x80, VERSION_2 = 2, ANONYMOUS = 1 };

static const uint8_t request[] = {
	6, 0, 255, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0x20, 0x18, 0xc8, 0x81, 0, 0x38, 0x8e, 4, 0xb5,
};

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 20 && !memcmp(bytes, request, 2) && bytes[3] == 7 && bytes[15] >> 2 == 7 && bytes[19] == 0x38;
}

static enum mst_step read_capabilities(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint8_t code, types, users, versions;

	if (!heard->size)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_skip(&r, 20);
	code = mst_read_u8(&r);
	mst_skip(&r, 1);
	types = mst_read_u8(&r);
	users = mst_read_u8(&r);
	versions = mst_read_u8(&r);
	if (!r.short_read && !code) {
		mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "IPMI-%s",
		                 types & EXTENDED && versions & VERSION_2 ? "2.0" : "1.5");
		if (types & AUTHENTICATION_NONE)
			mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "no-authentication");
		if (users & ANONYMOUS)
			mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "anonymous");
	}
	return mst_finding_done(talk, "asf-rmcp");
}

const struct mst_dialogue mst_dialogue_ipmi = {
	.name = "asf-rmcp",
	.ports = "623",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_capabilities,
};
