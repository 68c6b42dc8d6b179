/* SPDX-License-Identifier: BSD-2-Clause */
/* Hosts beyond a gateway: echo first, and what the silent are asked by besides.
 * The frames are those that a lane makes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/describe.h"
#include "unit/round/fixture_round.h"

#define MS MST_NS_PER_MS
#define START_NS (UINT64_C(8) << 30)
#define AFTER_TIMEOUT_MS (FIXTURE_TIMEOUT_NS / MS + 1)
#define HOST "127.0.1.9"

static size_t send_all(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	(void)tx;
	*stop = MST_TX_ALL;
	return count;
}

static const struct mst_tx_engine taker = { .name = "taker", .send = send_all };

struct waves {
	struct fixture *fixture;
	struct mst_lane *lane;
	struct mst_tx tx;
	struct packet frames[16]; /* of the last turn */
	size_t count;
};

static struct waves open_waves(const char *targets, const char *probes, unsigned retries,
                               enum mst_detect detect_proxies)
{
	struct waves waves = { .fixture = fixture_new_hosts(targets, probes, retries, detect_proxies) };

	waves.lane = &waves.fixture->round.lanes[0];
	waves.tx = (struct mst_tx){ .engine = &taker, .burst = MST_BURST, .frames = mst_tx_frames(MST_BURST) };
	cr_assert_not_null(waves.tx.frames);
	waves.lane->sending.burst.frames = waves.tx.frames;
	mst_bucket_open(&waves.lane->sending.bucket, 0, START_NS);
	return waves;
}

static void close_waves(struct waves *waves)
{
	free(waves->tx.frames);
	fixture_words(waves->fixture);
	fixture_free(waves->fixture);
}

/* The frames that stand in the burst leave. */
static void collect(struct waves *waves)
{
	struct mst_burst *burst = &waves->lane->sending.burst;

	waves->count = burst->count;
	cr_assert_leq(waves->count, sizeof waves->frames / sizeof *waves->frames);
	for (size_t i = 0; i < waves->count; i++) {
		waves->frames[i].length = burst->frames[i].length;
		memcpy(waves->frames[i].bytes, burst->frames[i].bytes, burst->frames[i].length);
	}
	waves->lane->sending.tx = &waves->tx;
	mst_sending_offer(&waves->lane->sending, burst->count);
	waves->fixture->now_ns = waves->lane->context.now_ns;
}

/* What the lane asks at this time, everything that arrived before having been read. */
static void turn_at(struct waves *waves, uint64_t ms)
{
	waves->lane->context.now_ns = START_NS + ms * MS;
	mst_store(&waves->fixture->round.shared.horizon_ns, waves->lane->context.now_ns, release);
	mst_asking_fill(&waves->lane->asking, 8);
	collect(waves);
}

/* "echo, SYN 443": the frames of the last turn. */
static const char *asked(const struct waves *waves)
{
	static char words[256];

	words[0] = '\0';
	for (size_t i = 0; i < waves->count; i++) {
		const struct packet *frame = &waves->frames[i];
		char word[32];

		if (frame->bytes[MST_IPV4_PROTO] == MST_PROTO_ICMP)
			snprintf(word, sizeof word, "%s",
			         frame->bytes[ICMP_AT] == MST_ICMP_ECHO ? "echo" : "timestamp");
		else
			snprintf(word, sizeof word, "%s %u",
			         frame->bytes[TCP_AT + MST_TCP_FLAGS] == MST_TCP_SYN ? "SYN" : "ACK",
			         packet_u16(frame, TCP_AT + MST_TCP_DESTINATION));
		snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", i ? ", " : "", word);
	}
	return words;
}

static struct mst_answered answered_of(const struct waves *waves)
{
	struct mst_answered answered;

	mst_tally_answered(&waves->fixture->round.shared, &answered);
	return answered;
}

static const struct mst_estimator *estimator_of(const struct waves *waves)
{
	return &waves->fixture->round.receiver->answers.estimators[0];
}

Test(round_asking, echo_is_asked_first_and_the_silent_by_four_probes)
{
	struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);

	turn_at(&waves, 0);
	cr_expect_str_eq(asked(&waves), "echo");
	turn_at(&waves, AFTER_TIMEOUT_MS);
	cr_expect_str_eq(asked(&waves), "echo, SYN 443, ACK 80, timestamp");
	turn_at(&waves, 2 * AFTER_TIMEOUT_MS);
	cr_expect_str_eq(asked(&waves), "");
	fixture_expect(waves.fixture, HOST ":0 down no-response from  ttl 0 try 0/2 rtt -1\n");
	close_waves(&waves);
}

