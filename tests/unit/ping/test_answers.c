/* SPDX-License-Identifier: BSD-2-Clause */
/* test_answers.c - answers with another payload, from another address, and with a time that cannot be. */
#include <criterion/criterion.h>

#include "base/clock.h"
#include "ping/handle.h"

static struct mst_addr hosts[2];
static struct mst_ping_event last;
static unsigned events;

static int open_fake(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	(void)config, (void)err;
	*state = hosts;
	return 0;
}

static void close_fake(void *state)
{
	(void)state;
}

static int send_fake(void *state, uint32_t host, uint32_t question)
{
	(void)state, (void)host, (void)question;
	return 0;
}

static size_t no_fds(void *state, struct pollfd *fds, size_t room)
{
	(void)state, (void)fds, (void)room;
	return 0;
}

static void read_none(void *state, mst_ping_take *take, void *user)
{
	(void)state, (void)take, (void)user;
}

static void keep(void *user, const struct mst_ping_event *event)
{
	(void)user;
	last = *event;
	events++;
}

static const struct mst_ping_method fake_method = { MST_PING_RAW, open_fake, close_fake, send_fake,
	                                            no_fds,       read_none, NULL,       NULL };

/* One question was sent to each host. */
static struct mst_ping *asking(size_t host_count)
{
	static const struct mst_ping_method *const methods[] = { &fake_method };
	struct mst_ping_config config = mst_ping_defaults();
	struct mst_ping *ping;
	struct mst_error err;

	hosts[0] = mst_addr_from_ipv4(0x0a000001);
	hosts[1] = mst_addr_from_ipv4(0x0a000002);
	config.hosts = hosts, config.host_count = host_count, config.count = 1, config.sink = keep;
	cr_assert_eq(mst_ping_open_by(&ping, &config, methods, 1, &err), 0, "%s", err.text);
	while (ping->asked < host_count)
		cr_assert_eq(mst_ping_turn(ping, MST_NS_PER_MS, &err), 1);
	return ping;
}

static struct mst_ping_stats stats_of(const struct mst_ping *ping, uint32_t host)
{
	struct mst_ping_stats stats;

	mst_ping_get_stats(ping, host, &stats);
	return stats;
}

static struct mst_ping_answer reply_from(uint32_t addr)
{
	struct mst_ping_answer answer = {
		.happening = MST_PING_REPLY, .question = 1, .from = mst_addr_from_ipv4(addr), .rtt_ns = 1000
	};

	answer.asked = answer.from;
	return answer;
}

Test(ping_answers, another_payload_is_an_answer_and_is_marked)
{
	for (unsigned payload = 0; payload < MST_PING_PAYLOAD_COUNT; payload++) {
		struct mst_ping *ping = asking(1);
		struct mst_ping_answer answer = reply_from(0x0a000001);

		answer.payload = (enum mst_ping_payload)payload;
		mst_ping_take_answer(ping, &answer);
		cr_expect(last.happening == MST_PING_REPLY && last.payload == payload && !last.other_address);
		cr_expect_eq(stats_of(ping, 0).received, 1);
		cr_expect_eq(stats_of(ping, 0).altered, payload != MST_PING_WHOLE);
		mst_ping_close(ping);
	}
}

Test(ping_answers, where_errors_end_it_a_host_is_asked_no_more_and_the_ping_ends_with_all_hosts)
{
	struct mst_ping *ping = asking(2);
	struct mst_ping_answer answer = { .happening = MST_PING_ERROR, .question = 1, .rtt_ns = -1 };
	struct mst_error err;

	ping->config.count = 0; /* for ever */
	ping->config.interval_ns = MST_NS_PER_MS;
	answer.asked = hosts[0];
	mst_ping_take_answer(ping, &answer);
	cr_expect_eq(ping->satisfied, 0, "not so without until_error");
	ping->config.until_error = true;
	answer.asked = hosts[1];
	mst_ping_take_answer(ping, &answer);
	cr_expect_eq(ping->satisfied, 1);
	cr_assert_eq(mst_ping_turn(ping, 3 * MST_NS_PER_MS, &err), 1);
	cr_expect_eq(stats_of(ping, 1).sent, 1, "asked no more");
	ping->satisfied = 2;
	cr_assert_eq(mst_ping_turn(ping, MST_NS_PER_MS, &err), 0);
	mst_ping_close(ping);
}

