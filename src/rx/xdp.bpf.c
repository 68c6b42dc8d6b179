/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * xdp.bpf.c - recognises our answers before the kernel's stack sees them. See xdp_shared.h.
 *
 * An answer is ours when its whole ticket is valid. The keyed hash is computed here, so no packet of another program is
 * ever taken (echo replies that prove themselves by the ticket alone are copied and passed on), and no connection of
 * this machine is disturbed. Answers of ours are not passed on to the kernel, which does not know our questions and
 * would answer with a RST. ICMP errors that quote our probes are copied and passed on.
 */
#include <linux/bpf.h>
#include <linux/icmpv6.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "probe/ticket.h"
#include "rx/xdp_echo.h"
#include "rx/xdp_hand.bpf.h"
#include "rx/xdp_reset.bpf.h"
#include "rx/xdp_socket.bpf.h"

#define FRAGMENT 0x3fff /* more fragments follow, or this is not the first */

enum { ECHO_REPLY = 0, UNREACHABLE = 3, ECHO = 8, TIME_EXCEEDED = 11, PARAMETER_PROBLEM = 12 };
enum { TIMESTAMP = 13, TIMESTAMP_REPLY = 14 };

#define ACK_TAG (0x80 | 0x10) /* the seal's protocol of an ACK, probe/tcp.c */
enum { UNREACHABLE6 = 1, TIME_EXCEEDED6 = 3, PARAMETER_PROBLEM6 = 4, ECHO6 = 128, ECHO_REPLY6 = 129 };

#define VLAN_ID 0xfff

/* Behind the addresses and the EtherType 0x8100. */
struct tag {
	uint16_t vlan; /* 3 bits of priority, 1 that allows dropping, 12 of VLAN */
	uint16_t ethertype;
} __attribute__((packed));

/* What every router must quote of our packet: its header and eight bytes more. */
struct quote {
	uint8_t type, code;
	uint16_t checksum;
	uint32_t unused;
	struct iphdr ip;
	uint16_t first, second;
} __attribute__((packed));

static inline struct mst_key key(void)
{
	return (struct mst_key){ { wanted.key.words[0], wanted.key.words[1] } };
}

static inline bool is_source(uint32_t addr)
{
	for (uint32_t i = 0; i < MST_XDP_SOURCES; i++) {
		if (i < wanted.source_count && wanted.sources[i] == addr)
			return true;
	}
	return false;
}

static inline bool is_source6(const struct in6_addr *addr)
{
	for (uint32_t i = 0; i < MST_XDP_SOURCES; i++) {
		if (i < wanted.source6_count && wanted.sources6[i][0] == addr->in6_u.u6_addr32[0] &&
		    wanted.sources6[i][1] == addr->in6_u.u6_addr32[1] &&
		    wanted.sources6[i][2] == addr->in6_u.u6_addr32[2] &&
		    wanted.sources6[i][3] == addr->in6_u.u6_addr32[3])
			return true;
	}
	return false;
}

static inline struct mst_addr addr_of(const struct in6_addr *from)
{
	struct mst_addr addr = { .family = MST_IPV6 };

	__builtin_memcpy(addr.bytes, from, sizeof addr.bytes);
	return addr;
}

static inline bool is_our_port(uint16_t port)
{
	return wanted.tcp && port >= wanted.port_first && port <= wanted.port_last;
}

/*
 * It may be an answer from another address than the one asked, which the reader finds by a search: it gets some of
 * them. Counts that meet on two CPUs may hand over a few more.
 */
static inline int pass_stranger(struct xdp_md *ctx)
{
	if (state.doubtful > 0) {
		__sync_fetch_and_add(&state.doubtful, -1);
		hand_over_answer(ctx);
		return XDP_PASS;
	}
	__sync_fetch_and_add(&state.strays, 1);
	return XDP_PASS;
}

/* ---- ICMP ---- */

/* What may belong to another program goes on to the kernel as well. */
static inline int take_reply(struct xdp_md *ctx, enum mst_xdp_reply reply)
{
	if (reply == MST_XDP_NOT_OURS)
		return pass_stranger(ctx);
	hand_over_answer(ctx);
	return reply == MST_XDP_OURS ? XDP_DROP : XDP_PASS;
}

static inline int take_echo(struct xdp_md *ctx, const void *icmp, const void *end, const struct mst_addr *from)
{
	struct mst_key secret = key();

	return wanted.icmp ? take_reply(ctx, mst_xdp_judge_echo(&secret, wanted.slot_bits, icmp, end, from))
	                   : pass_stranger(ctx);
}

static inline int take_timestamp(struct xdp_md *ctx, const void *icmp, const void *end, const struct mst_addr *from)
{
	struct mst_key secret = key();

	return wanted.timestamp ? take_reply(ctx, mst_xdp_judge_timestamp(&secret, wanted.slot_bits, icmp, end, from))
	                        : XDP_PASS;
}

