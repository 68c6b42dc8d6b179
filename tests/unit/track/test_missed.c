/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_missed.c - the estimate of what was missed, on scans whose truth is known: every target is drawn to answer or
 * to be lost, attempt by attempt.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "track/missed.h"

static uint64_t state;

static double chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

/* A scan: `live` targets among as many dead ones, each attempt lost with this chance. Returns the share missed. */
static double scan(struct mst_answered *answered, unsigned live, unsigned attempts, double extra, double lost)
{
	unsigned missed = 0;

	*answered = (struct mst_answered){ .planned = attempts };
	for (unsigned target = 0; target < 2 * live; target++) {
		unsigned most = attempts + (chance() < extra ? 2 : 0);

		for (unsigned j = 1;; j++) {
			answered->asked[j]++;
			if (target < live && chance() >= lost) {
				answered->first[j]++;
				break;
			}
			if (j == most) {
				missed += target < live;
				break;
			}
		}
	}
	return (double)missed / live;
}

/* How many of 100 seeded scans have their truth in the interval. */
static unsigned held(unsigned live, unsigned attempts, double extra, double lost)
{
	unsigned count = 0;

	for (unsigned run = 0; run < 100; run++) {
		struct mst_answered answered;
		struct mst_missed missed;
		double truth;

		state = run * 7919 + 17;
		truth = scan(&answered, live, attempts, extra, lost);
		missed = mst_missed_estimate(&answered);
		cr_assert(missed.known);
		cr_assert(missed.low <= missed.high && missed.low >= 0 && missed.high <= 1);
		count += truth >= missed.low - 1e-9 && truth <= missed.high + 1e-9;
	}
	return count;
}

Test(track_missed, the_interval_holds_whatever_the_loss_the_size_and_the_attempts)
{
	/* Of an attempt: 0, 1, 5 and 20 % lost on each way there and back, and what one way loses. */
	static const double losses[] = { 0, 0.01, 0.0199, 0.05, 0.0975, 0.2, 0.36 };

	for (unsigned live = 64; live <= 16384; live *= 16) {
		for (unsigned attempts = 2; attempts <= 4; attempts++) {
			for (unsigned i = 0; i < sizeof losses / sizeof *losses; i++) {
				unsigned count = held(live, attempts, 0, losses[i]);

				cr_expect_geq(count, 90u, "%u live, %u attempts, %g lost: %u of 100", live, attempts,
				              losses[i], count);
			}
		}
	}
}

Test(track_missed, it_holds_too_when_only_some_were_asked_more_often)
{
	for (unsigned live = 256; live <= 4096; live *= 16)
		cr_expect_geq(held(live, 2, 0.3, 0.2), 90u);
}

Test(track_missed, a_large_scan_is_estimated_closely)
{
	struct mst_answered answered;
	struct mst_missed missed;
	double truth;

	state = 1;
	truth = scan(&answered, 400000, 2, 0, 0.1);
	missed = mst_missed_estimate(&answered);
	cr_assert_float_eq(missed.share, truth, 0.001, "%g, not %g", missed.share, truth);
	cr_assert_lt(missed.high - missed.low, 0.002);
}

Test(track_missed, millions_of_first_answers_leave_hardly_a_doubt)
{
	struct mst_answered answered = {
		.planned = 2,
		.asked = { 0, 40000000, 30000000 },
		.first = { 0, 10000000, 10 },
	};
	struct mst_missed missed = mst_missed_estimate(&answered);

	cr_assert_lt(missed.share, 1e-10);
	cr_assert_lt(missed.high, 1e-6);
}

Test(track_missed, without_answers_or_second_attempts_it_is_not_known)
{
	struct mst_answered silent = { .planned = 2, .asked = { 0, 100, 100 } };
	struct mst_answered once = { .planned = 1, .asked = { 0, 100 }, .first = { 0, 50 } };
	struct mst_answered all = { .planned = 2, .asked = { 0, 50 }, .first = { 0, 50 } };

	cr_assert_not(mst_missed_estimate(&silent).known);
	cr_assert_not(mst_missed_estimate(&once).known);
	cr_assert(mst_missed_estimate(&all).known, "no target needed a second question");
	cr_assert_eq(mst_missed_estimate(&all).high, 0, "none was silent, so none was missed");
}

