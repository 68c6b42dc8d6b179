/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.c - see filter.h. */
#include "rx/filter.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
	char *at;
	size_t left;
	bool cut;
};

static void __attribute__((format(printf, 2, 3))) append(struct text *text, const char *format, ...)
{
	va_list args;
	int count;

	va_start(args, format);
	count = vsnprintf(text->at, text->left, format, args);
	va_end(args);
	if (count < 0 || (size_t)count >= text->left) {
		text->cut = true;
		return;
	}
	text->at += count;
	text->left -= (size_t)count;
}

static bool append_hosts(struct text *text, const struct mst_rx_wanted *wanted, uint8_t family)
{
	bool any = false;

	for (size_t i = 0; i < wanted->source_count; i++) {
		char address[MST_ADDR_TEXT];
		struct mst_addr source = wanted->sources[i];

		if (source.family != family)
			continue;
		source.scope = 0;
		mst_addr_format(&source, address);
		append(text, "%sdst host %s", any ? " or " : "(", address);
		any = true;
	}
	if (any)
		append(text, ")");
	return any;
}

/*
 * Only the first fragment of a packet has ports and types, and even that need not have them all: the reader puts them
 * together. They come first: what reads behind the end of a packet rejects it. Offsets: 6 flags and fragment offset,
 * 9 protocol.
 */
static void append_fragments(struct text *text, const struct mst_rx_wanted *wanted)
{
	append(text, "(ip[6:2] & 0x3fff != 0 and (ip[9] == 1%s%s)) or ", wanted->tcp ? " or ip[9] == 6" : "",
	       wanted->udp ? " or ip[9] == 17" : "");
}

static void append_ipv4(struct text *text, const struct mst_rx_wanted *wanted)
{
	append(text, " and (");
	append_fragments(text, wanted);
	append(text, "icmp[icmptype] == icmp-unreach or icmp[icmptype] == icmp-timxceed or "
	             "icmp[icmptype] == icmp-paramprob");
	if (wanted->icmp)
		append(text, " or icmp[icmptype] == icmp-echoreply");
	if (wanted->timestamp)
		append(text, " or icmp[icmptype] == icmp-tstampreply");
	if (wanted->tcp)
		append(text, " or (tcp and dst portrange %u-%u%s)", wanted->port_first, wanted->port_last,
		       wanted->handshakes ? ""
		                          : " and (tcp[tcpflags] & tcp-rst != 0 or "
		                            "tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack))");
	if (wanted->udp)
		append(text, " or (udp and dst portrange %u-%u)", wanted->port_first, wanted->port_last);
	append(text, ")");
}

/*
 * pcap-filter(7) cannot look behind extension headers. So all packets with such headers pass (hop-by-hop 0, routing 43,
 * fragment 44, authentication 51, options 60); they are rare. Offsets: 6 next header, 40 ICMPv6 or TCP, 53 TCP flags.
 */
static void append_ipv6(struct text *text, const struct mst_rx_wanted *wanted)
{
	append(text, " and (ip6[6] == 0 or ip6[6] == 43 or ip6[6] == 44 or ip6[6] == 51 or ip6[6] == 60 or (ip6[6] == "
	             "58 and (ip6[40] == 1 or ip6[40] == 3 or ip6[40] == 4");
	if (wanted->icmp)
		append(text, " or ip6[40] == 129");
	if (wanted->neighbours)
		append(text, " or ip6[40] == 136");
	append(text, "))");
	if (wanted->tcp)
		append(text, " or (ip6[6] == 6 and dst portrange %u-%u%s)", wanted->port_first, wanted->port_last,
		       wanted->handshakes ? "" : " and (ip6[53] & 4 != 0 or ip6[53] & 18 == 18)");
	if (wanted->udp)
		append(text, " or (ip6[6] == 17 and dst portrange %u-%u)", wanted->port_first, wanted->port_last);
	append(text, ")");
}

int mst_filter_write(char *buffer, size_t size, const struct mst_rx_wanted *wanted)
{
	struct text text = { buffer, size, false };

	append(&text, "(");
	if (append_hosts(&text, wanted, MST_IPV4)) {
		append_ipv4(&text, wanted);
		append(&text, ") or (");
	}
	if (append_hosts(&text, wanted, MST_IPV6)) {
		append_ipv6(&text, wanted);
		append(&text, ") or (");
	}
	/*
	 * ARP comes to the asking interface, which may have no address. Neighbours announce themselves to all (136),
	 * and solicit (135) the address of this machine at a multicast address; see wire/frame.h.
	 */
	append(&text, wanted->neighbours ? "arp[6:2] == 2 or arp[6:2] == 1 or (ip6[6] == 58 and (ip6[40] == 135 or "
	                                   "(ip6[40] == 136 and ip6 multicast))))"
	                                 : "less 0)");
	return text.cut ? -ENOSPC : 0;
}

/* ---- other interfaces ---- */

/* Fields of the kernel's own, linux/filter.h; that header and libpcap's define the same names. */
#define PROGRAM_MOST 4096 /* instructions that the kernel takes (BPF_MAXINSNS) */
#define KERNEL_FIELD(offset) ((bpf_u_int32)(-0x1000 + (offset)))
#define KERNEL_IFINDEX KERNEL_FIELD(8)
#define KERNEL_VLAN_TAG KERNEL_FIELD(44)
#define VLAN_ID 0xfff /* zero in a tag that gives a priority only */

int mst_filter_except(struct bpf_program *program, const int *except, size_t count)
{
	const struct bpf_insn reject = BPF_STMT(BPF_RET | BPF_K, 0);
	size_t used = 0, most = 4 + 2 * count + program->bf_len;
	struct bpf_insn *longer;

	if (most > PROGRAM_MOST)
		return -ENOSPC;
	longer = calloc(most, sizeof *longer);
	if (!longer)
		return -ENOMEM;
	longer[used++] = (struct bpf_insn)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, KERNEL_IFINDEX);
	for (size_t i = 0; i < count; i++) {
		longer[used++] = (struct bpf_insn)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (bpf_u_int32)except[i], 0, 1);
		longer[used++] = reject;
	}
	longer[used++] = (struct bpf_insn)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, KERNEL_VLAN_TAG);
	longer[used++] = (struct bpf_insn)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, VLAN_ID, 0, 1);
	longer[used++] = reject;
	memcpy(longer + used, program->bf_insns, program->bf_len * sizeof *longer);
	free(program->bf_insns);
	program->bf_insns = longer;
	program->bf_len += (u_int)used;
	return 0;
}
