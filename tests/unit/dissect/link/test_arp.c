/* SPDX-License-Identifier: BSD-2-Clause */
/* test_arp.c - address resolution: each operation, each kind of hardware, and what is broken. */
#include "fixture_link.h"

Test(dissect_link_arp, each_operation_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "0806 0001 0800 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28" },
		{ "0806 0001 0800 0604 0001 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 (02:00:00:00:00:02) tell 10.0.0.1, length 28" },
		{ "0806 0001 0800 0604 0001 0200 0000 0001 0000 0000 0000 0000 0000 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 tell 0.0.0.0, length 28" },
		{ "0806 0001 0800 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0001",
		  "ARP, Request who-has 10.0.0.1 tell 10.0.0.1, length 28" },
		{ "0806 0001 0800 0604 0002 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01, length 28" },
		{ "0806 0001 0800 0604 0003 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Reverse Request who-is 02:00:00:00:00:02 tell 02:00:00:00:00:01, length 28" },
		{ "8035 0001 0800 0604 0003 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Reverse Request who-is 02:00:00:00:00:02 tell 02:00:00:00:00:01, length 28" },
		{ "8035 0001 0800 0604 0004 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Reverse Reply 02:00:00:00:00:02 at 10.0.0.2, length 28" },
		{ "0806 0001 0800 0604 0008 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Inverse Request who-is 02:00:00:00:00:02 tell 02:00:00:00:00:01, length 28" },
		{ "0806 0001 0800 0604 0009 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Inverse Reply 02:00:00:00:00:01 at 10.0.0.1, length 28" },
		{ "0806 0001 0800 0604 000a 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, NACK Reply 0x0001 0800 0604 000a 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002" },
		{ "0806 0001 0800 0604 0005 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002",
		  "ARP, Unknown (5) 0x0001 0800 0604 0005 0200 0000 0001 0a00 0001 0200 0000 0002 0a00 0002" },
	};

	expect_lines(rows);
}

Test(dissect_link_arp, each_kind_of_hardware_and_protocol_has_its_name)
{
	static const struct frame_line rows[] = {
		{ "0806 0006 0800 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28" },
		{ "0806 0020 0800 0804 0002 0200 0000 0001 0001 0a00 0001 0000 0000 0000 0000 0a00 0002",
		  "ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01:00:01, length 32" },
		{ "0806 0001 0800 0004 0001 0a00 0001 0a00 0002", "ARP, Ethernet (len 0), IPv4 (len 4), length 16" },
		{ "0806 0001 86dd 0610 0001 0200 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0000 0000 0000",
		  "ARP, Ethernet (len 6), IPv6 (len 16), length 52" },
		{ "0806 0025 1234 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0002",
		  "ARP, Unknown Hardware (37) (len 6), Unknown Protocol (0x1234) (len 4), length 28" },
		{ "0806 0001 1000 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0002",
		  "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28" },
		{ "08 0600 0108 0006", " [|arp]" },
		{ "0806", " [|arp]" },
	};

	expect_lines(rows);
}
