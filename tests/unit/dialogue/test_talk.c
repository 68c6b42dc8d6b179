/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "dialogue/dialogue.h"

Test(dialogue_talk, what_does_not_fit_is_left_out)
{
	static struct mst_talk talk;
	static uint8_t bytes[MST_TALK_OUT];

	mst_talk_say(&talk, "abc");
	mst_talk_put(&talk, NULL, 0);
	cr_assert_eq(talk.out_size, 3);
	memset(bytes, 'x', sizeof bytes);
	mst_talk_put(&talk, bytes, sizeof bytes);
	cr_assert_eq(talk.out_size, sizeof talk.out);
	cr_assert(!memcmp(talk.out, "abcx", 4) && talk.out[sizeof talk.out - 1] == 'x');
	mst_talk_say(&talk, "more");
	cr_assert_eq(talk.out_size, sizeof talk.out);
}
