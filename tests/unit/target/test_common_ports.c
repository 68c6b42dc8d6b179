/* SPDX-License-Identifier: BSD-2-Clause */
/* test_common_ports.c - ports of everyday services as words of a list. */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/targets.h>
#include <netinet/in.h>
#include <string.h>

Test(target_common_ports, common_ones_are_those_of_the_protocol_and_may_be_fewer)
{
	static const struct {
		uint8_t proto;
		const char *text;
		uint32_t count;
		uint16_t first;
	} cases[] = {
		{ 0, "common", 100, 80 },
		{ IPPROTO_TCP, "common:1", 1, 80 },
		{ IPPROTO_UDP, "common", 30, 53 },
		{ IPPROTO_UDP, "common:2", 2, 53 },
		{ IPPROTO_TCP, "common:3,9,80", 4, 80 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_ports ports = { .proto = cases[i].proto };

		cr_assert_eq(mst_ports_add(&ports, cases[i].text, NULL), 0, "%s", cases[i].text);
		cr_assert_eq(mst_ports_count(&ports), cases[i].count, "%s", cases[i].text);
		cr_assert(mst_ports_has(&ports, cases[i].first), "%s", cases[i].text);
		cr_assert_eq(mst_ports_common(cases[i].proto, 0), cases[i].first);
	}
	cr_assert_eq(mst_ports_common(IPPROTO_TCP, 100), 0);
	cr_assert_eq(mst_ports_common(IPPROTO_UDP, 30), 0);
}

Test(target_common_ports, a_number_of_common_ones_that_there_are_not_is_refused)
{
	for (const char *const *text =
	             (const char *const[]){ "common:0", "common:101", "common:", "common:x", "common:1-2", NULL };
	     *text; text++) {
		struct mst_ports ports = { 0 };
		struct mst_error err = { "" };

		cr_assert_eq(mst_ports_add(&ports, *text, &err), -EINVAL, "%s", *text);
		cr_assert(strstr(err.text, *text) && strstr(err.text, "common:100"), "%s", err.text);
		cr_assert_eq(mst_ports_count(&ports), 0);
	}
}
