/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences that differ in their numbers only are the same. */
#include <criterion/criterion.h>

#include "watch/said.h"

Test(watch_said, numbers_make_no_difference)
{
	const char *lines = "eth0 dropped 12 frames\nthe engine changed\n";

	cr_expect(mst_said_has(lines, "eth0 dropped 12 frames"));
	cr_expect(mst_said_has(lines, "eth1 dropped 3407 frames"));
	cr_expect(mst_said_has(lines, "the engine changed"));
	cr_expect_not(mst_said_has(lines, "the engine"));
	cr_expect_not(mst_said_has(lines, "the engine changed again"));
	cr_expect_not(mst_said_has(lines, "eth0 dropped 12"));
	cr_expect_not(mst_said_has("", "the engine changed"));
	cr_expect_not(mst_said_has("", ""));
}
