/* SPDX-License-Identifier: BSD-2-Clause */
/* answers.c - assigns an answer to its host and question, and counts it. See handle.h. */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "ping/handle.h"

/* A program with a schedule of its own may have sent a little before us. */
#define AHEAD_NS ((int64_t)MST_NS_PER_SECOND)

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

/*
 * The kernel's time stamps use the wall clock. If that clock was set in between, the monotonic clock is used. A ping
 * program reads its time of sending from the payload: from one that was changed it can be any time at all, and is not
 * known (-1), as it is where the program prints none.
 */
static int64_t round_trip(const struct mst_ping_question *question, const struct mst_ping_answer *answer)
{
	int64_t passed_ns = (int64_t)(mst_now_ns() - question->sent_ns), stamped_ns;

	if (answer->rtt_ns >= 0)
		return answer->rtt_ns <= passed_ns + AHEAD_NS ? answer->rtt_ns : -1;
	if (answer->untimed || answer->wall_ns == 0)
		return answer->untimed ? -1 : passed_ns;
	stamped_ns = (int64_t)(answer->wall_ns - question->sent_wall_ns);
	return stamped_ns >= 0 && stamped_ns <= passed_ns ? stamped_ns : passed_ns;
}

static void take_reply(struct mst_pinged *host, struct mst_ping_question *question, struct mst_ping_event *event)
{
	if (question->state == MST_ANSWERED) {
		event->happening = MST_PING_DUPLICATE;
		host->duplicates++;
		return;
	}
	host->received++;
	host->altered += event->payload != MST_PING_WHOLE;
	host->other_address += event->other_address;
	if (question->state == MST_WAITING) {
		host->waiting--;
		mst_tally_add(&host->tally, event->rtt_ns < 0 ? MST_PING_UNTIMED : event->rtt_ns);
	} else {
		mst_tally_amend(&host->tally, event->rtt_ns < 0 ? MST_PING_UNTIMED : event->rtt_ns);
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

void mst_ping_time_out(struct mst_ping *ping, uint32_t index, struct mst_ping_question *question)
{
	struct mst_pinged *host = &ping->hosts[index];

	question->state = MST_TIMED_OUT;
	host->waiting--;
	mst_tally_add(&host->tally, MST_PING_LOST);
	mst_ping_report(ping, &(struct mst_ping_event){
				      .happening = MST_PING_TIMEOUT,
				      .host = index,
				      .sequence = question->number,
				      .rtt_ns = -1,
			      });
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
	mst_ping_report(
		ping,
		&(struct mst_ping_event){
			.happening = MST_PING_NOT_SENT,
			.host = index,
			.sequence = question->number,
			.rtt_ns = -1,
			.error = error,
			.mtu = error == EMSGSIZE ? mst_ping_route_mtu(&ping->config, &ping->config.hosts[index]) : 0,
		});
}

/*
 * Which host an answer is for. One that proves nothing else, and comes from none of the hosts, can be for the only host
 * there is: it has our identifier.
 */
static bool host_of(const struct mst_ping *ping, const struct mst_ping_answer *answer, uint32_t *index)
{
	*index = answer->host_known ? answer->host : 0;
	if (answer->host_known)
		return answer->host < ping->config.host_count;
	return find_host(ping, &answer->asked, index) ||
	       (answer->happening == MST_PING_REPLY && ping->config.host_count == 1 &&
	        answer->asked.family == ping->config.hosts[0].family);
}

static bool is_other_address(const struct mst_ping *ping, const struct mst_addr *from, const struct mst_addr *host)
{
	return from->family && !ping->config.broadcast &&
	       (from->family != host->family || memcmp(from->bytes, host->bytes, sizeof from->bytes) != 0);
}

/* A program sends on a schedule of its own, which may fall behind ours the further the longer it runs. */
static void note_lag(struct mst_ping *ping, const struct mst_ping_question *question, int64_t rtt_ns)
{
	uint64_t passed_ns = mst_now_ns() - question->sent_ns, rtt = rtt_ns > 0 ? (uint64_t)rtt_ns : 0;

	if (ping->method->is_busy && passed_ns > rtt && passed_ns - rtt > ping->lag_ns)
		ping->lag_ns = passed_ns - rtt;
}

static void take_by_kind(struct mst_ping *ping, struct mst_ping_question *question,
                         const struct mst_ping_answer *answer, struct mst_ping_event *event)
{
	struct mst_pinged *host = &ping->hosts[event->host];
	bool satisfied = mst_ping_is_satisfied(ping, host);

	if (event->happening == MST_PING_CORRUPT) {
		host->corrupt++;
	} else if (event->happening == MST_PING_ERROR) {
		take_error(host, question);
	} else if (event->happening == MST_PING_REPLY) {
		event->rtt_ns = round_trip(question, answer);
		note_lag(ping, question, event->rtt_ns);
		event->payload = answer->payload;
		event->other_address = is_other_address(ping, &answer->from, &ping->config.hosts[event->host]);
		take_reply(host, question, event);
	}
	ping->satisfied += !satisfied && mst_ping_is_satisfied(ping, host);
	mst_ping_report(ping, event);
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
		.mtu = answer->mtu,
		.pointer = answer->pointer,
		.gateway = answer->gateway,
		.refused = answer->refused,
	};
	struct mst_ping_question *question;

	if (!host_of(ping, answer, &event.host))
		return;
	event.sequence = answer->question_known ? answer->question : whole_number(ping, answer->question);
	question = mst_ping_question(ping, event.host, event.sequence);
	if (!question || question->state == MST_HELD || question->state == MST_UNSENT)
		return;
	if (answer->marks_last)
		ping->hosts[event.host].altered += question->state == MST_ANSWERED;
	else if (event.happening != MST_PING_NOT_SENT)
		take_by_kind(ping, question, answer, &event);
	else if (question->state == MST_WAITING)
		mst_ping_not_sent(ping, event.host, question, answer->error);
}
