/* SPDX-License-Identifier: BSD-2-Clause */
/* Up to when frames of a capture have been read, when a dispatch found nothing more. */
#include <criterion/criterion.h>

#include "base/clock.h"
#include "round/captures.h"

#define MS MST_NS_PER_MS
#define NOW (1000 * MS)

static bool yes(struct mst_rx *rx, uint64_t now_ns)
{
	(void)rx, (void)now_ns;
	return true;
}

static bool no(struct mst_rx *rx, uint64_t now_ns)
{
	(void)rx, (void)now_ns;
	return false;
}

static const struct mst_rx_engine unknown = { .name = "unknown", .lag_ns = 20 * MS };
static const struct mst_rx_engine full = { .name = "full", .lag_ns = 20 * MS, .holds = yes };
static const struct mst_rx_engine empty = { .name = "empty", .lag_ns = 20 * MS, .holds = no };

/* Of an engine, on an interface of probes or on all others. */
static uint64_t read_until_ns(const struct mst_rx_engine *engine, bool own)
{
	struct mst_rx rx = { .engine = engine };
	struct mst_captures captures = { .rx = { &rx }, .count = 1, .own = own };

	return mst_captures_read_until_ns(&captures, 0, NOW);
}

Test(round_captures, frames_may_wait_for_as_long_as_the_engine_says)
{
	cr_expect_eq(read_until_ns(&unknown, true), NOW - 20 * MS);
	cr_expect_eq(read_until_ns(&unknown, false), NOW - 20 * MS);
	cr_expect_eq(read_until_ns(&full, false), NOW - 20 * MS);
}

Test(round_captures, other_interfaces_where_nothing_came_do_not_keep_the_horizon_back)
{
	cr_expect_eq(read_until_ns(&empty, false), NOW);
	cr_expect_eq(read_until_ns(&empty, true), NOW - 20 * MS, "an own interface: answers are expected there");
}
