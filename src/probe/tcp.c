/* SPDX-License-Identifier: BSD-2-Clause */
/* tcp.c - see tcp.h. */
#include "probe/tcp.h"

#include <string.h>

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

_Static_assert(MST_IPV6_BYTES + MST_TCP_BYTES + MST_SYN_OPTION_BYTES <= MST_PROBE_BYTES, "a SYN fits into a frame");

#define MSS_IPV6 1440
#define MSS_AT 2 /* its value, in the options: it is the first */

/* Not 0, which would mean that there is none. */
static uint32_t tsval_of(const struct mst_seal *seal)
{
	uint32_t bits = (uint32_t)(seal->words[1] >> 32);

	return bits ? bits : 1;
}

static void write_options(struct mst_template *template, uint8_t *tcp, const struct mst_syn_style *style)
{
	bool is_ipv6 = template->family == MST_IPV6;

	memcpy(tcp + MST_TCP_BYTES, style->options, style->count);
	if (is_ipv6)
		mst_put_be16(tcp + MST_TCP_BYTES + MSS_AT, MSS_IPV6);
	mst_put_be16(tcp + MST_TCP_WINDOW, is_ipv6 ? MST_SYN_WINDOW_IPV6 : MST_SYN_WINDOW_IPV4);
	if (style->tsval_at)
		template->tsval_at = (uint8_t)(template->at + MST_TCP_BYTES + style->tsval_at);
}

void mst_tcp_prepare(struct mst_template *template, const struct mst_probe_kind *kind, uint8_t flags,
                     const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	const struct mst_syn_style *style = flags & MST_TCP_SYN ? mst_syn_style_of(setup->syn_options) : NULL;
	size_t bytes = MST_TCP_BYTES + (style ? style->count : 0);
	uint8_t *tcp = mst_template_begin(template, kind, bytes, setup, source);

	tcp[MST_TCP_OFFSET] = (uint8_t)(bytes / 4 << 4);
	tcp[MST_TCP_FLAGS] = flags;
	mst_put_be16(tcp + MST_TCP_WINDOW, 1024);
	if (style)
		write_options(template, tcp, style);
	mst_template_end(template);
}

uint8_t mst_tcp_tag(uint8_t flags)
{
	return flags == MST_TCP_SYN ? MST_PROTO_TCP : (uint8_t)(0x80 | flags);
}

void mst_tcp_aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                 const struct mst_aim *aim)
{
	uint8_t flags = template->bytes[template->at + MST_TCP_FLAGS];
	struct mst_seal seal = mst_seal_of(&setup->key, &aim->addr, aim->port, mst_tcp_tag(flags));
	uint32_t ticket = mst_ticket_write(&seal, aim->ticket);
	struct mst_bond bond = mst_bond_of(&seal, ticket);
	uint16_t source_port = mst_probe_source_port(setup, bond);
	uint32_t sum = mst_template_address(frame, template, &aim->addr, bond);
	uint8_t *tcp = frame + template->at;

	sum = mst_sum_word(mst_sum_word(mst_sum_long(sum, ticket), source_port), aim->port);
	mst_put_be16(tcp + MST_TCP_SOURCE, source_port);
	mst_put_be16(tcp + MST_TCP_DESTINATION, aim->port);
	mst_put_be32(tcp + MST_TCP_SEQ, ticket);
	if (flags & MST_TCP_ACK) {
		mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, ticket);
		sum = mst_sum_long(sum, ticket);
	}
	if (template->tsval_at) {
		mst_put_be32(frame + template->tsval_at, tsval_of(&seal));
		sum = mst_sum_long(sum, tsval_of(&seal));
	}
	mst_put_be16(tcp + MST_TCP_CHECKSUM, mst_checksum(sum));
}

bool mst_tcp_read_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t bits,
                         uint16_t our_port, struct mst_ticket *ticket)
{
	return mst_ticket_read(seal, bits, setup->slot_bits, ticket) &&
	       our_port == mst_probe_source_port(setup, mst_bond_of(seal, bits));
}

bool mst_tcp_match_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t number,
                          bool counted, const struct mst_view *view, struct mst_answer *answer)
{
	bool resets = view->tcp.flags & MST_TCP_RST;

	/* A RST may have either number, which is one bit less to be guessed. */
	answer->bits = (uint8_t)(MST_TICKET_BITS + mst_probe_port_bits(setup) - resets);
	if (mst_tcp_read_ticket(setup, seal, number - counted, view->tcp.destination, &answer->ticket))
		return true;
	answer->uncounted = true;
	return resets && mst_tcp_read_ticket(setup, seal, number - !counted, view->tcp.destination, &answer->ticket);
}

void mst_tcp_weigh_echoed(const struct mst_probe_setup *setup, const struct mst_seal *seal, const struct mst_view *view,
                          struct mst_answer *answer)
{
	if (mst_syn_style_of(setup->syn_options)->tsval_at && view->tcp.echoed == tsval_of(seal))
		answer->bits += MST_PROOF_BITS;
}

bool mst_tcp_match_quoted(uint8_t flags, const struct mst_probe_setup *setup, const struct mst_view *view,
                          struct mst_answer *answer)
{
	const struct mst_quoted_view *quoted = &view->quoted;
	struct mst_seal seal = mst_seal_of(&setup->key, &quoted->destination, quoted->destination_port,
	                                   mst_tcp_tag(flags));

	answer->target = quoted->destination;
	answer->port = quoted->destination_port;
	answer->proven = quoted->ip_id == mst_bond_of(&seal, quoted->tcp_seq).ip_id;
	answer->bits = (uint8_t)(MST_TICKET_BITS + mst_probe_port_bits(setup) + (answer->proven ? MST_IP_ID_BITS : 0));
	return mst_tcp_read_ticket(setup, &seal, quoted->tcp_seq, quoted->source_port, &answer->ticket);
}
