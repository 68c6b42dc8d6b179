/* SPDX-License-Identifier: BSD-2-Clause */
/* detours.c - see detours.h. */
#include "round/detours.h"

#include <errno.h>
#include <stdlib.h>

#define TURNS 2 /* that a lane ends until a list is freed: one might do, this one also bears a late look */

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

static int by_first(const void *a, const void *b)
{
	return mst_addr_compare(&((const struct mst_detour *)a)->first, &((const struct mst_detour *)b)->first);
}

void mst_detours_seal(struct mst_detours *detours)
{
	size_t kept = 0;

	if (detours->count)
		qsort(detours->of, detours->count, sizeof *detours->of, by_first);
	for (size_t i = 0; i < detours->count; i++) {
		const struct mst_detour *next = &detours->of[i];
		struct mst_detour *end = kept ? &detours->of[kept - 1] : NULL;

		if (!end || mst_addr_compare(&next->first, &end->last) > 0)
			detours->of[kept++] = *next;
		else if (mst_addr_compare(&next->last, &end->last) > 0)
			end->last = next->last;
	}
	detours->count = kept;
}

bool mst_detours_same(const struct mst_detours *a, const struct mst_detours *b)
{
	bool same = a && b && a->all == b->all && a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++)
		same = mst_addr_equal(&a->of[i].first, &b->of[i].first) &&
		       mst_addr_equal(&a->of[i].last, &b->of[i].last);
	return same || (!a && !b);
}

void mst_detours_free(struct mst_detours *detours)
{
	if (detours)
		free(detours->of);
	free(detours);
}

/* Whether every lane has ended the turn that it was in when the list was replaced. */
static bool is_unread(const struct mst_detours *detours, const struct mst_published *lanes, unsigned lane_count)
{
	for (unsigned i = 0; i < lane_count; i++) {
		uint64_t epoch = mst_load(&lanes[i].epoch, acquire); /* EPOCH */

		if (epoch != MST_EPOCH_OVER && epoch < detours->epochs[i] + TURNS)
			return false;
	}
	return true;
}

static void free_unread(struct mst_detour_lists *lists, const struct mst_published *lanes, unsigned lane_count)
{
	struct mst_detours **at = &lists->replaced;

	while (*at) {
		struct mst_detours *detours = *at;

		if (is_unread(detours, lanes, lane_count)) {
			*at = detours->before;
			mst_detours_free(detours);
		} else {
			at = &detours->before;
		}
	}
}

void mst_detours_publish(struct mst_detour_lists *lists, struct mst_detours *detours, const struct mst_published *lanes,
                         unsigned lane_count)
{
	struct mst_detours *old = mst_load(&lists->now, relaxed);

	free_unread(lists, lanes, lane_count);
	mst_store(&lists->now, detours, release); /* ROUTES */
	if (!old)
		return;
	/* Before the epochs are read, lanes see the new list. */
	atomic_thread_fence(memory_order_seq_cst);
	for (unsigned i = 0; i < lane_count; i++) {
		uint64_t epoch = mst_load(&lanes[i].epoch, acquire); /* EPOCH */

		old->epochs[i] = epoch == MST_EPOCH_OVER ? 0 : epoch;
	}
	old->before = lists->replaced;
	lists->replaced = old;
}

void mst_detours_close(struct mst_detour_lists *lists)
{
	mst_detours_free(mst_load(&lists->now, relaxed));
	mst_store(&lists->now, NULL, relaxed);
	while (lists->replaced) {
		struct mst_detours *before = lists->replaced->before;

		mst_detours_free(lists->replaced);
		lists->replaced = before;
	}
}

bool mst_detours_have(const struct mst_detours *detours, const struct mst_addr *addr)
{
	size_t low = 0, high = detours->count;

	while (low < high && !detours->all) {
		size_t middle = low + (high - low) / 2;

		if (mst_addr_compare(addr, &detours->of[middle].first) < 0)
			high = middle;
		else if (mst_addr_compare(addr, &detours->of[middle].last) > 0)
			low = middle + 1;
		else
			return true;
	}
	return detours->all;
}
