/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.c - see filter.h. */
#include "rx/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounded_text.h"

static bool append_hosts(struct mst_bounded_text *text, const struct mst_rx_wanted *wanted, uint8_t family)
{
	bool any = false;

	for (size_t i = 0; i < wanted->source_count; i++) {
		char address[MST_ADDR_TEXT];
		struct mst_addr source = wanted->sources[i];

		if (source.family != family)
			continue;
		source.scope = 0;
		mst_addr_format(&source, address);
		mst_bounded_add(text, "%sdst host %s", any ? " or " : "(", address);
		any = true;
	}
	if (any)
		mst_bounded_add(text, ")");
	return any;
}

/*
 * Only the first fragment of a packet has ports and types, and even that need not have them all: the reader puts them
 * together. They come first: what reads behind the end of a packet rejects it. Offsets: 6 flags and fragment offset,
 * 9 protocol.
 */
static void append_fragments(struct mst_bounded_text *text, const struct mst_rx_wanted *wanted)
{
	mst_bounded_add(text, "(ip[6:2] & 0x3fff != 0 and (ip[9] == 1%s%s)) or ", wanted->tcp ? " or ip[9] == 6" : "",
	                wanted->udp ? " or ip[9] == 17" : "");
}

static void append_ipv4(struct mst_bounded_text *text, const struct mst_rx_wanted *wanted)
{
	mst_bounded_add(text, " and (");
	append_fragments(text, wanted);
	mst_bounded_add(text, "icmp[icmptype] == icmp-unreach or icmp[icmptype] == icmp-timxceed or "
	                      "icmp[icmptype] == icmp-paramprob");
	if (wanted->icmp)
		mst_bounded_add(text, " or icmp[icmptype] == icmp-echoreply");
	if (wanted->timestamp)
		mst_bounded_add(text, " or icmp[icmptype] == icmp-tstampreply");
	if (wanted->tcp)
		mst_bounded_add(text, " or (tcp and dst portrange %u-%u%s)", wanted->port_first, wanted->port_last,
		                wanted->handshakes ? ""
		                                   : " and (tcp[tcpflags] & tcp-rst != 0 or "
		                                     "tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack))");
	if (wanted->udp)
		mst_bounded_add(text, " or (udp and dst portrange %u-%u)", wanted->port_first, wanted->port_last);
	mst_bounded_add(text, ")");
}

/*
 * pcap-filter(7) cannot look behind extension headers. So all packets with such headers pass (hop-by-hop 0, routing 43,
 * fragment 44, authentication 51, options 60); they are rare. Offsets: 6 next header, 40 ICMPv6 or TCP, 53 TCP flags.
 */
static void append_ipv6(struct mst_bounded_text *text, const struct mst_rx_wanted *wanted)
{
	mst_bounded_add(
		text, " and (ip6[6] == 0 or ip6[6] == 43 or ip6[6] == 44 or ip6[6] == 51 or ip6[6] == 60 or (ip6[6] == "
		      "58 and (ip6[40] == 1 or ip6[40] == 3 or ip6[40] == 4");
	if (wanted->icmp)
		mst_bounded_add(text, " or ip6[40] == 129");
	if (wanted->neighbours)
		mst_bounded_add(text, " or ip6[40] == 136");
	mst_bounded_add(text, "))");
	if (wanted->tcp)
		mst_bounded_add(text, " or (ip6[6] == 6 and dst portrange %u-%u%s)", wanted->port_first,
		                wanted->port_last,
		                wanted->handshakes ? "" : " and (ip6[53] & 4 != 0 or ip6[53] & 18 == 18)");
	if (wanted->udp)
		mst_bounded_add(text, " or (ip6[6] == 17 and dst portrange %u-%u)", wanted->port_first,
		                wanted->port_last);
	mst_bounded_add(text, ")");
}

int mst_filter_write(char *buffer, size_t size, const struct mst_rx_wanted *wanted)
{
	struct mst_bounded_text text = { buffer, size, false };

	mst_bounded_add(&text, "(");
	if (append_hosts(&text, wanted, MST_IPV4)) {
		append_ipv4(&text, wanted);
		mst_bounded_add(&text, ") or (");
	}
	if (append_hosts(&text, wanted, MST_IPV6)) {
		append_ipv6(&text, wanted);
		mst_bounded_add(&text, ") or (");
	}
	/*
	 * ARP comes to the asking interface, which may have no address. Neighbours announce themselves to all (136),
	 * and solicit (135) the address of this machine at a multicast address; see wire/frame.h.
	 */
	mst_bounded_add(&text, wanted->neighbours
	                               ? "arp[6:2] == 2 or arp[6:2] == 1 or (ip6[6] == 58 and (ip6[40] == 135 or "
	                                 "(ip6[40] == 136 and ip6 multicast))))"
	                               : "less 0)");
	return text.cut ? -ENOSPC : 0;
}

/* ---- other interfaces ---- */

/* A field of the kernel's own is from linux/filter.h; that header and libpcap's define the same names. */
#define PROGRAM_MOST 4096 /* instructions that the kernel takes (BPF_MAXINSNS) */
#define KERNEL_VLAN_TAG ((bpf_u_int32)(-0x1000 + 44))
/* In the header of LINKTYPE_LINUX_SLL2; for the kernel, libpcap makes the kernel's field of it. */
#define COOKED_IFINDEX 4
#define VLAN_ID 0xfff /* zero in a tag that gives a priority only */

/*
 * libpcap runs the program on the first frames itself: they came, for all it knows, before the kernel had it
 * (pcap_setfilter_linux of 1.10). Of the kernel's fields its interpreter has the tag alone, as a byte.
 */
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
	longer[used++] = (struct bpf_insn)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, COOKED_IFINDEX);
	for (size_t i = 0; i < count; i++) {
		longer[used++] = (struct bpf_insn)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (bpf_u_int32)except[i], 0, 1);
		longer[used++] = reject;
	}
	longer[used++] = (struct bpf_insn)BPF_STMT(BPF_LD | BPF_B | BPF_ABS, KERNEL_VLAN_TAG);
	longer[used++] = (struct bpf_insn)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, VLAN_ID, 0, 1);
	longer[used++] = reject;
	memcpy(longer + used, program->bf_insns, program->bf_len * sizeof *longer);
	free(program->bf_insns);
	program->bf_insns = longer;
	program->bf_len += (u_int)used;
	return 0;
}
