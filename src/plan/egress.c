/* SPDX-License-Identifier: BSD-2-Clause */
/* egress.c - see egress.h. */
#include "plan/egress.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "plan/paths.h"
#include "target/private.h"

struct chooser {
	struct mst_egresses *egresses;
	const struct mst_paths *paths;
	const struct mst_targets *targets;
	bool solicits;
};

static bool leads_out(const struct mst_path *path)
{
	return path->kind <= MST_PATH_LOCAL;
}

static enum mst_egress_kind kind_of(const struct chooser *chooser, const struct mst_path *path)
{
	return chooser->solicits && path->neighbours ? MST_EGRESS_ON_LINK : MST_EGRESS_ROUTED;
}

/*
 * Where policy rules tell the probes of a host apart, all of them are sent by the lane that has the question: that of
 * the path of the first probe that can leave.
 */
static size_t base_of(const struct chooser *chooser, size_t path)
{
	const struct mst_paths *paths = chooser->paths;
	size_t pieces = mst_paths_pieces(paths), first = path % pieces, base = first;

	if (paths->flows <= 1 || !chooser->solicits)
		return path;
	while (base < paths->count && !leads_out(&paths->paths[base]))
		base += pieces;
	return base < paths->count ? base : first;
}

/* On a link both families share an egress, because every host there receives what is sent to all. */
static bool share_egress(const struct mst_path *one, const struct mst_path *other, enum mst_egress_kind kind)
{
	if (!leads_out(other) || one->ifindex != other->ifindex || !one->encap != !other->encap)
		return false;
	if (kind == MST_EGRESS_ON_LINK)
		return true;
	return one->on_link == other->on_link && (one->on_link || mst_addr_equal(&one->gateway, &other->gateway));
}

/* The egress of an earlier path of this kind, or a new one; the last is shared when there are too many. */
static unsigned number_for(const struct chooser *chooser, size_t path, enum mst_egress_kind kind, unsigned most)
{
	const struct mst_path *paths = chooser->paths->paths;

	for (size_t i = 0; i < path; i++) {
		if (base_of(chooser, i) == i && kind_of(chooser, &paths[i]) == kind &&
		    share_egress(&paths[i], &paths[path], kind))
			return chooser->egresses->of_path[i];
	}
	return chooser->egresses->count < most ? chooser->egresses->count : most - 1;
}

static bool is_near(const struct chooser *chooser, const struct mst_path *path)
{
	return path->on_link || mst_targets_are_private_between(chooser->targets, &path->first, &path->last);
}

/* Makes the egresses of one kind; at most so many in all. */
static void choose(struct chooser *chooser, enum mst_egress_kind kind, unsigned most)
{
	struct mst_egresses *egresses = chooser->egresses;

	for (size_t i = 0; i < chooser->paths->count; i++) {
		const struct mst_path *path = &chooser->paths->paths[i];
		unsigned number;

		if (!leads_out(path) || kind_of(chooser, path) != kind || base_of(chooser, i) != i)
			continue;
		number = number_for(chooser, i, kind, most);
		if (number == egresses->count)
			egresses->of[egresses->count++] = (struct mst_egress){
				.kind = kind,
				.number = number,
				.ifindex = path->ifindex,
				.next_hop = path->gateway,
				.near = true,
			};
		egresses->of_path[i] = (uint8_t)number;
		egresses->of[number].near &= is_near(chooser, path);
		egresses->of[number].beyond |= path->kind == MST_PATH_UNICAST && !(path->on_link && path->neighbours);
	}
}

static void spread_lanes(struct mst_egresses *egresses, unsigned lanes)
{
	for (unsigned i = 0; i < egresses->count; i++) {
		egresses->of[i].first_lane = i * lanes;
		egresses->of[i].lanes = lanes;
		egresses->of[i].crew = lanes;
	}
	egresses->lanes = egresses->count * lanes;
}

int mst_egresses_choose(struct mst_egresses *egresses, unsigned lanes, const struct mst_paths *paths,
                        const struct mst_targets *targets, bool solicits, bool adaptive, struct mst_error *err)
{
	struct chooser chooser = { egresses, paths, targets, solicits };
	unsigned most = MST_LANES_MAX / lanes;

	*egresses = (struct mst_egresses){
		.of = calloc(MST_EGRESSES_MAX, sizeof *egresses->of),
		.of_path = calloc(paths->count + 1, sizeof *egresses->of_path),
	};
	if (!egresses->of || !egresses->of_path)
		return mst_fail(err, -ENOMEM, "no memory for the paths to the targets");
	if (most > MST_EGRESSES_MAX)
		most = MST_EGRESSES_MAX;
	if (most == 1 && mst_paths_have_neighbours(paths))
		return mst_fail(err, -EINVAL, "--lanes %u: expected at most %d where targets are on a local link",
		                lanes, MST_LANES_MAX / 2);
	choose(&chooser, MST_EGRESS_ON_LINK, most / 2);
	egresses->on_link_count = egresses->count;
	choose(&chooser, MST_EGRESS_ROUTED, adaptive ? most : egresses->on_link_count + 1);
	for (size_t i = 0; i < paths->count; i++)
		egresses->of_path[i] = egresses->of_path[base_of(&chooser, i)];
	/* Where nothing can be sent, one lane gives the verdicts that need no frame. */
	if (egresses->count == 0)
		egresses->of[egresses->count++] = (struct mst_egress){ .kind = MST_EGRESS_ROUTED, .near = true };
	spread_lanes(egresses, lanes);
	return 0;
}

void mst_egresses_add_lanes(struct mst_egresses *egresses, unsigned lanes)
{
	unsigned most = MST_LANES_MAX / egresses->count;

	spread_lanes(egresses, lanes < most ? lanes : most);
	for (unsigned i = 0; i < egresses->count; i++)
		egresses->of[i].crew = 1;
}

void mst_egresses_free(struct mst_egresses *egresses)
{
	free(egresses->of);
	free(egresses->of_path);
	egresses->of = NULL;
	egresses->of_path = NULL;
}
