/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * egress.h - through which interfaces and next hops the frames of a round leave. Each egress has a rate and lanes of
 * its own, because each can carry another load.
 *
 *     on-link     targets on a link of this machine, asked by ARP or neighbour solicitation: one egress an interface
 *     routed      all targets behind one interface and next hop; at a fixed rate, all routed targets share one egress
 */
#ifndef MST_PLAN_EGRESS_H
#define MST_PLAN_EGRESS_H

#include <muster/scan_config.h>

#include "net/path.h"

#define MST_EGRESSES_MAX 8

enum mst_egress_kind { MST_EGRESS_ON_LINK, MST_EGRESS_ROUTED };

struct mst_egress {
	enum mst_egress_kind kind;
	unsigned number;          /* its place among those of the plan */
	int ifindex;              /* of the first path; the last egress may serve several when there are too many */
	struct mst_addr next_hop; /* likewise; no family: the targets are on the link */
	bool near;                /* leads to attached or private networks alone */
	bool beyond;              /* leads, for some targets, to a gateway or a tunnel */
	unsigned first_lane;      /* lanes [first_lane, first_lane + lanes) of the round ask through it */
	unsigned lanes;
	unsigned crew; /* so many of them begin; the others join when they are needed, see pace/crew.h */
};

struct mst_egresses {
	struct mst_egress *of; /* those on links first; it stays where it is when the plan is moved */
	unsigned count;        /* 1..MST_EGRESSES_MAX */
	unsigned on_link_count;
	unsigned lanes;   /* of all of them together */
	uint8_t *of_path; /* the number of the egress, by number of the path */
};

/*
 * `lanes`: of each egress, 1..MST_LANES_MAX, all of which begin; `solicits`: targets that are neighbours are asked by
 * ARP or neighbour solicitation; `adaptive`: the rate adapts. -EINVAL: more lanes than there is room for; -ENOMEM; each
 * with a sentence.
 */
int mst_egresses_choose(struct mst_egresses *egresses, unsigned lanes, const struct mst_paths *paths,
                        const struct mst_targets *targets, bool solicits, bool adaptive, struct mst_error *err);
void mst_egresses_free(struct mst_egresses *egresses);

/* One that was chosen with one lane each gets up to so many for each, of which one begins; fewer if there is no room.
 */
void mst_egresses_add_lanes(struct mst_egresses *egresses, unsigned lanes);

/* The egress that a lane of the round asks through. */
static inline const struct mst_egress *mst_egress_of_lane(const struct mst_egresses *egresses, unsigned lane)
{
	return &egresses->of[lane / egresses->of[0].lanes];
}

#endif
