/*
 * tcp_syn.c - half-open TCP (RFC 9293).
 *
 *     ticket = sequence number; source port = bound to it; option: MSS 1460
 *
 * SYN-ACK and RST acknowledge ticket + 1 at that very source port; an ICMP error quotes both. The kernel, which
 * knows nothing of the connection, closes an open one with a RST.
 */
#include <string.h>

#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

enum {
	TCP_AT = MST_IPV4_BYTES,
	OPTION_BYTES = 4,
	SEGMENT_BYTES = MST_TCP_BYTES + OPTION_BYTES,
	FRAME_BYTES = TCP_AT + SEGMENT_BYTES,
};

_Static_assert(FRAME_BYTES <= MST_PROBE_BYTES, "a SYN fits into a frame");

static const uint8_t mss_1460[OPTION_BYTES] = { 2, 4, 1460 >> 8, 1460 & 0xff };

static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	uint8_t *tcp = template->bytes + TCP_AT;
	uint32_t sum;

	memset(template->bytes, 0, sizeof template->bytes);
	mst_ipv4_begin(template->bytes, FRAME_BYTES, MST_PROTO_TCP, setup->ttl, mst_addr_ipv4(source));
	tcp[MST_TCP_OFFSET] = SEGMENT_BYTES / 4 << 4;
	tcp[MST_TCP_FLAGS] = MST_TCP_SYN;
	mst_put_be16(tcp + MST_TCP_WINDOW, 1024);
	memcpy(tcp + MST_TCP_BYTES, mss_1460, OPTION_BYTES);
	sum = mst_sum_bytes(0, tcp, SEGMENT_BYTES);
	sum = mst_sum_word(mst_sum_word(sum, MST_PROTO_TCP), SEGMENT_BYTES);
	template->kind = &mst_probe_tcp_syn;
	template->length = FRAME_BYTES;
	template->ip_sum = mst_sum_bytes(0, template->bytes, MST_IPV4_BYTES);
	template->payload_sum = mst_sum_long(sum, mst_addr_ipv4(source));
}

static void aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                const struct mst_aim *aim)
{
	struct mst_seal seal = mst_seal_of(&setup->key, &aim->addr, aim->port, MST_PROTO_TCP);
	uint32_t destination = mst_addr_ipv4(&aim->addr);
	uint32_t ticket = mst_ticket_write(&seal, aim->ticket);
	struct mst_bond bond = mst_bond_of(&seal, ticket);
	uint16_t source_port = mst_probe_source_port(setup, bond);
	uint32_t sum = mst_sum_long(mst_sum_long(template->payload_sum, destination), ticket);
	uint8_t *tcp = frame + TCP_AT;

	sum = mst_sum_word(mst_sum_word(sum, source_port), aim->port);
	memcpy(frame, template->bytes, FRAME_BYTES);
	mst_probe_address(frame, template, destination, bond.ip_id);
	mst_put_be16(tcp + MST_TCP_SOURCE, source_port);
	mst_put_be16(tcp + MST_TCP_DESTINATION, aim->port);
	mst_put_be32(tcp + MST_TCP_SEQ, ticket);
	mst_put_be16(tcp + MST_TCP_CHECKSUM, mst_checksum(sum));
}

/* Whether these bits, acknowledged at this port of ours, are a ticket of the question. */
static bool read_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t bits,
                        uint16_t our_port, struct mst_ticket *ticket)
{
	return mst_ticket_read(seal, bits, setup->slot_bits, ticket) &&
	       our_port == mst_probe_source_port(setup, mst_bond_of(seal, bits));
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_tcp_view *tcp = &view->tcp;
	struct mst_seal seal = mst_seal_of(&setup->key, &view->source, tcp->source, MST_PROTO_TCP);
	bool reset = tcp->flags & MST_TCP_RST;
	bool syn_ack = (tcp->flags & (MST_TCP_SYN | MST_TCP_ACK)) == (MST_TCP_SYN | MST_TCP_ACK);

	answer->target = view->source;
	answer->port = tcp->source;
	answer->reason = reset ? MST_RESET : MST_SYN_ACK;
	answer->proven = true;
	if (!reset && !syn_ack)
		return false;
	if (read_ticket(setup, &seal, tcp->ack - 1, tcp->destination, &answer->ticket))
		return true;
	/* Some stacks reset with the sequence number as it was, not one past the SYN. */
	return reset && read_ticket(setup, &seal, tcp->ack, tcp->destination, &answer->ticket);
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_seal seal = mst_seal_of(&setup->key, &quoted->destination, quoted->tcp_destination, MST_PROTO_TCP);

	answer->target = quoted->destination;
	answer->port = quoted->tcp_destination;
	answer->proven = quoted->ip_id == mst_bond_of(&seal, quoted->tcp_seq).ip_id;
	return read_ticket(setup, &seal, quoted->tcp_seq, quoted->tcp_source, &answer->ticket);
}

const struct mst_probe_kind mst_probe_tcp_syn = {
	.name = "syn",
	.meaning = "TCP SYN",
	.proto = MST_PROTO_TCP,
	.has_port = true,
	.prepare = prepare,
	.aim = aim,
	.match = match,
	.match_quoted = match_quoted,
};