static inline bool speaks_of_us(const struct quote *quote)
{
	if (quote->ip.ihl != 5 || !is_source(bpf_ntohl(quote->ip.saddr)))
		return false;
	if (quote->ip.protocol == IPPROTO_TCP)
		return is_our_port(bpf_ntohs(quote->first));
	if (quote->ip.protocol != IPPROTO_ICMP)
		return false;
	return (wanted.icmp && *(const uint8_t *)&quote->first == ECHO) ||
	       (wanted.timestamp && *(const uint8_t *)&quote->first == TIMESTAMP);
}

static inline int take_icmp(struct xdp_md *ctx, const void *icmp, const void *end, const struct mst_addr *from)
{
	const struct quote *quote = icmp;
	uint8_t type;

	if ((const uint8_t *)icmp + 8 > (const uint8_t *)end)
		return XDP_PASS;
	type = *(const uint8_t *)icmp;
	if (type == ECHO_REPLY)
		return take_echo(ctx, icmp, end, from);
	if (type == TIMESTAMP_REPLY)
		return take_timestamp(ctx, icmp, end, from);
	if (type != UNREACHABLE && type != TIME_EXCEEDED && type != PARAMETER_PROBLEM)
		return XDP_PASS;
	if ((const void *)(quote + 1) <= end && speaks_of_us(quote))
		hand_over_answer(ctx);
	return XDP_PASS;
}

/* A quoted packet may begin with extension headers. Its source shows that it is ours; the reader checks more. */
static inline bool speaks_of_us6(const struct icmp6hdr *icmp, const void *end)
{
	const struct ipv6hdr *quoted = (const void *)(icmp + 1);

	return (const void *)(quoted + 1) <= end && is_source6(&quoted->saddr);
}

static inline int take_icmp6(struct xdp_md *ctx, const void *icmp, const void *end, const struct mst_addr *from)
{
	const struct icmp6hdr *header = icmp;

	if ((const void *)(header + 1) > end)
		return XDP_PASS;
	switch (header->icmp6_type) {
	case ECHO_REPLY6: return take_echo(ctx, icmp, end, from);
	case UNREACHABLE6:
	case TIME_EXCEEDED6:
	case PARAMETER_PROBLEM6:
		if (speaks_of_us6(header, end))
			hand_over_answer(ctx);
		return XDP_PASS;
	default: return XDP_PASS;
	}
}

/* ---- TCP ---- */

static inline bool is_our_ticket(const struct mst_seal *seal, uint32_t bits, uint16_t port)
{
	struct mst_ticket ticket;

	return mst_ticket_read(seal, bits, wanted.slot_bits, &ticket) &&
	       port == mst_bond_source_port(mst_bond_of(seal, bits), (uint16_t)wanted.port_first,
	                                    wanted.port_last - wanted.port_first + 1);
}

/* A RST in answer to an ACK begins where that acknowledged: at its ticket (probe/tcp_odd.c). */
static inline bool is_reset_of_ack(const struct tcphdr *tcp, const struct mst_addr *from)
{
	struct mst_key secret = key();
	struct mst_seal seal = mst_seal_of(&secret, from, bpf_ntohs(tcp->source), ACK_TAG);

	return is_our_ticket(&seal, bpf_ntohl(tcp->seq), bpf_ntohs(tcp->dest));
}

static inline bool is_our_segment(const struct tcphdr *tcp, const struct mst_addr *from)
{
	struct mst_key secret = key();
	struct mst_seal seal = mst_seal_of(&secret, from, bpf_ntohs(tcp->source), IPPROTO_TCP);
	uint32_t ack = bpf_ntohl(tcp->ack_seq);

	if (is_our_ticket(&seal, ack - 1, bpf_ntohs(tcp->dest)))
		return true;
	/* Some stacks reset with the sequence number as it was, not one past the SYN. */
	if (!tcp->rst)
		return false;
	return is_our_ticket(&seal, ack, bpf_ntohs(tcp->dest)) || (wanted.ack && is_reset_of_ack(tcp, from));
}

/* A segment without a ticket is of a handshake of ours, of a socket, or of a connection of others whose addresses this
 * machine translates: which of them, the kernel knows, and the guard (net/port_guard.h) drops ours there. A FIN that
 * was read before the data in front of it would be answered: something is missing. */
static inline int take_segment(struct xdp_md *ctx, const struct tcphdr *tcp, const void *header, const void *end,
                               bool is_ipv6)
{
	if (!has_socket(ctx, tcp, header, end, is_ipv6))
		hand_over_in_order(ctx);
	return XDP_PASS;
}

