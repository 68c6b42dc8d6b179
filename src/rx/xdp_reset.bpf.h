/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * xdp_reset.bpf.h - for xdp.bpf.c alone: turns a SYN-ACK into the RST that closes the half-open connection.
 */
#ifndef MST_RX_XDP_RESET_H
#define MST_RX_XDP_RESET_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdint.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define RESET_BYTES (sizeof(struct ethhdr) + sizeof(struct iphdr) + sizeof(struct tcphdr))

static inline uint16_t checksum(const uint16_t *words, int count, uint32_t sum)
{
	for (int i = 0; i < count; i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* Turns a SYN-ACK into the RST that the kernel would send (RFC 9293, 3.10.7.1). */
static inline int reset(struct xdp_md *ctx)
{
	int more = (int)(ctx->data_end - ctx->data) - (int)RESET_BYTES;
	struct ethhdr *ethernet;
	struct iphdr *ip;
	struct tcphdr *tcp;
	struct ethhdr received;
	uint32_t addrs[2], ack;
	uint16_t ports[2];

	if (more > 0 && bpf_xdp_adjust_tail(ctx, -more) < 0)
		return XDP_PASS;
	ethernet = (void *)(long)ctx->data;
	ip = (void *)(ethernet + 1);
	tcp = (void *)(ip + 1);
	if ((void *)(tcp + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	received = *ethernet;
	__builtin_memcpy(ethernet->h_dest, received.h_source, ETH_ALEN);
	__builtin_memcpy(ethernet->h_source, received.h_dest, ETH_ALEN);
	addrs[0] = ip->daddr;
	addrs[1] = ip->saddr;
	ports[0] = tcp->dest;
	ports[1] = tcp->source;
	ack = tcp->ack_seq;
	*ip = (struct iphdr){
		.version = 4,
		.ihl = 5,
		.tot_len = bpf_htons(RESET_BYTES - sizeof *ethernet),
		.frag_off = bpf_htons(0x4000),
		.ttl = 64,
		.protocol = IPPROTO_TCP,
	};
	ip->saddr = addrs[0];
	ip->daddr = addrs[1];
	ip->check = checksum((const uint16_t *)ip, sizeof *ip / 2, 0);
	*tcp = (struct tcphdr){ .doff = sizeof *tcp / 4, .rst = 1 };
	tcp->source = ports[0];
	tcp->dest = ports[1];
	tcp->seq = ack;
	tcp->check = checksum((const uint16_t *)tcp, sizeof *tcp / 2,
	                      (addrs[0] & 0xffff) + (addrs[0] >> 16) + (addrs[1] & 0xffff) + (addrs[1] >> 16) +
	                              bpf_htons(IPPROTO_TCP) + bpf_htons(sizeof *tcp));
	return XDP_TX;
}

#endif
