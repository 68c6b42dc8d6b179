/* SPDX-License-Identifier: BSD-2-Clause */
/* path.c - see path.h: the list of paths, and the one of a target. */
#include "net/path.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

void mst_paths_free(struct mst_paths *paths)
{
	free(paths->paths);
	free(paths->spares);
	*paths = (struct mst_paths){ 0 };
}

static uint32_t leading_bytes(const struct mst_addr *addr)
{
	uint32_t network_order;

	memcpy(&network_order, addr->bytes, sizeof network_order);
	return ntohl(network_order);
}

/* A faster mst_addr_compare for lanes: the first bytes usually decide. */
static int order(const struct mst_addr *a, const struct mst_addr *b)
{
	uint32_t left = leading_bytes(a), right = leading_bytes(b);

	if (a->family == b->family && a->scope == b->scope && left != right)
		return left < right ? -1 : 1;
	return mst_addr_compare(a, b);
}

const struct mst_path *mst_paths_for(const struct mst_paths *paths, const struct mst_addr *addr)
{
	size_t low = 0, high = mst_paths_pieces(paths);

	/* The last path that begins at or before the address, if any, is low - 1. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(&paths->paths[middle].first, addr) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || order(addr, &paths->paths[low - 1].last) > 0)
		return NULL;
	return &paths->paths[low - 1];
}

bool mst_path_same(const struct mst_path *a, const struct mst_path *b)
{
	return a->kind == b->kind && a->on_link == b->on_link && a->ifindex == b->ifindex &&
	       a->multipath == b->multipath && a->encap == b->encap && mst_addr_equal(&a->source, &b->source) &&
	       mst_addr_equal(&a->gateway, &b->gateway);
}

size_t mst_paths_sources(struct mst_addr *sources, size_t most, const struct mst_paths *paths)
{
	size_t count = 0;

	for (size_t i = 0; i < paths->count; i++) {
		bool known = paths->paths[i].kind > MST_PATH_LOCAL;

		for (size_t s = 0; s < count && !known; s++)
			known = mst_addr_equal(&sources[s], &paths->paths[i].source);
		if (!known && count == most)
			return most + 1;
		if (!known)
			sources[count++] = paths->paths[i].source;
	}
	return count;
}
