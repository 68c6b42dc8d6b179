/* SPDX-License-Identifier: BSD-2-Clause */
/* on_link.c - see on_link.h. */
#include "plan/on_link.h"

#include <errno.h>

#include "base/fail.h"
#include "target/set.h"

#define WALKED_MAX (UINT64_C(1) << 22) /* questions: a fifth of a second */

/* Only a part of the space is asked: collects the hosts in it, if it is short enough to be walked through. */
static int add_sampled(struct mst_targets *targets, const struct mst_space *space, const struct mst_paths *paths)
{
	int code = 0;

	for (uint64_t position = space->begin; position < space->end && code == 0; position++) {
		struct mst_question_at question = mst_space_at(space, position);
		const struct mst_path *path = mst_paths_for(paths, &question.addr);

		if (path && path->neighbours)
			code = mst_targets_add_addr(targets, &question.addr, false);
	}
	return code;
}

/* The intersection of an interval of targets with a path. */
static int add_common(struct mst_targets *targets, const struct mst_path *path, const struct mst_addr *first,
                      const struct mst_addr *last)
{
	const struct mst_addr *from = mst_addr_compare(first, &path->first) > 0 ? first : &path->first;
	const struct mst_addr *to = mst_addr_compare(last, &path->last) < 0 ? last : &path->last;

	return mst_addr_compare(from, to) <= 0 ? mst_targets_add_interval(targets, from, to) : 0;
}

static int add_whole(struct mst_targets *targets, const struct mst_space *space, const struct mst_paths *paths)
{
	struct mst_addr first, last;
	int code = 0;

	for (size_t i = 0; code == 0 && mst_targets_interval(space->targets, i, &first, &last); i++) {
		for (size_t p = 0; p < paths->count && code == 0; p++) {
			if (paths->paths[p].neighbours)
				code = add_common(targets, &paths->paths[p], &first, &last);
		}
	}
	return code;
}

int mst_on_link_targets(struct mst_targets **out, const struct mst_space *space, const struct mst_paths *paths,
                        struct mst_error *err)
{
	struct mst_targets *targets = mst_targets_new();
	uint64_t questions = space->end - space->begin;
	bool whole = questions == space->size ||
	             (questions > WALKED_MAX && mst_targets_count(space->targets) <= questions);
	int code = -ENOMEM;

	*out = NULL;
	if (targets)
		code = whole ? add_whole(targets, space, paths) : add_sampled(targets, space, paths);
	if (code < 0) {
		mst_targets_free(targets);
		return mst_fail(err, -ENOMEM, "no memory for the hosts on the local links");
	}
	code = mst_targets_close(targets, err);
	if (code == 0)
		*out = targets;
	else
		mst_targets_free(targets);
	return code == -ENOMEM ? code : 0;
}
