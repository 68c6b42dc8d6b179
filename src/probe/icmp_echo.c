/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp_echo.c - echo requests of ICMP (RFC 792) and ICMPv6 (RFC 4443).
 *
 *     ticket = identifier ‖ sequence number
 *     payload = time of sending (8 bytes, ns) ‖ proof (4 bytes) ‖ target's address (4 or 16 bytes)
 *
 * A reply contains all of it; an ICMP error quotes the ticket. Replies that differ:
 *
 *     payload cut, padded or changed      the ticket alone shows that it is ours: it is believed as long as its entry
 *                                         is there
 *     from another address                the address in the payload names the target, the proof shows that it is right
 */
#include <string.h>

#include "base/reader.h"
#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

enum {
	TIME_AT = MST_ICMP_BYTES,
	PROOF_AT = TIME_AT + 8,
	TARGET_AT = PROOF_AT + 4,
};

_Static_assert(MST_IPV6_BYTES + TARGET_AT + 16 <= MST_PROBE_BYTES, "an echo request fits into a frame");

static size_t addr_bytes(uint8_t family)
{
	return family == MST_IPV6 ? 16 : 4;
}

static uint32_t proof_of(const struct mst_seal *seal, uint32_t ticket)
{
	return (uint32_t)(mst_proof_of(seal, ticket) >> 32);
}

static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	size_t bytes = TARGET_AT + addr_bytes(source->family);
	uint8_t *icmp = mst_template_begin(template, &mst_probe_icmp_echo, bytes, setup, source);

	icmp[0] = source->family == MST_IPV6 ? MST_ICMP6_ECHO : MST_ICMP_ECHO;
	mst_template_end(template);
}

/* Returns the sum with it. */
static uint32_t write_target(uint8_t *at, const struct mst_addr *target, uint32_t sum)
{
	if (target->family == MST_IPV6) {
		memcpy(at, target->bytes, 16);
		return mst_sum_bytes(sum, target->bytes, 16);
	}
	mst_put_be32(at, mst_addr_ipv4(target));
	return mst_sum_long(sum, mst_addr_ipv4(target));
}

static void aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                const struct mst_aim *aim)
{
	struct mst_seal seal = mst_seal_of(&setup->key, &aim->addr, 0, MST_PROTO_ICMP);
	uint32_t ticket = mst_ticket_write(&seal, aim->ticket);
	uint32_t proof = proof_of(&seal, ticket);
	uint32_t sum = mst_template_address(frame, template, &aim->addr, mst_bond_of(&seal, ticket));
	uint8_t *icmp = frame + template->at;

	sum = mst_sum_long(sum, ticket);
	sum = mst_sum_long(mst_sum_long(sum, (uint32_t)(aim->sent_ns >> 32)), (uint32_t)aim->sent_ns);
	sum = write_target(icmp + TARGET_AT, &aim->addr, mst_sum_long(sum, proof));
	mst_put_be32(icmp + MST_ICMP_ID, ticket);
	mst_put_be64(icmp + TIME_AT, aim->sent_ns);
	mst_put_be32(icmp + PROOF_AT, proof);
	mst_put_be16(icmp + MST_ICMP_CHECKSUM, mst_checksum(sum));
}

/* A reply as it came. */
struct reply {
	uint32_t ticket, proof;
	uint64_t sent_ns;
	bool has_proof;
	struct mst_addr target; /* no family when the payload ends before */
	bool has_rest;          /* the payload goes on behind what was sent */
};

static struct reply read_reply(const struct mst_view *view)
{
	struct mst_reader payload = mst_reader_over(view->icmp.payload, view->icmp.payload_bytes);
	struct reply reply = { .ticket = (uint32_t)view->icmp.id << 16 | view->icmp.seq };
	size_t bytes = addr_bytes(view->source.family);
	const uint8_t *target;

	reply.sent_ns = mst_read_be64(&payload);
	reply.proof = mst_read_be32(&payload);
	reply.has_proof = !payload.short_read;
	target = mst_read_bytes(&payload, bytes);
	if (target) {
		reply.target.family = view->source.family;
		memcpy(reply.target.bytes, target, bytes);
		if (mst_addr_is_link_local(&reply.target))
			reply.target.scope = view->destination.scope ? view->destination.scope : view->source.scope;
	}
	reply.has_rest = payload.left > 0;
	return reply;
}

static bool proves(const struct reply *reply, const struct mst_seal *seal)
{
	return reply->has_proof && reply->proof == proof_of(seal, reply->ticket);
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	uint8_t type = view->source.family == MST_IPV6 ? MST_ICMP6_ECHO_REPLY : MST_ICMP_ECHO_REPLY;
	struct mst_seal seal = mst_seal_of(&setup->key, &view->source, 0, MST_PROTO_ICMP);
	struct reply reply;
	bool own;

	if (view->kind != MST_VIEW_ICMP || view->icmp.type != type)
		return false;
	reply = read_reply(view);
	own = mst_addr_equal(&reply.target, &view->source);
	answer->target = view->source;
	answer->proven = proves(&reply, &seal);
	answer->reason = answer->proven && own && !reply.has_rest && view->icmp.code == 0 ? MST_ECHO_REPLY
	                                                                                  : MST_ECHO_REPLY_ALTERED;
	if (!answer->proven && !own && reply.target.family) {
		struct mst_seal other = mst_seal_of(&setup->key, &reply.target, 0, MST_PROTO_ICMP);

		answer->proven = proves(&reply, &other);
		if (answer->proven) {
			answer->target = reply.target;
			answer->reason = MST_OTHER_ADDRESS;
			seal = other;
		}
	}
	answer->bits = MST_TICKET_BITS + (answer->proven ? MST_PROOF_BITS : 0);
	answer->sent_ns = answer->proven ? reply.sent_ns : 0;
	return mst_ticket_read(&seal, reply.ticket, setup->slot_bits, &answer->ticket);
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_seal seal = mst_seal_of(&setup->key, &quoted->destination, 0, MST_PROTO_ICMP);
	uint32_t ticket = (uint32_t)quoted->icmp_id << 16 | quoted->icmp_seq;
	uint8_t echo = quoted->destination.family == MST_IPV6 ? MST_ICMP6_ECHO : MST_ICMP_ECHO;

	answer->target = quoted->destination;
	answer->proven = quoted->ip_id == mst_bond_of(&seal, ticket).ip_id;
	answer->bits = MST_TICKET_BITS + (answer->proven ? MST_IP_ID_BITS : 0);
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
