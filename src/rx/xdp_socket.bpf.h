/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * xdp_socket.bpf.h - for xdp.bpf.c alone: whether this machine's own TCP waits for a segment.
 */
#ifndef MST_RX_XDP_SOCKET_H
#define MST_RX_XDP_SOCKET_H

#include <linux/bpf.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>

/* Whether a socket of this machine is connected so, or listens there. */
static inline bool has_socket(struct xdp_md *ctx, const struct tcphdr *tcp, const void *header, const void *end,
                              bool is_ipv6)
{
	const struct iphdr *ip = header;
	const struct ipv6hdr *ip6 = header;
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *socket;

	if (!is_ipv6) {
		tuple.ipv4.saddr = ip->saddr;
		tuple.ipv4.daddr = ip->daddr;
		tuple.ipv4.sport = tcp->source;
		tuple.ipv4.dport = tcp->dest;
		socket = bpf_skc_lookup_tcp(ctx, &tuple, sizeof tuple.ipv4, BPF_F_CURRENT_NETNS, 0);
	} else {
		if ((const void *)(ip6 + 1) > end) /* for the verifier */
			return true;
		__builtin_memcpy(tuple.ipv6.saddr, &ip6->saddr, sizeof tuple.ipv6.saddr);
		__builtin_memcpy(tuple.ipv6.daddr, &ip6->daddr, sizeof tuple.ipv6.daddr);
		tuple.ipv6.sport = tcp->source;
		tuple.ipv6.dport = tcp->dest;
		socket = bpf_skc_lookup_tcp(ctx, &tuple, sizeof tuple.ipv6, BPF_F_CURRENT_NETNS, 0);
	}
	if (!socket)
		return false;
	bpf_sk_release(socket);
	return true;
}

#endif
