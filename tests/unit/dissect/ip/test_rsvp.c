/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rsvp.c - RSVP. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row each_message_has_its_name[] = {
	{ IPV4 + 46, 0, "10000000 40000008", "RSVPv1 unknown (0) Message, length: 8" },
	{ IPV4 + 46, 0, "10010000 40000008", "RSVPv1 Path Message, length: 8" },
	{ IPV4 + 46, 0, "10020000 40000008", "RSVPv1 Resv Message, length: 8" },
	{ IPV4 + 46, 0, "10030000 40000008", "RSVPv1 PathErr Message, length: 8" },
	{ IPV4 + 46, 0, "10040000 40000008", "RSVPv1 ResvErr Message, length: 8" },
	{ IPV4 + 46, 0, "10050000 40000008", "RSVPv1 PathTear Message, length: 8" },
	{ IPV4 + 46, 0, "10060000 40000008", "RSVPv1 ResvTear Message, length: 8" },
	{ IPV4 + 46, 0, "10070000 40000008", "RSVPv1 ResvConf Message, length: 8" },
	{ IPV4 + 46, 0, "10080000 40000008", "RSVPv1 unknown (8) Message, length: 8" },
	{ IPV4 + 46, 0, "100c0000 40000008", "RSVPv1 Bundle Message, length: 8" },
	{ IPV4 + 46, 0, "100d0000 40000008", "RSVPv1 Acknowledgement Message, length: 8" },
	{ IPV4 + 46, 0, "100e0000 40000008", "RSVPv1 Hello (Old) Message, length: 8" },
	{ IPV4 + 46, 0, "100f0000 40000008", "RSVPv1 Refresh Message, length: 8" },
	{ IPV4 + 46, 0, "10140000 40000008", "RSVPv1 Hello Message, length: 8" },
	{ IPV4 + 46, 0, "20010000 40000008", "ERROR: RSVP version 2 packet not supported" },
};
/* clang-format on */

Test(dissect_ip_rsvp, each_message_has_its_name)
{
	CHECK_ROWS(each_message_has_its_name);
}
