/* SPDX-License-Identifier: BSD-2-Clause */
/* answers.c - assigns an answer to its host and question, and counts it. See handle.h. */
#include <string.h>

#include "base/clock.h"
#include "ping/handle.h"

/* Finds the host with this address. The scope is not compared: an answer may come without the scope of its question. */
static bool find_host(const struct mst_ping *ping, const struct mst_addr *addr, uint32_t *index)
{
	size_t low = 0, high = ping->config.host_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct mst_addr *there = &ping->config.hosts[ping->by_addr[middle]];
		int order = there->family != addr->family ? there->family - addr->family
		                                          : memcmp(there->bytes, addr->bytes, sizeof there->bytes);

		if (order == 0) {
			*index = ping->by_addr[middle];
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* Completes a 16-bit ICMP sequence number: the latest question that has these lower 16 bits. */
static uint32_t whole_number(const struct mst_ping *ping, uint32_t lower)
{
	uint32_t latest = ping->asked ? mst_ping_number_of(ping, ping->asked - 1) : 0;

	return lower + (latest - lower) / 65536 * 65536;
}

/* The kernel's time stamps use the wall clock. If that clock was set in between, the monotonic clock is used. */
static int64_t round_trip(const struct mst_ping_question *question, const struct mst_ping_answer *answer)
{
	int64_t passed_ns = (int64_t)(mst_now_ns() - question->sent_ns), stamped_ns;

	if (answer->rtt_ns >= 0)
		return answer->rtt_ns;
	if (answer->wall_ns == 0)
		return passed_ns;
	stamped_ns = (int64_t)(answer->wall_ns - question->sent_wall_ns);
	return stamped_ns >= 0 && stamped_ns <= passed_ns ? stamped_ns : passed_ns;
}

static void take_reply(struct mst_ping *ping, struct mst_pinged *host, struct mst_ping_question *question,
                       struct mst_ping_event *event)
{
	if (question->state == MST_ANSWERED) {
		event->happening = MST_PING_DUPLICATE;
		host->duplicates++;
		return;
	}
	ping->answered += host->received == 0;
	host->received++;
	if (question->state == MST_WAITING) {
		host->waiting--;
		mst_tally_add(&host->tally, event->rtt_ns);
	} else {
		mst_tally_amend(&host->tally, event->rtt_ns);
	}
	question->state = MST_ANSWERED;
}

static void take_error(struct mst_pinged *host, struct mst_ping_question *question)
{
	host->errors++;
	if (question->state != MST_WAITING)
		return;
	question->state = MST_FAILED;
	host->waiting--;
	mst_tally_add(&host->tally, MST_PING_LOST);
}

void mst_ping_not_sent(struct mst_ping *ping, uint32_t index, struct mst_ping_question *question, int error)
{
	struct mst_pinged *host = &ping->hosts[index];

	if (question->state == MST_WAITING) {
		host->waiting--;
		host->sent--;
	}
	question->state = MST_UNSENT;
	host->not_sent++;
	host->error = error;
	mst_tally_add(&host->tally, MST_PING_UNSENT);
	mst_ping_report(ping, &(struct mst_ping_event){
				      .happening = MST_PING_NOT_SENT,
				      .host = index,
				      .sequence = question->number,
				      .rtt_ns = -1,
				      .error = error,
			      });
}

void mst_ping_take_answer(void *user, const struct mst_ping_answer *answer)
{
	struct mst_ping *ping = user;
	struct mst_ping_event event = {
		.happening = answer->happening,
		.from = answer->from,
		.rtt_ns = -1,
		.bytes = answer->bytes,
		.ttl = answer->ttl,
		.icmp_type = answer->icmp_type,
		.icmp_code = answer->icmp_code,
		.refused = answer->refused,
	};
	struct mst_ping_question *question;

	if (answer->host_known && answer->host < ping->config.host_count)
		event.host = answer->host;
	else if (answer->host_known || !find_host(ping, &answer->asked, &event.host))
		return;
	event.sequence = answer->question_known ? answer->question : whole_number(ping, answer->question);
	question = mst_ping_question(ping, event.host, event.sequence);
	if (!question || question->state == MST_HELD || question->state == MST_UNSENT)
		return;
	if (event.happening == MST_PING_NOT_SENT) {
		if (question->state == MST_WAITING)
			mst_ping_not_sent(ping, event.host, question, answer->error);
		return;
	}
	if (event.happening == MST_PING_CORRUPT) {
		ping->hosts[event.host].corrupt++;
	} else if (event.happening == MST_PING_ERROR) {
		take_error(&ping->hosts[event.host], question);
	} else {
		event.rtt_ns = round_trip(question, answer);
		take_reply(ping, &ping->hosts[event.host], question, &event);
	}
	mst_ping_report(ping, &event);
}
