/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ask.c - questions that this machine does not send, by a method whose errors the test chooses. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "ping/handle.h"

#define HOSTS 3

/* What the next calls of send come to, for each host; when they are used up, it is sent. */
static struct {
	int errors[HOSTS][512]; /* 0: sent */
	size_t calls[HOSTS];
	bool silent;    /* what is sent gets no answer */
	int late_error; /* not 0: told after it was taken for sent */
	uint32_t last_host, last_question;
	bool open_answer;
	uint64_t delay_ns; /* of the answers */
	uint64_t sent_ns;
	uint32_t first_answer; /* questions before this one get none */
} fake;

static struct mst_addr hosts[HOSTS];
static unsigned events[MST_PING_REQUEST + 1];
static int last_error;
static uint64_t timeout_ms = 20;

static int open_fake(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	(void)config, (void)err;
	*state = &fake;
	return 0;
}

static void close_fake(void *state)
{
	(void)state;
}

static void forget_answer(void)
{
	fake.open_answer = false;
}

static int send_fake(void *state, uint32_t host, uint32_t question)
{
	size_t call = fake.calls[host]++;

	(void)state;
	if (call < 512 && fake.errors[host][call])
		return -fake.errors[host][call];
	cr_assert_not(fake.open_answer, "one host at a time in these tests");
	fake.last_host = host;
	fake.last_question = question;
	fake.sent_ns = mst_now_ns();
	fake.open_answer = !fake.silent && question >= fake.first_answer;
	return 0;
}

static size_t fds_of(void *state, struct pollfd *fds, size_t room)
{
	(void)state, (void)fds, (void)room;
	return 0;
}

static void read_fake(void *state, mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = {
		.happening = fake.late_error ? MST_PING_NOT_SENT : MST_PING_REPLY,
		.host_known = true,
		.host = fake.last_host,
		.question_known = true,
		.question = fake.last_question,
		.rtt_ns = fake.delay_ns ? (int64_t)fake.delay_ns : 1000,
		.error = fake.late_error,
	};

	(void)state;
	if (!fake.open_answer || mst_now_ns() < fake.sent_ns + fake.delay_ns)
		return;
	forget_answer();
	take(user, &answer);
}

static const struct mst_ping_method fake_method = { MST_PING_RAW, open_fake, close_fake, send_fake,
	                                            fds_of,       read_fake, NULL,       NULL };

static void count(void *user, const struct mst_ping_event *event)
{
	(void)user;
	events[event->happening]++;
	last_error = event->happening == MST_PING_NOT_SENT ? event->error : last_error;
}

static struct mst_ping_config config_of(size_t host_count, uint32_t questions, uint64_t interval_ms)
{
	struct mst_ping_config config = mst_ping_defaults();

	for (uint32_t i = 0; i < HOSTS; i++)
		hosts[i] = mst_addr_from_ipv4(0x0a000001 + i);
	config.hosts = hosts, config.host_count = host_count, config.count = questions;
	config.interval_ns = interval_ms * MST_NS_PER_MS, config.timeout_ns = timeout_ms * MST_NS_PER_MS;
	config.sink = count;
	return config;
}

static struct mst_ping *open_of(const struct mst_ping_config *config)
{
	static const struct mst_ping_method *const methods[] = { &fake_method };
	struct mst_ping *ping;
	struct mst_error err;

	cr_assert_eq(mst_ping_open_by(&ping, config, methods, 1, &err), 0, "%s", err.text);
	return ping;
}

static struct mst_ping *ping_of(size_t host_count, uint32_t questions, uint64_t interval_ms, bool until_answered)
{
	struct mst_ping_config config = config_of(host_count, questions, interval_ms);

	config.until_answered = until_answered;
	return open_of(&config);
}

/* To the end; for at most five seconds. */
static void run(struct mst_ping *ping)
{
	uint64_t end_ns = mst_now_ns() + 5 * MST_NS_PER_SECOND;
	struct mst_error err;

	while (mst_ping_turn(ping, 10 * MST_NS_PER_MS, &err) == 1)
		cr_assert_lt(mst_now_ns(), end_ns, "it does not end");
}

static struct mst_ping_stats stats_of(const struct mst_ping *ping, uint32_t host)
{
	struct mst_ping_stats stats;

	mst_ping_get_stats(ping, host, &stats);
	return stats;
}

