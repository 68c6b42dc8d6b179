/* SPDX-License-Identifier: BSD-2-Clause */
/* detours.c - see detours.h. */
#include "round/detours.h"

#include <errno.h>
#include <stdlib.h>

int mst_detours_add(struct mst_detours *detours, const struct mst_addr *first, const struct mst_addr *last)
{
	if (detours->count == detours->room) {
		size_t room = detours->room ? 2 * detours->room : 16;
		struct mst_detour *more = reallocarray(detours->of, room, sizeof *more);

		if (!more)
			return -ENOMEM;
		detours->of = more;
		detours->room = room;
	}
	detours->of[detours->count++] = (struct mst_detour){ *first, *last };
	return 0;
}

void mst_detours_publish(struct mst_detour_lists *lists, struct mst_detours *detours)
{
	if (detours) {
		detours->before = lists->made;
		lists->made = detours;
	}
	mst_store(&lists->now, detours, release); /* ROUTES */
}

void mst_detours_close(struct mst_detour_lists *lists)
{
	mst_store(&lists->now, NULL, relaxed);
	while (lists->made) {
		struct mst_detours *before = lists->made->before;

		free(lists->made->of);
		free(lists->made);
		lists->made = before;
	}
}

/* A scan has few ranges, and looks at few targets a second while there are any. */
bool mst_detours_have(const struct mst_detours *detours, const struct mst_addr *addr)
{
	for (size_t i = 0; i < detours->count && !detours->all; i++) {
		if (mst_addr_compare(&detours->of[i].first, addr) <= 0 &&
		    mst_addr_compare(addr, &detours->of[i].last) <= 0)
			return true;
	}
	return detours->all;
}
