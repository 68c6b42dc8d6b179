/* SPDX-License-Identifier: BSD-2-Clause */
/* test_dhcp6.c - DHCPv6 within the envelopes of relays, whole and cut anywhere. */
#include "dissect/names/dhcp6.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "dissect/names/fqdn.h"

/* Puts a message into `depth` envelopes of relays; returns its length. */
static size_t enclose(uint8_t *bytes, unsigned depth, const char *message, size_t count)
{
	size_t at = 0;

	for (unsigned i = depth; i-- > 0; at += 38) {
		size_t inner = 38 * (size_t)i + count;

		memset(bytes + at, 0, 34);
		bytes[at] = 13;
		bytes[at + 33] = (uint8_t)(i + 1); /* the client's address */
		memcpy(bytes + at + 34, "\0\x09", 2);
		bytes[at + 36] = (uint8_t)(inner >> 8);
		bytes[at + 37] = (uint8_t)inner;
	}
	memcpy(bytes + at, message, count);
	return at + count;
}

#define REPLY \
	"\7abc" \
	"\0\x27\0\6\1\4desk" \
	"\0\3\0\x28" \
	"iaid1234" \
	"5678" \
	"\0\5\0\x18\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\7\0\0\0\1\0\0\0\1"

Test(dissect_names_dhcp6, a_reply_is_read_within_envelopes_but_not_within_too_many)
{
	struct mst_dhcp6 dhcp;
	uint8_t bytes[1024];
	char name[64];

	for (unsigned depth = 0; depth < 12; depth++) {
		size_t count = enclose(bytes, depth, REPLY, sizeof REPLY - 1);

		cr_assert_eq(mst_dhcp6_read(&dhcp, bytes, count), depth <= 8, "%u", depth);
		if (depth > 8)
			continue;
		cr_expect(dhcp.to_client && dhcp.type == MST_DHCP6_REPLY && dhcp.relayed == (depth > 0));
		cr_expect_eq(dhcp.addr_count, 1);
		cr_expect_eq(dhcp.addrs[0].bytes[15], 7);
		cr_expect_eq(dhcp.peer.bytes[15], depth ? 1 : 0, "of the innermost envelope");
		cr_expect(mst_fqdn_of_dhcp6(name, sizeof name, dhcp.fqdn, dhcp.fqdn_bytes));
		cr_expect_str_eq(name, "desk");
	}
}

Test(dissect_names_dhcp6, every_beginning_of_a_message_is_harmless)
{
	uint8_t bytes[256];
	size_t count = enclose(bytes, 2, REPLY, sizeof REPLY - 1);
	struct mst_dhcp6 dhcp;

	for (size_t length = 0; length <= count; length++) {
		uint8_t *copy = malloc(length + !length);

		memcpy(copy, bytes, length);
		mst_dhcp6_read(&dhcp, copy, length);
		free(copy);
	}
}

Test(dissect_names_dhcp6, names_are_cut_to_their_room_and_escaped)
{
	char name[8];

	cr_expect(mst_fqdn_of_dhcp6(name, sizeof name,
	                            (const uint8_t *)"\0\3a\x1b"
	                                             "b\2cd",
	                            8));
	cr_expect_lt(strlen(name), sizeof name);
	cr_expect_eq(strncmp(name, "a\\x1bb", 6), 0);
	cr_expect_not(mst_fqdn_of_dhcp6(name, sizeof name, (const uint8_t *)"\0\x40", 2));
	cr_expect_not(mst_fqdn_of_dhcp6(name, sizeof name, (const uint8_t *)"\0\0", 2), "the root alone");
}
