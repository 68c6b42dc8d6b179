/* SPDX-License-Identifier: BSD-2-Clause */
/* test_system_names.c - names looked up by threads: each has one answer, and close waits for none. */
#include "target/system_names.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>

#define MANY 300

static void count_answer(void *user, const struct mst_name_answer *answer)
{
	unsigned *seen = user;

	seen[answer->question.at]++;
	if (answer->question.at % 2)
		cr_expect(answer->count == 0 && answer->wrong && !answer->temporary);
	else
		cr_expect(answer->count >= 1 && answer->addrs[0].bytes[0] == 127 && !answer->wrong);
}

/* A numeric text is no name, so that no name server is asked. */
static void ask_many(struct mst_system_names *names)
{
	for (size_t i = 0; i < MANY; i++) {
		struct mst_name_question question = { .at = i, .ipv6 = i % 2 };

		cr_assert_eq(mst_system_names_ask(names, "127.0.0.1", &question), 0);
	}
}

Test(target_system_names, every_question_has_one_answer)
{
	struct mst_system_names *names;
	unsigned seen[MANY] = { 0 };

	cr_assert_eq(mst_system_names_open(&names), 0);
	ask_many(names);
	while (mst_system_names_asking(names)) {
		struct pollfd fd = { .fd = mst_system_names_fd(names), .events = POLLIN };

		cr_assert_eq(poll(&fd, 1, 10000), 1);
		mst_system_names_collect(names, count_answer, seen);
	}
	for (size_t i = 0; i < MANY; i++)
		cr_expect_eq(seen[i], 1, "%zu: %u", i, seen[i]);
	mst_system_names_close(names);
}

Test(target_system_names, closing_with_questions_waits_for_none)
{
	struct mst_system_names *names;

	cr_assert_eq(mst_system_names_open(&names), 0);
	ask_many(names);
	mst_system_names_close(names);
	mst_system_names_close(NULL);
}
