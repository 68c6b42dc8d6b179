/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * openvpn.c - OpenVPN (ssl_pkt.h, "P_CONTROL_HARD_RESET_CLIENT_V2"): the first packet of a client, which the server
 * answers with its own and an acknowledgement of ours. A server with tls-auth or tls-crypt stays silent.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { RESET_CLIENT = 0x38, RESET_SERVER = 0x40, SIZE = 14, ANSWER_SIZE = 26, TCP = 6 };

static const uint8_t request[SIZE] = { RESET_CLIENT, 'm', 'u', 's', 't', 'e', 'r', 'v', 'p' };

static void begin(struct mst_talk *talk)
{
	static const uint8_t size[] = { 0, SIZE };

	if (talk->proto == TCP)
		mst_talk_put(talk, size, sizeof size);
	mst_talk_put(talk, request, sizeof request);
}

/* Session of the server, one acknowledgement, our session. */
static bool is_reset(const uint8_t *bytes, size_t size)
{
	return size >= ANSWER_SIZE && (bytes[0] & 0xf8) == RESET_SERVER && bytes[9] == 1 &&
	       !memcmp(bytes + 14, request + 1, 8);
}

static enum mst_step read_reset(struct mst_talk *talk, struct mst_heard *heard)
{
	size_t head = talk->proto == TCP ? 2 : 0;

	if (heard->size < head + ANSWER_SIZE)
		return mst_finding_wait(heard);
	if (!is_reset(heard->bytes + head, heard->size - head))
		return MST_STEP_NOT_MINE;
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "OpenVPN");
	return mst_finding_done(talk, "openvpn");
}

const struct mst_dialogue mst_dialogue_openvpn = {
	.name = "openvpn",
	.ports = "1194",
	.tls_ports = "",
	.begin = begin,
	.read = read_reset,
};

const struct mst_dialogue mst_dialogue_openvpn_udp = {
	.name = "openvpn",
	.ports = "1194",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_reset,
};
