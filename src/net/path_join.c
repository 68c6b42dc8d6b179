/* SPDX-License-Identifier: BSD-2-Clause */
/* path_join.c - see path_join.h. */
#include "net/path_join.h"

#include <errno.h>
#include <stdlib.h>

static bool is_same_list(const struct mst_paths *a, const struct mst_paths *b)
{
	bool same = a->count == b->count;

	for (size_t i = 0; i < a->count && same; i++)
		same = mst_path_same(&a->paths[i], &b->paths[i]) &&
		       mst_addr_equal(&a->paths[i].first, &b->paths[i].first) &&
		       mst_addr_equal(&a->paths[i].last, &b->paths[i].last);
	return same;
}

/*
 * Walks along all lists. All of them cover the same targets: a piece ends where a path of any list ends, and the next
 * begins with the next path of that list. Returns the number of pieces; fills them where `out` has room.
 */
static size_t walk_all(struct mst_path *out, size_t pieces, const struct mst_paths *lists, unsigned flows)
{
	size_t at[MST_FLOWS_MAX] = { 0 }, count = 0;
	struct mst_addr first;

	for (first = lists[0].count ? lists[0].paths[0].first : (struct mst_addr){ 0 }; at[0] < lists[0].count;
	     count++) {
		struct mst_addr last = lists[0].paths[at[0]].last;

		for (unsigned k = 1; k < flows; k++)
			if (mst_addr_compare(&lists[k].paths[at[k]].last, &last) < 0)
				last = lists[k].paths[at[k]].last;
		for (unsigned k = 0; k < flows && out; k++) {
			struct mst_path *path = &out[k * pieces + count];

			*path = lists[k].paths[at[k]];
			path->first = first;
			path->last = last;
		}
		for (unsigned k = 0; k < flows; k++) {
			if (!mst_addr_equal(&lists[k].paths[at[k]].last, &last))
				continue;
			if (++at[k] < lists[k].count)
				first = lists[k].paths[at[k]].first;
		}
	}
	return count;
}

/* Numbers of equal-cost routes count on from list to list. */
static int take_spares(struct mst_paths *paths, const struct mst_paths *list, size_t pieces, unsigned flow)
{
	uint32_t base = paths->spare_count ? paths->spares[paths->spare_count - 1].multipath : 0;
	struct mst_path *spares;

	if (!list->spare_count)
		return 0;
	spares = reallocarray(paths->spares, paths->spare_count + list->spare_count, sizeof *spares);
	if (!spares)
		return -ENOMEM;
	paths->spares = spares;
	for (size_t i = 0; i < list->spare_count; i++) {
		spares[paths->spare_count] = list->spares[i];
		spares[paths->spare_count++].multipath += base;
	}
	for (size_t i = flow * pieces; i < (flow + 1) * pieces; i++)
		paths->paths[i].multipath += paths->paths[i].multipath ? base : 0;
	return 0;
}

int mst_paths_join(struct mst_paths *paths, struct mst_paths *lists, unsigned flows)
{
	bool same = true;
	size_t pieces;
	int code = 0;

	for (unsigned k = 1; k < flows && same; k++)
		same = is_same_list(&lists[0], &lists[k]);
	if (same) {
		*paths = lists[0];
		lists[0] = (struct mst_paths){ 0 };
		return 0;
	}
	pieces = walk_all(NULL, 0, lists, flows);
	*paths = (struct mst_paths){ .paths = calloc(pieces * flows + 1, sizeof *paths->paths) };
	if (!paths->paths)
		return -ENOMEM;
	walk_all(paths->paths, pieces, lists, flows);
	paths->count = pieces * flows;
	paths->flows = flows;
	for (unsigned k = 0; k < flows && code == 0; k++)
		code = take_spares(paths, &lists[k], pieces, k);
	return code;
}
