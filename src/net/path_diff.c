/* SPDX-License-Identifier: BSD-2-Clause */
/* path_diff.c - see path_diff.h. */
#include "net/path_diff.h"

#include <errno.h>

static const struct mst_addr *later(const struct mst_addr *a, const struct mst_addr *b)
{
	return mst_addr_compare(a, b) > 0 ? a : b;
}

static const struct mst_addr *earlier(const struct mst_addr *a, const struct mst_addr *b)
{
	return mst_addr_compare(a, b) < 0 ? a : b;
}

/* The paths of one flow. */
static int compare(const struct mst_path *before, size_t before_count, const struct mst_path *now, size_t now_count,
                   mst_path_change_sink *sink, void *user)
{
	size_t i = 0, j = 0;
	int code = 0;

	while (i < before_count && j < now_count && code == 0) {
		struct mst_path_change change = {
			.first = *later(&before[i].first, &now[j].first),
			.last = *earlier(&before[i].last, &now[j].last),
			.before = &before[i],
			.now = &now[j],
		};
		int order = mst_addr_compare(&before[i].last, &now[j].last);

		if (mst_addr_compare(&change.first, &change.last) <= 0)
			code = sink(user, &change);
		i += order <= 0;
		j += order >= 0;
	}
	return code;
}

int mst_paths_compare(const struct mst_paths *before, const struct mst_paths *now, mst_path_change_sink *sink,
                      void *user)
{
	size_t before_pieces = mst_paths_pieces(before), now_pieces = mst_paths_pieces(now);
	unsigned flows = before->flows > 1 ? before->flows : 1;
	int code = 0;

	if ((now->flows > 1 ? now->flows : 1) != flows)
		return -EINVAL;
	for (unsigned k = 0; k < flows && code == 0; k++)
		code = compare(before->paths + k * before_pieces, before_pieces, now->paths + k * now_pieces,
		               now_pieces, sink, user);
	return code;
}
