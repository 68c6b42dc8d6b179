/* SPDX-License-Identifier: BSD-2-Clause */
/* A gateway by the clock of the test: when it is asked, believed, waited for and given up. */
#include <criterion/criterion.h>

#include "base/clock.h"
#include "round/watched_hop.h"

#define MS MST_NS_PER_MS
#define BEGAN (1000 * MS)
#define TIMEOUT (400 * MS)

static const uint8_t first_mac[6] = { 2, 0, 0, 0, 0, 1 }, second_mac[6] = { 2, 0, 0, 0, 0, 2 };

static struct mst_watched_hop hop_with(bool fixed)
{
	struct mst_hop planned = { .kind = MST_HOP_ETHERNET, .fixed = fixed };
	struct mst_watched_hop hop = { .by_kernel = false };

	memcpy(planned.ethernet, first_mac, sizeof first_mac);
	mst_watched_hop_open(&hop, &planned, false, BEGAN);
	return hop;
}

/* One that answered the first request. */
static struct mst_watched_hop known_hop(void)
{
	struct mst_watched_hop hop = hop_with(false);
	struct mst_watched_hop_facts facts = { BEGAN, BEGAN, TIMEOUT };

	cr_assert(mst_watched_hop_look(&hop, &facts).ask);
	mst_watched_hop_claim(&hop, first_mac, false, BEGAN);
	cr_assert_eq(mst_watched_hop_look(&hop, &facts).news, MST_WATCHED_HOP_NOTHING);
	return hop;
}

/* Frames leave all the time, until now. */
static struct mst_watched_hop_event look(struct mst_watched_hop *hop, uint64_t ms)
{
	struct mst_watched_hop_facts facts = { BEGAN + ms * MS, BEGAN + ms * MS, TIMEOUT };

	return mst_watched_hop_look(hop, &facts);
}

/* Looks every 5 ms after `from`, until `until`; the news that came last, and when it was asked. */
static enum mst_watched_hop_news watch(struct mst_watched_hop *hop, uint64_t from, uint64_t until, unsigned *asked)
{
	enum mst_watched_hop_news news = MST_WATCHED_HOP_NOTHING;

	*asked = 0;
	for (uint64_t ms = from + 5; ms <= until; ms += 5) {
		struct mst_watched_hop_event event = look(hop, ms);

		*asked += event.ask;
		if (event.news)
			news = event.news;
	}
	return news;
}

Test(round_watched_hop, is_not_asked_while_targets_behind_it_answer)
{
	struct mst_watched_hop hop = known_hop();

	for (uint64_t ms = 10; ms < 3000; ms += 10) {
		mst_watched_hop_heard(&hop, BEGAN + (ms - 5) * MS);
		cr_assert_not(look(&hop, ms).ask);
		cr_assert_eq(mst_load(&hop.proven_ns, relaxed), BEGAN + (ms - 5) * MS);
	}
}

Test(round_watched_hop, is_asked_once_in_a_quiet_time_out_and_its_answer_is_proof)
{
	struct mst_watched_hop hop = known_hop();
	unsigned asked;

	cr_expect_eq(watch(&hop, 0, 300, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_eq(asked, 0);
	cr_expect(look(&hop, 305).ask);
	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), BEGAN);
	mst_watched_hop_claim(&hop, first_mac, false, BEGAN + 306 * MS);
	cr_expect_eq(look(&hop, 310).news, MST_WATCHED_HOP_NOTHING);
	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), BEGAN + 305 * MS);
	cr_expect_not(mst_watched_hop_lost(&hop, BEGAN + 100 * MS));
}

Test(round_watched_hop, another_address_is_taken_when_only_it_answers_and_what_left_before_is_lost)
{
	struct mst_watched_hop hop = known_hop();
	struct mst_watched_hop_event event;
	uint8_t mac[6];

	mst_watched_hop_heard(&hop, BEGAN + 500 * MS);
	cr_expect(look(&hop, 805).ask);
	mst_watched_hop_claim(&hop, second_mac, false, BEGAN + 806 * MS);
	cr_expect_eq(look(&hop, 810).news, MST_WATCHED_HOP_NOTHING);
	cr_expect_not(mst_watched_hop_mac(&hop, mac));
	event = look(&hop, 840);
	cr_expect_eq(event.news, MST_WATCHED_HOP_MOVED);
	cr_expect_arr_eq(event.was, first_mac, 6);
	cr_assert(mst_watched_hop_mac(&hop, mac));
	cr_expect_arr_eq(mac, second_mac, 6);
	cr_expect_not(mst_watched_hop_lost(&hop, BEGAN + 50 * MS));
	cr_expect(mst_watched_hop_lost(&hop, BEGAN + 150 * MS)); /* its answer was on its way back */
	cr_expect(mst_watched_hop_lost(&hop, BEGAN + 700 * MS));
	cr_expect_not(mst_watched_hop_lost(&hop, BEGAN + 900 * MS));
}