Test(ping_ask, a_question_that_found_no_room_is_sent_again_and_is_no_loss)
{
	static const int shortages[] = { EAGAIN, ENOBUFS, ENOMEM, EMFILE, ENFILE, EADDRNOTAVAIL, EINTR };

	for (size_t i = 0; i < sizeof shortages / sizeof *shortages; i++) {
		struct mst_ping *ping = ping_of(1, 2, 20, false);
		struct mst_ping_stats stats;

		memset(&fake, 0, sizeof fake);
		fake.errors[0][0] = fake.errors[0][1] = fake.errors[0][3] = shortages[i];
		run(ping);
		stats = stats_of(ping, 0);
		cr_expect(stats.sent == 2 && stats.received == 2 && stats.not_sent == 0,
		          "%s: %u sent, %u received, %u not sent", strerror(shortages[i]), (unsigned)stats.sent,
		          (unsigned)stats.received, (unsigned)stats.not_sent);
		cr_expect_eq(fake.calls[0], 5);
		mst_ping_close(ping);
	}
	cr_expect_eq(events[MST_PING_NOT_SENT] + events[MST_PING_TIMEOUT], 0);
}

Test(ping_ask, what_never_finds_room_is_told_in_bounded_time)
{
	struct mst_ping *ping = ping_of(1, 1, 1, false);
	struct mst_ping_stats stats;

	for (size_t i = 0; i < 512; i++)
		fake.errors[0][i] = ENOBUFS;
	run(ping);
	stats = stats_of(ping, 0);
	cr_expect(stats.sent == 0 && stats.not_sent == 1 && stats.error == ENOBUFS);
	cr_expect(events[MST_PING_NOT_SENT] == 1 && events[MST_PING_TIMEOUT] == 0 && last_error == ENOBUFS);
	cr_expect(fake.calls[0] > 5 && fake.calls[0] < 200, "%zu tries", fake.calls[0]);
	mst_ping_close(ping);
}

Test(ping_ask, every_other_error_is_told_at_once_and_never_lost)
{
	static const int errors[] = { EPERM, EACCES, ENETUNREACH, EHOSTUNREACH, ENETDOWN, ENODEV, EMSGSIZE, EINVAL };

	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		struct mst_ping *ping = ping_of(1, 2, 1, false);
		struct mst_ping_stats stats;

		memset(&fake, 0, sizeof fake);
		fake.errors[0][0] = errors[i];
		run(ping);
		stats = stats_of(ping, 0);
		cr_expect(stats.sent == 1 && stats.received == 1 && stats.not_sent == 1 && stats.error == errors[i]);
		cr_expect_eq(last_error, errors[i]);
		cr_expect_eq(stats.last_ns[0], MST_PING_UNSENT);
		cr_expect_eq(fake.calls[0], 2);
		mst_ping_close(ping);
	}
	cr_expect_eq(events[MST_PING_TIMEOUT], 0);
}

Test(ping_ask, an_error_that_comes_later_takes_the_question_back)
{
	struct mst_ping *ping = ping_of(1, 1, 1, false);
	struct mst_ping_stats stats;

	fake.late_error = EPERM;
	run(ping);
	stats = stats_of(ping, 0);
	cr_expect(stats.sent == 0 && stats.not_sent == 1 && stats.waiting == 0 && stats.error == EPERM);
	mst_ping_close(ping);
}

Test(ping_ask, a_host_without_room_does_not_hold_up_the_others)
{
	struct mst_ping *ping = ping_of(2, 3, 5, false);

	for (size_t i = 0; i < 4; i++)
		fake.errors[0][i] = ENOBUFS;
	fake.silent = true;
	run(ping);
	cr_expect(stats_of(ping, 0).sent == 3 && stats_of(ping, 1).sent == 3);
	cr_expect_eq(stats_of(ping, 0).not_sent, 0);
	mst_ping_close(ping);
}

Test(ping_ask, what_is_under_way_when_it_is_stopped_counts_as_sent)
{
	struct mst_ping_stats stats;
	struct mst_error err;
	struct mst_ping *ping;

	timeout_ms = 1000000; /* no time-out, however busy the machine is */
	ping = ping_of(2, 0, 1000000, false);
	fake.silent = true;
	for (size_t i = 0; i < 512; i++)
		fake.errors[1][i] = EAGAIN;
	for (unsigned i = 0; i < 4; i++)
		cr_expect_eq(mst_ping_turn(ping, 4 * MST_NS_PER_MS, &err), 1);
	cr_expect_eq(stats_of(ping, 0).sent, 0); /* a live table shows no loss that is none yet */
	mst_ping_stop(ping);
	mst_ping_stop(ping);
	stats = stats_of(ping, 0);
	cr_expect(stats.sent == 1 && stats.received == 0);
	stats = stats_of(ping, 1);
	cr_expect(stats.sent == 0 && stats.not_sent == 1);
	cr_expect_eq(mst_ping_turn(ping, 0, &err), 0);
	mst_ping_close(ping);
}

