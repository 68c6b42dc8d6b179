/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pack.c - verdicts of a block as chunks, and back; what is unknown; what is left of a block. */
#include "fleet/pack.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "fleet/unpack.h"

static struct mst_round_log round_of(const char *text, struct mst_targets **targets)
{
	const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_round_log round = { .silence = { .attempts = 2 } };

	*targets = mst_targets_new();
	cr_assert_eq(mst_targets_add(*targets, text, NULL), 0);
	cr_assert_eq(mst_targets_close(*targets, NULL), 0);
	cr_assert_eq(mst_space_init(&round.space, *targets, NULL, &everything, 7, NULL), 0);
	return round;
}

static struct mst_result verdict(const struct mst_round_log *round, uint64_t position, enum mst_state state)
{
	struct mst_question_at at = mst_space_at(&round->space, position);
	struct mst_result result;

	mst_silence_fill(&round->silence, &result, position, &at, 1, false);
	result.state = (uint8_t)state;
	if (state == MST_UP) {
		result.from = at.addr;
		result.reason = MST_ECHO_REPLY;
		result.rtt_ns = 1000000;
	} else if (state == MST_UNKNOWN) {
		result.reason = MST_NOT_SENT;
	}
	return result;
}

static void add(struct mst_fleet_pack *pack, uint64_t position, enum mst_state state, bool stopped)
{
	struct mst_result result = verdict(pack->round, position, state);

	cr_assert_eq(mst_fleet_pack_add(pack, &result, 1, stopped), 0);
}

struct got {
	unsigned up, unknown;
	uint8_t states[4096];
};

static int take(void *user, const struct mst_result *result)
{
	struct got *got = user;

	got->up += result->state == MST_UP;
	got->states[result->position] = result->state;
	return 0;
}

static int take_unknown(void *user, const struct mst_result *result)
{
	struct got *got = user;

	got->unknown++;
	got->states[result->position] = result->state;
	return 0;
}

static int unpack(struct got *got, const struct mst_fleet_pack *pack, uint64_t end)
{
	const struct mst_fleet_sink sink = { take, take_unknown, NULL, got };

	*got = (struct got){ 0 };
	return mst_fleet_unpack(pack->chunks[0].bytes, pack->chunks[0].count, &pack->round->space, pack->first, end,
	                        &sink);
}

Test(fleet_pack, silence_needs_no_bytes_and_answers_come_back)
{
	struct mst_targets *targets;
	struct mst_round_log round = round_of("10.0.0.0/20", &targets);
	struct mst_fleet_pack pack;
	struct got got;

	mst_fleet_pack_open(&pack, &round, 1000, 2000, false);
	for (uint64_t i = 1000; i < 2000; i++)
		add(&pack, i, i % 10 ? MST_DOWN : MST_UP, false);
	cr_expect_eq(mst_load(&pack.low, relaxed), 2000);
	cr_assert_eq(mst_fleet_pack_finish(&pack, 2000), 0);
	cr_assert_eq(pack.chunk_count, 1);
	cr_expect_lt(pack.chunks[0].count, 100 * 12);
	cr_assert_eq(unpack(&got, &pack, 2000), 0);
	cr_expect_eq(got.up, 100);
	cr_expect_eq(got.states[1990], MST_UP);
	cr_assert_eq(unpack(&got, &pack, 1500), 0); /* the end moved: what is behind it is another's */
	cr_expect_eq(got.up, 50);
	mst_fleet_pack_close(&pack);
	mst_space_free(&round.space);
	mst_targets_free(targets);
}

Test(fleet_pack, what_was_cut_off_settles_nothing)
{
	struct mst_targets *targets;
	struct mst_round_log round = round_of("10.0.0.0/20", &targets);
	struct mst_fleet_pack pack;

	mst_fleet_pack_open(&pack, &round, 0, 100, false);
	for (uint64_t i = 0; i < 40; i++)
		add(&pack, i, MST_DOWN, false);
	add(&pack, 40, MST_UNKNOWN, true);
	add(&pack, 41, MST_UP, true);
	cr_expect_eq(mst_load(&pack.low, relaxed), 40);
	cr_assert_eq(mst_fleet_pack_finish(&pack, 40), 0);
	cr_expect_eq(pack.hole_count, 0);
	mst_fleet_pack_close(&pack);
	mst_space_free(&round.space);
	mst_targets_free(targets);
}

