/* SPDX-License-Identifier: BSD-2-Clause */
/* test_schedule.c - sizes and halves; and a thousand workers in virtual time, which die and dawdle. */
#include "fleet/schedule.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "dice.h"

#define MANY (UINT64_C(1) << 40)

static uint64_t size_of(uint64_t rate_pps, uint64_t left, uint64_t total, unsigned live)
{
	return mst_fleet_block_size(&(struct mst_fleet_outlook){ rate_pps, left, total, live, 5 }, NULL, 0);
}

Test(fleet_schedule, a_block_is_half_a_minute_of_its_worker)
{
	cr_expect_eq(size_of(20000, MANY, MANY, 3), 600000);
	cr_expect_eq(size_of(0, MANY, MANY, 3), 10000);
	cr_expect_eq(size_of(UINT64_MAX, MANY, MANY, 3), MST_FLEET_BLOCK_MAX);
}

Test(fleet_schedule, the_last_blocks_are_equal_shares)
{
	cr_expect_eq(size_of(20000, 900000, 10000000, 3), 300001);
	cr_expect_eq(size_of(20000, 1200000, 2000000, 3), 400001);
	cr_expect_eq(size_of(20000, 900000, 10000000, 0), 600000);
	cr_expect_eq(size_of(20000, 180000, 1000000, 3), 180000); /* no rest that is not worth its time-outs */
}

Test(fleet_schedule, the_last_blocks_end_when_those_of_others_do)
{
	const struct mst_fleet_held held[] = {
		{ .progress = 100000, .end = 300000, .rate_pps = 20000 }, /* 10 s */
		{ .progress = 0, .end = 40000, .rate_pps = 40000 },
	};
	struct mst_fleet_outlook outlook = { 20000, 560000, 10000000, 3, 1 };

	/* 800,000 positions, 80,000 a second: 10 s */
	cr_expect_eq(mst_fleet_block_size(&outlook, held, 2), 200001);
	outlook.live = 4; /* another like this one */
	cr_expect_eq(mst_fleet_block_size(&outlook, held, 2), 160001);
	outlook.left = 170000;
	cr_expect_eq(mst_fleet_block_size(&outlook, held, 2), 82001);
	outlook.left = 100000;
	cr_expect_eq(mst_fleet_block_size(&outlook, held, 2), 68001);
	outlook.left = 60000;
	cr_expect_eq(mst_fleet_block_size(&outlook, held, 2), 60000);
}

Test(fleet_schedule, what_others_hold_counts_at_the_end_only)
{
	cr_expect(!mst_fleet_nears_end(&(struct mst_fleet_outlook){ 20000, MANY, MANY, 3, 1 }));
	cr_expect(mst_fleet_nears_end(&(struct mst_fleet_outlook){ 20000, MANY / 11, MANY, 3, 1 }));
	cr_expect(mst_fleet_nears_end(&(struct mst_fleet_outlook){ 20000, 1799999, 1800000, 3, 1 }));
	cr_expect(!mst_fleet_nears_end(&(struct mst_fleet_outlook){ 20000, 0, MANY, 3, 1 }));
}

Test(fleet_schedule, the_block_that_takes_longest_is_halved)
{
	struct mst_fleet_held held[] = {
		{ .first = 0, .progress = 0, .end = 100000, .rate_pps = 20000 },
		{ .first = 200000, .progress = 210000, .end = 230001, .rate_pps = 100 },
		{ .first = 300000, .progress = 399990, .end = 400000, .rate_pps = 1 },
	};
	uint64_t middle;
	size_t which;

	cr_assert(mst_fleet_choose_split(held, 3, 5, &which, &middle));
	cr_expect_eq(which, 1);
	cr_expect_eq(middle, 220001);
	cr_expect(!mst_fleet_choose_split(held + 2, 1, 5, &which, &middle)); /* ten positions are not worth it */
	cr_expect(!mst_fleet_choose_split(held, 0, 5, &which, &middle));
}

Test(fleet_schedule, shares_are_equal_and_never_nothing)
{
	cr_expect_eq(mst_fleet_share(60000, 3), 20000);
	cr_expect_eq(mst_fleet_share(60000, 0), 60000);
	cr_expect_eq(mst_fleet_share(2, 3), 1);
	cr_expect_eq(mst_fleet_share(0, 3), 0);
}

/* ---- a thousand workers, a second a step; the store does what the scripts do ---- */

#define WORKERS 1000
#define BLOCKS_MAX 65536
#define LEASE 30
#define END_SECONDS 3

struct block {
	struct mst_fleet_held held;
	int holder, beat; /* -1: offered; the second of its last beat */
	bool over;
};

struct worker {
	uint64_t rate, measured;
	int dies, block; /* the second; -1: idle */
	uint64_t done;   /* of its block; the holder may have lost it */
};

struct fleet {
	struct worker workers[WORKERS];
	struct block *blocks;
	int block_count, offered; /* blocks before `offered` were offered once */
	uint64_t next, total, committed, wasted;
	unsigned taken_over, splits;
	int now;
};

static int add_block(struct fleet *fleet, uint64_t first, uint64_t end)
{
	cr_assert_lt(fleet->block_count, BLOCKS_MAX);
	fleet->blocks[fleet->block_count] = (struct block){ .held = { .first = first, .progress = first, .end = end },
		                                            .holder = -1 };
	return fleet->block_count++;
}

/* What is held; `of`: which block each is. */
static struct mst_fleet_held held[WORKERS];
static int of[WORKERS];

