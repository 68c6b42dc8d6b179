/* SPDX-License-Identifier: BSD-2-Clause */
/* test_roll_due.c - one look for many questions that have run out finds what as many looks find. */
#include "track/roll.h"

#include <criterion/criterion.h>

#define MS UINT64_C(1000000)
#define TIMEOUT (100 * MS)
#define CAPACITY 64
#define PORT 443

/* Two rolls that are asked the same: one is looked through at once, the other anew for each. */
struct pair {
	struct mst_roll once, anew;
	unsigned attempts, random, found;
	uint32_t numbers;
};

static unsigned dice(struct pair *pair, unsigned sides)
{
	pair->random = pair->random * 1103515245 + 12345;
	return (pair->random >> 16) % sides;
}

static struct pair pair_of(unsigned attempts, bool in_turn, bool doubling, bool wide)
{
	struct pair pair = { .attempts = attempts, .random = 7 + attempts };

	cr_assert_eq(mst_roll_open(&pair.once, CAPACITY, wide, TIMEOUT, attempts), 0);
	cr_assert_eq(mst_roll_open(&pair.anew, CAPACITY, wide, TIMEOUT, attempts), 0);
	pair.once.in_turn = pair.anew.in_turn = in_turn;
	pair.once.doubling = pair.anew.doubling = doubling;
	return pair;
}

static void answer_some(struct pair *pair)
{
	for (unsigned i = dice(pair, 6); i > 0 && pair->numbers; i--) {
		uint32_t number = pair->numbers - 1 - dice(pair, pair->numbers < CAPACITY ? pair->numbers : CAPACITY);
		struct mst_addr addr = mst_addr_from_ipv4(number);
		struct mst_settlement settlement;

		cr_expect_eq(
			mst_roll_settle(&pair->once, number % CAPACITY, &addr, PORT, 0, MST_STANDING_BEST, &settlement),
			mst_roll_settle(&pair->anew, number % CAPACITY, &addr, PORT, 0, MST_STANDING_BEST,
		                        &settlement));
	}
}

static void expect_same(const struct mst_due *one, const struct mst_due *other)
{
	cr_expect(mst_addr_equal(&one->addr, &other->addr));
	cr_expect_eq(one->word, other->word);
	cr_expect_eq(one->slot, other->slot);
	cr_expect_eq(one->port, other->port);
	cr_expect_eq(one->gap, other->gap);
	cr_expect_eq(one->attempt, other->attempt);
	cr_expect_eq(one->held, other->held);
}

/* As a lane does; patience depends on the room there is. */
static void tend(struct pair *pair, struct mst_roll *roll, const struct mst_due *due, uint64_t now_ns)
{
	if (!due->held && due->attempt < pair->attempts)
		cr_expect(mst_roll_again(roll, due, now_ns));
	else if (!due->held && roll->patience)
		mst_roll_hold(roll, due);
	else
		cr_expect(mst_roll_give_up(roll, due, MST_STANDING_SILENT));
}

static void set_patience(struct mst_roll *roll)
{
	mst_roll_set_patience(roll, mst_roll_room(roll) < CAPACITY / 4 ? 0 : 500 * MS);
}

static void look_through(struct pair *pair, uint64_t now_ns)
{
	uint64_t waited_ns = dice(pair, 4) ? 0 : 150 * MS;
	struct mst_roll_look look;
	struct mst_due once, anew;
	bool found;

	mst_roll_look(&look, &pair->once, now_ns, 0);
	for (unsigned i = dice(pair, 40); i > 0; i--) {
		set_patience(&pair->once);
		set_patience(&pair->anew);
		if (dice(pair, 16) == 0)
			waited_ns = 0;
		found = mst_roll_due_next(&look, waited_ns, &once);
		cr_assert_eq(mst_roll_due_after(&pair->anew, now_ns, waited_ns, &anew), found);
		if (!found)
			return;
		expect_same(&once, &anew);
		tend(pair, &pair->once, &once, now_ns);
		tend(pair, &pair->anew, &anew, now_ns);
		pair->found++;
	}
}

static void arm_some(struct pair *pair, uint64_t now_ns)
{
	for (unsigned i = dice(pair, 8); i > 0 && mst_roll_has_room(&pair->once) && mst_roll_has_room(&pair->anew);
	     i--) {
		struct mst_addr addr = mst_addr_from_ipv4(pair->numbers++);

		cr_expect_eq(mst_roll_arm(&pair->once, &addr, PORT, now_ns),
		             mst_roll_arm(&pair->anew, &addr, PORT, now_ns));
	}
}

Test(track_roll_due, one_look_finds_what_as_many_looks_find)
{
	for (unsigned kind = 0; kind < 32; kind++) {
		struct pair pair = pair_of(1 + kind / 8, kind & 1, kind & 2, kind & 4);

		for (uint64_t now_ns = 0; now_ns < 5000 * MS; now_ns += (1 + dice(&pair, 9)) * MS) {
			arm_some(&pair, now_ns);
			answer_some(&pair);
			look_through(&pair, now_ns);
		}
		cr_expect_gt(pair.found, 100);
		mst_roll_close(&pair.once);
		mst_roll_close(&pair.anew);
	}
}

Test(track_roll_due, what_is_answered_during_a_look_is_passed_at_the_next)
{
	struct mst_addr addrs[] = { mst_addr_from_ipv4(1), mst_addr_from_ipv4(2) };
	struct mst_settlement settlement;
	struct mst_roll_look look;
	struct mst_roll roll;
	struct mst_due due;

	cr_assert_eq(mst_roll_open(&roll, 4, false, TIMEOUT, 1), 0);
	for (unsigned i = 0; i < 2; i++)
		mst_roll_arm(&roll, &addrs[i], PORT, i * MS);
	mst_roll_look(&look, &roll, 50 * MS, 0);
	cr_expect_not(mst_roll_due_next(&look, 0, &due));
	cr_expect_eq(mst_roll_settle(&roll, 0, &addrs[0], PORT, 1, MST_STANDING_BEST, &settlement), MST_SETTLED_FIRST);
	cr_expect_not(mst_roll_due_next(&look, 0, &due));
	mst_roll_look(&look, &roll, 101 * MS + 128, 0);
	cr_assert(mst_roll_due_next(&look, 0, &due));
	cr_expect(mst_addr_equal(&due.addr, &addrs[1]));
	cr_expect(mst_roll_give_up(&roll, &due, MST_STANDING_SILENT));
	cr_expect_not(mst_roll_due_next(&look, 0, &due));
	cr_expect(mst_roll_is_empty(&roll));
	mst_roll_close(&roll);
}
