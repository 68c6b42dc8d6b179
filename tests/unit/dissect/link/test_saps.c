/* SPDX-License-Identifier: BSD-2-Clause */
/* test_saps.c - frames with LLC: each access point, each kind of frame, and SNAP. */
#include "fixture_link.h"

Test(dissect_link_saps, each_kind_of_frame_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "0004 f0f0 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Supervisory, Receiver Ready, rcv seq 1, "
		  "Flags [Command], length 4" },
		{ "0004 f0f1 0103",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Supervisory, Receiver Ready, rcv seq 1, "
		  "Flags [Final], length 4" },
		{ "00 03f0 f07f",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Unnumbered, sabme, Flags [Poll], length 3" },
		{ "0006 f0f1 0402 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Information, send seq 2, rcv seq 1, Flags "
		  "[Response], length 6 0x0102" },
		{ "0006 f0f0 05fe 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Supervisory, Receiver not Ready, rcv seq "
		  "127, Flags [Command], length 6 0x0102" },
		{ "0004 f0f0 09fe",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Supervisory, Reject, rcv seq 127, Flags "
		  "[Command], length 4" },
		{ "0004 f0f0 0dfe", "02:00:00:00:00:01 > 01:80:c2:00:00:0e NetBeui Supervisory, ?, rcv seq 127, Flags "
		                    "[Command], length 4" },
		{ "0006 0000 0300 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, ui, Flags [Command], length 6 0x0000 00" },
		{ "0006 0010 0300 0000",
		  "02:00:00:00:00:01 Unknown SSAP 0x10 > 01:80:c2:00:00:0e Null Unnumbered, ui, Flags "
		  "[Command], length 6 0x0000 00" },
		{ "0006 4444 0300 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Unknown DSAP 0x44 Unnumbered, ui, Flags [Command], "
		  "length 6 0x0000 00" },
		{ "0006 4410 0700 0000",
		  "02:00:00:00:00:01 Unknown SSAP 0x10 > 01:80:c2:00:00:0e Unknown DSAP 0x44 Unnumbered, 07, "
		  "Flags [Command], length 6 0x0000 00" },
		{ "00 0742 aa03 0000 0000",
		  "02:00:00:00:00:01 SNAP > 01:80:c2:00:00:0e STP Unnumbered, ui, Flags [Command], length 7 "
		  "0x0000 0000" },
		{ "00 0742 4213 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e STP Unnumbered, ui, Flags [Poll], length 7 0x0000 0000" },
		{ "00 0706 0613 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e IP Unnumbered, ui, Flags [Poll], length 7 0x0000 0000" },
		{ "0006 0000 af81 0100",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, xid, Flags [Command], length 6: 01 00" },
		{ "0006 0001 af81 0100",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, xid, Flags [Response], length 6: 01 00" },
		{ "0006 0000 bf41 0100",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, xid, Flags [Poll], length 6 0x4101 00" },
		{ "0004 0000 bf81",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, xid, Flags [Poll], length 4 [|llc]" },
		{ "00 0300 0063",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, ua, Flags [Command], length 3" },
		{ "00 0300 000f",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, dm, Flags [Command], length 3" },
		{ "00 0300 0043",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, disc, Flags [Command], length 3" },
		{ "0006 0000 8701 0203",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, frmr, Flags [Command], length 6 0x0102 03" },
		{ "0006 0000 e301 0203",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e Null Unnumbered, test, Flags [Command], length 6 0x0102 03" },
		{ "00 0100", " [|llc]" },
		{ "0002 0000", " [|llc]" },
		{ "00 0300 0000", " [|llc]" },
	};

	expect_lines(rows);
}

Test(dissect_link_saps, snap_names_organisation_and_protocol)
{
	static const struct frame_line rows[] = {
		{ "0024 aaaa 0300 0000 0800 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 0002 0800 f7fd 0000 0002",
		  "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8" },
		{ "000a aaaa 0300 0000 1234 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, ethertype Unknown (0x1234), length 2: 0x0102" },
		{ "000a aaaa 0300 0000 6002 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, ethertype MOP RC (0x6002), length 2: 0x0102" },
		{ "0024 aaaa 0300 0000 0806 0001 0800 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28" },
		{ "0024 aaaa 0300 00f8 0800 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 0002 0800 f7fd 0000 0002",
		  "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8" },
		{ "000a aaaa 0300 00f8 1234 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, oui Cisco bridged (0x0000f8), pid Unknown "
		  "(0x1234), length 2: 0x0102" },
		{ "000a aaaa 0300 000c 1234 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, oui Cisco (0x00000c), pid Unknown (0x1234), "
		  "length 2: 0x0102" },
		{ "0034 aaaa 0300 80c2 0007 0000 0200 0000 0002 0200 0000 0001 0806 0001 0800 0604 0001 0200 "
		  "0000 0001 0a00 0001 0000 0000 0000 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28" },
		{ "000a aaaa 0300 80c2 000b 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, oui Ethernet bridged (0x0080c2), pid 802.6 w/o"
		  " FCS (0x000b), length 2: 0x0102" },
		{ "000a aaaa 0308 0007 88cc 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, oui Appletalk (0x080007), pid LLDP (0x88cc), "
		  "length 2: 0x0000" },
		{ "000a aaaa 0312 3456 1234 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e SNAP, oui Unknown (0x123456), pid Unknown (0x1234), "
		  "length 2: 0x0102" },
		{ "00 07aa aa03 0000 0008", " [|snap]" },
		{ "00 05aa aa03 0000", " [|snap]" },
	};

	expect_lines(rows);
}
