/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cdp_line.c - CDP: the device, then port, VLAN and model; what is broken. */
#include "fixture_link.h"

Test(dissect_link_cdp_line, device_port_and_vlan)
{
	static const struct frame_line rows[] = {
		{ "0016 aaaa 0300 000c 2000 02b4 0000 0001 000a 5377 6974 6368",
		  "CDPv2, ttl: 180s, Device-ID 'Switch', length 14" },
		{ "00 31aa aa03 0000 0c20 0002 b400 0000 0100 0a53 7769 7463 6800 0300 0846 6130 3100 0a00 "
		  "0600 1e00 0e00 0701 0028 0006 0006 5753",
		  "CDPv2, ttl: 180s, Device-ID 'Switch', Port-ID 'Fa01', Native VLAN ID 30, VoIP VLAN 40, "
		  "Platform 'WS', length 41" },
		{ "0016 aaaa 0300 000c 2000 01b4 0000 0001 000a 5377 691b 6368",
		  "CDPv1, ttl: 180s, Device-ID 'Swi^[ch', length 14" },
		{ "0016 aaaa 0300 000c 2000 02b4 0000 0001 0004 0001 0006 6162",
		  "CDPv2, ttl: 180s, Device-ID '', Device-ID 'ab', length 14" },
		{ "000c aaaa 0300 000c 2000 02b4 0000", "CDPv2, ttl: 180s, length 4" },
	};

	expect_lines(rows);
}

Test(dissect_link_cdp_line, a_broken_one_is_named)
{
	static const struct frame_line rows[] = {
		{ "00 13aa aa03 0000 0c20 0002 b400 0000 0100 0a53 7769",
		  "CDPv2, ttl: 180s (TLV length 10 > 7) (invalid)" },
		{ "00 13aa aa03 0000 0c20 0002 b400 0000 0100 0353 7769",
		  "CDPv2, ttl: 180s, Device-ID TLV length 3 too short (invalid)" },
		{ "00 11aa aa03 0000 0c20 0002 b400 0000 0000 0000",
		  "CDPv2, ttl: 180s, unknown field type TLV length 0 too short (invalid)" },
		{ "00 13aa aa03 0000 0c20 0002 b400 0000 0100 0661 6200",
		  "CDPv2, ttl: 180s, Device-ID 'ab' (remaining packet length 1 < 4) (invalid)" },
		{ "00 0baa aa03 0000 0c20 0002 b400", " (packet length 3 < 4) (invalid)" },
		{ "0008 aaaa 0300 000c 2000", " (packet length 0 < 4) (invalid)" },
	};

	expect_lines(rows);
}