Test(fleet_pack, what_is_unknown_becomes_holes_unless_it_was_tried_before)
{
	struct mst_targets *targets;
	struct mst_round_log round = round_of("10.0.0.0/20", &targets);
	struct mst_fleet_pack pack;
	struct mst_result late;
	struct got got;

	for (int last = 0; last < 2; last++) {
		mst_fleet_pack_open(&pack, &round, 0, 100, last);
		for (uint64_t i = 0; i < 100; i++)
			add(&pack, i, i == 7 || (i >= 20 && i < 30) || i == 99 ? MST_UNKNOWN : MST_DOWN, false);
		late = verdict(&round, 25, MST_UP);
		late.amended = true;
		late.was = MST_UNKNOWN;
		cr_assert_eq(mst_fleet_pack_add(&pack, &late, 1, false), 0);
		cr_assert_eq(mst_fleet_pack_finish(&pack, 99), 0);
		cr_assert_eq(unpack(&got, &pack, 99), 0);
		cr_expect_eq(got.up, 1);
		cr_expect_eq(got.unknown, last ? 0 : 11);
		cr_assert_eq(pack.hole_count, last ? 0 : 3);
		if (!last) {
			cr_expect(pack.holes[0].first == 7 && pack.holes[0].end == 8);
			cr_expect(pack.holes[1].first == 20 && pack.holes[1].end == 25);
			cr_expect(pack.holes[2].first == 26 && pack.holes[2].end == 30);
		}
		mst_fleet_pack_close(&pack);
	}
	mst_space_free(&round.space);
	mst_targets_free(targets);
}

Test(fleet_pack, many_holes_are_joined)
{
	struct mst_targets *targets;
	struct mst_round_log round = round_of("10.0.0.0/20", &targets);
	struct mst_fleet_pack pack;

	mst_fleet_pack_open(&pack, &round, 0, 4096, false);
	for (uint64_t i = 0; i < 4096; i++)
		add(&pack, i, i % 3 ? MST_DOWN : MST_UNKNOWN, false);
	cr_assert_eq(mst_fleet_pack_finish(&pack, 4096), 0);
	cr_expect_leq(pack.hole_count, MST_FLEET_HOLES_MAX);
	cr_expect_eq(pack.holes[0].first, 0);
	cr_expect_eq(pack.holes[pack.hole_count - 1].end, 4096);
	mst_fleet_pack_close(&pack);
	mst_space_free(&round.space);
	mst_targets_free(targets);
}

Test(fleet_pack, a_verdict_in_the_wrong_place_fails)
{
	struct mst_targets *targets;
	struct mst_round_log round = round_of("10.0.0.0/20", &targets);
	struct mst_fleet_pack pack;
	struct mst_result result;

	mst_fleet_pack_open(&pack, &round, 0, 100, false);
	result = verdict(&round, 5, MST_UP);
	result.position = 6;
	cr_expect_eq(mst_fleet_pack_add(&pack, &result, 1, false), -EPROTO);
	cr_expect_eq(mst_fleet_pack_finish(&pack, 100), -EPROTO);
	mst_fleet_pack_close(&pack);
	mst_space_free(&round.space);
	mst_targets_free(targets);
}

Test(fleet_pack, anything_else_is_no_chunk)
{
	struct mst_targets *targets;
	struct mst_round_log round = round_of("10.0.0.0/20", &targets);
	const struct mst_fleet_sink nothing = { 0 };
	struct mst_fleet_pack pack;

	mst_fleet_pack_open(&pack, &round, 0, 100, false);
	for (uint64_t i = 0; i < 100; i++)
		add(&pack, i, MST_UP, false);
	cr_assert_eq(mst_fleet_pack_finish(&pack, 100), 0);
	cr_expect_eq(mst_fleet_unpack(pack.chunks[0].bytes, pack.chunks[0].count, &round.space, 0, 100, &nothing), 0);
	for (size_t i = 0; i < pack.chunks[0].count; i++)
		cr_expect_lt(mst_fleet_unpack(pack.chunks[0].bytes, i, &round.space, 0, 100, &nothing), 0);
	cr_expect_lt(mst_fleet_unpack((const uint8_t *)"no chunk", 8, &round.space, 0, 100, &nothing), 0);
	mst_fleet_pack_close(&pack);
	mst_space_free(&round.space);
	mst_targets_free(targets);
}
