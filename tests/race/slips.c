/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slips.c - a lane loses the CPU again and again while a receiver asks how late frames left: it reads whole slips, the
 * one of its frame, or that nothing is known yet.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "round/slips.h"

#define CALLS 300000u
#define MS UINT64_C(1024000)

static struct mst_slips slips;
static _Atomic uint32_t begun;

static uint64_t from_of(uint32_t call)
{
	return (uint64_t)call % 10000 * 10 * MS + MS;
}

static void *offer_all(void *unused)
{
	(void)unused;
	for (uint32_t call = 1; call <= CALLS; call++) {
		mst_slips_begin(&slips, from_of(call));
		mst_store(&begun, call, release);
		mst_slips_end(&slips, from_of(call) + 5 * MS);
	}
	return NULL;
}

int main(void)
{
	uint64_t known = 0, waits = 0, gone = 0, wrong = 0;
	pthread_t lane;
	uint32_t call;

	if (pthread_create(&lane, NULL, offer_all, NULL) != 0)
		return EXIT_FAILURE;
	do {
		uint64_t least_ns;

		call = mst_load(&begun, acquire);
		if (call == 0)
			continue;
		/* Stamped a millisecond after the call began, answered six later. */
		least_ns = mst_slips_least_ns(&slips, from_of(call) + MS, 6 * MS);
		known += least_ns == 2 * MS;
		waits += least_ns == 0;
		gone += least_ns == 6 * MS; /* many have followed */
		wrong += least_ns != 2 * MS && least_ns != 0 && least_ns != 6 * MS;
	} while (call < CALLS);
	pthread_join(lane, NULL);
	printf("known %llu, on its way %llu, forgotten %llu, wrong %llu\n", (unsigned long long)known,
	       (unsigned long long)waits, (unsigned long long)gone, (unsigned long long)wrong);
	return wrong == 0 && mst_slips_least_ns(&slips, from_of(CALLS) + MS, 6 * MS) == 2 * MS ? EXIT_SUCCESS
	                                                                                       : EXIT_FAILURE;
}
