/* SPDX-License-Identifier: BSD-2-Clause */
/* test_olsr.c - OLSR. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row its_sequence_number[] = {
	{ UDP, 698, "00100007 00000000 00000000 00000000", "OLSRv4, seq 0x0007, length 16" },
	{ UDP, 698, "00090007 00000000 00000000 00000000", "OLSRv4, seq 0x0007, length 9" },
	{ UDP6, 698, "00100007 00000000 00000000 00000000", "OLSRv6, seq 0x0007, length 16" },
};
/* clang-format on */

Test(dissect_payload_olsr, its_sequence_number)
{
	CHECK_ROWS(its_sequence_number);
}
