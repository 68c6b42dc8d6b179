/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp_echo.c - echo requests of ICMP (RFC 792) and ICMPv6 (RFC 4443).
 *
 *     ticket = identifier ‖ sequence number
 *     payload = time of sending (8 bytes, ns) ‖ proof (8 bytes)
 *
 * A reply contains all of it; an ICMP error quotes the ticket.
 */
#include "base/reader.h"
#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

enum {
	TIME_AT = MST_ICMP_BYTES,
	PROOF_AT = TIME_AT + 8,
	MESSAGE_BYTES = PROOF_AT + 8,
};

_Static_assert(MST_IPV6_BYTES + MESSAGE_BYTES <= MST_PROBE_BYTES, "an echo request fits into a frame");

static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	uint8_t *icmp = mst_template_begin(template, &mst_probe_icmp_echo, MESSAGE_BYTES, setup, source);

	icmp[0] = source->family == MST_IPV6 ? MST_ICMP6_ECHO : MST_ICMP_ECHO;
	mst_template_end(template);
}

static void aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                const struct mst_aim *aim)
{
	struct mst_seal seal = mst_seal_of(&setup->key, &aim->addr, 0, MST_PROTO_ICMP);
	uint32_t ticket = mst_ticket_write(&seal, aim->ticket);
	uint64_t proof = mst_proof_of(&seal, ticket);
	uint32_t sum = mst_template_address(frame, template, &aim->addr, mst_bond_of(&seal, ticket));
	uint8_t *icmp = frame + template->at;

	sum = mst_sum_long(sum, ticket);
	sum = mst_sum_long(mst_sum_long(sum, (uint32_t)(aim->sent_ns >> 32)), (uint32_t)aim->sent_ns);
	sum = mst_sum_long(mst_sum_long(sum, (uint32_t)(proof >> 32)), (uint32_t)proof);
	mst_put_be32(icmp + MST_ICMP_ID, ticket);
	mst_put_be64(icmp + TIME_AT, aim->sent_ns);
	mst_put_be64(icmp + PROOF_AT, proof);
	mst_put_be16(icmp + MST_ICMP_CHECKSUM, mst_checksum(sum));
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	struct mst_seal seal = mst_seal_of(&setup->key, &view->source, 0, MST_PROTO_ICMP);
	uint32_t ticket = (uint32_t)view->icmp.id << 16 | view->icmp.seq;
	struct mst_reader payload = mst_reader_over(view->icmp.payload, view->icmp.payload_bytes);
	uint8_t reply = view->source.family == MST_IPV6 ? MST_ICMP6_ECHO_REPLY : MST_ICMP_ECHO_REPLY;

	answer->sent_ns = mst_read_be64(&payload);
	answer->target = view->source;
	answer->reason = MST_ECHO_REPLY;
	answer->proven = true;
	return view->kind == MST_VIEW_ICMP && view->icmp.type == reply &&
	       mst_read_be64(&payload) == mst_proof_of(&seal, ticket) && !payload.short_read && view->icmp.code == 0 &&
	       mst_ticket_read(&seal, ticket, setup->slot_bits, &answer->ticket);
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_seal seal = mst_seal_of(&setup->key, &quoted->destination, 0, MST_PROTO_ICMP);
	uint32_t ticket = (uint32_t)quoted->icmp_id << 16 | quoted->icmp_seq;
	uint8_t echo = quoted->destination.family == MST_IPV6 ? MST_ICMP6_ECHO : MST_ICMP_ECHO;

	answer->target = quoted->destination;
	answer->proven = quoted->ip_id == mst_bond_of(&seal, ticket).ip_id;
	return quoted->icmp_type == echo && mst_ticket_read(&seal, ticket, setup->slot_bits, &answer->ticket);
}

const struct mst_probe_kind mst_probe_icmp_echo = {
	.name = "icmp",
	.meaning = "ICMP echo request",
	.brief = "echo",
	.proto = MST_PROTO_ICMP,
	.proto_ipv6 = MST_PROTO_ICMP6,
	.prepare = prepare,
	.aim = aim,
	.match = match,
	.match_quoted = match_quoted,
};
