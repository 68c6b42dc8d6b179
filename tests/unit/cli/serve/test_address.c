/* SPDX-License-Identifier: BSD-2-Clause */
/* test_address.c - addresses to listen at. */
#include <criterion/criterion.h>

#include "cli/serve/address.h"

static const char *read_back(const char *text)
{
	static char back[MST_SERVE_ADDRESS_TEXT];
	struct mst_serve_address address;

	return mst_serve_address_parse(&address, text) ? mst_serve_address_format(&address, back) : "none";
}

Test(cli_serve_address, addresses_with_ports_are_read)
{
	cr_assert_str_eq(read_back("127.0.0.1:9750"), "127.0.0.1:9750");
	cr_assert_str_eq(read_back("[::1]:9750"), "[::1]:9750");
	cr_assert_str_eq(read_back("[2001:db8::1]:65535"), "[2001:db8::1]:65535");
	cr_assert_str_eq(read_back("0.0.0.0:0"), "0.0.0.0:0");
}

Test(cli_serve_address, a_port_alone_is_of_the_loopback_interface)
{
	cr_assert_str_eq(read_back(":9750"), "127.0.0.1:9750");
	cr_assert_str_eq(read_back("9750"), "127.0.0.1:9750");
}

Test(cli_serve_address, the_rest_is_none)
{
	static const char *const wrong[] = { "",
		                             "127.0.0.1",
		                             "127.0.0.1:",
		                             "127.0.0.1:65536",
		                             "localhost:9750",
		                             "::1:9750",
		                             "[::1]",
		                             "[::1]9750",
		                             "[127.0.0.1]:9750",
		                             "[]:9750",
		                             "1.2.3:9750",
		                             "1.2.3.4:-1",
		                             "1.2.3.4:9750 ",
		                             "[::1:9750",
		                             "]:9750",
		                             "file.prom/",
		                             "[::1]:9750/x",
		                             "1.2.3.4:0x2616",
		                             "::" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		cr_assert_str_eq(read_back(wrong[i]), "none", "%s", wrong[i]);
}

Test(cli_serve_address, what_others_reach_is_not_local)
{
	struct mst_serve_address address;

	cr_assert(mst_serve_address_parse(&address, "127.9.9.9:1") && mst_serve_address_is_local(&address));
	cr_assert(mst_serve_address_parse(&address, "[::1]:1") && mst_serve_address_is_local(&address));
	cr_assert(mst_serve_address_parse(&address, "0.0.0.0:1") && !mst_serve_address_is_local(&address));
	cr_assert(mst_serve_address_parse(&address, "[::]:1") && !mst_serve_address_is_local(&address));
	cr_assert(mst_serve_address_parse(&address, "[::ffff:127.0.0.1]:1") && !mst_serve_address_is_local(&address));
}
