/* SPDX-License-Identifier: BSD-2-Clause */
/* test_kept_names.c - names kept for machines that are not there yet. */
#include "listen/kept_names.h"

#include <criterion/criterion.h>

Test(listen_kept_names, names_are_found_by_their_whole_key_and_a_flood_is_bounded)
{
	struct mst_kept_names *names = mst_kept_names_new();
	struct mst_addr addr = mst_addr_from_ipv4(1);
	struct mst_host_key key = mst_host_key_of(&addr), tagged = key;
	struct mst_host_key mac = mst_host_key_of_mac((uint8_t[6]){ 0, 0, 0, 1, 0, 0 });
	unsigned found = 0;

	tagged.vlans = 5;
	mst_kept_names_put(names, &key, "one");
	rcu_read_lock();
	cr_expect_str_eq(mst_kept_names_get(names, &key), "one");
	cr_expect_null(mst_kept_names_get(names, &tagged));
	cr_expect_null(mst_kept_names_get(names, &mac));
	rcu_read_unlock();
	mst_kept_names_put(names, &key, "two");
	rcu_read_lock();
	cr_expect_str_eq(mst_kept_names_get(names, &key), "two");
	rcu_read_unlock();
	for (uint32_t i = 0; i < 20000; i++) {
		addr = mst_addr_from_ipv4(i);
		key = mst_host_key_of(&addr);
		mst_kept_names_put(names, &key, "flood");
	}
	rcu_read_lock();
	for (uint32_t i = 0; i < 20000; i++) {
		addr = mst_addr_from_ipv4(i);
		key = mst_host_key_of(&addr);
		found += mst_kept_names_get(names, &key) != NULL;
	}
	rcu_read_unlock();
	cr_expect(found > 512 && found <= 1024, "%u", found);
	mst_kept_names_free(names);
}
