/* SPDX-License-Identifier: BSD-2-Clause */
/* Which unfinished runs are too old, and how long the rest of one takes. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/resume/unfinished.h"

#define DAY (UINT64_C(86400) * 1000000000)
#define NOW (UINT64_C(20000) * DAY)

static void add(struct mst_unfinished_list *list, const char *id, uint64_t marked_ns, int64_t pid, bool complete)
{
	char path[] = "/tmp/unfinished-XXXXXX";
	int fd = mkstemp(path);
	struct mst_unfinished *one;

	cr_assert(fd >= 0);
	close(fd);
	list->items = realloc(list->items, (list->count + 1) * sizeof *list->items);
	one = &list->items[list->count++];
	*one = (struct mst_unfinished){ .path = strdup(path),
		                        .line = strdup("muster sweep 10.0.0.0/8"),
		                        .started_ns = marked_ns - 1,
		                        .marked_ns = marked_ns,
		                        .pid = pid,
		                        .complete = complete };
	snprintf(one->id, sizeof one->id, "%s", id);
}

Test(cli_resume_unfinished, what_was_not_resumed_for_thirty_days_is_removed_and_told, .init = cr_redirect_stderr)
{
	struct mst_unfinished_list list = { 0 };
	char *paths[4];

	add(&list, "old", NOW - 31 * DAY, 0, false);
	add(&list, "recent", NOW - 29 * DAY, 0, false);
	add(&list, "running", NOW - 31 * DAY, 7, false);
	add(&list, "complete", NOW - DAY, 0, true);
	for (size_t i = 0; i < 4; i++)
		paths[i] = strdup(list.items[i].path);
	mst_unfinished_list_remove_old(&list, NOW);
	cr_assert_eq(list.count, 2);
	cr_assert_str_eq(list.items[0].id, "recent");
	cr_assert_str_eq(list.items[1].id, "running");
	for (size_t i = 0; i < 4; i++) {
		cr_assert_eq(access(paths[i], F_OK) == 0, i == 1 || i == 2, "%zu", i);
		(void)unlink(paths[i]);
		free(paths[i]);
	}
	mst_unfinished_list_free(&list);
	fflush(stderr);
	cr_assert_stderr_eq_str("removed: old, which was not resumed for 30 days: muster sweep 10.0.0.0/8\n");
}

Test(cli_resume_unfinished, the_time_left_is_that_of_the_pace_so_far)
{
	struct mst_unfinished run = { .total = 100, .settled = 25, .elapsed_ns = 1000 };
	uint64_t left_ns;

	cr_assert(mst_unfinished_left(&run, &left_ns));
	cr_assert_eq(left_ns, 3000);
	cr_assert_eq(mst_unfinished_share(&run), 0.25);
	run.settled = 0;
	cr_assert(!mst_unfinished_left(&run, &left_ns));
	run.settled = 101; /* what a journal from elsewhere may say */
	cr_assert(!mst_unfinished_left(&run, &left_ns));
	run.total = 0;
	cr_assert_eq(mst_unfinished_share(&run), 0);
}
