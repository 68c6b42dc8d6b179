/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * reflector.bpf.c - simulates a whole network of hosts: an XDP program at the far end of a veth pair answers probes
 * before the kernel's network stack sees them.
 *
 * Live hosts reply to echo requests; their ports answer a SYN with SYN-ACK or RST-ACK. world.h defines which hosts are
 * live and which ports are open. The probe is turned into the answer in place: addresses and ports are exchanged,
 * checksums are corrected, and the frame is sent back (XDP_TX). Frames to the simulated addresses are counted on
 * arrival; all other frames are passed to the stack. `pass` only passes frames on: a veth receives answers that XDP
 * sent only if its own end has an XDP program as well.
 */
#include "lab/world.h"

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/tcp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* For reading bytes as words: may_alias tells the compiler that they may be fields that were just written. */
typedef __u16 __attribute__((may_alias)) word;

/* RFC 792, as <linux/icmp.h> has it; that header brings half of the C library, which has no version for this target. */
enum { ECHO_REPLY = 0, ECHO = 8 };
struct echo {
	__u8 type, code;
	__u16 checksum;
	__be16 id, sequence;
};

struct question {
	struct ethhdr eth;
	struct iphdr ip;
	union {
		struct echo icmp;
		struct tcphdr tcp;
	};
} __attribute__((packed));

#define ICMP_END (sizeof(struct ethhdr) + sizeof(struct iphdr) + sizeof(struct echo))
#define TCP_END (sizeof(struct ethhdr) + sizeof(struct iphdr) + sizeof(struct tcphdr))

const volatile struct mst_world world;
struct mst_arrivals arrivals[MST_WORLD_CPUS];

static __always_inline __u16 fold(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16) ~(sum + (sum >> 16));
}

static __always_inline __u64 sum_words(const void *from, unsigned bytes)
{
	const word *words = from;
	__u64 sum = 0;

#pragma unroll
	for (unsigned i = 0; i < bytes / 2; i++)
		sum += words[i];
	return sum;
}

static __always_inline void turn_round(struct question *q)
{
	unsigned char mac[ETH_ALEN];
	__be32 addr = q->ip.saddr;

	__builtin_memcpy(mac, q->eth.h_source, ETH_ALEN);
	__builtin_memcpy(q->eth.h_source, q->eth.h_dest, ETH_ALEN);
	__builtin_memcpy(q->eth.h_dest, mac, ETH_ALEN);
	q->ip.saddr = q->ip.daddr;
	q->ip.daddr = addr;
}

/* Only the type changes, from 8 to 0: the checksum grows by as much (RFC 1624). */
static __always_inline void answer_echo(struct question *q)
{
	__u32 sum = q->icmp.checksum + bpf_htons(ECHO << 8);

	q->icmp.type = ECHO_REPLY;
	q->icmp.checksum = (__u16)(sum + (sum >> 16));
	turn_round(q);
}

/* TCP options of the SYN are left behind the end of the IP packet, where a link may have padding. */
static __always_inline void answer_syn(struct question *q, _Bool open)
{
	__be16 port = q->tcp.source;

	turn_round(q);
	q->ip.tot_len = bpf_htons(sizeof q->ip + sizeof q->tcp);
	q->ip.ttl = 64;
	q->ip.check = 0;
	q->ip.check = fold(sum_words(&q->ip, sizeof q->ip));
	q->tcp.source = q->tcp.dest;
	q->tcp.dest = port;
	q->tcp.ack_seq = bpf_htonl(bpf_ntohl(q->tcp.seq) + 1);
	q->tcp.seq = open ? bpf_htonl(mst_world_mix(bpf_ntohl(q->tcp.seq) ^ world.seed)) : 0;
	q->tcp.doff = sizeof q->tcp / 4;
	q->tcp.syn = open;
	q->tcp.rst = !open;
	q->tcp.ack = 1;
	q->tcp.ece = q->tcp.cwr = 0;
	q->tcp.window = open ? bpf_htons(64240) : 0;
	q->tcp.check = 0;
	q->tcp.check = fold(sum_words(&q->ip.saddr, 8) + bpf_htons(IPPROTO_TCP) + bpf_htons(sizeof q->tcp) +
	                    sum_words(&q->tcp, sizeof q->tcp));
}

static __always_inline int take_echo(struct question *q, struct mst_arrivals *count, __u32 addr)
{
	count->echo++;
	if (world.sink || !mst_world_lives(&world, addr))
		return XDP_DROP;
	count->echo_reply++;
	answer_echo(q);
	return XDP_TX;
}

static __always_inline int take_syn(struct question *q, struct mst_arrivals *count, __u32 addr)
{
	_Bool open;

	count->syn++;
	if (world.sink || !mst_world_lives(&world, addr))
		return XDP_DROP;
	open = mst_world_opens(&world, addr, bpf_ntohs(q->tcp.dest));
	if (open)
		count->syn_ack++;
	else
		count->reset++;
	answer_syn(q, open);
	return XDP_TX;
}

static __always_inline int take(struct question *q, void *end, struct mst_arrivals *count)
{
	__u32 addr = bpf_ntohl(q->ip.daddr);

	if (q->ip.ihl == 5 && !(q->ip.frag_off & bpf_htons(0x3fff))) {
		if (q->ip.protocol == IPPROTO_ICMP && q->icmp.type == ECHO)
			return take_echo(q, count, addr);
		if (q->ip.protocol == IPPROTO_TCP && (void *)q + TCP_END <= end) {
			if (q->tcp.syn && !q->tcp.ack && !q->tcp.rst)
				return take_syn(q, count, addr);
			if (q->tcp.rst) {
				count->rst++;
				return XDP_DROP;
			}
		}
	}
	count->other++;
	return XDP_DROP;
}

SEC("xdp")
int reflect(struct xdp_md *ctx)
{
	struct question *q = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;

	if ((void *)q + ICMP_END > end || q->eth.h_proto != bpf_htons(ETH_P_IP) ||
	    (bpf_ntohl(q->ip.daddr) & world.mask) != world.network)
		return XDP_PASS;
	return take(q, end, &arrivals[bpf_get_smp_processor_id() & (MST_WORLD_CPUS - 1)]);
}

SEC("xdp")
int pass(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
