/* SPDX-License-Identifier: BSD-2-Clause */
/* test_link_line_cut.c - frames that were captured in part: what is there is in the line, and that it is cut. */
#include "fixture_link.h"

Test(dissect_link_link_line_cut, the_line_ends_where_the_bytes_do)
{
	static const struct {
		size_t captured; /* with the addresses */
		const char *frame, *line;
	} rows[] = {
		{ 40,
		  "0026 424203 0000 00 00 01 8001 0019 06ea b880 00000004 8002 0019 06ea b881 8005 0100 1400 0200 0f00",
		  "STP 802.1d, Config, Flags [Topology change] [|stp]" },
		{ 20,
		  "0026 424203 0000 00 00 01 8001 0019 06ea b880 00000004 8002 0019 06ea b881 8005 0100 1400 0200 0f00",
		  "STP 802.1d [|stp]" },
		{ 14, "9000 0000 0100 0200 00000000", "Loopback [|loopback]" },
		{ 21, "9000 0000 0100 0200 00000000",
		  "Loopback, skipCount 0, Reply, receipt number 2, data (4 octets) [|loopback]" },
		{ 20,
		  "88f7 0002 002c 00 00 0200 0000000000000000 00000000 0011223344556677 0005 0009 00 00 000000000001 "
		  "00000002",
		  "PTPv2, v1 compat : no, msg type : sync msg, length : 44, domain : 0, reserved1 : 0 [|ptp]" },
		{ 34, "88cc 02070402000000000104050547693031060200780a06737769746368fe060080c201001e0000",
		  "LLDP, length 38 [|lldp], chassis 02:00:00:00:00:01, port Gi01" },
		{ 24, "0016 aaaa03 00000c2000 02b40000 0001000a 537769746368", "CDPv2, ttl: 180s [|cdp]" },
		{ 39, "0024 aaaa03 00000c0111 21010000 00010008 41424344 00020008 47693031 00030008 00000000",
		  "UDLDv1, Code Probe message (1), Flags [RT] (0x01), length 28 [|udld]" },
		{ 14, "8809 0101", " [|slow]" },
		{ 16, "8899 0102 2379 1234", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RRCP query: set [|rrcp]" },
		{ 22, "88e5 00 00 00000006 88cc 0100 00000000000000000000000000000000", "LLDP, length 2 [|lldp]" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect_line(rows[i].frame, rows[i].captured, false, rows[i].line);
}

Test(dissect_link_link_line_cut, a_length_of_none_is_cut)
{
	expect_line("0000 0102", FRAME_MAX, false, " [|llc]");
}

Test(dissect_link_link_line_cut, headers_of_llc_and_snap_stand_before_a_packet_with_the_link_layer)
{
	expect_line(
		"0024 aaaa03 000000 0806 0001080006040001 020000000001 0a000001 000000000000 0a000002", FRAME_MAX, true,
		"02:00:00:00:00:01 > 01:80:c2:00:00:0e, 802.3, length 36: LLC, dsap SNAP (0xaa) Individual, ssap SNAP "
		"(0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype ARP (0x0806), length 28: Request "
		"who-has "
		"10.0.0.2 tell 10.0.0.1, length 28");
	expect_line("0017 fefe03 831b01000f01000001 112233445566 000a 001b 40", FRAME_MAX, true,
	            "02:00:00:00:00:01 > 01:80:c2:00:00:0e, 802.3, length 23: LLC, dsap OSI (0xfe) Individual, ssap "
	            "OSI (0xfe) "
	            "Command, ctrl 0x03: OSI NLPID IS-IS (0x83): fixed header length 27 > packet length 20");
	expect_line("0007 424203 000000 80", FRAME_MAX, true,
	            "02:00:00:00:00:01 > 01:80:c2:00:00:0e, 802.3, length 7: LLC, dsap STP (0x42) Individual, ssap STP "
	            "(0x42) "
	            "Command, ctrl 0x03: STP 802.1d, Topology Change");
}
