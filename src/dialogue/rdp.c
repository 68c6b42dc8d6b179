/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rdp.c - Remote Desktop ([MS-RDPBCGR] 2.2.1.1): a connection request of X.224 that offers TLS and CredSSP; the
 * confirmation tells which is chosen. Then TLS begins at once on this connection, and its certificate names the
 * machine.
 */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { CONFIRM = 0xd0, CHOSEN = 2 };

static const uint8_t request[] = {
	3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0,
};

static void begin(struct mst_talk *talk)
{
	if (!talk->secure)
		mst_talk_put(talk, request, sizeof request);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 6 && bytes[0] == 3 && !bytes[1] && !bytes[2] && bytes[3] >= 11 && bytes[5] == CONFIRM;
}

/* What the answer to the negotiation says; nothing for old servers, which send none. */
static enum mst_step chosen(struct mst_talk *talk, struct mst_reader *r)
{
	uint8_t type = mst_read_u8(r);
	uint32_t protocol;

	mst_skip(r, 3); /* flags, length */
	protocol = mst_read_le32(r);
	if (r->short_read || type != CHOSEN || !protocol) {
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "RDP-security");
		return mst_finding_done(talk, "ms-wbt-server");
	}
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, protocol & 2 ? "NLA" : "TLS");
	(void)mst_finding_done(talk, "ms-wbt-server");
	return MST_STEP_TLS;
}

static enum mst_step read_confirm(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint8_t version = mst_read_u8(&r), kind;
	uint16_t size;

	if (talk->secure)
		return mst_finding_done(talk, "ms-wbt-server");
	mst_skip(&r, 1);
	size = mst_read_be16(&r);
	mst_skip(&r, 1); /* length of X.224's head */
	kind = mst_read_u8(&r);
	if (!r.short_read && (version != 3 || kind != CONFIRM || size < 11))
		return MST_STEP_NOT_MINE;
	if (r.short_read || heard->size < size)
		return mst_finding_wait(heard);
	mst_skip(&r, 5); /* references, class */
	r.left = (size_t)size - 11;
	return chosen(talk, &r);
}

const struct mst_dialogue mst_dialogue_rdp = {
	.name = "ms-wbt-server",
	.ports = "3389",
	.tls_ports = "",
	.anywhere = true,
	.knows = knows,
	.begin = begin,
	.read = read_confirm,
};
