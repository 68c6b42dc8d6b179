/*
 * icmp_echo.c - ICMP echo (RFC 792).
 *
 *     ticket = identifier ‖ sequence number
 *     payload = time of sending (8 bytes, ns) ‖ proof (8 bytes)
 *
 * A reply brings all of it back; an ICMP error quotes the ticket.
 */
#include <string.h>

#include "base/reader.h"
#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

enum {
	ICMP_AT = MST_IPV4_BYTES,
	TIME_AT = ICMP_AT + MST_ICMP_BYTES,
	PROOF_AT = TIME_AT + 8,
	FRAME_BYTES = PROOF_AT + 8,
};

_Static_assert(FRAME_BYTES <= MST_PROBE_BYTES, "an echo request fits into a frame");

static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	memset(template->bytes, 0, sizeof template->bytes);
	mst_ipv4_begin(template->bytes, FRAME_BYTES, MST_PROTO_ICMP, setup->ttl, mst_addr_ipv4(source));
	template->bytes[ICMP_AT] = MST_ICMP_ECHO;
	template->kind = &mst_probe_icmp_echo;
	template->length = FRAME_BYTES;
	template->ip_sum = mst_sum_bytes(0, template->bytes, MST_IPV4_BYTES);
	template->payload_sum = mst_sum_bytes(0, template->bytes + ICMP_AT, FRAME_BYTES - ICMP_AT);
}

static void aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                const struct mst_aim *aim)
{
	struct mst_seal seal = mst_seal_of(&setup->key, &aim->addr, 0, MST_PROTO_ICMP);
	uint32_t ticket = mst_ticket_write(&seal, aim->ticket);
	uint64_t proof = mst_proof_of(&seal, ticket);
	uint32_t sum = mst_sum_long(template->payload_sum, ticket);

	sum = mst_sum_long(mst_sum_long(sum, (uint32_t)(aim->sent_ns >> 32)), (uint32_t)aim->sent_ns);
	sum = mst_sum_long(mst_sum_long(sum, (uint32_t)(proof >> 32)), (uint32_t)proof);
	memcpy(frame, template->bytes, FRAME_BYTES);
	mst_probe_address(frame, template, mst_addr_ipv4(&aim->addr), mst_bond_of(&seal, ticket).ip_id);
	mst_put_be32(frame + ICMP_AT + MST_ICMP_ID, ticket);
	mst_put_be64(frame + TIME_AT, aim->sent_ns);
	mst_put_be64(frame + PROOF_AT, proof);
	mst_put_be16(frame + ICMP_AT + MST_ICMP_CHECKSUM, mst_checksum(sum));
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	struct mst_seal seal = mst_seal_of(&setup->key, &view->source, 0, MST_PROTO_ICMP);
	uint32_t ticket = (uint32_t)view->icmp.id << 16 | view->icmp.seq;
	struct mst_reader payload = mst_reader_over(view->icmp.payload, view->icmp.payload_bytes);

	answer->sent_ns = mst_read_be64(&payload);
	answer->target = view->source;
	answer->reason = MST_ECHO_REPLY;
	answer->proven = true;
	return mst_read_be64(&payload) == mst_proof_of(&seal, ticket) && !payload.short_read && view->icmp.code == 0 &&
	       mst_ticket_read(&seal, ticket, setup->slot_bits, &answer->ticket);
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_seal seal = mst_seal_of(&setup->key, &quoted->destination, 0, MST_PROTO_ICMP);
	uint32_t ticket = (uint32_t)quoted->icmp_id << 16 | quoted->icmp_seq;

	answer->target = quoted->destination;
	answer->proven = quoted->ip_id == mst_bond_of(&seal, ticket).ip_id;
	return quoted->icmp_type == MST_ICMP_ECHO &&
	       mst_ticket_read(&seal, ticket, setup->slot_bits, &answer->ticket);
}

const struct mst_probe_kind mst_probe_icmp_echo = {
	.name = "icmp",
	.meaning = "ICMP echo request",
	.proto = MST_PROTO_ICMP,
	.prepare = prepare,
	.aim = aim,
	.match = match,
	.match_quoted = match_quoted,
};
