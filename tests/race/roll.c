/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roll.c - one lane and one receiver on a small ring: every question ends exactly once.
 *
 * The lane arms, asks again and gives up; the receiver settles slots as fast as it can with right, old and wrong
 * answers, and notes reports of routers that find no such host. Each question is a number, its address: FIRST for the
 * receiver and a successful give-up for the lane are counted by number, and must add up to one.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "track/roll.h"

#define QUESTIONS 300000u
#define CAPACITY 256u
#define ATTEMPTS 3
#define TICK_NS (UINT64_C(1) << MST_TICK_SHIFT)

struct fixture {
	struct mst_roll roll;
	_Atomic uint32_t armed; /* questions armed so far */
	_Atomic bool over;
	uint8_t *ended_by_lane, *ended_by_receiver; /* one a question, each written by one thread */
	uint64_t forged, strangers;
};

/* In a wide roll every other one is of IPv6, and of a link. */
static struct mst_addr addr_of(const struct fixture *fixture, uint32_t number)
{
	mst_uint128 prefix = (mst_uint128)0xfe80 << 112 | (mst_uint128)number << 64;

	return fixture->roll.wide && number % 2 ? mst_addr_from_ipv6(prefix | number, number)
	                                        : mst_addr_from_ipv4(number);
}

static uint32_t number_of(const struct mst_addr *addr)
{
	return addr->family == MST_IPV6 ? (uint32_t)mst_addr_ipv6(addr) : mst_addr_ipv4(addr);
}

static void tend(struct fixture *fixture, uint64_t now_ns)
{
	struct mst_roll_look look;
	struct mst_due due;

	mst_roll_look(&look, &fixture->roll, now_ns, 0);
	while (mst_roll_due_next(&look, 0, &due)) {
		uint32_t number = number_of(&due.addr);

		if (due.attempt < ATTEMPTS)
			(void)mst_roll_again(&fixture->roll, &due, now_ns);
		else if (mst_roll_give_up(&fixture->roll, &due,
		                          number % 7 ? MST_STANDING_SILENT : MST_STANDING_UNKNOWN))
			fixture->ended_by_lane[number]++;
	}
}

static void *lane(void *argument)
{
	struct fixture *fixture = argument;
	uint64_t now_ns = 0;

	for (uint32_t number = 0; number < QUESTIONS || !mst_roll_is_empty(&fixture->roll); now_ns += TICK_NS) {
		tend(fixture, now_ns);
		if (number == QUESTIONS || !mst_roll_has_room(&fixture->roll))
			continue;
		struct mst_addr addr = addr_of(fixture, number);
		uint32_t slot = mst_roll_arm_at(&fixture->roll, &addr, (uint16_t)number, number, now_ns);

		if (number % 5 == 0)
			mst_roll_refused(&fixture->roll, slot);
		if (number % 3 == 0)
			mst_roll_restamp(&fixture->roll, slot, now_ns);
		number++;
		mst_store(&fixture->armed, number, release);
	}
	mst_store(&fixture->over, true, release);
	return NULL;
}

static void answer(struct fixture *fixture, uint32_t number, uint32_t random)
{
	struct mst_addr addr = addr_of(fixture, number);
	struct mst_settlement settlement;
	uint32_t slot = number & (CAPACITY - 1);
	enum mst_standing standing = (enum mst_standing)(MST_STANDING_ERROR + random % 3);

	if (mst_roll_settle(&fixture->roll, slot ^ 1, &addr, (uint16_t)number, 1, standing, &settlement) !=
	    MST_SETTLED_GONE)
		fixture->strangers++;
	if (mst_roll_settle(&fixture->roll, slot, &addr, (uint16_t)(number + 1), 1, standing, &settlement) !=
	    MST_SETTLED_GONE)
		fixture->strangers++;
	switch (mst_roll_settle(&fixture->roll, slot, &addr, (uint16_t)number, ATTEMPTS + 1, standing, &settlement)) {
	case MST_SETTLED_GONE:
	case MST_SETTLED_FORGED: break;
	default: fixture->forged++;
	}
	if (random % 8 < 3) /* no verdict, and the lane may decide just now */
		(void)mst_roll_note_absent(&fixture->roll, slot, &addr, (uint16_t)number, 1);
	if (random % 4 == 0) /* the others stay silent */
		return;
	if (mst_roll_settle(&fixture->roll, slot, &addr, (uint16_t)number, 1 + random % ATTEMPTS, standing,
	                    &settlement) == MST_SETTLED_FIRST) {
		fixture->ended_by_receiver[number]++;
		fixture->strangers += settlement.position != number;
	}
}

static void *receiver(void *argument)
{
	struct fixture *fixture = argument;
	uint64_t random = 1;

	while (!mst_load(&fixture->over, acquire)) {
		uint32_t armed = mst_load(&fixture->armed, acquire), back;

		random = random * 6364136223846793005u + 1442695040888963407u;
		back = (uint32_t)(random >> 33) % (CAPACITY + CAPACITY / 4) + 1; /* some are gone already */
		if (back <= armed)
			answer(fixture, armed - back, (uint32_t)(random >> 40));
	}
	return NULL;
}

static int check(const struct fixture *fixture)
{
	uint64_t by_lane = 0, by_receiver = 0, wrong = 0;

	for (uint32_t number = 0; number < QUESTIONS; number++) {
		by_lane += fixture->ended_by_lane[number];
		by_receiver += fixture->ended_by_receiver[number];
		wrong += fixture->ended_by_lane[number] + fixture->ended_by_receiver[number] != 1;
	}
	printf("%lu given up, %lu answered; %lu not exactly once, %lu forged and %lu strangers believed\n", by_lane,
	       by_receiver, wrong, fixture->forged, fixture->strangers);
	return wrong || fixture->forged || fixture->strangers || !by_lane || !by_receiver;
}

static int run(bool wide)
{
	struct fixture fixture = { 0 };
	pthread_t lane_thread, receiver_thread;
	int failed;

	fixture.ended_by_lane = calloc(QUESTIONS, 1);
	fixture.ended_by_receiver = calloc(QUESTIONS, 1);
	if (!fixture.ended_by_lane || !fixture.ended_by_receiver ||
	    mst_roll_open(&fixture.roll, CAPACITY, wide, 64 * TICK_NS, ATTEMPTS) < 0)
		return 1;
	mst_asked_positions_keep(&fixture.roll.positions, 0, QUESTIONS, CAPACITY);
	if (pthread_create(&receiver_thread, NULL, receiver, &fixture) ||
	    pthread_create(&lane_thread, NULL, lane, &fixture))
		return 1;
	pthread_join(lane_thread, NULL);
	pthread_join(receiver_thread, NULL);
	failed = check(&fixture);
	mst_roll_close(&fixture.roll);
	free(fixture.ended_by_lane);
	free(fixture.ended_by_receiver);
	return failed;
}

int main(void)
{
	return run(false) || run(true);
}