Test(round_watched_hop, another_address_is_not_taken_while_the_one_in_use_answers_too)
{
	struct mst_watched_hop hop = known_hop();
	unsigned asked;
	uint8_t mac[6];

	cr_expect(look(&hop, 305).ask);
	mst_watched_hop_claim(&hop, second_mac, false, BEGAN + 306 * MS);
	mst_watched_hop_claim(&hop, first_mac, false, BEGAN + 307 * MS);
	cr_expect_eq(watch(&hop, 310, 500, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_not(mst_watched_hop_mac(&hop, mac));
}

Test(round_watched_hop, an_announcement_makes_it_asked_at_once_and_is_no_proof)
{
	struct mst_watched_hop hop = known_hop();
	unsigned asked;
	uint8_t mac[6];

	mst_watched_hop_heard(&hop, BEGAN + 10 * MS);
	mst_watched_hop_claim(&hop, second_mac, true, BEGAN + 11 * MS);
	cr_expect(look(&hop, 15).ask);
	mst_watched_hop_claim(&hop, second_mac, true, BEGAN + 16 * MS);
	cr_expect_eq(watch(&hop, 15, 90, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_not(mst_watched_hop_mac(&hop, mac));
	mst_watched_hop_claim(&hop, first_mac, true, BEGAN + 91 * MS);
	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), BEGAN + 10 * MS);
}

Test(round_watched_hop, a_silent_one_is_waited_for_ten_seconds_and_believed_when_it_is_back)
{
	struct mst_watched_hop hop = known_hop();
	unsigned asked;

	cr_expect_eq(watch(&hop, 0, 1000, &asked), MST_WATCHED_HOP_FELL);
	cr_expect_geq(asked, 4);
	cr_expect_eq(mst_load(&hop.standing, relaxed), MST_WATCHED_HOP_SILENT);
	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), BEGAN);
	cr_expect_eq(watch(&hop, 1000, 10000, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_leq(asked, 20);
	cr_expect_eq(watch(&hop, 10000, 10500, &asked), MST_WATCHED_HOP_GIVEN_UP);
	mst_watched_hop_claim(&hop, first_mac, false, BEGAN + 10501 * MS);
	cr_expect_eq(look(&hop, 10505).news, MST_WATCHED_HOP_BACK);
	cr_expect_eq(mst_load(&hop.standing, relaxed), MST_WATCHED_HOP_ALIVE);
	cr_expect(mst_watched_hop_lost(&hop, BEGAN + 5000 * MS));
	cr_expect_not(mst_watched_hop_lost(&hop, BEGAN + 11000 * MS));
}

Test(round_watched_hop, an_outage_of_the_interface_does_not_make_it_silent)
{
	struct mst_watched_hop hop = known_hop();
	unsigned asked;

	watch(&hop, 0, 350, &asked);
	for (uint64_t ms = 350; ms < 20000; ms += 5)
		mst_watched_hop_pause(&hop, BEGAN + ms * MS);
	cr_expect_eq(watch(&hop, 20000, 20200, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_eq(mst_load(&hop.standing, relaxed), MST_WATCHED_HOP_ALIVE);
}

Test(round_watched_hop, an_address_that_was_written_down_is_changed_only_by_who_wrote_it)
{
	struct mst_watched_hop hop = hop_with(true);
	struct mst_watched_hop_facts facts = { BEGAN + 900 * MS, BEGAN + 900 * MS, TIMEOUT };
	unsigned asked;
	uint8_t mac[6];

	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), UINT64_MAX);
	cr_expect(look(&hop, 5).ask);
	mst_watched_hop_claim(&hop, second_mac, false, BEGAN + 6 * MS);
	/* It answers no request, as its address is none that a request finds: its silence means nothing. */
	cr_expect_eq(watch(&hop, 5, 800, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_leq(asked, 2);
	cr_expect_not(mst_watched_hop_mac(&hop, mac));
	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), UINT64_MAX);
	cr_expect_eq(mst_watched_hop_set(&hop, second_mac, true, &facts).news, MST_WATCHED_HOP_MOVED);
	cr_expect(mst_watched_hop_mac(&hop, mac));
}

Test(round_watched_hop, a_route_to_another_gateway_is_followed_when_that_has_answered)
{
	struct mst_watched_hop hop = known_hop();
	struct mst_addr other = mst_addr_from_ipv4(0x0a000002);

	mst_watched_hop_heard(&hop, BEGAN + 10 * MS);
	mst_watched_hop_redirect(&hop, &other);
	cr_expect(look(&hop, 20).ask);
	mst_watched_hop_heard(&hop, BEGAN + 21 * MS); /* through the earlier one */
	cr_expect_eq(look(&hop, 25).news, MST_WATCHED_HOP_NOTHING);
	mst_watched_hop_claim(&hop, second_mac, false, BEGAN + 26 * MS);
	cr_expect_eq(look(&hop, 30).news, MST_WATCHED_HOP_MOVED);
	cr_expect(mst_watched_hop_lost(&hop, BEGAN + 21 * MS));
}

Test(round_watched_hop, one_that_answers_no_request_while_targets_do_is_not_judged_by_its_silence)
{
	struct mst_watched_hop hop = hop_with(false);
	unsigned asked;

	for (uint64_t ms = 5; ms < 1000; ms += 5) {
		mst_watched_hop_heard(&hop, ms < 250 ? 0 : BEGAN + (ms - 2) * MS);
		cr_expect_eq(look(&hop, ms).news, MST_WATCHED_HOP_NOTHING);
	}
	cr_expect_eq(watch(&hop, 1000, 15000, &asked), MST_WATCHED_HOP_NOTHING);
	cr_expect_eq(asked, 0);
	cr_expect_eq(mst_load(&hop.proven_ns, relaxed), UINT64_MAX);
}