/* `header`: that of IP; NULL where it is of IPv4 and has options. */
static inline int take_tcp(struct xdp_md *ctx, const struct tcphdr *tcp, const void *end, const struct mst_addr *from,
                           const void *header)
{
	bool is_ipv6 = from->family == MST_IPV6, is_talk;

	if ((const void *)(tcp + 1) > end || !is_our_port(bpf_ntohs(tcp->dest)))
		return XDP_PASS;
	is_talk = wanted.handshakes && header;
	if (!tcp->rst && !(tcp->syn && tcp->ack))
		return is_talk && !tcp->syn ? take_segment(ctx, tcp, header, end, is_ipv6) : XDP_PASS;
	if (!is_our_segment(tcp, from))
		return is_talk && tcp->rst ? take_segment(ctx, tcp, header, end, is_ipv6) : pass_stranger(ctx);
	hand_over_answer(ctx);
	if (tcp->rst || wanted.handshakes)
		return XDP_DROP;
	return header && !is_ipv6 && wanted.resets ? reset(ctx) : XDP_PASS; /* the kernel gets it, and resets it */
}

/* ---- both families ---- */

/*
 * What this program does not take apart, it hands over as a copy, and passes on: the reader judges it as it judges a
 * frame of libpcap, and the kernel has it too. That is so for extension headers and fragments, which are rare.
 */
static inline int copy(struct xdp_md *ctx)
{
	hand_over_answer(ctx);
	return XDP_PASS;
}

/* Of fragments, the protocol is all that tells. */
static inline bool may_answer(uint8_t protocol)
{
	return protocol == IPPROTO_ICMP || (protocol == IPPROTO_TCP && wanted.tcp);
}

static inline int take_ipv6(struct xdp_md *ctx, const struct ipv6hdr *ip, const void *end)
{
	struct mst_addr from;

	if ((const void *)(ip + 1) > end || ip->version != 6 || !is_source6(&ip->daddr))
		return XDP_PASS;
	from = addr_of(&ip->saddr);
	switch (ip->nexthdr) {
	case IPPROTO_TCP: return take_tcp(ctx, (const void *)(ip + 1), end, &from, ip);
	case IPPROTO_ICMPV6: return take_icmp6(ctx, ip + 1, end, &from);
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_FRAGMENT:
	case IPPROTO_AH:
	case IPPROTO_DSTOPTS: return copy(ctx);
	default: return XDP_PASS;
	}
}

/*
 * A tag of VLAN 0 has a priority only (IEEE 802.1Q, 6.9): Linux takes the frame as if it had none. Frames of other
 * VLANs are those of another interface.
 */
static inline int take_tagged(struct xdp_md *ctx, const struct tag *tag, const void *end)
{
	const struct iphdr *ip = (const void *)(tag + 1);
	const struct ipv6hdr *ip6 = (const void *)(tag + 1);

	if ((const void *)(tag + 1) > end || tag->vlan & bpf_htons(VLAN_ID))
		return XDP_PASS;
	if (tag->ethertype == bpf_htons(ETH_P_IP) && (const void *)(ip + 1) <= end && is_source(bpf_ntohl(ip->daddr)))
		return copy(ctx);
	if (tag->ethertype == bpf_htons(ETH_P_IPV6) && (const void *)(ip6 + 1) <= end && is_source6(&ip6->daddr))
		return copy(ctx);
	return XDP_PASS;
}

SEC("xdp")
int hand_over(struct xdp_md *ctx)
{
	const struct ethhdr *ethernet = (const void *)(long)ctx->data;
	const void *end = (const void *)(long)ctx->data_end;
	const struct iphdr *ip = (const void *)(ethernet + 1);
	struct mst_addr from;
	const void *payload;
	uint32_t header;

	if ((const void *)(ethernet + 1) <= end && ethernet->h_proto == bpf_htons(ETH_P_IPV6))
		return take_ipv6(ctx, (const void *)(ethernet + 1), end);
	if ((const void *)(ethernet + 1) <= end && ethernet->h_proto == bpf_htons(ETH_P_8021Q))
		return take_tagged(ctx, (const void *)(ethernet + 1), end);
	if ((const void *)(ip + 1) > end || ethernet->h_proto != bpf_htons(ETH_P_IP) || ip->version != 4)
		return XDP_PASS;
	header = (uint32_t)ip->ihl * 4;
	if (header < sizeof *ip || !is_source(bpf_ntohl(ip->daddr)))
		return XDP_PASS;
	if (ip->frag_off & bpf_htons(FRAGMENT))
		return may_answer(ip->protocol) ? copy(ctx) : XDP_PASS;
	payload = (const uint8_t *)ip + header;
	from = mst_addr_from_ipv4(bpf_ntohl(ip->saddr));
	if (ip->protocol == IPPROTO_TCP)
		return take_tcp(ctx, payload, end, &from, header == sizeof *ip ? ip : NULL);
	if (ip->protocol == IPPROTO_ICMP)
		return take_icmp(ctx, payload, end, &from);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
