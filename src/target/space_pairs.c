/* SPDX-License-Identifier: BSD-2-Clause */
/* space_pairs.c - see space_pairs.h. */
#include "target/space_pairs.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "target/set.h"

#define MOST (UINT32_MAX - 1)

static int allocate(struct mst_space_pairs **pairs, size_t targets, size_t most)
{
	struct mst_space_pairs *made = calloc(1, sizeof *made);

	*pairs = made;
	if (!made)
		return -ENOMEM;
	made->targets = (uint32_t)targets;
	made->firsts = calloc(targets + 1, sizeof *made->firsts);
	made->ports = calloc(most + 1, sizeof *made->ports);
	return made->firsts && made->ports ? 0 : -ENOMEM;
}

/* Endpoints and targets are in the same order. */
static void fill(struct mst_space_pairs *pairs, const struct mst_targets *targets, const struct mst_ports *ports,
                 const struct mst_endpoints *endpoints)
{
	size_t count = mst_endpoints_count(endpoints);
	uint32_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		struct mst_addr addr;
		mst_uint128 target;
		uint16_t port;

		mst_endpoints_at(endpoints, i, &addr, &port);
		if (!mst_ports_has(ports, port) || !mst_targets_index(targets, &addr, &target))
			continue;
		for (; filled <= (uint32_t)target; filled++)
			pairs->firsts[filled] = pairs->count;
		pairs->ports[pairs->count++] = port;
	}
	for (; filled <= pairs->targets; filled++)
		pairs->firsts[filled] = pairs->count;
}

int mst_space_pairs_make(struct mst_space_pairs **pairs, const struct mst_targets *targets,
                         const struct mst_ports *ports, const struct mst_endpoints *endpoints, struct mst_error *err)
{
	size_t most = mst_endpoints_count(endpoints);
	int code = -ENOMEM;

	*pairs = NULL;
	if (most > MOST || mst_targets_count(targets) > MOST)
		return mst_fail(err, -EINVAL, "too many pairs of address and port: expected fewer than 2^32");
	code = allocate(pairs, (size_t)mst_targets_count(targets), most);
	if (code < 0) {
		(void)mst_fail(err, code, "no memory for %zu pairs of address and port", most);
	} else {
		fill(*pairs, targets, ports, endpoints);
		if ((*pairs)->count > 0)
			return 0;
		code = mst_fail(err, -EINVAL, "nothing to ask: no open port of the earlier result is left");
	}
	mst_space_pairs_free(*pairs);
	*pairs = NULL;
	return code;
}

void mst_space_pairs_free(struct mst_space_pairs *pairs)
{
	if (!pairs)
		return;
	free(pairs->firsts);
	free(pairs->ports);
	free(pairs);
}

uint32_t mst_space_pairs_target(const struct mst_space_pairs *pairs, uint32_t index)
{
	uint32_t low = 0, high = pairs->targets;

	while (high - low > 1) { /* the last target whose first question is not behind it */
		uint32_t middle = low + (high - low) / 2;

		if (pairs->firsts[middle] <= index)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool mst_space_pairs_find(const struct mst_space_pairs *pairs, uint32_t target, uint16_t port, uint32_t *index)
{
	uint32_t low = pairs->firsts[target], end = pairs->firsts[target + 1], high = end;

	while (low < high) { /* the first port that is not below it */
		uint32_t middle = low + (high - low) / 2;

		if (pairs->ports[middle] < port)
			low = middle + 1;
		else
			high = middle;
	}
	*index = low;
	return low < end && pairs->ports[low] == port;
}