/* Hosts that answer only the second wave's probe got one question of that kind: no repetition shows its losses. */
Test(track_missed, hosts_that_answer_another_probe_are_no_losses)
{
	struct mst_answered only_second = { .planned = 2, .asked = { 0, 100, 100 }, .second = { 0, 40 } };
	struct mst_answered both = {
		.planned = 2, .asked = { 0, 1000, 500 }, .first = { 0, 500 }, .second = { 0, 200 }
	};
	struct mst_answered lossy = {
		.planned = 2, .asked = { 0, 1000, 550 }, .first = { 0, 450, 45 }, .second = { 0, 200 }
	};
	struct mst_missed missed = mst_missed_estimate(&both);

	cr_expect_not(mst_missed_estimate(&only_second).known);
	cr_expect(missed.known && missed.share < 0.002, "%g", missed.share);
	missed = mst_missed_estimate(&lossy);
	cr_expect(missed.share > 0.02 && missed.share < 0.06, "%g", missed.share); /* 1 % of 500, 10 % of 222 */
	cr_expect(missed.low < missed.share && missed.share < missed.high);
}

/* A third attempt repeats the second wave: it shows losses as the second attempt does for the first wave. */
Test(track_missed, repeated_questions_of_the_second_wave_tell_losses)
{
	struct mst_answered answered = { .planned = 3, .asked = { 0, 1000, 1000, 100 }, .second = { 0, 900, 90 } };
	struct mst_missed missed = mst_missed_estimate(&answered);

	cr_expect(missed.known);
	cr_expect(missed.share > 0.005 && missed.share < 0.015, "%g", missed.share);
	cr_expect_eq(mst_missed_attempts(&answered, 0.02, 15), 3u);
}

Test(track_missed, few_answers_tell_little)
{
	struct mst_answered few = { .planned = 2, .asked = { 0, 254, 251 }, .first = { 0, 3 } };
	struct mst_answered many = { .planned = 2, .asked = { 0, 2540, 2240 }, .first = { 0, 300 } };

	cr_assert_gt(mst_missed_estimate(&few).high, 0.1);
	cr_assert_lt(mst_missed_estimate(&many).high, 0.01);
}

Test(track_missed, attempts_are_as_many_as_the_loss_asks_for)
{
	static const struct {
		double lost, share;
		unsigned attempts;
	} cases[] = { { 0.1, 0.001, 3 }, { 0.36, 0.001, 7 }, { 0.5, 0.1, 4 }, { 0.02, 0.01, 2 } };

	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_answered answered;
		unsigned attempts;

		state = i;
		scan(&answered, 20000, 3, 0, cases[i].lost);
		attempts = mst_missed_attempts(&answered, cases[i].share, 15);
		cr_expect(attempts == cases[i].attempts || attempts == cases[i].attempts + 1, "%g lost, %g wanted: %u",
		          cases[i].lost, cases[i].share, attempts);
		cr_expect_eq(mst_missed_attempts(&answered, 1e-12, 5), 5u);
	}
	cr_expect_eq(mst_missed_attempts(&(struct mst_answered){ .asked = { 0, 5 } }, 0.1, 9), 0u);
}

Test(track_missed, two_rounds_in_turn_miss_more_than_either)
{
	struct mst_missed one = { true, 0.1, 0, 0.2, 0 }, other = { true, 0.5, 0.4, 0.6, 0.2 }, none = { 0 };
	struct mst_missed both = mst_missed_in_turn(&one, &other);

	cr_assert_float_eq(both.share, 0.55, 1e-12);
	cr_assert_float_eq(both.low, 0.4, 1e-12);
	cr_assert_float_eq(both.high, 0.68, 1e-12);
	cr_assert_float_eq(both.hidden, 0.2, 1e-12);
	cr_assert_not(mst_missed_in_turn(&one, &none).known);
}
