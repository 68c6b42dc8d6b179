/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_recognise.c - what counts as an answer of a neighbour: what Linux takes for one that it waits for. Each row was
 * tried against the kernel, which is the referee (net/ipv4/arp.c, net/ipv6/ndisc.c), but for two: it
 * takes the broadcast and the zero link-layer address, which no machine has.
 */
#include "round/recognise.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define IFINDEX 7
#define OUR_MAC "\2\0\0\0\0\1"
#define THEIR_MAC "\2\0\0\0\0\2"
#define OTHER_MAC "\2\0\0\0\0\3"
#define TO_ALL "\377\377\377\377\377\377"
#define ZERO "\0\0\0\0\0\0"

enum verdict { ANSWER, TALK, STRAY, CUT };

struct network {
	struct mst_plan plan;
	struct mst_path path;
	struct mst_route_out route;
	struct mst_addr us, them, other;
};

static struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0);
	return addr;
}

/* One link, on which all addresses from `first` to `last` are asked. */
static void build(struct network *n, const char *first, const char *last, const char *us, const char *them,
                  const struct mst_probe_kind *kind)
{
	*n = (struct network){ .us = addr_of(us), .them = addr_of(them), .other = addr_of(last) };
	n->path = (struct mst_path){
		.first = addr_of(first), .last = addr_of(last), .ifindex = IFINDEX, .source = n->us
	};
	n->route = (struct mst_route_out){ .path = &n->path, .solicits = true, .hop = { .kind = MST_HOP_NEIGHBOUR } };
	memcpy(n->route.hop.ethernet + 6, OUR_MAC, 6);
	n->plan.paths = (struct mst_paths){ .paths = &n->path, .count = 1 };
	n->plan.routes = &n->route;
	n->plan.expected.probes[0].kind = kind;
	n->plan.expected.count = 1;
}

static enum verdict judge(const struct network *n, const uint8_t *bytes, size_t count, struct mst_recognised *found)
{
	struct mst_received_frame frame = {
		.linktype = DLT_EN10MB, .ifindex = IFINDEX, .bytes = bytes, .count = count
	};
	struct mst_view view;
	enum mst_stray why;

	switch (mst_recognise(&n->plan, &frame, &view, found, &why)) {
	case MST_FOUND: return ANSWER;
	case MST_FOUND_TALK: return TALK;
	case MST_FOUND_STRAY: return STRAY;
	default: return CUT;
	}
}

/* ---- ARP ---- */

struct arp {
	const char *what;
	enum verdict expected;
	bool volunteered;
	const char *to, *sha, *tha, *tpa, *tag; /* NULL: as usual */
	uint8_t hardware, operation, padding;   /* 0: as usual */
	const char *spa;
	uint8_t sizes[2], cut;
};

