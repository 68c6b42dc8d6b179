/* SPDX-License-Identifier: BSD-2-Clause */
/* test_osi.c - packets of ISO's network layer: IS-IS, ES-IS and others. */
#include "fixture_link.h"

Test(dissect_link_osi, isis)
{
	static const struct frame_line rows[] = {
		{ "0024 fefe 0383 1b01 000f 0100 0001 1122 3344 5566 000a 0021 4011 2233 4455 6602 8101 cc81 0180",
		  "IS-IS, L1 Lan IIH, src-id 1122.3344.5566, lan-id 1122.3344.5566.02, prio 64, length 33" },
		{ "001e fefe 0383 1b01 0010 0100 0002 1122 3344 5566 000a 001b c011 2233 4455 6602",
		  "IS-IS, L2 Lan IIH, src-id 1122.3344.5566, lan-id 1122.3344.5566.02, prio 192, length 27" },
		{ "00 17fe fe03 8314 0100 1101 0000 0311 2233 4455 6600 0a00 1401",
		  "IS-IS, p2p IIH, src-id 1122.3344.5566, length 20" },
		{ "001e fefe 0383 1b01 0012 0100 0000 1b04 b011 2233 4455 6600 ff00 0000 0fb5 0303",
		  "IS-IS, L1 LSP, lsp-id 1122.3344.5566.00-ff, seq 0x0000000f, lifetime  1200s, length 27" },
		{ "001e fefe 0383 1b06 0014 0100 0000 1b04 b011 2233 4455 6600 0100 0000 0fb5 030b",
		  "IS-ISversion 6 packet not supported" },
		{ "0024 fefe 0383 2101 0018 0100 0000 2111 2233 4455 6600 0000 0000 0000 0000 ffff ffff ffff ffff",
		  "IS-IS, L1 CSNP, src-id 1122.3344.5566.00, length 33" },
		{ "0024 fefe 0383 2101 0019 0100 0000 2111 2233 4455 6600 0000 0000 0000 0000 ffff ffff ffff ffff",
		  "IS-IS, L2 CSNP, src-id 1122.3344.5566.00, length 33" },
		{ "0014 fefe 0383 1101 001a 0100 0000 1111 2233 4455 6600",
		  "IS-IS, L1 PSNP, src-id 1122.3344.5566.00, length 17" },
		{ "0014 fefe 0383 1101 001b 0100 0000 1111 2233 4455 6600",
		  "IS-IS, L2 PSNP, src-id 1122.3344.5566.00, length 17" },
		{ "0014 fefe 0383 1101 000a 0100 0000 1111 2233 4455 6600", "IS-IS, unknown PDU-Type 10, length 17" },
		{ "00 1ffe fe03 831c 0100 0f01 0000 0111 2233 4455 6600 0a00 1b40 1122 3344 5566 0200",
		  "IS-IS, L1 Lan IIH, bogus fixed header length 28 should be 27" },
		{ "001e fefe 0383 1c01 000f 0100 0001 1122 3344 5566 000a 001b 4011 2233 4455 6602",
		  "IS-ISfixed header length 28 > packet length 27" },
		{ "001e fefe 0383 1b02 000f 0100 0001 1122 3344 5566 000a 001b 4011 2233 4455 6602",
		  "IS-ISversion 2 packet not supported" },
		{ "001e fefe 0383 1b01 030f 0100 0001 1122 3344 5566 000a 001b 4011 2233 4455 6602",
		  "IS-ISsystem ID length of 3 is not supported" },
		{ "0008 fefe 0383 1b01 0012", " [|isis]" },
	};

	expect_lines(rows);
}

Test(dissect_link_osi, esis)
{
	static const struct frame_line rows[] = {
		{ "0012 fefe 0382 0d01 0002 0100 0a00 0001 0349 0001", "ES-IS, ESH, length 15" },
		{ "0014 fefe 0382 0f01 0004 0100 0a00 0005 4900 0102 0300", "ES-IS, ISH, length 17" },
		{ "0018 fefe 0382 1101 0006 0100 0a00 0005 4900 0102 0303 0102 0300", "ES-IS, redirect, length 21" },
		{ "0014 fefe 0382 0f01 0007 0100 0a00 0001 0549 0001 0203", "ES-IS, unknown type (7), length 17" },
		{ "000e fefe 0382 0a01 0002 0100 0a00 0001",
		  "ES-IS length indicator 10 < min PDU size:820A01000201000A000001" },
	};

	expect_lines(rows);
}

Test(dissect_link_osi, others)
{
	static const struct frame_line rows[] = {
		{ "0020 fefe 03cc 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 0002 0800 f7fd 0000 0002",
		  "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8" },
		{ "00 07fe fe03 0000 0000", ", length: 4" },
		{ "0006 fefe 0377 0102", "OSI NLPID 0x77 unknown, length: 3 0x7701 02" },
		{ "00 03fe fe03", " [|isoclns]" },
	};

	expect_lines(rows);
}
