/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp_syn.c - half-open TCP (RFC 9293): a SYN with the options of --syn-options.
 *
 * SYN-ACK and RST are sent to the source port, and acknowledge ticket + 1; an ICMP error quotes both. Our kernel does
 * not know the connection: it answers a SYN-ACK with a RST, which closes it.
 */
#include "probe/tcp.h"
#include "wire/ipv4.h"

static void prepare(struct mst_template *template, const struct mst_probe_setup *setup, const struct mst_addr *source)
{
	mst_tcp_prepare(template, &mst_probe_tcp_syn, MST_TCP_SYN, setup, source);
}

static bool match(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	const struct mst_tcp_view *tcp = &view->tcp;
	struct mst_seal seal = mst_seal_of(&setup->key, &view->source, tcp->source, mst_tcp_tag(MST_TCP_SYN));
	bool reset = tcp->flags & MST_TCP_RST;
	bool syn_ack = (tcp->flags & (MST_TCP_SYN | MST_TCP_ACK)) == (MST_TCP_SYN | MST_TCP_ACK);

	answer->target = view->source;
	answer->port = tcp->source;
	answer->reason = reset ? MST_RESET : MST_SYN_ACK;
	answer->proven = true;
	if (!reset && !syn_ack)
		return false;
	/* Some stacks reset with the sequence number as it was, not one past the SYN. */
	if (!mst_tcp_match_ticket(setup, &seal, tcp->ack, true, view, answer))
		return false;
	mst_tcp_weigh_echoed(setup, &seal, view, answer);
	return true;
}

static bool match_quoted(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	return mst_tcp_match_quoted(MST_TCP_SYN, setup, view, answer);
}

const struct mst_probe_kind mst_probe_tcp_syn = {
	.name = "syn",
	.meaning = "TCP SYN",
	.brief = "SYN",
	.proto = MST_PROTO_TCP,
	.proto_ipv6 = MST_PROTO_TCP,
	.has_port = true,
	.prepare = prepare,
	.aim = mst_tcp_aim,
	.match = match,
	.match_quoted = match_quoted,
};
