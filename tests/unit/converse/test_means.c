/* SPDX-License-Identifier: BSD-2-Clause */
/* test_means.c - how many handshakes of TLS there are at once. */
#include "converse/means.h"

#include <criterion/criterion.h>

#include "base/clock.h"

static struct mst_interview_means means = { .timeout_ns = 4 * MST_NS_PER_SECOND, .secure_most = 64 };

static void note(unsigned times, uint64_t took_ns, bool failed)
{
	while (times--)
		mst_interview_means_note_handshake(&means, took_ns, failed);
}

Test(converse_means, quick_handshakes_let_more_be_made_at_once)
{
	note(10, MST_NS_PER_MS, false);
	cr_expect_eq(means.secure_most, 74);
	note(10000, MST_NS_PER_MS, false);
	cr_expect_eq(means.secure_most, 512);
}

Test(converse_means, slow_and_failed_ones_let_fewer)
{
	note(1, 3 * MST_NS_PER_SECOND, false);
	cr_expect_eq(means.secure_most, 48);
	note(1, MST_NS_PER_MS, true);
	cr_expect_eq(means.secure_most, 36);
	note(100, 3 * MST_NS_PER_SECOND, false);
	cr_expect_eq(means.secure_most, 16);
}

Test(converse_means, those_between_change_nothing)
{
	note(100, 3 * MST_NS_PER_SECOND / 2, false);
	cr_expect_eq(means.secure_most, 64);
}
