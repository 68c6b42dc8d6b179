/* SPDX-License-Identifier: BSD-2-Clause */
/* dead_hops.c - see dead_hops.h. */
#include "plan/dead_hops.h"

bool mst_dead_hops_have(const struct mst_dead_hops *dead, const struct mst_path *path)
{
	for (unsigned i = 0; dead && i < dead->count; i++) {
		if (dead->of[i].ifindex == path->ifindex && mst_addr_equal(&dead->of[i].gateway, &path->gateway))
			return true;
	}
	return false;
}

/* The living next hop number `turn`, counted round and round, of an equal-cost route; NULL when there is none. */
static const struct mst_path *living(const struct mst_dead_hops *dead, const struct mst_paths *paths,
                                     uint32_t multipath, size_t turn)
{
	size_t count = 0;

	for (size_t i = 0; i < paths->spare_count; i++)
		count += paths->spares[i].multipath == multipath && !mst_dead_hops_have(dead, &paths->spares[i]);
	for (size_t i = 0; i < paths->spare_count && count; i++) {
		const struct mst_path *spare = &paths->spares[i];

		if (spare->multipath == multipath && !mst_dead_hops_have(dead, spare) && turn-- % count == 0)
			return spare;
	}
	return NULL;
}

bool mst_dead_hops_add(struct mst_dead_hops *dead, const struct mst_path *path)
{
	if (!path->gateway.family || mst_dead_hops_have(dead, path) || dead->count == MST_DEAD_HOPS_MAX)
		return false;
	dead->of[dead->count++] = (struct mst_dead_hop){ path->ifindex, path->gateway };
	return true;
}

bool mst_dead_hops_leave_one(const struct mst_dead_hops *dead, const struct mst_paths *paths,
                             const struct mst_path *path)
{
	return path->multipath && living(dead, paths, path->multipath, 0);
}

/* Paths that have become equal are one; where flows differ, all flows have the same pieces, and stay so. */
static void merge(struct mst_paths *paths)
{
	size_t kept = 0;

	for (size_t i = 0; i < paths->count && paths->flows <= 1; i++) {
		struct mst_path *path = &paths->paths[i], *before = kept ? &paths->paths[kept - 1] : NULL;

		if (before && mst_path_same(before, path) && before->first.family == path->first.family &&
		    before->first.scope == path->first.scope)
			before->last = path->last;
		else
			paths->paths[kept++] = *path;
	}
	if (paths->flows <= 1)
		paths->count = kept;
}

void mst_dead_hops_replace(const struct mst_dead_hops *dead, struct mst_paths *paths)
{
	size_t turn = 0;

	if (!dead || !dead->count)
		return;
	for (size_t i = 0; i < paths->count; i++) {
		struct mst_path *path = &paths->paths[i];
		struct mst_addr first = path->first, last = path->last;
		const struct mst_path *spare = NULL;

		if (path->multipath && mst_dead_hops_have(dead, path))
			spare = living(dead, paths, path->multipath, turn++);
		if (!spare)
			continue;
		*path = *spare;
		path->first = first;
		path->last = last;
	}
	merge(paths);
}
