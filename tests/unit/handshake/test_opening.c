/* SPDX-License-Identifier: BSD-2-Clause */
/* test_opening.c - what is said first, at each port that a dialogue knows. */
#include "handshake/opening.h"

#include <criterion/criterion.h>
#include <string.h>

static struct mst_opening opening;
static struct mst_dialogue_ports ports;

static void fill(void)
{
	mst_dialogue_ports_fill(&ports);
}

TestSuite(handshake_opening, .init = fill);

static void open_port(uint16_t port, const char *host)
{
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000001);

	memset(&opening, 0xa5, sizeof opening);
	mst_opening_write(&opening, &ports, &addr, port, host);
}

Test(handshake_opening, of_the_web_names_the_host)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: ";

	open_port(80, "www.example.org");
	cr_expect_not(opening.listens);
	cr_expect(memcmp(opening.bytes, request, strlen(request)) == 0);
	cr_expect(memmem(opening.bytes, opening.size, "www.example.org\r\n", 17));
	open_port(80, NULL);
	cr_expect(memmem(opening.bytes, opening.size, "10.0.0.1\r\n", 10));
}

Test(handshake_opening, comes_after_listening_where_no_dialogue_knows_the_port)
{
	open_port(81 + 12345, NULL);
	cr_expect(opening.listens);
	cr_expect(memcmp(opening.bytes, "GET ", 4) == 0);
}

Test(handshake_opening, is_none_where_servers_speak_first)
{
	open_port(22, NULL);
	cr_expect(opening.listens);
	cr_expect_eq(opening.size, 0);
}

Test(handshake_opening, does_not_fit_where_tls_is_usual)
{
	cr_expect_not(mst_opening_fits(&ports, 443));
	cr_expect_not(mst_opening_fits(&ports, 993));
	cr_expect(mst_opening_fits(&ports, 80));
	cr_expect(mst_opening_fits(&ports, 12345));
}

/* The same bytes again: they may be sent twice. */
Test(handshake_opening, is_the_same_each_time_at_every_port)
{
	for (unsigned port = 1; port <= UINT16_MAX; port++) {
		struct mst_opening first;

		if (!mst_opening_fits(&ports, (uint16_t)port))
			continue;
		open_port((uint16_t)port, NULL);
		first = opening;
		open_port((uint16_t)port, NULL);
		cr_assert_eq(first.size, opening.size, "port %u", port);
		cr_assert(memcmp(first.bytes, opening.bytes, first.size) == 0, "port %u", port);
		cr_assert(first.listens || first.size, "port %u: neither side would speak", port);
	}
}
