/* SPDX-License-Identifier: BSD-2-Clause */
/* test_round.c - a round from start to end. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "unit/round/fixture_round.h"

/* It was there when the scan was opened. */
Test(round_round, a_cpu_that_has_gone_away_ends_the_round_with_its_number)
{
	struct fixture *fixture = fixture_new("127.0.1.0/29", "22", 1);

	fixture->plan.cpus = (struct mst_cpus){ .numbers = { MST_CPUS_MAX - 1 }, .count = 1 };
	mst_round_run(&fixture->round);
	cr_expect_eq(mst_load(&fixture->run.trouble.code, relaxed), -ENXIO);
	cr_expect(strstr(fixture->run.trouble.error.text, "CPU 1023"), "%s", fixture->run.trouble.error.text);
	fixture_free(fixture);
}
