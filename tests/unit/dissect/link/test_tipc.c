/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tipc.c - messages of each user of TIPC; the lines are tcpdump's. */
#include "fixture_link.h"

/* clang-format off */
static const struct frame_line rows[] = {
	{ "88ca 40c0002800000123000000050100100a000003e9000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 40 bytes, Low Importance Da"
	  "ta payload, messageType CONN_MSG" },
	{ "88ca 42c0002820000123000000050100100a000003e9000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 40 bytes, Medium Importance"
	  " Data payload, messageType MCAST_MSG" },
	{ "88ca 44c0002840000123000000050100100a000003e9000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 40 bytes, High Importance D"
	  "ata payload, messageType NAMED_MSG" },
	{ "88ca 46c0002860000123000000050100100a000003e9000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 40 bytes, Critical Importan"
	  "ce Data payload, messageType DIRECT_MSG" },
	{ "88ca 50c0002800000123000000050100100a000003e9000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 40 bytes, Connection Manage"
	  "r internal, messageType CONN_MSG" },
	{ "88ca 56c0002860000123000000050100100a000003e9000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 40 bytes, Name Table Update"
	  " Protocol internal, messageType DIRECT_MSG" },
	{ "88ca 4100002860000123000000050100100a000003e9000003ea0100100b0100100c",
	  "TIPC v2.0 1.1.11:1001 > 1.1.12:1002, headerlength 32 bytes, MessageSize 40 bytes, Low Import"
	  "ance Data payload, messageType DIRECT_MSG" },
	{ "88ca 4b400028000001230000000100000002000000030000000401002003040050060000000000000000",
	  "TIPC v2.0 1.2.3 > 4.5.6, headerlength 40 bytes, MessageSize 40 bytes, Broadcast Link Protoco"
	  "l internal, messageType CONN_MSG (0x00000123)" },
	{ "88ca 4d400028200001230000000100000002000000030000000401002003040050060000000000000000",
	  "TIPC v2.0 1.2.3 > 4.5.6, headerlength 40 bytes, MessageSize 40 bytes, Message Bundler Protoc"
	  "ol internal, messageType MCAST_MSG (0x20000123)" },
	{ "88ca 4f400028400001230000000100000002000000030000000401002003040050060000000000000000",
	  "TIPC v2.0 1.2.3 > 4.5.6, headerlength 40 bytes, MessageSize 40 bytes, Link State Protocol in"
	  "ternal, messageType NAMED_MSG (0x40000123)" },
	{ "88ca 55400028000001230000000100000002000000030000000401002003040050060000000000000000",
	  "TIPC v2.0 1.2.3 > 4.5.6, headerlength 40 bytes, MessageSize 40 bytes, Link Changeover Protoc"
	  "ol internal, messageType CONN_MSG (0x00000123)" },
	{ "88ca 59400028400001230000000100000002000000030000000401002003040050060000000000000000",
	  "TIPC v2.0 1.2.3 > 4.5.6, headerlength 40 bytes, MessageSize 40 bytes, Message Fragmentation "
	  "Protocol internal, messageType NAMED_MSG (0x40000123)" },
	{ "88ca 5ac0002800000123010010000100100a000000000000000000000000000000000000000000000000",
	  "TIPC v2.0 1.1.10 > 1.1.0, headerlength 24 bytes, MessageSize 40 bytes, Neighbor Detection Pr"
	  "otocol internal, messageType Link request" },
	{ "88ca 5ac0002820000123010010000100100a000000000000000000000000000000000000000000000000",
	  "TIPC v2.0 1.1.10 > 1.1.0, headerlength 24 bytes, MessageSize 40 bytes, Neighbor Detection Pr"
	  "otocol internal, messageType Link response" },
	{ "88ca 5ac00028a0000123010010000100100a000000000000000000000000000000000000000000000000",
	  "TIPC v2.0 1.1.10 > 1.1.0, headerlength 24 bytes, MessageSize 40 bytes, Neighbor Detection Pr"
	  "otocol internal, messageType Unknown" },
	{ "88ca 40c0002800000123000000050100100a000003e9",
	  " [|tipc]" },
	{ "88ca 4000",
	  " [|tipc]" },
	{ "88ca 40c101d0 00000123 00000005 0100100a 000003e9 000003ea",
	  "TIPC v2.0 1.1.10:1001 > 1002, headerlength 24 bytes, MessageSize 66000 bytes, Low Importance Data payload, "
	  "messageType CONN_MSG" },
};
/* clang-format on */

Test(dissect_link_tipc, each_user_has_its_words)
{
	expect_lines(rows);
}