Test(round_asking, echo_alone_or_any_other_set_is_asked_at_every_attempt)
{
	static const struct {
		const char *probes, *words;
	} cases[] = { { "icmp", "echo" }, { "syn:22,ack:25", "SYN 22, ACK 25" } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct waves waves = open_waves(HOST, cases[i].probes, 1, MST_DETECT_OFF);

		turn_at(&waves, 0);
		cr_expect_str_eq(asked(&waves), cases[i].words);
		turn_at(&waves, AFTER_TIMEOUT_MS);
		cr_expect_str_eq(asked(&waves), cases[i].words);
		turn_at(&waves, 2 * AFTER_TIMEOUT_MS);
		close_waves(&waves);
	}
}

/* An attempt that makes up for one that may have been lost here asks what that one asked. */
Test(round_asking, without_retries_hosts_are_asked_by_echo_alone)
{
	struct waves waves = open_waves(HOST, NULL, 0, MST_DETECT_OFF);

	turn_at(&waves, 0);
	mst_losses_note(&waves.fixture->round.shared.losses, START_NS, START_NS + 1);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	cr_expect_str_eq(asked(&waves), "echo");
	turn_at(&waves, 2 * AFTER_TIMEOUT_MS);
	close_waves(&waves);
}

Test(round_asking, any_of_the_answers_is_up_and_the_others_are_duplicates)
{
	static const char *const words[] = {
		HOST ":0 up echo-reply from " HOST " ttl 57 try 2/2 rtt 1024000\n",
		HOST ":0 up syn-ack from " HOST " ttl 57 try 2/2 rtt 1024000\n",
		HOST ":0 up reset from " HOST " ttl 57 try 2/2 rtt 1024000\n",
		HOST ":0 up timestamp-reply from " HOST " ttl 57 try 2/2 rtt 1024000\n",
	};

	for (unsigned first = 0; first < 4; first++) {
		struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);
		struct packet answers[4];

		mst_store(&waves.fixture->round.shared.egresses[0].rate_pps, 1e6,
		          relaxed); /* frames follow each other at once */
		turn_at(&waves, 0);
		turn_at(&waves, AFTER_TIMEOUT_MS);
		cr_assert_eq(waves.count, 4);
		answers[0] = answer_icmp(&waves.frames[0]);
		answers[1] = answer_tcp(&waves.frames[1], SYN_ACK);
		answers[2] = answer_ack(&waves.frames[2]);
		answers[3] = answer_icmp(&waves.frames[3]);
		for (unsigned i = 0; i < 4; i++)
			fixture_feed(waves.fixture, answers[(first + i) % 4]);
		fixture_expect(waves.fixture, words[first]);
		cr_expect_eq(fixture_counts(waves.fixture).answers, 1);
		cr_expect_eq(fixture_counts(waves.fixture).duplicates, 3);
		cr_expect_eq(fixture_counts(waves.fixture).strays, 0);
		close_waves(&waves);
	}
}

/* At 1,000 frames a second the SYN leaves a millisecond after the echo that the entry remembers: as long
 * as the round trip. */
Test(round_asking, a_round_trip_is_told_only_if_it_is_known)
{
	struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);

	mst_store(&waves.fixture->round.shared.egresses[0].rate_pps, 1000, relaxed);
	turn_at(&waves, 0);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_feed(waves.fixture, answer_tcp(&waves.frames[1], RST_ACK));
	fixture_expect(waves.fixture, HOST ":0 up reset from " HOST " ttl 57 try 2/2 rtt -1\n");
	close_waves(&waves);
}

Test(round_asking, who_answers_only_the_second_wave_is_no_answer_missed)
{
	struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);
	struct mst_answered answered;

	turn_at(&waves, 0);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_feed(waves.fixture, answer_tcp(&waves.frames[1], RST_ACK));
	answered = answered_of(&waves);
	cr_expect_eq(answered.asked[2], 1);
	cr_expect_eq(answered.first[2], 0);
	cr_expect_eq(answered.second[1], 1);
	mst_repeats_close((struct mst_repeats *)&estimator_of(&waves)->repeats, UINT64_MAX / 2);
	cr_expect_eq(estimator_of(&waves)->repeats.closed_repeated, 0, "taken for loss");
	close_waves(&waves);
}

Test(round_asking, who_answers_the_second_echo_is_an_answer_missed_before)
{
	struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);
	struct mst_answered answered;

	turn_at(&waves, 0);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_feed(waves.fixture, answer_icmp(&waves.frames[0]));
	answered = answered_of(&waves);
	cr_expect_eq(answered.first[2], 1);
	cr_expect_eq(answered.second[1], 0);
	close_waves(&waves);
}

