/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * space_pairs.h - the questions of a space that are no product of targets and ports: each target has ports of its own.
 *
 *     target       0        1     2              3
 *     firsts       0        3     4     (none)   4          6: how many there are
 *     ports        22 80 443│ 80 │              │22 8080
 *     index        0  1  2    3                  4  5
 *
 * So their indices are in the order of address and port, as those of a product are.
 */
#ifndef MST_TARGET_SPACE_PAIRS_H
#define MST_TARGET_SPACE_PAIRS_H

#include <muster/endpoints.h>

struct mst_space_pairs {
	uint32_t *firsts; /* of each target: the index of its first question; then how many there are */
	uint16_t *ports;
	uint32_t targets, count;
};

/* Of the endpoints, those of the targets and ports; both are borrowed until it returns. -EINVAL with a sentence: there
 * are none, or too many; -ENOMEM with one. */
int mst_space_pairs_make(struct mst_space_pairs **pairs, const struct mst_targets *targets,
                         const struct mst_ports *ports, const struct mst_endpoints *endpoints, struct mst_error *err);

/* Accepts NULL. */
void mst_space_pairs_free(struct mst_space_pairs *pairs);

/* The index of the target of a question; index below count. */
uint32_t mst_space_pairs_target(const struct mst_space_pairs *pairs, uint32_t index);

/* The index of the question about a port of a target; false when there is none. */
bool mst_space_pairs_find(const struct mst_space_pairs *pairs, uint32_t target, uint16_t port, uint32_t *index);

#endif
