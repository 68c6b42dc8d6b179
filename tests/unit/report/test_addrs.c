/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_addrs.c - a set of addresses of both families.
 */
#include <criterion/criterion.h>

#include "report/addrs.h"

Test(report_addrs, each_address_is_new_once_whatever_its_family_and_scope)
{
	static const char *const texts[] = { "10.0.0.1",  "10.0.0.2", "255.255.255.255",   "0.0.0.0",
		                             "fe80::1%1", "fe80::1",  "::ffff:10.0.0.1%1", "::" };
	struct mst_addrs addrs = { 0 };

	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			struct mst_addr addr;

			cr_assert_eq(mst_addr_parse(&addr, texts[i]), 0, "%s", texts[i]);
			cr_assert_eq(mst_addrs_add(&addrs, &addr), !again, "%s", texts[i]);
		}
	}
	mst_addrs_free(&addrs);
}

Test(report_addrs, many_are_kept_apart)
{
	struct mst_addrs addrs = { 0 };
	unsigned wrong = 0;

	for (uint32_t i = 0; i < 30000; i++) {
		struct mst_addr addr = mst_addr_from_ipv4(i * 2654435761u);

		wrong += mst_addrs_add(&addrs, &addr) != 1;
		addr.family = MST_IPV6;
		wrong += mst_addrs_add(&addrs, &addr) != 1;
		wrong += mst_addrs_add(&addrs, &addr) != 0;
	}
	cr_assert_eq(wrong, 0);
	mst_addrs_free(&addrs);
}