/* clang-format off */
static const struct arp arps[] = {
	{ .expected = ANSWER, .what = "an ordinary reply" },
	{ .expected = ANSWER, .what = "to all", .to = TO_ALL },
	{ .expected = ANSWER, .what = "to all, with its own target fields", .to = TO_ALL,
	  .tha = THEIR_MAC, .tpa = "10.0.2.2" },
	{ .expected = ANSWER, .what = "to all, gratuitous (RFC 5227)", .to = TO_ALL, .tha = TO_ALL,
	  .tpa = "10.0.2.2" },
	{ .expected = ANSWER, .what = "to a group", .to = "\1\0\136\0\0\1" },
	{ .expected = ANSWER, .what = "its own target fields", .tha = THEIR_MAC, .tpa = "10.0.2.2" },
	{ .expected = ANSWER, .what = "target hardware zero", .tha = ZERO },
	{ .expected = ANSWER, .what = "target fields zero", .tha = ZERO, .tpa = "0.0.0.0" },
	{ .expected = ANSWER, .what = "target address of another", .tpa = "10.0.2.99" },
	{ .expected = ANSWER, .what = "target address broadcast", .tpa = "255.255.255.255" },
	{ .expected = ANSWER, .what = "hardware type IEEE 802", .hardware = 6 },
	{ .expected = ANSWER, .what = "a multicast address, as clusters have", .sha = "\3\277\12\0\2\2" },
	{ .expected = ANSWER, .what = "the sender of the frame is another card", .sha = OTHER_MAC },
	{ .expected = ANSWER, .what = "padded", .padding = 200 },
	{ .expected = ANSWER, .what = "VLAN 0: a priority alone", .tag = "\201\0\340\0" },
	{ .expected = ANSWER, .what = "VLAN 0 of 802.1ad", .tag = "\210\250\0\0" },
	{ .expected = ANSWER, .what = "its request for us", .volunteered = true, .operation = 1,
	  .tha = ZERO },
	{ .expected = ANSWER, .what = "its request for us, to all", .volunteered = true, .operation = 1,
	  .to = TO_ALL, .tha = ZERO },
	{ .expected = ANSWER, .what = "its request for another", .volunteered = true, .operation = 1,
	  .to = TO_ALL, .tha = ZERO, .tpa = "10.0.2.99" },
	{ .expected = ANSWER, .what = "its request for itself", .volunteered = true, .operation = 1,
	  .to = TO_ALL, .tha = ZERO, .tpa = "10.0.2.2" },
	{ .expected = TALK, .what = "a request of a machine that is not asked", .operation = 1,
	  .to = TO_ALL, .spa = "10.0.3.9" },
	{ .expected = TALK, .what = "a request by nobody yet (RFC 5227)", .operation = 1, .to = TO_ALL,
	  .spa = "0.0.0.0" },
	{ .expected = TALK, .what = "a request to another machine", .operation = 1, .to = OTHER_MAC },
	{ .expected = STRAY, .what = "a reply of a machine that is not asked", .spa = "10.0.3.9" },
	{ .expected = STRAY, .what = "to another machine", .to = OTHER_MAC },
	{ .expected = STRAY, .what = "in a VLAN", .tag = "\201\0\0\5" },
	{ .expected = STRAY, .what = "target address multicast", .tpa = "224.0.0.1" },
	{ .expected = STRAY, .what = "target address loopback", .tpa = "127.0.0.1" },
	{ .expected = STRAY, .what = "another hardware type", .hardware = 15 },
	{ .expected = STRAY, .what = "a reply by RARP", .operation = 4 },
	{ .expected = STRAY, .what = "operation 3", .operation = 3 },
	{ .expected = STRAY, .what = "hardware addresses of 8 bytes", .sizes = { 8, 4 } },
	{ .expected = STRAY, .what = "protocol addresses of 16 bytes", .sizes = { 6, 16 } },
	{ .expected = STRAY, .what = "the broadcast address", .sha = TO_ALL },
	{ .expected = STRAY, .what = "the zero address", .sha = ZERO },
	{ .expected = CUT, .what = "cut off", .cut = 1 },
};
/* clang-format on */

static void put(uint8_t **at, const char *bytes, size_t count)
{
	memcpy(*at, bytes, count);
	*at += count;
}

static void put_addr(uint8_t **at, const char *text)
{
	struct mst_addr addr = addr_of(text);

	put(at, (const char *)addr.bytes, addr.family == MST_IPV4 ? 4 : 16);
}

static size_t write_arp(const struct arp *arp, uint8_t *frame)
{
	const uint8_t kind[8] = {
		0, arp->hardware ? arp->hardware : 1,   8,
		0, arp->sizes[0] ? arp->sizes[0] : 6,   arp->sizes[1] ? arp->sizes[1] : 4,
		0, arp->operation ? arp->operation : 2,
	};
	uint8_t *at = frame;

	put(&at, arp->to ? arp->to : OUR_MAC, 6);
	put(&at, THEIR_MAC, 6);
	if (arp->tag)
		put(&at, arp->tag, 4);
	put(&at, "\10\6", 2);
	put(&at, (const char *)kind, sizeof kind);
	put(&at, arp->sha ? arp->sha : THEIR_MAC, 6);
	put_addr(&at, arp->spa ? arp->spa : "10.0.2.2");
	put(&at, arp->tha ? arp->tha : OUR_MAC, 6);
	put_addr(&at, arp->tpa ? arp->tpa : "10.0.2.1");
	memset(at, 0xee, arp->padding);
	return (size_t)(at - frame) + arp->padding - arp->cut;
}

Test(round_recognise, arp_counts_where_the_kernel_takes_it)
{
	struct network n;

	build(&n, "10.0.2.0", "10.0.2.255", "10.0.2.1", "10.0.2.2", &mst_probe_arp);
	for (size_t i = 0; i < sizeof arps / sizeof *arps; i++) {
		const struct arp *arp = &arps[i];
		struct mst_recognised found;
		uint8_t frame[512];
		size_t count = write_arp(arp, frame);

		cr_assert_eq(judge(&n, frame, count, &found), arp->expected, "%s", arp->what);
		if (arp->expected != ANSWER)
			continue;
		cr_expect(mst_addr_equal(&found.answer.target, &n.them), "%s", arp->what);
		cr_expect_arr_eq(found.answer.mac, arp->sha ? arp->sha : THEIR_MAC, 6);
		cr_expect_eq(found.answer.volunteered, arp->volunteered, "%s", arp->what);
	}
}

