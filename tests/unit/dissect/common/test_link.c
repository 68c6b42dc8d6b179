/* SPDX-License-Identifier: BSD-2-Clause */
/* test_link.c - the packet behind the header of each link type. */
#include "dissect/common/link.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>

#include "fixture_nest.h"

#define MACS "020000000002 020000000001"
#define SNAP "aaaa03 000000 0800"
#define ZEROS8 "0000000000000000"
#define ZEROS16 ZEROS8 ZEROS8
#define ZEROS32 ZEROS16 ZEROS16

struct row {
	const char *name;
	int linktype;
	const char *header;
	bool macs; /* of the sender 02:00:00:00:00:01 */
};

/* clang-format off */
static const struct row rows[] = {
	{ "Ethernet", DLT_EN10MB, MACS "0800", true },
	{ "Ethernet, bridged behind SNAP", DLT_EN10MB,
	  "ffffffffffff 0a0000000009 0050 aaaa03 0080c2 0007 0000" MACS "0800", true },
	{ "null", DLT_NULL, "02000000", false },
	{ "PPP", DLT_PPP, "0021", false },
	{ "PPP in HDLC", DLT_PPP, "ff030021", false },
	{ "PPP, Cisco's HDLC", DLT_PPP_SERIAL, "0f000800", false },
	{ "PPP of PPPoE", DLT_PPP_ETHER, "11000001 0022 0021", false },
	{ "PPP with direction", DLT_PPP_WITH_DIR, "01 ff030021", false },
	{ "HDLC", DLT_C_HDLC, "8f000800", false },
	{ "frame relay", DLT_FRELAY, "1841 03cc", false },
	{ "frame relay, pad and SNAP", DLT_FRELAY, "1841 030080 000000 0800", false },
	{ "frame relay, Cisco's", DLT_FRELAY, "1841 0800", false },
	{ "frame relay, address of four bytes", DLT_FRELAY, "18404041 03cc", false },
	{ "frame relay, bridged", DLT_FRELAY, "1841 030080 0080c2 0007" MACS "0800", true },
	{ "multilink frame relay", DLT_MFR, "c001 1841 03cc", false },
	{ "ATM", DLT_ATM_RFC1483, SNAP, false },
	{ "classical IP over ATM", DLT_ATM_CLIP, "", false },
	{ "ATM of Sun", DLT_SUNATM, "02000020" SNAP, false },
	{ "FDDI", DLT_FDDI, "50" MACS SNAP, true },
	{ "Token Ring", DLT_IEEE802, "1040" MACS SNAP, true },
	{ "Token Ring with a route", DLT_IEEE802, "1040 020000000002 820000000001 0630 0011 0020" SNAP, true },
	{ "Fibre Channel", DLT_IP_OVER_FC, "1000 020000000002 1000 020000000001" SNAP, true },
	{ "802.11, to the network", DLT_IEEE802_11,
	  "0801 0000 0a0000000009 020000000001 020000000002 1000" SNAP, true },
	{ "802.11, from the network", DLT_IEEE802_11,
	  "0802 0000 020000000002 0a0000000009 020000000001 1000" SNAP, true },
	{ "802.11 between two of the network", DLT_IEEE802_11,
	  "0803 0000 0a0000000009 0a0000000008 020000000002 1000 020000000001" SNAP, true },
	{ "802.11 with QoS and HT control", DLT_IEEE802_11,
	  "8881 0000 0a0000000009 020000000001 020000000002 1000 0000 00000000" SNAP, true },
	{ "radiotap", DLT_IEEE802_11_RADIO,
	  "0000 0800 00000000 0801 0000 0a0000000009 020000000001 020000000002 1000" SNAP, true },
	{ "radiotap with time and padding", DLT_IEEE802_11_RADIO,
	  "0000 1100 03000000" ZEROS8 "20 8801 0000 0a0000000009 020000000001 020000000002 1000 0000 0000" SNAP, true },
	{ "AVS", DLT_IEEE802_11_RADIO_AVS,
	  "80211001 0000000c 00000000 0801 0000 0a0000000009 020000000001 020000000002 1000" SNAP, true },
	{ "Prism", DLT_PRISM_HEADER,
	  ZEROS32 ZEROS32 ZEROS32 ZEROS32 ZEROS16 "0801 0000 0a0000000009 020000000001 020000000002 1000" SNAP, true },
	{ "per-packet information", DLT_PPI, "00000800 01000000" MACS "0800", true },
	{ "macOS's header", DLT_PKTAP, "10000000 01000000 01000000 00000000" MACS "0800", true },
	{ "SLIP", DLT_SLIP, ZEROS16, false },
	{ "IPsec of BSD", DLT_ENC, "02000000 00000001 00000000", false },
	{ "packet filter of BSD", DLT_PFLOG, "05 02000000 000000", false },
	{ "IPNET", DLT_IPNET, "01020000" ZEROS16 "00000000", false },
	{ "NFLOG", DLT_NFLOG, "02000014 08000100 08000127 05000a00 00000000 24000900", false },
	{ "InfiniBand", DLT_IPOIB, ZEROS32 ZEROS8 "08000000", false },
	{ "Symantec", DLT_SYMANTEC_FIREWALL, "000000000000 0800" ZEROS32 "00000000", false },
	{ "ARCNET", DLT_ARCNET_LINUX, "0102 0000 f0", false },
	{ "ARCNET, RFC 1201", DLT_ARCNET_LINUX, "0102 0000 d4 000001", false },
#ifdef DLT_DSA_TAG_BRCM
	{ "Broadcom's tag", DLT_DSA_TAG_BRCM, MACS "00002000 0800", true },
	{ "Broadcom's tag before the frame", DLT_DSA_TAG_BRCM_PREPEND, "00002000" MACS "0800", true },
	{ "Marvell's tag", DLT_DSA_TAG_DSA, MACS "c0080000 0800", true },
	{ "Marvell's tag with an EtherType", DLT_DSA_TAG_EDSA, MACS "dada0000 c0080000 0800", true },
#endif
};