Test(round_asking, a_reference_is_asked_by_the_probe_that_it_answered)
{
	struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);

	turn_at(&waves, 0);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_feed(waves.fixture, answer_ack(&waves.frames[2]));
	waves.lane->asking.references.every = 1;
	mst_references_send(&waves.lane->asking.references);
	collect(&waves);
	cr_expect_str_eq(asked(&waves), "ACK 80");
	fixture_feed(waves.fixture, answer_ack(&waves.frames[0]));
	cr_expect_eq(estimator_of(&waves)->answered, 1);
	cr_expect_eq(estimator_of(&waves)->rtt.smoothed_ns, FIXTURE_RTT_NS);
	close_waves(&waves);
}

/* A proxy that takes every connection makes hosts found by connections suspect, not those that answer echo. */
Test(round_asking, what_is_answered_for_all_is_suspect_and_nothing_else)
{
	struct waves waves = open_waves("127.0.1.9-127.0.1.10", NULL, 1, MST_DETECT_ON);
	struct mst_shared *shared = &waves.fixture->round.shared;
	struct mst_answers *answers = &waves.fixture->round.receiver->answers;
	const struct mst_origin proxy = { .probe = 1 };
	struct mst_addr nobody = mst_addr_from_ipv4(0xc0000201);
	const struct mst_result *suspect;
	struct packet echo;
	unsigned lane;

	turn_at(&waves, 0);
	cr_assert_eq(waves.count, 2);
	echo = answer_icmp(&waves.frames[0]);
	fixture_feed(waves.fixture, echo);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	cr_assert_eq(waves.count, 4);
	fixture_feed(waves.fixture, answer_tcp(&waves.frames[1], SYN_ACK));
	cr_assert(mst_suspects_answered(answers->suspects, &shared->egresses[0].unused, &nobody, &proxy));
	suspect = mst_suspects_next(answers->suspects, &lane);
	cr_assert_not_null(suspect);
	cr_expect_eq(suspect->suspect, MST_SUSPECT_UNUSED);
	cr_expect_eq(suspect->reason, MST_SYN_ACK);
	cr_expect_null(mst_suspects_next(answers->suspects, &lane));
	close_waves(&waves);
}

