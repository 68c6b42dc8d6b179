/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp_odd.c - segments that belong to no connection: ACK, FIN, none, and FIN with PSH and URG ("Xmas").
 *
 * Stateless filters let them pass where they drop a SYN. A host without such a connection answers with a RST (RFC 9293,
 * section 3.10.7.1; U. Maimon, "Port Scanning without the SYN flag", Phrack 49, 1996):
 *
 *     to a segment with ACK      RST; its sequence number is the number acknowledged: the ticket
 *     to one without             RST and ACK; it acknowledges ticket + length of the segment, in which a FIN counts one
 *
 * An open port answers only the ACK (RFC 9293, section 3.10.7.2). So silence proves less than silence to a SYN.
 */
#include "probe/tcp.h"
#include "wire/ipv4.h"

enum {
	ACK = MST_TCP_ACK,
	FIN = MST_TCP_FIN,
	NONE = 0,
	XMAS = MST_TCP_FIN | MST_TCP_PSH | MST_TCP_URG,
};

static bool match(uint8_t flags, const struct mst_probe_setup *setup, const struct mst_view *view,
                  struct mst_answer *answer)
{
	const struct mst_tcp_view *tcp = &view->tcp;
	struct mst_seal seal = mst_seal_of(&setup->key, &view->source, tcp->source, mst_tcp_tag(flags));

	answer->target = view->source;
	answer->port = tcp->source;
	answer->reason = MST_RESET;
	answer->proven = true;
	if (view->kind != MST_VIEW_TCP || !(tcp->flags & MST_TCP_RST))
		return false;
	if (flags & MST_TCP_ACK) {
		answer->bits = (uint8_t)(MST_TICKET_BITS + mst_probe_port_bits(setup));
		return mst_tcp_read_ticket(setup, &seal, tcp->seq, tcp->destination, &answer->ticket);
	}
	/* Some stacks do not count the FIN. */
	return mst_tcp_match_ticket(setup, &seal, tcp->ack, flags & MST_TCP_FIN, view, answer);
}

#define KIND(id, word, short_word, flag_bits, what) \
	static void prepare_##id(struct mst_template *template, const struct mst_probe_setup *setup, \
	                         const struct mst_addr *source) \
	{ \
		mst_tcp_prepare(template, &mst_probe_tcp_##id, flag_bits, setup, source); \
	} \
	static bool match_##id(const struct mst_probe_setup *setup, const struct mst_view *view, \
	                       struct mst_answer *answer) \
	{ \
		return match(flag_bits, setup, view, answer); \
	} \
	static bool match_quoted_##id(const struct mst_probe_setup *setup, const struct mst_view *view, \
	                              struct mst_answer *answer) \
	{ \
		return mst_tcp_match_quoted(flag_bits, setup, view, answer); \
	} \
	const struct mst_probe_kind mst_probe_tcp_##id = { \
		.name = word, \
		.meaning = what, \
		.brief = short_word, \
		.proto = MST_PROTO_TCP, \
		.proto_ipv6 = MST_PROTO_TCP, \
		.has_port = true, \
		.prepare = prepare_##id, \
		.aim = mst_tcp_aim, \
		.match = match_##id, \
		.match_quoted = match_quoted_##id, \
	};

KIND(ack, "ack", "ACK", ACK, "TCP ACK")
KIND(fin, "fin", "FIN", FIN, "TCP FIN")
KIND(null, "null", "NULL", NONE, "TCP without any flag")
KIND(xmas, "xmas", "Xmas", XMAS, "TCP FIN, PSH and URG")
