/* test_seen.c - how targets stand whose entries are gone; verdict tables; round-trip times. */
#include "track/seen.h"

#include <criterion/criterion.h>

#include "track/rtt.h"
#include "track/verdict.h"

Test(track_seen, a_position_never_noted_was_silent)
{
	struct mst_seen *seen = mst_seen_new();

	cr_expect_eq(mst_seen_get(seen, 0), MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_get(seen, UINT64_C(1) << 40), MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_count(seen, MST_STANDING_BEST), 0);
	mst_seen_free(seen);
	mst_seen_free(NULL);
}

Test(track_seen, the_last_note_of_a_position_holds_and_counts_once)
{
	static const uint64_t positions[] = { 0, 7, UINT32_MAX, UINT64_C(1) << 32, (UINT64_C(5) << 32) + 7 };
	struct mst_seen *seen = mst_seen_new();

	for (unsigned s = MST_STANDING_UNKNOWN; s <= MST_STANDING_BEST; s++) {
		for (size_t i = 0; i < 5; i++)
			mst_seen_set(seen, positions[i], (enum mst_standing)s);
		for (size_t i = 0; i < 5; i++)
			cr_expect_eq((unsigned)mst_seen_get(seen, positions[i]), s);
		for (unsigned other = MST_STANDING_UNKNOWN; other <= MST_STANDING_BEST; other++)
			cr_expect_eq(mst_seen_count(seen, (enum mst_standing)other),
			             other == s && s != MST_STANDING_SILENT ? 5u : 0u, "%u while all are %u", other, s);
	}
	cr_expect_eq(mst_seen_get(seen, 8), MST_STANDING_SILENT);
	mst_seen_set(seen, 7, MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_get(seen, 7), MST_STANDING_SILENT);
	cr_expect_eq(mst_seen_count(seen, MST_STANDING_BEST), 4);
	mst_seen_free(seen);
}

/* One row a reason: host asked and answered by itself, by a router; port likewise. */
Test(track_verdict, every_reason_has_its_state)
{
	static const struct {
		enum mst_reason reason;
		enum mst_state host, host_by_router, port, port_by_router;
	} rows[] = {
		{ MST_NO_RESPONSE, MST_DOWN, MST_DOWN, MST_FILTERED, MST_FILTERED },
		{ MST_ECHO_REPLY, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_SYN_ACK, MST_UP, MST_UP, MST_OPEN, MST_OPEN },
		{ MST_RESET, MST_UP, MST_UP, MST_CLOSED, MST_CLOSED },
		{ MST_NET_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_HOST_UNREACH, MST_UP, MST_DOWN, MST_FILTERED, MST_FILTERED },
		{ MST_PROTO_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_PORT_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_DEST_UNREACH, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_NET_PROHIBITED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_HOST_PROHIBITED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_ADMIN_PROHIBITED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_TIME_EXCEEDED, MST_UP, MST_UNREACHABLE, MST_FILTERED, MST_FILTERED },
		{ MST_HOST_DOWN, MST_DOWN, MST_DOWN, MST_FILTERED, MST_FILTERED },
		{ MST_NOT_SENT, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN },
		{ MST_LOCAL_LOSS, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN, MST_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum mst_reason reason = rows[i].reason;
		const char *name = mst_reason_name(reason);

		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, false, true), false), rows[i].host, "%s", name);
		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, false, false), false), rows[i].host_by_router,
		             "%s", name);
		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, true, true), true), rows[i].port, "%s", name);
		cr_expect_eq(mst_verdict_state(mst_verdict_standing(reason, true, false), true), rows[i].port_by_router,
		             "%s", name);
	}
}

Test(track_rtt, follows_rfc_6298_and_settles_on_a_steady_time)
{
	struct mst_rtt rtt = { 0 };

	mst_rtt_sample(&rtt, 8000000);
	cr_expect_eq(rtt.smoothed_ns, 8000000);
	cr_expect_eq(rtt.variation_ns, 4000000);
	cr_expect_eq(mst_rtt_patience_ns(&rtt), 24000000);
	mst_rtt_sample(&rtt, 16000000);
	cr_expect_eq(rtt.smoothed_ns, 9000000);
	cr_expect_eq(rtt.variation_ns, 5000000);
	for (int i = 0; i < 200; i++)
		mst_rtt_sample(&rtt, 2000000);
	cr_expect(rtt.smoothed_ns > 1999000 && rtt.smoothed_ns < 2001000, "%lu", rtt.smoothed_ns);
	cr_expect_lt(rtt.variation_ns, 1000);
}
