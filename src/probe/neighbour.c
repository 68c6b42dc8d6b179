/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * neighbour.c - probes for targets on a local link: ARP (RFC 826) and neighbour solicitation (RFC 4861, section 4.3).
 *
 *     to all hosts on the link    ARP request              who has 10.0.2.2? tell 10.0.2.1
 *     to the target's own group   neighbour solicitation   who has 2001:db8::2? tell 2001:db8::1 (at this MAC address)
 *
 * Answers contain no ticket, only the address: their entry is found by it (track/index.h).
 */
#include <string.h>

#include "probe/probe.h"
#include "wire/arp.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

enum {
	OPTION_BYTES = 8,
	SOLICITATION_BYTES = MST_ND_BYTES + OPTION_BYTES,
};

_Static_assert(MST_IPV6_BYTES + SOLICITATION_BYTES <= MST_PROBE_BYTES, "a solicitation fits into a frame");

/* ---- IPv4 ---- */

static void prepare_arp(struct mst_template *template, const struct mst_probe_setup *setup,
                        const struct mst_addr *source)
{
	static const uint8_t kind[] = { 0, 1, MST_ETHERTYPE_IPV4 >> 8, MST_ETHERTYPE_IPV4 & 0xff, 6,
		                        4, 0, MST_ARP_REQUEST };

	(void)setup;
	memset(template, 0, sizeof *template);
	template->kind = &mst_probe_arp;
	template->family = MST_IPV4;
	template->length = MST_ARP_BYTES;
	memcpy(template->bytes, kind, sizeof kind);
	memcpy(template->bytes + MST_ARP_SENDER, source->bytes, 4);
}

static void aim_arp(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                    const struct mst_aim *aim)
{
	(void)setup;
	memcpy(frame, template->bytes, MST_PROBE_BYTES);
	memcpy(frame + MST_ARP_TARGET, aim->addr.bytes, 4);
}

static void wrap_arp(uint8_t *frame, uint8_t *ethernet, const struct mst_addr *target)
{
	(void)target;
	memset(ethernet, 0xff, 6);
	memcpy(frame + MST_ARP_SENDER_MAC, ethernet + 6, 6);
	mst_put_be16(ethernet + 12, MST_ETHERTYPE_ARP);
}

/* ---- IPv6 ---- */

static void prepare_nd(struct mst_template *template, const struct mst_probe_setup *setup,
                       const struct mst_addr *source)
{
	struct mst_probe_setup to_neighbours = *setup;
	uint8_t *message;

	to_neighbours.ttl = MST_ND_HOPS;
	message = mst_template_begin(template, &mst_probe_nd, SOLICITATION_BYTES, &to_neighbours, source);
	message[0] = MST_ICMP6_SOLICITATION;
	message[MST_ND_BYTES] = MST_ND_OPTION_SOURCE;
	message[MST_ND_BYTES + 1] = OPTION_BYTES / 8;
	mst_template_end(template);
}

static void aim_nd(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                   const struct mst_aim *aim)
{
	struct mst_addr group = mst_ipv6_solicited_node(&aim->addr);

	(void)setup;
	mst_template_address(frame, template, &group, (struct mst_bond){ 0 });
	memcpy(frame + template->at + MST_ND_TARGET, aim->addr.bytes, 16);
}

/* The checksum covers our link-layer address, which is known only now. */
static void wrap_nd(uint8_t *frame, uint8_t *ethernet, const struct mst_addr *target)
{
	struct mst_addr group = mst_ipv6_solicited_node(target);
	uint8_t *message = frame + MST_IPV6_BYTES;
	uint32_t sum = MST_PROTO_ICMP6 + SOLICITATION_BYTES;

	mst_ipv6_multicast_mac(ethernet, &group);
	mst_put_be16(ethernet + 12, MST_ETHERTYPE_IPV6);
	memcpy(message + MST_ND_BYTES + 2, ethernet + 6, 6);
	mst_put_be16(message + MST_ICMP_CHECKSUM, 0);
	sum = mst_sum_bytes(sum, frame + MST_IPV6_SOURCE, 32);
	sum = mst_sum_bytes(sum, message, SOLICITATION_BYTES);
	mst_put_be16(message + MST_ICMP_CHECKSUM, mst_checksum(sum));
}

/* ---- both ---- */

/* No machine has the broadcast or all-zero address. Clusters share a multicast one (Windows NLB). */
static bool is_plausible(const uint8_t mac[6])
{
	static const uint8_t zero[6], broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	return memcmp(mac, broadcast, sizeof broadcast) != 0 && memcmp(mac, zero, sizeof zero) != 0;
}

static bool match_neighbour(const struct mst_view *view, struct mst_answer *answer, enum mst_reason reason)
{
	const struct mst_neighbour_view *neighbour = &view->neighbour;

	answer->target = answer->from = neighbour->addr;
	answer->reason = (uint8_t)reason;
	answer->by_key = answer->has_mac = true;
	answer->volunteered = neighbour->volunteered;
	memcpy(answer->mac, neighbour->mac, sizeof answer->mac);
	return view->kind == MST_VIEW_NEIGHBOUR && is_plausible(neighbour->mac);
}

static bool match_arp(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	(void)setup;
	return match_neighbour(view, answer, MST_ARP_RESPONSE);
}

static bool match_nd(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	(void)setup;
	return match_neighbour(view, answer, MST_ND_RESPONSE);
}

/* These questions cannot leave the link: an ICMP error that quotes one is forged. */
static bool match_nothing(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	(void)setup;
	(void)view;
	(void)answer;
	return false;
}

const struct mst_probe_kind mst_probe_arp = {
	.name = "arp",
	.meaning = "ARP request",
	.by_key = true,
	.prepare = prepare_arp,
	.aim = aim_arp,
	.wrap = wrap_arp,
	.match = match_arp,
	.match_quoted = match_nothing,
};

const struct mst_probe_kind mst_probe_nd = {
	.name = "nd",
	.meaning = "neighbour solicitation",
	.proto_ipv6 = MST_PROTO_ICMP6,
	.by_key = true,
	.prepare = prepare_nd,
	.aim = aim_nd,
	.wrap = wrap_nd,
	.match = match_nd,
	.match_quoted = match_nothing,
};
