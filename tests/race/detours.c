/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detours.c - the receiver replaces lists of targets all the time, and lanes look into them, each within its turns: no
 * list is freed while a lane reads it, and what a lane sees is one whole list.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "round/detours.h"

#define LANES 2u
#define LISTS 20000u
#define RANGES 16u

struct fixture {
	struct mst_published lanes[LANES];
	struct mst_detour_lists lists;
	_Atomic unsigned next;
	_Atomic bool over;
	_Atomic uint64_t wrong, looked;
};

/* Of list n, targets n % 8 apart from multiples of 8. */
static struct mst_detours *list_of(unsigned number)
{
	struct mst_detours *detours = calloc(1, sizeof *detours);

	for (unsigned i = 0; detours && i < RANGES; i++) {
		struct mst_addr addr = mst_addr_from_ipv4(8 * i + number % 8);

		if (mst_detours_add(detours, &addr, &addr) < 0)
			abort();
	}
	if (!detours)
		abort();
	mst_detours_seal(detours);
	return detours;
}

/* In a turn the list may be replaced between two targets; of one look, exactly one of eight neighbours is in a list. */
static void *look(void *argument)
{
	struct fixture *fixture = argument;
	struct mst_published *lane = &fixture->lanes[mst_add(&fixture->next, 1, relaxed)];

	while (!mst_load(&fixture->over, acquire)) {
		const struct mst_detours *detours = mst_load(&fixture->lists.now, acquire); /* ROUTES */
		unsigned found = 0;

		for (unsigned i = 0; i < 8 && detours; i++) {
			struct mst_addr addr = mst_addr_from_ipv4(40 + i);

			found += mst_detours_have(detours, &addr);
		}
		if (detours && found != 1)
			mst_add(&fixture->wrong, 1, relaxed);
		mst_add(&fixture->looked, detours != NULL, relaxed);
		mst_store(&lane->epoch, mst_load(&lane->epoch, relaxed) + 1, release); /* EPOCH */
	}
	mst_store(&lane->epoch, MST_EPOCH_OVER, release); /* EPOCH */
	return NULL;
}

int main(void)
{
	struct fixture *fixture = aligned_alloc(MST_CACHE_LINE, sizeof *fixture);
	pthread_t threads[LANES];

	if (!fixture)
		return 1;
	*fixture = (struct fixture){ .over = false };
	for (unsigned i = 0; i < LANES; i++) {
		if (pthread_create(&threads[i], NULL, look, fixture) != 0)
			return 1;
	}
	for (unsigned i = 0; i < LISTS; i++)
		mst_detours_publish(&fixture->lists, i % 5 ? list_of(i) : NULL, fixture->lanes, LANES);
	mst_store(&fixture->over, true, release);
	for (unsigned i = 0; i < LANES; i++)
		pthread_join(threads[i], NULL);
	mst_detours_close(&fixture->lists);
	printf("%llu looks, %llu wrong\n", (unsigned long long)mst_load(&fixture->looked, relaxed),
	       (unsigned long long)mst_load(&fixture->wrong, relaxed));
	int code = mst_load(&fixture->wrong, relaxed) != 0;

	free(fixture);
	return code;
}
