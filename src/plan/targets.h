/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets.h - the addresses of a plan: those of the config, without what cannot be a host.
 */
#ifndef MST_PLAN_TARGETS_H
#define MST_PLAN_TARGETS_H

#include <muster/scan_config.h>

#include "plan/phase.h"

struct mst_plan_targets {
	const struct mst_targets *set; /* what is asked: `own`, or borrowed from the config */
	struct mst_targets *own;       /* a copy without reserved addresses, or another set of this plan's; or NULL */
	uint64_t left_out;             /* addresses of the config that are not asked */
	struct mst_addr *anycast;      /* addresses that the routers of a link share (RFC 4291, section 2.6.1) */
	size_t anycast_count;
};

/*
 * Of the targets given. Leaves out network and broadcast addresses of this machine's subnets, unless shards
 * on other machines must have the same order, and finds the anycast addresses. -EINVAL when
 * nothing is left, -errno when the kernel cannot be asked, each with a sentence.
 */
int mst_plan_targets_choose(struct mst_plan_targets *targets, const struct mst_targets *given, bool sharded,
                            enum mst_phase phase, struct mst_error *err);
/* The set that an earlier process of the run chose of those given, whatever this machine would leave out. */
int mst_plan_targets_resume(struct mst_plan_targets *targets, const struct mst_targets *given,
                            const struct mst_targets *asked, struct mst_error *err);

/* A set that was chosen before; the anycast addresses are copied. -ENOMEM with a sentence. */
int mst_plan_targets_given(struct mst_plan_targets *targets, const struct mst_targets *set, uint64_t left_out,
                           const struct mst_addr *anycast, size_t anycast_count, struct mst_error *err);
void mst_plan_targets_free(struct mst_plan_targets *targets);

#endif
