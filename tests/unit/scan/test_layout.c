/*
 * test_layout.c - no cache line is written by two threads, and what is only read stands on none that is written.
 *
 * But for three: next_position, once in a thousand questions, the batches of verdicts, which are there to be handed over,
 * and the end of a queue of theirs, when it becomes empty.
 */
#include <criterion/criterion.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/lines.h"
#include "scan/lane.h"
#include "scan/receiver.h"
#include "scan/reporter.h"
#include "unit/scan/bed.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Who writes a datum again and again while frames flow. */
enum hand { NOBODY, LANE, ANY_LANE, RECEIVER, REPORTER };

struct datum {
	const char *name;
	size_t first, last; /* its bytes in the structure */
	enum hand hand;
};

#define DATUM(type, member, hand) \
	{ #type " " #member, offsetof(type, member), offsetof(type, member) + sizeof(((type *)0)->member) - 1, hand }

static const struct datum lane[] = {
#define OF_LANE(member, hand) DATUM(struct mst_lane, member, hand)
	OF_LANE(round, NOBODY),
	OF_LANE(way, NOBODY),
	OF_LANE(tx, NOBODY),
	OF_LANE(roll.entries, NOBODY),
	OF_LANE(roll.capacity, NOBODY),
	OF_LANE(roll.attempts, NOBODY),
	OF_LANE(roll.head, LANE),
	OF_LANE(roll.cursor, LANE),
	OF_LANE(roll.timeout, LANE),
	OF_LANE(bucket, LANE),
	OF_LANE(canaries.entries, NOBODY),
	OF_LANE(canaries.capacity, NOBODY),
	OF_LANE(canaries.head, LANE),
	OF_LANE(canaries.cursor, LANE),
	OF_LANE(canaries.timeout, LANE),
	OF_LANE(canary_in, LANE),
	OF_LANE(outbox.open, LANE),
	OF_LANE(outbox.sent_tail, LANE),
	OF_LANE(outbox.back_head, LANE),
	OF_LANE(outbox.put, LANE),
	OF_LANE(outbox.sent_head, REPORTER),
	OF_LANE(outbox.back_tail, REPORTER),
	OF_LANE(outbox.taken, REPORTER),
	OF_LANE(chunk_at, LANE),
	OF_LANE(chunk_end, LANE),
	OF_LANE(now_ns, LANE),
	OF_LANE(results, LANE),
	OF_LANE(burst, LANE),
	OF_LANE(counts, LANE),
	OF_LANE(asked_again, LANE),
	OF_LANE(last_sent_ns, LANE),
	OF_LANE(waited_ns, LANE),
	OF_LANE(late_ns, LANE),
	OF_LANE(left_ns, LANE),
	OF_LANE(share, LANE),
	OF_LANE(epoch, LANE),
};

static const struct datum receiver[] = {
#define OF_RECEIVER(member, hand) DATUM(struct mst_receiver, member, hand)
	OF_RECEIVER(verdicts.open, RECEIVER),
	OF_RECEIVER(verdicts.put, RECEIVER),
	OF_RECEIVER(verdicts.sent_head, REPORTER),
	OF_RECEIVER(verdicts.back_tail, REPORTER),
	OF_RECEIVER(verdicts.taken, REPORTER),
	OF_RECEIVER(news.open, RECEIVER),
	OF_RECEIVER(news.put, RECEIVER),
	OF_RECEIVER(news.sent_head, REPORTER),
	OF_RECEIVER(news.back_tail, REPORTER),
	OF_RECEIVER(news.taken, REPORTER),
	OF_RECEIVER(hearings, RECEIVER),
	OF_RECEIVER(governor, RECEIVER),
	OF_RECEIVER(now_ns, RECEIVER),
	OF_RECEIVER(latest_ns, RECEIVER),
	OF_RECEIVER(at, RECEIVER),
	OF_RECEIVER(doubt, RECEIVER),
	OF_RECEIVER(machine, RECEIVER),
	OF_RECEIVER(counts, RECEIVER),
	OF_RECEIVER(share, RECEIVER),
	OF_RECEIVER(first_heard, RECEIVER),
	OF_RECEIVER(best, RECEIVER),
	OF_RECEIVER(patience_ns, RECEIVER),
	OF_RECEIVER(limited, RECEIVER),
};

static const struct datum round_[] = {
#define OF_ROUND(member, hand) DATUM(struct mst_round, member, hand)
	OF_ROUND(plan, NOBODY),
	OF_ROUND(gear, NOBODY),
	OF_ROUND(lanes, NOBODY),
	OF_ROUND(receiver, NOBODY),
	OF_ROUND(inbox.at, REPORTER),
	OF_ROUND(inbox.sleeping, REPORTER),
	OF_ROUND(horizon_ns, RECEIVER),
	OF_ROUND(losses, RECEIVER),
	OF_ROUND(attempts, RECEIVER),
	OF_ROUND(ways, RECEIVER), /* but for what follows */
};

static const struct datum way[] = {
#define OF_WAY(member, hand) DATUM(struct mst_way, member, hand)
	OF_WAY(next_position, ANY_LANE),
	OF_WAY(rate_pps, RECEIVER),
	OF_WAY(canary_pps, RECEIVER),
	OF_WAY(count_from_ns, RECEIVER),
	OF_WAY(count_until_ns, RECEIVER),
	OF_WAY(timeout_ns, RECEIVER),
	OF_WAY(canary_ns, RECEIVER),
	OF_WAY(congestion, RECEIVER),
	OF_WAY(flock, RECEIVER),
};

static const struct {
	const char *name;
	const struct datum *data;
	size_t count, size, alignment;
} structures[] = {
#define STRUCTURE(type, table) { #type, table, COUNT(table), sizeof(type), _Alignof(type) }
	STRUCTURE(struct mst_lane, lane),
	STRUCTURE(struct mst_receiver, receiver),
	STRUCTURE(struct mst_round, round_),
	STRUCTURE(struct mst_way, way),
};

static bool share_a_line(const struct datum *one, const struct datum *other)
{
	return one->first / MST_CACHE_LINE <= other->last / MST_CACHE_LINE &&
	       other->first / MST_CACHE_LINE <= one->last / MST_CACHE_LINE;
}

Test(scan_layout, no_line_has_two_writers_and_what_is_read_only_stands_on_none_that_is_written)
{
	for (size_t s = 0; s < COUNT(structures); s++) {
		const struct datum *data = structures[s].data;

		for (size_t i = 0; i < structures[s].count; i++) {
			for (size_t j = 0; j < i; j++)
				cr_expect(data[i].hand == data[j].hand || !share_a_line(&data[i], &data[j]), "%s and %s share a line",
				          data[i].name, data[j].name);
		}
	}
}

Test(scan_layout, neighbours_share_no_line)
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

Test(scan_layout, frames_of_two_lanes_share_no_line)
{
	struct mst_frame *one = mst_tx_frames(MST_BURST), *other = mst_tx_frames(MST_BURST);

	cr_assert(one && other);
	cr_expect_eq((uintptr_t)one % MST_CACHE_LINE, 0);
	cr_expect_eq((uintptr_t)other % MST_CACHE_LINE, 0);
	free(one);
	free(other);
}

/* What the opener had touched would be in the memory near it, wherever the lane runs. */
Test(scan_layout, nobody_touches_a_roll_before_its_lane_does)
{
	struct bed *bed = bed_new("127.0.0.0/8", "22,80", 2);
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char here[MST_LANES_MAX];

	for (unsigned i = 0; i < 2; i++) {
		const struct mst_roll *roll = &bed->round.lanes[i].roll;
		size_t pages = roll->capacity * sizeof *roll->entries / page;

		cr_assert(pages > 0 && pages <= COUNT(here), "%zu pages", pages);
		cr_assert_eq(mincore(roll->entries, pages * page, here), 0);
		for (size_t p = 0; p < pages; p++)
			cr_expect_eq(here[p] & 1, 0, "lane %u, page %zu", i, p);
	}
	bed_ask_at(bed, 0);
	cr_assert_eq(mincore(bed->round.lanes[0].roll.entries, page, here), 0);
	cr_expect_eq(here[0] & 1, 1, "and this test would see it");
	bed_free(bed);
}
