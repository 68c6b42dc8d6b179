/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * junk.bpf.c - every port of every IPv4 address says junk: an XDP program without any state, for bench/junk.
 *
 *     SYN ─► SYN-ACK        a segment with payload ─► 4 to 112 bytes of junk, others for each address and port
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/types.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define WORDS_MAX 28     /* no more than a request has: a frame of a veth has no room to grow */
#define OURS 0x01020304u /* the number of our SYN */

struct packet {
	struct ethhdr ethernet;
	struct iphdr ip;
	struct tcphdr tcp;
} __attribute__((packed));

static inline __u32 stir(__u32 bits)
{
	bits = (bits ^ bits >> 16) * 0x7feb352du;
	bits = (bits ^ bits >> 15) * 0x846ca68bu;
	return bits ^ bits >> 16;
}

static inline __u16 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16) ~(sum + (sum >> 16));
}

static inline __u32 sum_of(const void *bytes, __u32 halves)
{
	const __u16 *half = bytes;
	__u32 sum = 0;

	for (__u32 i = 0; i < halves; i++)
		sum += half[i];
	return sum;
}

/* Addresses and ports change sides; no options. */
static inline void turn_round(struct packet *packet, __u32 ack, __u32 seq, __u32 words)
{
	struct ethhdr ethernet = packet->ethernet;
	struct iphdr ip = packet->ip;
	struct tcphdr tcp = packet->tcp;

	__builtin_memcpy(packet->ethernet.h_dest, ethernet.h_source, ETH_ALEN);
	__builtin_memcpy(packet->ethernet.h_source, ethernet.h_dest, ETH_ALEN);
	packet->ip = (struct iphdr){
		.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP, .saddr = ip.daddr, .daddr = ip.saddr
	};
	packet->ip.tot_len = bpf_htons((__u16)(sizeof ip + sizeof tcp + 4 * words));
	packet->ip.check = fold(sum_of(&packet->ip, sizeof ip / 2));
	packet->tcp = (struct tcphdr){ .source = tcp.dest,
		                       .dest = tcp.source,
		                       .seq = bpf_htonl(seq),
		                       .ack_seq = bpf_htonl(ack),
		                       .doff = 5,
		                       .ack = 1,
		                       .psh = words > 0,
		                       .syn = words == 0,
		                       .window = bpf_htons(65535) };
}

SEC("xdp")
int junk(struct xdp_md *ctx)
{
	struct packet *packet = (void *)(long)ctx->data;
	__u32 ack, seed, words = 0, payload, sum = 0;

	if ((void *)(packet + 1) > (void *)(long)ctx->data_end || packet->ethernet.h_proto != bpf_htons(ETH_P_IP) ||
	    packet->ip.protocol != IPPROTO_TCP || packet->ip.ihl != 5)
		return XDP_PASS;
	payload = bpf_ntohs(packet->ip.tot_len) - sizeof packet->ip - packet->tcp.doff * 4;
	ack = bpf_ntohl(packet->tcp.seq) + (packet->tcp.syn ? 1 : payload);
	seed = stir(packet->ip.daddr ^ stir(packet->tcp.dest));
	if (packet->tcp.rst || (!packet->tcp.syn && payload == 0))
		return XDP_DROP;
	if (!packet->tcp.syn)
		words = 1 + seed % WORDS_MAX;
	if (bpf_xdp_adjust_tail(ctx, (int)(sizeof *packet + 4 * words) - (int)(ctx->data_end - ctx->data)) < 0)
		return XDP_DROP;
	packet = (void *)(long)ctx->data;
	if ((void *)(packet + 1) > (void *)(long)ctx->data_end)
		return XDP_DROP;
	turn_round(packet, ack, words ? OURS + 1 : OURS, words);
	for (__u32 i = 0; i < WORDS_MAX && i < words; i++) {
		__u32 *at = (__u32 *)(packet + 1) + i;

		if ((void *)(at + 1) > (void *)(long)ctx->data_end)
			return XDP_DROP;
		seed = stir(seed + i);
		*at = seed;
		sum += (seed & 0xffff) + (seed >> 16);
	}
	sum += sum_of(&packet->ip.saddr, 4) + bpf_htons(IPPROTO_TCP) +
	       bpf_htons((__u16)(sizeof packet->tcp + 4 * words));
	sum += sum_of(&packet->tcp, sizeof packet->tcp / 2);
	packet->tcp.check = fold(sum);
	return XDP_TX;
}

char _license[] SEC("license") = "Dual BSD/GPL";
