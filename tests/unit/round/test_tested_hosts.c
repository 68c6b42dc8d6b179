/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tested_hosts.c - every host that was added is known, and few that were not. */
#include "round/tested_hosts.h"

#include <criterion/criterion.h>

#include "round/reference_set.h"

#define HOSTS (1u << 20)

static uint64_t key_of(uint32_t number)
{
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000000 + number);

	return mst_reference_key(&addr, 0);
}

/* Adds each `step`th host: one in how many of the others is taken for known. */
static unsigned wrong_with(unsigned step)
{
	struct mst_tested_hosts tested;
	unsigned wrong = 0;

	cr_assert(mst_tested_hosts_open(&tested, HOSTS));
	for (uint32_t number = 0; number < HOSTS; number += step)
		mst_tested_hosts_add(&tested, key_of(number));
	for (uint32_t number = 0; number < 2 * HOSTS; number++) {
		if (number < HOSTS && number % step == 0)
			cr_assert(mst_tested_hosts_has(&tested, key_of(number)));
		else
			wrong += mst_tested_hosts_has(&tested, key_of(number));
	}
	mst_tested_hosts_close(&tested);
	return wrong ? (2 * HOSTS - HOSTS / step) / wrong : HOSTS;
}

Test(round_tested_hosts, few_hosts_are_taken_for_tested)
{
	unsigned of_a_quarter = wrong_with(4), of_all = wrong_with(1);

	cr_expect_geq(of_a_quarter, 500, "%u", of_a_quarter);
	cr_expect_geq(of_all, 15, "%u", of_all);
}

Test(round_tested_hosts, without_room_no_host_is_known)
{
	struct mst_tested_hosts tested;

	cr_assert(mst_tested_hosts_open(&tested, 0));
	mst_tested_hosts_add(&tested, key_of(1));
	cr_expect_not(mst_tested_hosts_has(&tested, key_of(1)));
	mst_tested_hosts_close(&tested);
}
