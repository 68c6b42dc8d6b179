/* SPDX-License-Identifier: BSD-2-Clause */
/* test_vqp.c - messages of VQP; the lines are tcpdump's. */
#include "fixture_payload.h"

/* clang-format off */
static const struct payload_row rows[] = {
	{ 40000, 1589,
	  "0100000000000001",
	  "VQPv1 unknown (0) Message, error-code No error (0), length 8" },
	{ 40000, 1589,
	  "0101010000000001",
	  "VQPv1 Request, Join Port Message, error-code unknown (1), length 8" },
	{ 40000, 1589,
	  "0102020000000001",
	  "VQPv1 Response, VLAN Message, error-code unknown (2), length 8" },
	{ 40000, 1589,
	  "0103030000000001",
	  "VQPv1 Request, Reconfirm Message, error-code Access denied (3), length 8" },
	{ 40000, 1589,
	  "0104040000000001",
	  "VQPv1 Response, Reconfirm Message, error-code Shutdown port (4), length 8" },
	{ 40000, 1589,
	  "0105050000000001",
	  "VQPv1 unknown (5) Message, error-code Wrong VTP domain (5), length 8" },
	{ 40000, 1589,
	  "0201000000000001",
	  "VQP version 2 packet not supported" },
	{ 40000, 1589,
	  "0101000000",
	  " [|vqp]" },
};
/* clang-format on */

Test(dissect_payload_vqp, each_message_has_its_words)
{
	EXPECT_UDP_LINES(rows);
}