Test(round_asking, how_hosts_are_asked_is_told)
{
	static const struct {
		const char *probes;
		unsigned retries;
		const char *words;
	} cases[] = {
		{ NULL, 1, "by echo; silent ones again, also by SYN 443, ACK 80, timestamp\n" },
		{ NULL, 0, "by echo once (--retries 0)\n" },
		{ "icmp", 1, "by echo\n" },
		{ "icmp,fin:9/null:1,xmas:2,udp:53", 3,
		  "by echo, FIN 9; silent ones again, also by NULL 1, Xmas 2, UDP 53\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *fixture = fixture_new_hosts(HOST, cases[i].probes, cases[i].retries, MST_DETECT_OFF);
		char words[MST_HOW_TEXT];

		mst_plan_describe(&fixture->plan, words, sizeof words);
		cr_expect_str_eq(words, cases[i].words);
		fixture_free(fixture);
	}
}

/* The last router's report comes after three seconds, or not at all: few a second may be sent. It changes no state. */
Test(round_asking, a_host_that_the_last_router_does_not_find_is_down_whenever_it_reports)
{
	struct waves soon = open_waves(HOST, NULL, 1, MST_DETECT_OFF), late = open_waves(HOST, NULL, 1, MST_DETECT_OFF);
	struct waves once = open_waves(HOST, NULL, 1, MST_DETECT_OFF);

	turn_at(&soon, 0);
	fixture_feed(soon.fixture, answer_error(&soon.frames[0], ROUTER, MST_ICMP_UNREACHABLE, 1));
	fixture_expect(soon.fixture, "");
	turn_at(&soon, AFTER_TIMEOUT_MS);
	cr_expect_str_neq(asked(&soon), "", "it is asked once more");
	fixture_feed(soon.fixture, answer_error(&soon.frames[0], ROUTER, MST_ICMP_UNREACHABLE, 1));
	fixture_expect(soon.fixture, HOST ":0 down host-unreach from " ROUTER " icmp 3/1 ttl 57 try 2/2 rtt 1024000\n");
	turn_at(&once, 0);
	fixture_feed(once.fixture, answer_error(&once.frames[0], ROUTER, MST_ICMP_UNREACHABLE, 1));
	turn_at(&once, AFTER_TIMEOUT_MS);
	turn_at(&once, 2 * AFTER_TIMEOUT_MS);
	fixture_expect(once.fixture, HOST ":0 down host-unreach from  ttl 0 try 0/2 rtt -1\n");
	turn_at(&late, 0);
	turn_at(&late, AFTER_TIMEOUT_MS);
	turn_at(&late, 2 * AFTER_TIMEOUT_MS);
	fixture_expect(late.fixture, HOST ":0 down no-response from  ttl 0 try 0/2 rtt -1\n");
	close_waves(&soon);
	close_waves(&once);
	close_waves(&late);
}

Test(round_asking, a_late_report_of_the_last_router_amends_nothing)
{
	struct waves waves = open_waves(HOST, "icmp", 0, MST_DETECT_OFF);
	struct packet echo;

	turn_at(&waves, 0);
	echo = waves.frames[0];
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_words(waves.fixture);
	fixture_feed(waves.fixture, answer_error(&echo, ROUTER, MST_ICMP_UNREACHABLE, 1));
	fixture_expect(waves.fixture, "");
	cr_expect_eq(fixture_counts(waves.fixture).duplicates, 1);
	fixture_feed(waves.fixture, answer_icmp(&echo));
	fixture_expect(waves.fixture, HOST ":0 up echo-reply from " HOST " ttl 57 try 1/1 rtt 1002023936 was down\n");
	close_waves(&waves);
}

/* A firewall on the host itself that rejects the second wave tells that the host is there. */
Test(round_asking, an_error_of_the_host_itself_is_an_answer)
{
	struct waves waves = open_waves(HOST, NULL, 1, MST_DETECT_OFF);

	turn_at(&waves, 0);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_feed(waves.fixture, answer_error(&waves.frames[2], HOST, MST_ICMP_UNREACHABLE, 13));
	fixture_expect(waves.fixture, HOST ":0 up admin-prohibited from " HOST " icmp 3/13 ttl 57 try 2/2 rtt -1\n");
	close_waves(&waves);
}

static struct waves open_patient(unsigned retries)
{
	struct waves waves = open_waves(HOST, "icmp", retries, MST_DETECT_OFF);

	mst_store(&waves.fixture->round.shared.egresses[0].last_wait_ns, 3000 * MS, relaxed);
	turn_at(&waves, 0);
	if (retries)
		turn_at(&waves, AFTER_TIMEOUT_MS);
	return waves;
}

Test(round_asking, where_hosts_are_far_the_silent_have_no_verdict_before_the_last_wait_is_over)
{
	struct waves waves = open_patient(1);

	turn_at(&waves, AFTER_TIMEOUT_MS + 2990);
	cr_expect_str_eq(asked(&waves), "");
	fixture_expect(waves.fixture, "");
	turn_at(&waves, AFTER_TIMEOUT_MS + 3001);
	fixture_expect(waves.fixture, HOST ":0 down no-response from  ttl 0 try 0/2 rtt -1\n");
	cr_expect(mst_asking_is_over(&waves.lane->asking));
	cr_expect_geq(answered_of(&waves).waited_ns, (AFTER_TIMEOUT_MS + 2900) * MS);
	close_waves(&waves);
}

Test(round_asking, an_answer_during_the_last_wait_is_the_first_verdict)
{
	struct waves waves = open_patient(0);
	struct packet echo = waves.frames[0];

	turn_at(&waves, 2000);
	fixture_feed(waves.fixture, answer_icmp(&echo));
	fixture_expect(waves.fixture, HOST ":0 up echo-reply from " HOST " ttl 57 try 1/1 rtt 2001024000\n");
	turn_at(&waves, 3001);
	cr_expect(mst_asking_is_over(&waves.lane->asking));
	close_waves(&waves);
}

Test(round_asking, a_scan_that_is_stopped_does_not_wait)
{
	struct waves waves = open_patient(0);

	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_expect(waves.fixture, "");
	mst_store(&waves.fixture->run.stop, true, relaxed);
	turn_at(&waves, AFTER_TIMEOUT_MS + 1);
	fixture_expect(waves.fixture, HOST ":0 down no-response from  ttl 0 try 0/1 rtt -1\n");
	close_waves(&waves);
}

Test(round_asking, a_host_that_was_not_asked_as_often_as_planned_when_the_scan_was_stopped_is_unknown)
{
	struct waves waves = open_waves(HOST, "icmp", 1, MST_DETECT_OFF);

	turn_at(&waves, 0);
	mst_store(&waves.fixture->run.stop, true, relaxed);
	turn_at(&waves, AFTER_TIMEOUT_MS);
	fixture_expect(waves.fixture, HOST ":0 unknown unfinished from  ttl 0 try 0/1 rtt -1\n");
	cr_expect(mst_asking_is_over(&waves.lane->asking));
	close_waves(&waves);
}
