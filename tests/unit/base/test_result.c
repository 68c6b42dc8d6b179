/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_result.c - states and reasons by name.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/result.h>

Test(base_result, every_state_is_read_back_from_its_name)
{
	for (unsigned i = 0; i < MST_STATE_COUNT; i++) {
		enum mst_state state = MST_STATE_COUNT;

		cr_assert_eq(mst_state_parse(&state, mst_state_name((enum mst_state)i)), 0);
		cr_assert_eq(state, i);
	}
}

Test(base_result, a_word_that_is_no_state_is_refused)
{
	enum mst_state state;

	cr_assert_eq(mst_state_parse(&state, "ope"), -EINVAL);
	cr_assert_eq(mst_state_parse(&state, "OPEN"), -EINVAL);
	cr_assert_eq(mst_state_parse(&state, ""), -EINVAL);
}

Test(base_result, values_out_of_range_have_a_name_too)
{
	cr_assert_str_eq(mst_state_name((enum mst_state)255), "?");
	cr_assert_str_eq(mst_reason_name((enum mst_reason)255), "?");
	cr_assert_str_eq(mst_state_meaning((enum mst_state)255), "?");
	cr_assert_str_eq(mst_reason_meaning((enum mst_reason) - 1), "?");
}
