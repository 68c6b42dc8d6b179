/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_shared.c - no cache line is written by two threads, and what is only read stands on none that is written.
 *
 * But for three: next_position, once in a thousand questions, the batches of verdicts, which are there to be handed
 * over, and the end of a queue of theirs, when it becomes empty.
 */
#include <criterion/criterion.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/lines.h"
#include "unit/round/fixture_round.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Who writes a datum again and again while frames flow. */
enum hand { NOBODY, LANE, ANY_LANE, RECEIVER, REPORTER };

struct datum {
	const char *name;
	size_t first, last; /* its bytes in the structure */
	enum hand hand;
};

#define DATUM(type, member, hand) \
	{ \
#type " " #member, offsetof(type, member), offsetof(type, member) + sizeof(((type *)0)->member) - 1, \
			hand \
	}

static const struct datum rolls[] = {
#define OF_ROLL(member, hand) DATUM(struct mst_roll, member, hand)
	OF_ROLL(entries, NOBODY), OF_ROLL(capacity, NOBODY), OF_ROLL(attempts, NOBODY),
	OF_ROLL(head, LANE),      OF_ROLL(cursor, LANE),     OF_ROLL(timeout, LANE),
};

static const struct datum lane[] = {
#define OF_LANE(member, hand) DATUM(struct mst_lane, member, hand)
	OF_LANE(context, LANE),
	OF_LANE(asking, LANE),
	OF_LANE(sending, LANE),
};

static const struct datum published[] = {
#define OF_PUBLISHED(member, hand) DATUM(struct mst_published, member, hand)
	OF_PUBLISHED(chunk_at, LANE),    OF_PUBLISHED(chunk_end, LANE),    OF_PUBLISHED(counts, LANE),
	OF_PUBLISHED(asked_again, LANE), OF_PUBLISHED(last_sent_ns, LANE), OF_PUBLISHED(waited_ns, LANE),
	OF_PUBLISHED(late_ns, LANE),     OF_PUBLISHED(left_ns, LANE),      OF_PUBLISHED(share, LANE),
	OF_PUBLISHED(epoch, LANE),
};

static const struct datum outbox[] = {
#define OF_OUTBOX(member, hand) DATUM(struct mst_outbox, member, hand)
	OF_OUTBOX(open, LANE),      OF_OUTBOX(sent_tail, LANE),     OF_OUTBOX(back_head, LANE),
	OF_OUTBOX(put, LANE),       OF_OUTBOX(sent_head, REPORTER), OF_OUTBOX(back_tail, REPORTER),
	OF_OUTBOX(taken, REPORTER),
};

static const struct datum receiver[] = {
#define OF_RECEIVER(member, hand) DATUM(struct mst_receiver, member, hand)
	OF_RECEIVER(shared, RECEIVER),  OF_RECEIVER(rates, RECEIVER),  OF_RECEIVER(machine, RECEIVER),
	OF_RECEIVER(answers, RECEIVER), OF_RECEIVER(counts, RECEIVER), OF_RECEIVER(ending, NOBODY),
};

static const struct datum shared[] = {
#define OF_SHARED(member, hand) DATUM(struct mst_shared, member, hand)
	OF_SHARED(plan, NOBODY),
	OF_SHARED(run, NOBODY),
	OF_SHARED(rolls, NOBODY),
	OF_SHARED(published, NOBODY),
	OF_SHARED(verdicts, NOBODY),
	OF_SHARED(inbox.at, REPORTER),
	OF_SHARED(inbox.sleeping, REPORTER),
	OF_SHARED(horizon_ns, RECEIVER),
	OF_SHARED(losses, RECEIVER),
	OF_SHARED(attempts, RECEIVER),
	OF_SHARED(best, RECEIVER),
	OF_SHARED(patience_ns, RECEIVER),
	OF_SHARED(first_answers, RECEIVER),
	OF_SHARED(receiver_share, RECEIVER),
	OF_SHARED(egresses, RECEIVER), /* but for what follows */
	OF_SHARED(first_answers_beyond, REPORTER),
	OF_SHARED(interrupted, ANY_LANE),
};

