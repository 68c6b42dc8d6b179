/* SPDX-License-Identifier: BSD-2-Clause */
/* test_lldp_line.c - LLDP: the system's name, then port and VLAN; what is cut. */
#include "fixture_link.h"

Test(dissect_link_lldp_line, name_port_and_vlan)
{
	static const struct frame_line rows[] = {
		{ "88cc 0207 0402 0000 0000 0104 0505 4769 3031 0602 0078 0a06 7377 6974 6368 fe06 0080 c201 "
		  "001e 0000",
		  "LLDP, length 38: switch, port Gi01, vlan 30" },
		{ "88cc 0207 0402 0000 0000 0104 0505 4769 3031 0602 0078 0000",
		  "LLDP, length 22, chassis 02:00:00:00:00:01, port Gi01" },
		{ "88cc 0207 0402 0000 0000 0104 0703 0200 0000 0002 0602 0000 0000",
		  "LLDP, length 24, chassis 02:00:00:00:00:01, port 02:00:00:00:00:02, leaves" },
		{ "88cc 0206 0501 0a00 0001 0409 0401 0a00 0002 0602 0078 100c 0501 0a00 0009 0200 0000 0700 0000",
		  "LLDP, length 36 [|lldp], chassis 10.0.0.1, port 010a 0000 0206 0200, leaves" },
		{ "88cc 0207 0402 0000 0000 0104 0505 4769 3031 0602 0078 0a06 7377 1b5b 22c3 fe08 0012 bb02 "
		  "0140 50ae 0000 0000",
		  "LLDP, length 42: sw^[[\\x22M-C, port Gi01, voice vlan 40" },
		{ "88cc 0a03 6162 630a 0364 6566 0000", "LLDP, length 12: abc: def" },
		{ "88 cc0a 0361 6200 0000", "LLDP, length 7: ab" },
	};

	expect_lines(rows);
}

Test(dissect_link_lldp_line, a_broken_one_is_named)
{
	static const struct frame_line rows[] = {
		{ "88cc 0207 0402 0000", "LLDP, length 6 [|lldp]" },
		{ "88cc 0207 0402 0000 0000 0104 0505 4769 3031 0602 0078 0a03 6162 630a ff64 6566",
		  "LLDP, length 30: abc [|lldp], port Gi01" },
		{ "88cc 0200 0000", "LLDP, length 4" },
		{ "88cc", "LLDP, length 0" },
	};

	expect_lines(rows);
}
