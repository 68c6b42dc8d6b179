/* SPDX-License-Identifier: BSD-2-Clause */
/* test_slow.c - slow protocols: LACP, markers, OAM, and those of organisations. */
#include "fixture_link.h"

Test(dissect_link_slow, each_subtype_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "8809 0101 0114 8000 0200 0000 0001 0001 8000 0001 3d00 0000 0214 8000 0200 0000 0002 0002 "
		  "8000 0003 c700 0000 0000 0000 0000 0000 0000",
		  "LACPv1, length 52, actor 02:00:00:00:00:01 key 1 port 1 [Activity, Aggregation, "
		  "Synchronization, Collecting, Distributing], partner 02:00:00:00:00:02 key 2 port 3 "
		  "[Activity, Timeout, Aggregation, Default, Expired]" },
		{ "8809 0101", "LACPv1, length 2" },
		{ "8809 0102 0000 0000 0000 0000", "LACP version 2 packet not supported" },
		{ "8809 0201 010e 0000 0000 0000 0000 0000 0000 0000", "MARKERv1, length 18" },
		{ "8809 0205 0000 0000 0000 0000", "MARKER version 5 packet not supported" },
		{ "88 0903 0050 0000 0000 0000 0000 0000 0000", "OAM, length 15" },
		{ "8809 0a00 19a7 0001 1000 0000 0100 040b", "unknown (10), length 14, ESMC, QL 0xb" },
		{ "8809 0a00 19a7 0001 1800 0000 0100 0402", "unknown (10), length 14, ESMC event, QL 0x2" },
		{ "8809 0a12 3456 0001", "unknown (10), length 6" },
		{ "88 090b 0102", "unknown (11), length 3" },
		{ "88 0901", " (packet is too short)" },
		{ "8809", " (packet is too short)" },
	};

	expect_lines(rows);
}