Test(ping_answers, a_proved_answer_from_another_address_is_marked)
{
	struct mst_ping *ping = asking(2);
	struct mst_ping_answer answer = reply_from(0x0a000069);

	answer.host_known = answer.question_known = true;
	answer.host = 1;
	mst_ping_take_answer(ping, &answer);
	cr_expect(last.happening == MST_PING_REPLY && last.host == 1 && last.other_address);
	cr_expect(stats_of(ping, 1).received == 1 && stats_of(ping, 1).other_address == 1);
	cr_expect_eq(stats_of(ping, 0).received, 0);
	mst_ping_close(ping);
}

Test(ping_answers, without_proof_it_counts_where_only_one_host_can_be_meant)
{
	struct mst_ping_answer answer = reply_from(0x0a000069);
	struct mst_ping *ping = asking(1);

	mst_ping_take_answer(ping, &answer);
	cr_expect(last.other_address && stats_of(ping, 0).received == 1);
	mst_ping_close(ping);
	ping = asking(2);
	mst_ping_take_answer(ping, &answer);
	cr_expect(stats_of(ping, 0).received == 0 && stats_of(ping, 1).received == 0);
	mst_ping_close(ping);
}

Test(ping_answers, a_wrong_checksum_is_told_and_is_no_answer)
{
	struct mst_ping *ping = asking(1);
	struct mst_ping_answer answer = reply_from(0x0a000001);

	answer.happening = MST_PING_CORRUPT;
	mst_ping_take_answer(ping, &answer);
	cr_expect_eq(last.happening, MST_PING_CORRUPT);
	cr_expect(stats_of(ping, 0).received == 0 && stats_of(ping, 0).corrupt == 1);
	mst_ping_close(ping);
}

Test(ping_answers, a_time_from_changed_bytes_is_not_known)
{
	struct mst_ping *ping = asking(1);
	struct mst_ping_answer answer = reply_from(0x0a000001);

	answer.rtt_ns = INT64_C(1795860698011) * 1000000;
	mst_ping_take_answer(ping, &answer);
	cr_expect_eq(last.rtt_ns, -1);
	cr_expect(stats_of(ping, 0).received == 1 && stats_of(ping, 0).timed == 0);
	mst_ping_close(ping);
}

Test(ping_answers, a_reply_without_a_time_is_an_answer)
{
	struct mst_ping *ping = asking(1);
	struct mst_ping_answer answer = reply_from(0x0a000001);

	answer.rtt_ns = -1;
	answer.untimed = true;
	mst_ping_take_answer(ping, &answer);
	cr_expect(last.happening == MST_PING_REPLY && last.rtt_ns == -1);
	cr_expect(stats_of(ping, 0).received == 1 && stats_of(ping, 0).timed == 0 && stats_of(ping, 0).max_ns == 0);
	cr_expect_eq(stats_of(ping, 0).last_ns[0], MST_PING_UNTIMED);
	mst_ping_close(ping);
}

Test(ping_answers, a_redirect_is_no_error_and_the_answer_still_counts)
{
	struct mst_ping *ping = asking(1);
	struct mst_ping_answer answer = reply_from(0x0a000001);

	answer.happening = MST_PING_REDIRECT;
	answer.gateway = mst_addr_from_ipv4(0x0a000009);
	mst_ping_take_answer(ping, &answer);
	cr_expect(last.happening == MST_PING_REDIRECT && mst_addr_ipv4(&last.gateway) == 0x0a000009);
	cr_expect(stats_of(ping, 0).errors == 0 && stats_of(ping, 0).waiting == 1);
	answer.happening = MST_PING_REPLY;
	mst_ping_take_answer(ping, &answer);
	cr_expect_eq(stats_of(ping, 0).received, 1);
	mst_ping_close(ping);
}

Test(ping_answers, a_word_about_the_last_reply_adds_no_reply)
{
	struct mst_ping *ping = asking(1);
	struct mst_ping_answer answer = reply_from(0x0a000001);

	answer.marks_last = true;
	mst_ping_take_answer(ping, &answer);
	cr_expect_eq(stats_of(ping, 0).altered, 0, "there is no reply yet");
	answer.marks_last = false;
	mst_ping_take_answer(ping, &answer);
	answer.marks_last = true;
	events = 0;
	mst_ping_take_answer(ping, &answer);
	cr_expect(events == 0 && stats_of(ping, 0).altered == 1 && stats_of(ping, 0).duplicates == 0);
	mst_ping_close(ping);
}
