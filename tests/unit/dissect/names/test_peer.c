/* SPDX-License-Identifier: BSD-2-Clause */
/* test_peer.c - LLDP and CDP, whole and cut anywhere. */
#include "dissect/names/peer.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const uint8_t lldp[] = "\2\7\4\0\0\x0c\1\2\3"               /* chassis */
			      "\4\6\5Gi0/7"                        /* port */
			      "\6\2\0\x78"                         /* time to live */
			      "\x0a\3sw1"                          /* name */
			      "\x10\x0c\5\1\x0a\0\0\2\2\0\0\0\1\0" /* management address */
			      "\xfe\6\0\x80\xc2\1\0\x0c"           /* VLAN */
			      "\0";                                /* end: the other byte is the string's NUL */

static const uint8_t cdp[] = "\2\xb4\0\0"
			     "\0\1\0\7sw2"
			     "\0\2\0\x11\0\0\0\1\1\1\xcc\0\4\x0a\0\0\2"
			     "\0\3\0\6Gi"
			     "\0\x0a\0\6\0\x63";

typedef bool reader(struct mst_peer *peer, const uint8_t *bytes, size_t count);

/* Every beginning of the message, in memory of just that size. */
static void cut(reader *read, const uint8_t *bytes, size_t count)
{
	struct mst_peer peer;

	for (size_t length = 0; length <= count; length++) {
		uint8_t *copy = malloc(length + !length);

		memcpy(copy, bytes, length);
		read(&peer, copy, length);
		cr_expect_lt(strlen(peer.name), MST_PEER_NAME);
		free(copy);
	}
}

Test(dissect_names_peer, lldp_tells_name_port_vlan_and_address)
{
	struct mst_peer peer;

	cr_assert(mst_lldp_read(&peer, lldp, sizeof lldp));
	cr_expect_str_eq(peer.name, "sw1");
	cr_expect_str_eq(peer.port, "Gi0/7");
	cr_expect_eq(peer.vlan, 12);
	cr_expect_eq(mst_addr_ipv4(&peer.addr), 0x0a000002);
	cut(mst_lldp_read, lldp, sizeof lldp);
	cr_expect_not(mst_lldp_read(&peer, (const uint8_t *)"\0", 2), "it ends before it begins");
}

Test(dissect_names_peer, cdp_tells_name_port_vlan_and_address)
{
	struct mst_peer peer;

	cr_assert(mst_cdp_read(&peer, cdp, sizeof cdp - 1));
	cr_expect_str_eq(peer.name, "sw2");
	cr_expect_str_eq(peer.port, "Gi");
	cr_expect_eq(peer.vlan, 99);
	cr_expect_eq(mst_addr_ipv4(&peer.addr), 0x0a000002);
	cut(mst_cdp_read, cdp, sizeof cdp - 1);
	cr_expect_not(mst_cdp_read(&peer, (const uint8_t *)"\2\xb4\0\0\0\1\0\3", 8), "a length below its own");
}

Test(dissect_names_peer, long_names_are_cut_and_escaped)
{
	uint8_t bytes[2 + 511];
	struct mst_peer peer;

	memset(bytes, '\x1b', sizeof bytes);
	bytes[0] = 0x0b;
	bytes[1] = 0xff;
	cr_assert(mst_lldp_read(&peer, bytes, sizeof bytes));
	cr_expect(strlen(peer.name) < MST_PEER_NAME && strncmp(peer.name, "\\x1b\\x1b", 8) == 0, "%s", peer.name);
}