static size_t look(const struct fleet *fleet)
{
	size_t count = 0;

	for (int i = 0; i < fleet->block_count && count < WORKERS; i++) {
		if (!fleet->blocks[i].over && fleet->blocks[i].holder >= 0) {
			of[count] = i;
			held[count++] = fleet->blocks[i].held;
		}
	}
	return count;
}

static uint64_t size_for(const struct fleet *fleet, const struct worker *worker)
{
	struct mst_fleet_outlook outlook = { worker->measured, fleet->total - fleet->next, fleet->total, WORKERS,
		                             END_SECONDS };

	return mst_fleet_block_size(&outlook, held, mst_fleet_nears_end(&outlook) ? look(fleet) : 0);
}

/* One whose holder was silent for a lease; one that is offered; the next; -1: none. */
static int find_block(struct fleet *fleet, const struct worker *worker)
{
	uint64_t size, to;

	for (int i = 0; i < fleet->block_count; i++) {
		struct block *block = &fleet->blocks[i];

		if (block->over || (block->holder >= 0 && fleet->now - block->beat < LEASE))
			continue;
		fleet->taken_over += block->holder >= 0;
		return i;
	}
	if (fleet->next == fleet->total)
		return -1;
	size = size_for(fleet, worker);
	to = fleet->total - fleet->next < size ? fleet->total : fleet->next + size;
	fleet->next = to;
	return add_block(fleet, to - (size < to ? size : to), to);
}

static int split(struct fleet *fleet)
{
	uint64_t middle, end;
	size_t which;

	if (!mst_fleet_choose_split(held, look(fleet), END_SECONDS, &which, &middle))
		return -1;
	end = fleet->blocks[of[which]].held.end;
	fleet->blocks[of[which]].held.end = middle;
	fleet->splits++;
	return add_block(fleet, middle, end);
}

static void take(struct fleet *fleet, int number)
{
	struct worker *worker = &fleet->workers[number];
	uint64_t carved = fleet->next;
	int at = find_block(fleet, worker);
	struct block *block;

	if (at < 0)
		at = split(fleet);
	if (at < 0)
		return;
	block = &fleet->blocks[at];
	if (fleet->next != carved)
		block->held.first = carved;
	block->held.progress = block->held.first;
	block->held.rate_pps = worker->measured;
	block->holder = number;
	block->beat = fleet->now;
	worker->block = at;
	worker->done = 0;
}

static void go_on(struct fleet *fleet, int number)
{
	struct worker *worker = &fleet->workers[number];
	struct block *block = &fleet->blocks[worker->block];
	uint64_t size;

	if (block->holder != number || block->over) { /* the commit of one that woke up is refused */
		fleet->wasted += worker->done;
		worker->block = -1;
		return;
	}
	size = block->held.end - block->held.first;
	worker->done += worker->rate;
	worker->measured = worker->rate;
	block->beat = fleet->now;
	block->held.rate_pps = worker->rate;
	block->held.progress = block->held.first + (worker->done < size ? worker->done : size);
	if (worker->done < size)
		return;
	block->over = true;
	fleet->committed += size;
	worker->block = -1;
}

static struct fleet *make_fleet(uint64_t total, double *all_pps)
{
	struct fleet *fleet = calloc(1, sizeof *fleet);
	uint64_t dice = 7;

	cr_assert(fleet);
	fleet->blocks = calloc(BLOCKS_MAX, sizeof *fleet->blocks);
	cr_assert(fleet->blocks);
	fleet->total = total;
	for (int i = 0; i < WORKERS; i++) {
		struct worker *worker = &fleet->workers[i];

		worker->rate = i % 20 == 0 ? 1000 : 15000 + dice_roll(&dice) % 10000; /* a twentieth are stragglers */
		worker->dies = i % 10 == 1 ? (int)(dice_roll(&dice) % 200) : INT32_MAX;
		worker->block = -1;
		*all_pps += worker->dies == INT32_MAX ? (double)worker->rate : 0;
	}
	return fleet;
}

static int by_first(const void *a, const void *b)
{
	const struct block *one = a, *other = b;

	return one->held.first < other->held.first ? -1 : one->held.first > other->held.first;
}

Test(fleet_schedule, a_thousand_workers_with_deaths_and_stragglers_commit_every_position_once)
{
	double all_pps = 0;
	struct fleet *fleet = make_fleet(UINT64_C(1) << 32, &all_pps);
	double ideal = (double)fleet->total / all_pps;
	uint64_t at = 0;

	for (; fleet->committed < fleet->total && fleet->now < 10000; fleet->now++) {
		for (int i = 0; i < WORKERS; i++) {
			if (fleet->now >= fleet->workers[i].dies)
				continue;
			if (fleet->workers[i].block < 0)
				take(fleet, i);
			else
				go_on(fleet, i);
		}
	}
	qsort(fleet->blocks, (size_t)fleet->block_count, sizeof *fleet->blocks, by_first);
	for (int i = 0; i < fleet->block_count; i++) {
		cr_assert_eq(fleet->blocks[i].held.first, at);
		cr_assert(fleet->blocks[i].over);
		at = fleet->blocks[i].held.end;
	}
	cr_expect_eq(at, fleet->total);
	cr_expect_eq(fleet->committed, fleet->total);
	cr_expect_gt(fleet->taken_over, 10);
	cr_expect_gt(fleet->splits, 10);
	/* The last to die holds its block for a lease, and another needs half a minute for it. */
	cr_expect_lt(fleet->now, 1.25 * ideal + LEASE + MST_FLEET_BLOCK_SECONDS,
	             "%d s, ideal %.0f s, %u taken over, %u splits", fleet->now, ideal, fleet->taken_over,
	             fleet->splits);
	free(fleet->blocks);
	free(fleet);
}
