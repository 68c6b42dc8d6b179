/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_diff.h - what two looks at the kernel's routes to the same targets differ in. Pure.
 */
#ifndef MST_NET_PATH_DIFF_H
#define MST_NET_PATH_DIFF_H

#include "net/path.h"

/* A range of targets that one path served, and then another. */
struct mst_path_change {
	struct mst_addr first, last;
	const struct mst_path *before, *now;
};

/* Returns 0, or a negative errno that ends the walk. */
typedef int mst_path_change_sink(void *user, const struct mst_path_change *change);

/*
 * Passes on every range, ascending in each flow, in which the two meet: also where they agree. What the sink returned
 * last; -EINVAL when they have not the same flows.
 */
int mst_paths_compare(const struct mst_paths *before, const struct mst_paths *now, mst_path_change_sink *sink,
                      void *user);

/* Whether frames leave by the same interface, from the same source, to the same gateway, and in the same encapsulation,
 * if they leave at all. */
static inline bool mst_path_change_is_none(const struct mst_path_change *change)
{
	const struct mst_path *before = change->before, *now = change->now;

	return before->kind == now->kind && before->on_link == now->on_link && before->ifindex == now->ifindex &&
	       before->encap == now->encap && mst_addr_equal(&before->source, &now->source) &&
	       mst_addr_equal(&before->gateway, &now->gateway);
}

/* Whether only the gateway is another one. */
static inline bool mst_path_change_is_gateway(const struct mst_path_change *change)
{
	const struct mst_path *before = change->before, *now = change->now;

	return before->kind == MST_PATH_UNICAST && now->kind == MST_PATH_UNICAST && before->ifindex == now->ifindex &&
	       before->encap == now->encap && mst_addr_equal(&before->source, &now->source) && before->gateway.family &&
	       before->gateway.family == now->gateway.family && !mst_addr_equal(&before->gateway, &now->gateway);
}

#endif
