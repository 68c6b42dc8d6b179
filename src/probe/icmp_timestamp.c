/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp_timestamp.c - ICMP timestamp (RFC 792): some hosts that drop echo requests answer these. IPv4 only.
 *
 *     ticket = identifier ‖ sequence number
 *     originate = proof (4 bytes); receive, transmit = 0
 *
 * A reply contains identifier, sequence number and originate timestamp; an ICMP error quotes the ticket. Where only the
 * ticket comes back, the reply is believed as long as its entry is there.
 */
#include "base/reader.h"
#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

enum {
	ORIGINATE_AT = MST_ICMP_BYTES,
	MESSAGE_BYTES = ORIGINATE_AT + 3 * 4,
};

static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	uint8_t *icmp = mst_template_begin(template, &mst_probe_icmp_timestamp, MESSAGE_BYTES, setup, source);

	icmp[0] = MST_ICMP_TIMESTAMP;
	mst_template_end(template);
}

/* The type stands in place of a port, so that no echo reply can pass as a timestamp reply. */
static struct mst_seal seal_of(const struct mst_probe_setup *setup, const struct mst_addr *addr)
{
	return mst_seal_of(&setup->key, addr, MST_ICMP_TIMESTAMP, MST_PROTO_ICMP);
}

static void aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                const struct mst_aim *aim)
{
	struct mst_seal seal = seal_of(setup, &aim->addr);
	uint32_t ticket = mst_ticket_write(&seal, aim->ticket);
	uint32_t proof = (uint32_t)mst_proof_of(&seal, ticket);
	uint32_t sum = mst_template_address(frame, template, &aim->addr, mst_bond_of(&seal, ticket));
	uint8_t *icmp = frame + template->at;

	mst_put_be32(icmp + MST_ICMP_ID, ticket);
	mst_put_be32(icmp + ORIGINATE_AT, proof);
	mst_put_be16(icmp + MST_ICMP_CHECKSUM, mst_checksum(mst_sum_long(mst_sum_long(sum, ticket), proof)));
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	struct mst_seal seal = seal_of(setup, &view->source);
	uint32_t ticket = (uint32_t)view->icmp.id << 16 | view->icmp.seq;
	struct mst_reader payload = mst_reader_over(view->icmp.payload, view->icmp.payload_bytes);
	bool proven = mst_read_be32(&payload) == (uint32_t)mst_proof_of(&seal, ticket) && !payload.short_read;

	answer->target = view->source;
	answer->reason = proven && view->icmp.code == 0 ? MST_TIMESTAMP_REPLY : MST_TIMESTAMP_REPLY_ALTERED;
	answer->proven = proven;
	answer->bits = MST_TICKET_BITS + (proven ? MST_PROOF_BITS : 0);
	return view->kind == MST_VIEW_ICMP && view->icmp.type == MST_ICMP_TIMESTAMP_REPLY &&
	       mst_ticket_read(&seal, ticket, setup->slot_bits, &answer->ticket);
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_seal seal = seal_of(setup, &quoted->destination);
	uint32_t ticket = (uint32_t)quoted->icmp_id << 16 | quoted->icmp_seq;

	answer->target = quoted->destination;
	answer->proven = quoted->ip_id == mst_bond_of(&seal, ticket).ip_id;
	answer->bits = MST_TICKET_BITS + (answer->proven ? MST_IP_ID_BITS : 0);
	return quoted->icmp_type == MST_ICMP_TIMESTAMP &&
	       mst_ticket_read(&seal, ticket, setup->slot_bits, &answer->ticket);
}

const struct mst_probe_kind mst_probe_icmp_timestamp = {
	.name = "timestamp",
	.meaning = "ICMP timestamp request, IPv4 only",
	.brief = "timestamp",
	.proto = MST_PROTO_ICMP,
	.prepare = prepare,
	.aim = aim,
	.match = match,
	.match_quoted = match_quoted,
};