Test(round_recognise, of_another_interface_it_does_not_count)
{
	struct mst_recognised found;
	struct network n;
	uint8_t frame[512];

	build(&n, "10.0.2.0", "10.0.2.255", "10.0.2.1", "10.0.2.2", &mst_probe_arp);
	n.path.ifindex++;
	cr_expect_eq(judge(&n, frame, write_arp(&arps[0], frame), &found), STRAY);
}

/* The far end of HSR writes the address of the port that it sends to, and the kernel hands on what is to this machine.
 */
Test(round_recognise, of_hsr_what_is_addressed_to_a_port_counts)
{
	const struct arp reply = { .to = OTHER_MAC };
	struct mst_recognised found;
	struct network n;
	uint8_t frame[512];

	build(&n, "10.0.2.0", "10.0.2.255", "10.0.2.1", "10.0.2.2", &mst_probe_arp);
	cr_expect_eq(judge(&n, frame, write_arp(&reply, frame), &found), STRAY);
	n.route.hop.ports_mac = true;
	cr_expect_eq(judge(&n, frame, write_arp(&reply, frame), &found), ANSWER);
}

/* ---- neighbour discovery ---- */

#define US "2001:db8::1"
#define THEM "2001:db8::2"
#define TARGET_OPTION "\2\1" THEIR_MAC
#define SOURCE_OPTION "\1\1" THEIR_MAC
#define GROUP "\63\63\0\0\0\1"

struct nd {
	const char *what;
	enum verdict expected;
	bool volunteered;
	const char *options;
	size_t option_bytes;
	const char *to, *from, *dst, *target, *tag; /* NULL: as usual */
	uint8_t flags;                              /* 0: solicited; 1: none */
	uint8_t type, code, hops;                   /* 0: as usual */
};

#define OPTIONS(text) .options = (text), .option_bytes = sizeof(text) - 1

/* clang-format off */
static const struct nd nds[] = {
	{ .expected = ANSWER, .what = "an ordinary advertisement" },
	{ .expected = ANSWER, .what = "an unsolicited one to us", .flags = MST_ND_OVERRIDE },
	{ .expected = ANSWER, .what = "one without flags", .flags = 1 },
	{ .expected = ANSWER, .what = "an unsolicited one to all", .volunteered = true,
	  .flags = MST_ND_OVERRIDE, .to = GROUP, .dst = "ff02::1" },
	{ .expected = ANSWER, .what = "from its link-local address", .from = "fe80::77" },
	{ .expected = ANSWER, .what = "from no address", .from = "::" },
	{ .expected = ANSWER, .what = "in a multicast frame", .to = GROUP },
	{ .expected = ANSWER,
	  .what = "two link-layer addresses: the first counts", OPTIONS(TARGET_OPTION "\2\1" OTHER_MAC) },
	{ .expected = ANSWER, .what = "an option of unknown type", OPTIONS("\375\1" ZERO TARGET_OPTION) },
	{ .expected = ANSWER, .what = "VLAN 0: a priority alone", .tag = "\201\0\0\0" },
	{ .expected = ANSWER, .what = "its solicitation for us", .volunteered = true, .type = 135,
	  .target = US, OPTIONS(SOURCE_OPTION) },
	{ .expected = ANSWER, .what = "its solicitation for us, to our group", .volunteered = true,
	  .type = 135, .target = US, OPTIONS(SOURCE_OPTION),
	  .to = "\63\63\377\0\0\1", .dst = "ff02::1:ff00:1" },
	{ .expected = TALK, .what = "its solicitation for another", .type = 135,
	  .target = "2001:db8::9", OPTIONS(SOURCE_OPTION), .to = GROUP, .dst = "ff02::1" },
	{ .expected = TALK, .what = "a solicitation of a machine that is not asked", .type = 135,
	  .target = US, OPTIONS(SOURCE_OPTION), .from = "2001:db9::9" },
	{ .expected = TALK, .what = "an announcement of a machine that is not asked",
	  .flags = MST_ND_OVERRIDE, .to = GROUP, .dst = "ff02::1", .target = "2001:db9::9" },
	{ .expected = STRAY, .what = "its solicitation without an address", .type = 135,
	  .target = US, OPTIONS("") },
	{ .expected = STRAY, .what = "a solicited one to all", .to = GROUP, .dst = "ff02::1" },
	{ .expected = STRAY, .what = "to another address", .dst = "2001:db8::9" },
	{ .expected = STRAY, .what = "to another machine", .to = OTHER_MAC },
	{ .expected = STRAY, .what = "in a VLAN", .tag = "\201\0\0\5" },
	{ .expected = STRAY, .what = "no link-layer address", OPTIONS("") },
	{ .expected = STRAY, .what = "that of the sender alone", OPTIONS(SOURCE_OPTION) },
	{ .expected = STRAY,
	  .what = "a link-layer address of 14 bytes", OPTIONS("\2\2" THEIR_MAC "\0\0\0\0\0\0\0\0") },
	{ .expected = STRAY, .what = "an option of no length", OPTIONS(TARGET_OPTION "\375\0" ZERO) },
	{ .expected = STRAY, .what = "half an option", OPTIONS(TARGET_OPTION "\0") },
	{ .expected = STRAY,
	  .what = "an option longer than the message", OPTIONS(TARGET_OPTION "\375\2" ZERO) },
	{ .expected = STRAY, .what = "from beyond the link", .hops = 254 },
	{ .expected = STRAY, .what = "a code", .code = 1 },
	{ .expected = STRAY, .what = "about a group", .target = "ff02::5" },
	{ .expected = STRAY, .what = "the broadcast address", OPTIONS("\2\1" TO_ALL) },
	{ .expected = STRAY, .what = "the zero address", OPTIONS("\2\1" ZERO) },
};
/* clang-format on */