static const struct row none[] = {
	{ "802.11, encrypted", DLT_IEEE802_11, "0841 0000 0a0000000009 020000000001 020000000002 1000" SNAP, true },
	{ "802.11 without data", DLT_IEEE802_11, "4801 0000 0a0000000009 020000000001 020000000002 1000" SNAP, true },
	{ "802.11, a later fragment", DLT_IEEE802_11,
	  "0801 0000 0a0000000009 020000000001 020000000002 1100" SNAP, true },
	{ "802.11, a beacon", DLT_IEEE802_11, "8000 0000 ffffffffffff 020000000001 020000000001 1000", false },
	{ "frames of FDDI's management", DLT_FDDI, "41" MACS SNAP, true },
	{ "control of multilink frame relay", DLT_MFR, "e001 1841 03cc", false },
	{ "NFLOG with an attribute of no length", DLT_NFLOG, "02000014 00000100", false },
	{ "information about information", DLT_PPI, "00000800 c0000000 00000800 01000000" MACS "0800", false },
	{ "a cooked frame of CAN, whose number is no length", DLT_LINUX_SLL,
	  "0000 0001 0006 0200000000010000 000c" SNAP, true },
	{ "frame relay, a number that is no EtherType", DLT_FRELAY, "1841 0010" SNAP, false },
	{ "InfiniBand, a number that is no EtherType", DLT_IPOIB, ZEROS32 ZEROS8 "00100000" SNAP, false },
	{ "information about a link type beyond 65535", DLT_PPI, "00000800 01000100" MACS "0800", false },
	{ "macOS's header of a link type beyond 65535", DLT_PKTAP,
	  "10000000 01000000 01000100 00000000" MACS "0800", false },
	{ "macOS's header of more than 65535 bytes", DLT_PKTAP,
	  "10000100 01000000 01000000 00000000" MACS "0800", false },
	{ "an unknown one", DLT_USER0, "", false },
};
/* clang-format on */

static struct nest make(const struct row *row)
{
	struct nest nest = { .count = 0 };

	nest_hex(&nest, "deadbeef");
	nest_udp(&nest, 1000, 2000);
	nest_ipv4(&nest, 17, 7);
	nest_hex(&nest, row->header);
	return nest;
}

static bool read_row(struct mst_packet *packet, const struct row *row, const struct nest *nest, size_t count)
{
	uint8_t *copy = malloc(count + !count); /* of the very size: AddressSanitizer sees a byte too far */
	bool found;

	memcpy(copy, nest->bytes, count);
	found = mst_packet_read(packet, row->linktype, copy, count, nest->count);
	free(copy);
	return found;
}

Test(dissect_common_link, the_packet_behind_each_header_is_read)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		static const uint8_t sender[6] = { 2, 0, 0, 0, 0, 1 };
		struct nest nest = make(&rows[i]);
		struct mst_packet packet;

		cr_assert(read_row(&packet, &rows[i], &nest, nest.count), "%s", rows[i].name);
		cr_expect_eq(packet.source.bytes[3], 7, "%s", rows[i].name);
		cr_expect_eq(packet.destination_port, 2000, "%s", rows[i].name);
		cr_expect_eq(packet.payload_declared, 4, "%s", rows[i].name);
		cr_expect_not(packet.truncated || packet.malformed, "%s", rows[i].name);
		cr_expect_eq(packet.has_macs, rows[i].macs, "%s: MAC addresses", rows[i].name);
		cr_expect(!rows[i].macs || memcmp(packet.source_mac, sender, 6) == 0, "%s: sender", rows[i].name);
		cr_expect(!rows[i].macs || packet.destination_mac[5] == 2, "%s: target", rows[i].name);
	}
}

Test(dissect_common_link, a_header_that_is_cut_is_no_packet)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct nest nest = make(&rows[i]);
		struct mst_packet packet;

		for (size_t count = 0; count + 32 < nest.count; count++)
			cr_expect_not(read_row(&packet, &rows[i], &nest, count), "%s at %zu", rows[i].name, count);
	}
}

Test(dissect_common_link, what_carries_no_packet_has_none)
{
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct nest nest = make(&none[i]);
		struct mst_packet packet;

		cr_expect_not(read_row(&packet, &none[i], &nest, nest.count), "%s", none[i].name);
		cr_expect_eq(packet.has_macs, none[i].macs, "%s: MAC addresses", none[i].name);
	}
}

Test(dissect_common_link, the_checksum_behind_a_frame_of_80211_is_none_of_it)
{
	static const struct row row = { "radiotap with a checksum", DLT_IEEE802_11_RADIO,
		                        "0000 0900 02000000 10 0801 0000 0a0000000009 020000000001 020000000002 1000 "
		                        "aaaa03 000000 0806",
		                        true };
	struct nest nest = { .count = 0 };
	struct mst_packet packet;

	nest_hex(&nest, "0001080006040001 020000000001 0a000007 000000000000 0a000009 deadbeef");
	nest_hex(&nest, row.header);
	cr_expect(read_row(&packet, &row, &nest, nest.count));
	cr_expect_eq(packet.network, MST_NETWORK_ARP);
	cr_expect_eq(packet.source.bytes[3], 7);
}
