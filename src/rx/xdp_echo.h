/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp_echo.h - whether an ICMP reply is ours, as probe/icmp_echo.c and icmp_timestamp.c judge it in user space. For the
 * program in the kernel (xdp.bpf.c), which has no bounded reader: each read is preceded by its own check. Pure.
 */
#ifndef MST_RX_XDP_ECHO_H
#define MST_RX_XDP_ECHO_H

#include "probe/ticket.h"

enum mst_xdp_reply {
	MST_XDP_NOT_OURS,
	MST_XDP_OURS,
	MST_XDP_TICKET_ONLY, /* the ticket may be ours; the rest is not what was sent: it may belong to another program
	                      */
};

/* Offsets from the ICMP header. */
enum {
	MST_XDP_TICKET_AT = 4,
	MST_XDP_ORIGINATE_AT = 8,
	MST_XDP_PROOF_AT = 16,
	MST_XDP_TARGET_AT = 20,
};

#define MST_XDP_TIMESTAMP 13 /* the seal's port of a timestamp request */
#define MST_XDP_ICMP 1       /* the seal's protocol */

static inline uint32_t mst_xdp_be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The target's address in the payload; no family where it ends before. */
static inline struct mst_addr mst_xdp_target(const uint8_t *icmp, const uint8_t *end, uint8_t family)
{
	struct mst_addr target = { .family = MST_NO_FAMILY };

	if (family == MST_IPV4 && icmp + MST_XDP_TARGET_AT + 4 <= end) {
		target = mst_addr_from_ipv4(mst_xdp_be32(icmp + MST_XDP_TARGET_AT));
	} else if (family == MST_IPV6 && icmp + MST_XDP_TARGET_AT + 16 <= end) {
		target.family = MST_IPV6;
		__builtin_memcpy(target.bytes, icmp + MST_XDP_TARGET_AT, 16);
	}
	return target;
}

/* Of an echo reply that came from this address. */
static inline enum mst_xdp_reply mst_xdp_judge_echo(const struct mst_key *key, unsigned slot_bits, const uint8_t *icmp,
                                                    const uint8_t *end, const struct mst_addr *from)
{
	struct mst_seal seal = mst_seal_of(key, from, 0, MST_XDP_ICMP);
	struct mst_ticket ticket;
	struct mst_addr target;
	uint32_t bits, proof;
	bool has_ticket;

	if (icmp + MST_XDP_ORIGINATE_AT > end)
		return MST_XDP_NOT_OURS;
	bits = mst_xdp_be32(icmp + MST_XDP_TICKET_AT);
	has_ticket = mst_ticket_read(&seal, bits, slot_bits, &ticket);
	if (icmp + MST_XDP_TARGET_AT > end)
		return has_ticket ? MST_XDP_TICKET_ONLY : MST_XDP_NOT_OURS;
	proof = mst_xdp_be32(icmp + MST_XDP_PROOF_AT);
	if (has_ticket && proof == (uint32_t)(mst_proof_of(&seal, bits) >> 32))
		return MST_XDP_OURS;
	target = mst_xdp_target(icmp, end, from->family);
	if (target.family != MST_NO_FAMILY) {
		struct mst_seal other = mst_seal_of(key, &target, 0, MST_XDP_ICMP);

		if (proof == (uint32_t)(mst_proof_of(&other, bits) >> 32) &&
		    mst_ticket_read(&other, bits, slot_bits, &ticket))
			return MST_XDP_OURS;
	}
	return has_ticket ? MST_XDP_TICKET_ONLY : MST_XDP_NOT_OURS;
}

/* Of a timestamp reply. */
static inline enum mst_xdp_reply mst_xdp_judge_timestamp(const struct mst_key *key, unsigned slot_bits,
                                                         const uint8_t *icmp, const uint8_t *end,
                                                         const struct mst_addr *from)
{
	struct mst_seal seal = mst_seal_of(key, from, MST_XDP_TIMESTAMP, MST_XDP_ICMP);
	struct mst_ticket ticket;
	uint32_t bits;

	if (icmp + MST_XDP_ORIGINATE_AT > end)
		return MST_XDP_NOT_OURS;
	bits = mst_xdp_be32(icmp + MST_XDP_TICKET_AT);
	if (!mst_ticket_read(&seal, bits, slot_bits, &ticket))
		return MST_XDP_NOT_OURS;
	return icmp + MST_XDP_ORIGINATE_AT + 4 <= end &&
	                       mst_xdp_be32(icmp + MST_XDP_ORIGINATE_AT) == (uint32_t)mst_proof_of(&seal, bits)
	               ? MST_XDP_OURS
	               : MST_XDP_TICKET_ONLY;
}

#endif
