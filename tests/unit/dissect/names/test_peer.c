/* SPDX-License-Identifier: BSD-2-Clause */
/* test_peer.c - frames of LLDP and CDP, whole and cut anywhere. */
#include "dissect/names/peer.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>

#define HEADER "\1\x80\xc2\0\0\x0e\2\0\0\0\0\1"

/* clang-format off */
#define LLDP(port, more) \
	HEADER "\x88\xcc" \
	"\2\7\4\0\0\x0c\1\2\3" /* chassis */ \
	port \
	"\6\2\0\x78"           /* time to live */ \
	more

static const char whole[] = LLDP("\4\6\5Gi0/7",
	"\x0a\3sw1"                          /* name */
	"\x10\x0c\5\1\x0a\0\0\2\2\0\0\0\1\0" /* management address */
	"\xfe\6\0\x80\xc2\1\0\x0c"           /* VLAN */
	"\0");                               /* end: the other byte is the string's NUL */

static const char cdp[] = HEADER "\0\x2f"
	"\xaa\xaa\3\0\0\x0c\x20\0"
	"\2\xb4\0\0"
	"\0\1\0\7sw2"
	"\0\2\0\x11\0\0\0\1\1\1\xcc\0\4\x0a\0\0\2"
	"\0\3\0\6Gi"
	"\0\x0a\0\6\0\x63";
/* clang-format on */

static bool read_frame(struct mst_peer *peer, const char *frame, size_t count)
{
	struct mst_packet packet;

	mst_packet_read(&packet, DLT_EN10MB, (const uint8_t *)frame, count, count);
	return mst_peer_read(peer, &packet);
}

/* Every beginning of the frame, in memory of just that size. */
static void cut(const char *frame, size_t count)
{
	struct mst_peer peer;

	for (size_t length = 0; length <= count; length++) {
		char *copy = malloc(length + !length);

		memcpy(copy, frame, length);
		read_frame(&peer, copy, length);
		cr_expect_lt(strlen(peer.name), MST_PEER_NAME);
		free(copy);
	}
}

Test(dissect_names_peer, lldp_tells_name_port_vlan_and_address)
{
	struct mst_peer peer;

	cr_assert(read_frame(&peer, whole, sizeof whole));
	cr_expect_str_eq(peer.name, "sw1");
	cr_expect_str_eq(peer.port, "Gi0/7");
	cr_expect_eq(peer.vlan, 12);
	cr_expect_eq(mst_addr_ipv4(&peer.addr), 0x0a000002);
	cut(whole, sizeof whole);
}

Test(dissect_names_peer, a_port_without_a_name_has_its_description_or_its_mac_address)
{
	static const char described[] = LLDP("\4\7\3\2\0\0\0\0\7", "\x08\6Port 7\0");
	static const char bare[] = LLDP("\4\7\3\2\0\0\0\0\7", "\0");
	struct mst_peer peer;

	cr_assert(read_frame(&peer, described, sizeof described));
	cr_expect_str_eq(peer.port, "Port 7");
	cr_assert(read_frame(&peer, bare, sizeof bare));
	cr_expect_str_eq(peer.port, "02:00:00:00:00:07");
}

Test(dissect_names_peer, cdp_tells_name_port_vlan_and_address)
{
	struct mst_peer peer;

	cr_assert(read_frame(&peer, cdp, sizeof cdp - 1));
	cr_expect_str_eq(peer.name, "sw2");
	cr_expect_str_eq(peer.port, "Gi");
	cr_expect_eq(peer.vlan, 99);
	cr_expect_eq(mst_addr_ipv4(&peer.addr), 0x0a000002);
	cut(cdp, sizeof cdp - 1);
}

Test(dissect_names_peer, other_frames_are_none)
{
	static const char arp[] = HEADER "\x08\6\0\1\x08\0\6\4\0\1";
	static const char stp[] = HEADER "\0\x26\x42\x42\3\0\0\0\0\0\0\0\0\0";
	struct mst_peer peer;

	cr_expect_not(read_frame(&peer, arp, sizeof arp));
	cr_expect_not(read_frame(&peer, stp, sizeof stp));
}