static size_t write_nd(const struct nd *nd, uint8_t *frame)
{
	const char *options = nd->options ? nd->options : TARGET_OPTION;
	size_t option_bytes = nd->options ? nd->option_bytes : sizeof TARGET_OPTION - 1,
	       count = MST_ND_BYTES + option_bytes;
	struct mst_addr from = addr_of(nd->from ? nd->from : THEM), to = addr_of(nd->dst ? nd->dst : US);
	uint8_t flags = nd->flags == 0 ? MST_ND_SOLICITED : nd->flags == 1 ? 0 : nd->flags;
	uint8_t *at = frame, *message, *target;

	put(&at, nd->to ? nd->to : OUR_MAC, 6);
	put(&at, THEIR_MAC, 6);
	if (nd->tag)
		put(&at, nd->tag, 4);
	put(&at, "\206\335", 2);
	mst_ipv6_begin(at, (uint16_t)count, MST_PROTO_ICMP6, nd->hops ? nd->hops : 255, &from);
	memcpy(at + MST_IPV6_DESTINATION, to.bytes, 16);
	message = at + MST_IPV6_BYTES;
	memset(message, 0, MST_ND_BYTES);
	message[0] = nd->type ? nd->type : MST_ICMP6_ADVERTISEMENT;
	message[1] = nd->code;
	message[MST_ND_FLAGS] = flags;
	target = message + MST_ND_TARGET;
	put_addr(&target, nd->target ? nd->target : THEM);
	memcpy(message + MST_ND_BYTES, options, option_bytes);
	mst_put_be16(
		message + MST_ICMP_CHECKSUM,
		mst_checksum(mst_sum_bytes(mst_sum_bytes((uint32_t)(MST_PROTO_ICMP6 + count), at + MST_IPV6_SOURCE, 32),
	                                   message, count)));
	return (size_t)(message - frame) + count;
}

Test(round_recognise, neighbour_discovery_counts_where_the_kernel_takes_it)
{
	struct network n;

	build(&n, "2001:db8::", "2001:db8::ff", US, THEM, &mst_probe_nd);
	for (size_t i = 0; i < sizeof nds / sizeof *nds; i++) {
		const struct nd *nd = &nds[i];
		struct mst_recognised found;
		uint8_t frame[512];
		size_t count = write_nd(nd, frame);

		cr_assert_eq(judge(&n, frame, count, &found), nd->expected, "%s", nd->what);
		if (nd->expected != ANSWER)
			continue;
		cr_expect(mst_addr_equal(&found.answer.target, &n.them), "%s", nd->what);
		cr_expect_arr_eq(found.answer.mac, THEIR_MAC, 6, "%s", nd->what);
		cr_expect_eq(found.answer.volunteered, nd->volunteered, "%s", nd->what);
	}
}
