/* SPDX-License-Identifier: BSD-2-Clause */
/* test_address.c - where a store is. */
#include "fleet/address.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static void check(const char *url, bool tls, const char *host, const char *port, unsigned database)
{
	struct mst_fleet_address address;
	struct mst_error err = { "" };

	cr_assert_eq(mst_fleet_address_read(&address, url, &err), 0, "%s: %s", url, err.text);
	cr_expect_eq(address.tls, tls);
	cr_expect_str_eq(address.host, host);
	cr_expect_str_eq(address.port, port);
	cr_expect_eq(address.database, database);
}

Test(fleet_address, names_addresses_ports_and_databases_are_read)
{
	check("redis://store", false, "store", "6379", 0);
	check("redis://store/", false, "store", "6379", 0);
	check("rediss://store.example:7000/3", true, "store.example", "7000", 3);
	check("redis://[2001:db8::1]", false, "2001:db8::1", "6379", 0);
	check("redis://[2001:db8::1]:7000/12", false, "2001:db8::1", "7000", 12);
}

Test(fleet_address, what_is_none_is_refused)
{
	static const char *const urls[] = { "",
		                            "store",
		                            "http://store",
		                            "redis://",
		                            "redis:///1",
		                            "redis://:7000",
		                            "redis://store:",
		                            "redis://store:0",
		                            "redis://store:65536",
		                            "redis://store:6379x",
		                            "redis://store/x",
		                            "redis://store/1024",
		                            "redis://[2001:db8::1",
		                            "redis://[]" };
	struct mst_fleet_address address;
	struct mst_error err;

	for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
		cr_expect_eq(mst_fleet_address_read(&address, urls[i], &err), -EINVAL, "%s", urls[i]);
}

Test(fleet_address, a_password_is_refused_and_not_repeated)
{
	struct mst_fleet_address address;
	struct mst_error err;

	cr_expect_eq(mst_fleet_address_read(&address, "redis://me:wort@store", &err), -EINVAL);
	cr_expect(!strstr(err.text, "wort"));
}