Test(ping_ask, until_answered_does_not_ask_again_after_an_answer)
{
	struct mst_ping *ping = ping_of(1, 4, 5, true);
	uint64_t began_ns = mst_now_ns();

	run(ping);
	cr_expect_eq(fake.calls[0], 1);
	cr_expect_lt(mst_now_ns() - began_ns, 2 * MST_NS_PER_SECOND);
	mst_ping_close(ping);
	memset(&fake, 0, sizeof fake);
	ping = ping_of(1, 4, 5, true);
	fake.silent = true;
	run(ping);
	cr_expect_eq(stats_of(ping, 0).sent, 4);
	mst_ping_close(ping);
}

Test(ping_ask, with_a_number_of_replies_it_asks_until_they_have_come)
{
	struct mst_ping_config config = config_of(1, 0, 2);
	struct mst_ping *ping;

	config.replies = 3;
	ping = open_of(&config);
	fake.first_answer = 4;
	run(ping);
	cr_expect(stats_of(ping, 0).received == 3 && fake.calls[0] == 6, "%zu calls", fake.calls[0]);
	mst_ping_close(ping);
}

Test(ping_ask, adaptive_asks_when_the_last_one_is_answered)
{
	struct mst_ping_config config = config_of(1, 50, 60000);
	struct mst_ping *ping;

	config.adaptive = true;
	ping = open_of(&config);
	run(ping);
	cr_expect(stats_of(ping, 0).sent == 50 && stats_of(ping, 0).received == 50);
	mst_ping_close(ping);
	config.count = 2; /* the first answer is lost: the second question goes out once that is known */
	ping = open_of(&config);
	fake.first_answer = 2;
	run(ping);
	cr_expect_geq(stats_of(ping, 0).span_ns, timeout_ms * MST_NS_PER_MS);
	cr_expect(stats_of(ping, 0).sent == 2 && stats_of(ping, 0).received == 1);
	mst_ping_close(ping);
}

Test(ping_ask, adaptive_keeps_its_least_interval)
{
	struct mst_ping_config config = config_of(1, 10, 60000);
	struct mst_ping *ping;

	config.adaptive = true;
	config.least_ns = 4 * MST_NS_PER_MS;
	ping = open_of(&config);
	run(ping);
	cr_expect_geq(stats_of(ping, 0).span_ns, 9 * 4 * MST_NS_PER_MS);
	mst_ping_close(ping);
}

Test(ping_ask, requests_and_those_still_open_are_events_where_they_are_wanted)
{
	struct mst_ping_config config = config_of(1, 3, 5);
	struct mst_ping *ping;

	config.report_pending = config.report_requests = true;
	fake.silent = true;
	ping = open_of(&config);
	run(ping);
	mst_ping_close(ping);
	cr_expect(events[MST_PING_REQUEST] == 3 && events[MST_PING_PENDING] == 2 && events[MST_PING_TIMEOUT] == 3);
	config.report_pending = config.report_requests = false;
	ping = open_of(&config);
	run(ping);
	mst_ping_close(ping);
	cr_expect(events[MST_PING_REQUEST] == 3 && events[MST_PING_PENDING] == 2);
}

/* Answers take 200 ms; the time-out is 20 ms, the interval longer than both. */
Test(ping_ask, a_late_answer_to_the_last_request_is_waited_for_twice_the_longest_round_trip)
{
	for (int longer = 0; longer < 2; longer++) {
		struct mst_ping_config config = config_of(1, 2, 250);
		struct mst_ping *ping;

		memset(&fake, 0, sizeof fake);
		fake.delay_ns = 200 * MST_NS_PER_MS;
		config.wait_longer = longer;
		ping = open_of(&config);
		run(ping);
		cr_expect_eq(stats_of(ping, 0).received, longer ? 2 : 1);
		mst_ping_close(ping);
	}
}

Test(ping_ask, a_silent_host_is_waited_for_no_longer_than_the_time_out)
{
	struct mst_ping_config config = config_of(1, 1, 1000);
	struct mst_ping *ping;
	uint64_t began_ns = mst_now_ns();

	config.wait_longer = true;
	fake.silent = true;
	ping = open_of(&config);
	run(ping);
	cr_expect_lt(mst_now_ns() - began_ns, MST_NS_PER_SECOND);
	mst_ping_close(ping);
}
