/* SPDX-License-Identifier: BSD-2-Clause */
/* unfinished.c - see unfinished.h: the list. */
#include "cli/resume/unfinished.h"

#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/state.h"

#define KEPT_NS (UINT64_C(30) * 24 * 3600 * MST_NS_PER_SECOND)

static void free_run(struct mst_unfinished *run)
{
	free(run->path);
	free(run->line);
}

static bool copy(struct mst_unfinished *run, const struct mst_journal_info *info, const char *path)
{
	*run = (struct mst_unfinished){
		.path = strdup(path),
		.line = strdup(info->line ? info->line : ""),
		.total = info->total,
		.settled = info->settled,
		.started_ns = info->started_ns,
		.marked_ns = info->marked_ns,
		.elapsed_ns = info->elapsed_ns,
		.rate_pps = info->rate_pps,
		.pid = info->pid,
		.complete = info->complete,
	};
	memcpy(run->id, info->id, sizeof run->id);
	memcpy(run->states, info->states, sizeof run->states);
	if (run->path && run->line)
		return true;
	free_run(run);
	return false;
}

int mst_unfinished_list_add(struct mst_unfinished_list *runs, const char *path, struct mst_error *err)
{
	struct mst_unfinished *items;
	struct mst_journal *journal;
	int code = mst_journal_read(&journal, path, err);

	if (code < 0)
		return code;
	items = reallocarray(runs->items, runs->count + 1, sizeof *items);
	runs->items = items ? items : runs->items;
	if (items && copy(&items[runs->count], mst_journal_info(journal), path))
		runs->count++;
	else
		code = mst_fail(err, -ENOMEM, "no memory for the list of runs");
	mst_journal_close(journal);
	return code;
}

struct search {
	struct mst_unfinished_list *runs;
	bool only_running;
};

/* One that cannot be read hides no other. A journal that ends before its first mark is of a run that has just begun. */
static int add_found(void *user, const char *id, const char *path, struct mst_error *err)
{
	const struct search *search = user;
	struct mst_unfinished_list *runs = search->runs;
	int code = mst_unfinished_list_add(runs, path, err);

	(void)id;
	if (code == -ENOMEM)
		return code;
	if (code < 0 && code != -ENOENT)
		mst_print(stderr, "%s\n", err->text);
	if (code == 0 && search->only_running && !runs->items[runs->count - 1].pid)
		free_run(&runs->items[--runs->count]);
	return 0;
}

int mst_unfinished_list_find(struct mst_unfinished_list *runs, const char *folder, bool only_running,
                             struct mst_error *err)
{
	struct search search = { runs, only_running };

	return mst_state_each(folder, add_found, &search, err);
}

static bool is_old(const struct mst_unfinished *run, uint64_t now_ns)
{
	uint64_t last_ns = run->marked_ns > run->started_ns ? run->marked_ns : run->started_ns;

	return !run->pid && (run->complete || last_ns + KEPT_NS < now_ns);
}

void mst_unfinished_list_remove_old(struct mst_unfinished_list *runs, uint64_t now_ns)
{
	size_t kept = 0;

	for (size_t i = 0; i < runs->count; i++) {
		struct mst_unfinished *run = &runs->items[i];

		if (!is_old(run, now_ns) || unlink(run->path) < 0) {
			runs->items[kept++] = *run;
			continue;
		}
		if (!run->complete)
			mst_print(stderr, "removed: %s, which was not resumed for 30 days: %s\n", run->id, run->line);
		free_run(run);
	}
	runs->count = kept;
}

double mst_unfinished_share(const struct mst_unfinished *run)
{
	return run->total ? (double)run->settled / (double)run->total : 0;
}

bool mst_unfinished_left(const struct mst_unfinished *run, uint64_t *left_ns)
{
	double left = run->settled
	                      ? (double)run->elapsed_ns / (double)run->settled * (double)(run->total - run->settled)
	                      : -1;

	if (run->settled > run->total || left < 0 || left > 1e18)
		return false;
	*left_ns = (uint64_t)left;
	return true;
}

void mst_unfinished_list_free(struct mst_unfinished_list *runs)
{
	for (size_t i = 0; i < runs->count; i++)
		free_run(&runs->items[i]);
	free(runs->items);
	*runs = (struct mst_unfinished_list){ 0 };
}