static const struct datum egress[] = {
#define OF_EGRESS(member, hand) DATUM(struct mst_egress_state, member, hand)
	OF_EGRESS(next_position, ANY_LANE),        OF_EGRESS(rate_pps, RECEIVER),
	OF_EGRESS(reference_pps, RECEIVER),        OF_EGRESS(count_from_ns, RECEIVER),
	OF_EGRESS(count_until_ns, RECEIVER),       OF_EGRESS(timeout_ns, RECEIVER),
	OF_EGRESS(reference_timeout_ns, RECEIVER), OF_EGRESS(congestion, RECEIVER),
	OF_EGRESS(references, RECEIVER),
};

static const struct {
	const char *name;
	const struct datum *data;
	size_t count, size, alignment;
} structures[] = {
#define STRUCTURE(type, table) \
	{ \
#type, table, COUNT(table), sizeof(type), _Alignof(type) \
	}
	STRUCTURE(struct mst_roll, rolls),          STRUCTURE(struct mst_lane, lane),
	STRUCTURE(struct mst_published, published), STRUCTURE(struct mst_outbox, outbox),
	STRUCTURE(struct mst_receiver, receiver),   STRUCTURE(struct mst_shared, shared),
	STRUCTURE(struct mst_egress_state, egress),
};

static bool share_a_line(const struct datum *one, const struct datum *other)
{
	return one->first / MST_CACHE_LINE <= other->last / MST_CACHE_LINE &&
	       other->first / MST_CACHE_LINE <= one->last / MST_CACHE_LINE;
}

Test(round_shared, no_line_has_two_writers_and_what_is_read_only_stands_on_none_that_is_written)
{
	for (size_t s = 0; s < COUNT(structures); s++) {
		const struct datum *data = structures[s].data;

		for (size_t i = 0; i < structures[s].count; i++) {
			for (size_t j = 0; j < i; j++)
				cr_expect(data[i].hand == data[j].hand || !share_a_line(&data[i], &data[j]),
				          "%s and %s share a line", data[i].name, data[j].name);
		}
	}
}

Test(round_shared, neighbours_share_no_line)
{
	for (size_t s = 0; s < COUNT(structures); s++) {
		cr_expect_eq(structures[s].alignment % MST_CACHE_LINE, 0, "%s", structures[s].name);
		cr_expect_eq(structures[s].size % MST_CACHE_LINE, 0, "%s", structures[s].name);
	}
	for (size_t size = 1; size < 300; size += 37) {
		unsigned char *one = mst_lines_new(1, size), *other = mst_lines_new(3, size);

		cr_assert(one && other);
		cr_expect_eq((uintptr_t)one % MST_CACHE_LINE, 0);
		cr_expect_eq((uintptr_t)other % MST_CACHE_LINE, 0);
		for (size_t i = 0; i < 3 * size; i++)
			cr_expect_eq(other[i], 0);
		free(one);
		free(other);
	}
}

Test(round_shared, frames_of_two_lanes_share_no_line)
{
	struct mst_frame *one = mst_tx_frames(MST_BURST), *other = mst_tx_frames(MST_BURST);

	cr_assert(one && other);
	cr_expect_eq((uintptr_t)one % MST_CACHE_LINE, 0);
	cr_expect_eq((uintptr_t)other % MST_CACHE_LINE, 0);
	free(one);
	free(other);
}

/* What the opener had touched would be in the memory near it, wherever the lane runs. */
Test(round_shared, nobody_touches_a_roll_before_its_lane_does)
{
	struct fixture *fixture = fixture_new("127.0.0.0/8", "22,80", 2);
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char here[MST_LANES_MAX];

	for (unsigned i = 0; i < 2; i++) {
		const struct mst_roll *roll = &fixture->round.shared.rolls[i].of[MST_ASK];
		size_t pages = roll->capacity * sizeof *roll->entries / page;

		cr_assert(pages > 0 && pages <= COUNT(here), "%zu pages", pages);
		cr_assert_eq(mincore(roll->entries, pages * page, here), 0);
		for (size_t p = 0; p < pages; p++)
			cr_expect_eq(here[p] & 1, 0, "lane %u, page %zu", i, p);
	}
	fixture_ask_at(fixture, 0);
	cr_assert_eq(mincore(fixture->round.shared.rolls[0].of[MST_ASK].entries, page, here), 0);
	cr_expect_eq(here[0] & 1, 1, "and this test would see it");
	fixture_free(fixture);
}
