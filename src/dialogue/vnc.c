/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vnc.c - VNC's RFB (RFC 6143, 7.1): the server's version, then the list of its security types; none is chosen.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { STATE_VERSION = 0, STATE_TYPES = 1, VERSION_SIZE = 12 }; /* scratch[0] */

static const struct {
	uint8_t type;
	const char *name;
} types[] = {
	{ 1, "None" },      { 2, "VncAuth" }, { 5, "RA2" },       { 6, "RA2ne" },     { 16, "Tight" },    { 18, "TLS" },
	{ 19, "VeNCrypt" }, { 20, "SASL" },   { 30, "Apple-DH" }, { 113, "MSLogon" }, { 129, "RA2-256" },
};

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = STATE_VERSION;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= VERSION_SIZE && !memcmp(bytes, "RFB ", 4) && bytes[7] == '.' && bytes[11] == '\n';
}

static enum mst_step read_version(struct mst_talk *talk, struct mst_heard *heard)
{
	const uint8_t *v = heard->bytes;

	if (heard->size < VERSION_SIZE)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "RFB-%.3s.%.3s", (const char *)v + 4, (const char *)v + 8);
	if (!memcmp(v, "RFB 003.889", 11))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "Apple Remote Desktop");
	else if (!memcmp(v, "RFB 004", 7) || !memcmp(v, "RFB 005", 7))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "RealVNC");
	(void)mst_finding_spoke(talk, "vnc");
	talk->scratch[0] = STATE_TYPES;
	talk->scratch[1] = (uint8_t)(v[10] >= '7' || v[8] > '0' || v[9] > '0' || v[6] > '3'); /* a list, since 3.7 */
	heard->used = VERSION_SIZE;
	mst_talk_say(talk, talk->scratch[1] ? "RFB 003.008\n" : "RFB 003.003\n");
	return MST_STEP_READ;
}

static void put_type(struct mst_talk *talk, uint32_t type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].type == type)
			mst_finding_words(talk, MST_SERVICE_CAPABILITIES, types[i].name);
}

static enum mst_step read_types(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t count = talk->scratch[1] ? mst_read_u8(&r) : 0;

	if (!talk->scratch[1])
		put_type(talk, mst_read_be32(&r));
	if (r.left < count)
		r.short_read = true;
	if (r.short_read && !heard->ended && !heard->full)
		return MST_STEP_READ;
	for (; count && r.left; count--)
		put_type(talk, mst_read_u8(&r));
	return MST_STEP_DONE;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	return talk->scratch[0] == STATE_VERSION ? read_version(talk, heard) : read_types(talk, heard);
}

const struct mst_dialogue mst_dialogue_vnc = {
	.name = "vnc",
	.ports = "5900-5910",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
