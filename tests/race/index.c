/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * index.c - lanes put questions into one index, and a receiver finds them: every question found was put, and every
 * question in a roll is found.
 *
 * Slots are used anew many times, so nodes are removed and used anew while the receiver reads.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/atomic.h"
#include "track/index.h"

#define LANES 2u
#define CAPACITY 64u
#define QUESTIONS 40000u

struct fixture {
	struct mst_index *index;
	_Atomic uint32_t put[LANES]; /* questions of this lane so far */
	_Atomic uint32_t over;
	uint64_t found, wrong, missed;
};

struct lane {
	struct fixture *fixture;
	unsigned number;
	pthread_t thread;
};

/* Question i of a lane stands in slot i % CAPACITY. */
static struct mst_addr addr_of(unsigned lane, uint32_t question)
{
	return lane % 2 ? mst_addr_from_ipv6((mst_uint128)0x20010db8 << 96 | question, 0)
	                : mst_addr_from_ipv4(0x0a000000 + question);
}

static void *put_all(void *argument)
{
	struct lane *lane = argument;

	for (uint32_t i = 0; i < QUESTIONS; i++) {
		struct mst_addr addr = addr_of(lane->number, i);

		mst_index_put(lane->fixture->index, lane->number, i % CAPACITY, &addr, (uint16_t)i);
		mst_store(&lane->fixture->put[lane->number], i + 1, release);
	}
	mst_add(&lane->fixture->over, 1, release);
	return NULL;
}

static void look_for(struct fixture *fixture, unsigned lane, uint32_t question, bool stands)
{
	struct mst_addr addr = addr_of(lane, question);
	unsigned found_lane;
	uint32_t slot;

	if (!mst_index_find(fixture->index, &addr, (uint16_t)question, &found_lane, &slot)) {
		fixture->missed += stands;
		return;
	}
	fixture->found++;
	fixture->wrong += found_lane != lane || slot != question % CAPACITY;
}

static void receive(struct fixture *fixture)
{
	uint32_t random = 1;

	while (mst_load(&fixture->over, acquire) < LANES) {
		unsigned lane = random % LANES;
		uint32_t put = mst_load(&fixture->put[lane], acquire);

		random = random * 1664525 + 1013904223;
		if (put)
			look_for(fixture, lane, put - 1 - random % (put < 2 * CAPACITY ? put : 2 * CAPACITY), false);
		look_for(fixture, lane, QUESTIONS + random % 1000, false);
	}
	for (unsigned lane = 0; lane < LANES; lane++) {
		for (uint32_t i = QUESTIONS - CAPACITY; i < QUESTIONS; i++)
			look_for(fixture, lane, i, true);
	}
}

int main(void)
{
	struct fixture fixture = { .index = mst_index_new(LANES, CAPACITY) };
	struct lane lanes[LANES];

	for (unsigned i = 0; i < LANES; i++) {
		lanes[i] = (struct lane){ .fixture = &fixture, .number = i };
		if (!fixture.index || !mst_index_open_lane(fixture.index, i) ||
		    pthread_create(&lanes[i].thread, NULL, put_all, &lanes[i]) != 0)
			return 1;
	}
	receive(&fixture);
	for (unsigned i = 0; i < LANES; i++)
		pthread_join(lanes[i].thread, NULL);
	mst_index_free(fixture.index);
	printf("%lu found, %lu wrong, %lu missed\n", fixture.found, fixture.wrong, fixture.missed);
	return fixture.wrong || fixture.missed || !fixture.found;
}
