/* SPDX-License-Identifier: BSD-2-Clause */
/* test_icmp_words.c - ICMP errors in the words of iputils, and read back from them. */
#include <criterion/criterion.h>
#include <string.h>

#include "ping/icmp_words.h"

static const struct {
	enum mst_family family;
	uint8_t type, code;
	uint32_t mtu, pointer;
	const char *words;
} cases[] = {
	{ MST_IPV4, 3, 0, 0, 0, "Destination Net Unreachable" },
	{ MST_IPV4, 3, 1, 0, 0, "Destination Host Unreachable" },
	{ MST_IPV4, 3, 4, 1280, 0, "Frag needed and DF set (mtu = 1280)" },
	{ MST_IPV4, 3, 4, 0, 0, "Frag needed and DF set" },
	{ MST_IPV4, 3, 5, 0, 0, "Source Route Failed" },
	{ MST_IPV4, 3, 11, 0, 0, "Destination Net Unreachable for Type of Service" },
	{ MST_IPV4, 3, 13, 0, 0, "Packet filtered" },
	{ MST_IPV4, 3, 77, 0, 0, "Dest Unreachable, Bad Code: 77" },
	{ MST_IPV4, 11, 9, 0, 0, "Time exceeded, Bad Code: 9" },
	{ MST_IPV4, 4, 0, 0, 0, "Source Quench" },
	{ MST_IPV6, 1, 9, 0, 0, "Destination unreachable: Unknown code 9" },
	{ MST_IPV4, 11, 0, 0, 0, "Time to live exceeded" },
	{ MST_IPV4, 11, 1, 0, 0, "Frag reassembly time exceeded" },
	{ MST_IPV4, 12, 0, 0, 20, "Parameter problem: pointer = 20" },
	{ MST_IPV6, 1, 0, 0, 0, "Destination unreachable: No route" },
	{ MST_IPV6, 1, 3, 0, 0, "Destination unreachable: Address unreachable" },
	{ MST_IPV6, 2, 0, 1280, 0, "Packet too big: mtu=1280" },
	{ MST_IPV6, 3, 0, 0, 0, "Time exceeded: Hop limit" },
	{ MST_IPV6, 4, 1, 0, 40, "Parameter problem: Unknown header at 40" },
};

Test(ping_icmp_words, errors_are_written_as_iputils_writes_them_and_read_back)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_ping_event event = {
			.happening = MST_PING_ERROR,
			.icmp_type = cases[i].type,
			.icmp_code = cases[i].code,
			.mtu = cases[i].mtu,
			.pointer = cases[i].pointer,
		};
		struct mst_icmp_said said;
		char text[96];

		cr_expect_str_eq(mst_ping_error_words(&event, cases[i].family, text, sizeof text), cases[i].words);
		cr_assert(mst_icmp_words_read(&said, text), "%s", text);
		cr_expect(said.type == cases[i].type && said.code == cases[i].code && said.mtu == cases[i].mtu &&
		                  said.pointer == cases[i].pointer,
		          "%s: type %u, code %u, mtu %u, pointer %u", text, said.type, said.code, said.mtu,
		          said.pointer);
	}
}

Test(ping_icmp_words, a_redirect_names_the_next_hop)
{
	struct mst_ping_event event = { .happening = MST_PING_REDIRECT,
		                        .icmp_type = 5,
		                        .icmp_code = 1,
		                        .gateway = mst_addr_from_ipv4(0x0a000002) };
	struct mst_icmp_said said;
	char text[96];

	cr_expect_str_eq(mst_ping_error_words(&event, MST_IPV4, text, sizeof text),
	                 "Redirect Host(New nexthop: 10.0.0.2)");
	cr_assert(mst_icmp_words_read(&said, text));
	cr_expect(said.type == 5 && said.code == 1 && mst_addr_ipv4(&said.gateway) == 0x0a000002);
	event.icmp_type = 137, event.icmp_code = 0;
	cr_assert_eq(mst_addr_parse(&event.gateway, "fe80::9"), 0);
	cr_expect_str_eq(mst_ping_error_words(&event, MST_IPV6, text, sizeof text), "Redirect(New nexthop: fe80::9)");
}

Test(ping_icmp_words, what_has_no_words_is_told_by_its_numbers)
{
	struct mst_ping_event event = { .happening = MST_PING_ERROR, .icmp_type = 42, .icmp_code = 99 };
	struct mst_icmp_said said;
	char text[24];

	cr_expect_str_eq(mst_ping_error_words(&event, MST_IPV4, text, sizeof text), "ICMP type 42, code 99");
	cr_expect_not(mst_icmp_words_read(&said, "something new"));
	cr_expect(mst_icmp_words_read(&said, "Frag needed and DF set (mtu = 99999999999999999999)") && said.mtu == 0);
	event.icmp_type = 3, event.icmp_code = 4;
	cr_expect_eq(strlen(mst_ping_error_words(&event, MST_IPV4, text, 8)), 7, "it is cut where the room ends");
}
