/* ping.c - when to ask whom, and how long to wait: see muster/ping.h, and inside.h for the order of questions. */
#include <errno.h>
#include <muster/ping.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/fail.h"
#include "ping/inside.h"

#define FDS_MOST 600
#define ASK_AT_ONCE 64

static uint64_t time_of(const struct mst_ping *ping, uint64_t n)
{
	return ping->start_ns + (mst_ping_number_of(ping, n) - 1) * ping->config.interval_ns + mst_ping_host_of(ping, n) * ping->gap_ns;
}

static bool is_last(const struct mst_ping *ping, uint64_t n)
{
	return ping->config.count && n >= (uint64_t)ping->config.count * ping->config.host_count;
}

/* ---- asking ---- */

static uint64_t wall_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * MST_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

static void ask(struct mst_ping *ping, uint64_t n)
{
	uint32_t index = mst_ping_host_of(ping, n), number = mst_ping_number_of(ping, n);
	struct mst_pinged *host = &ping->hosts[index];
	struct mst_question *question = &host->ring[number & ping->ring_mask];
	int code;

	*question = (struct mst_question){ .number = number, .state = MST_WAITING };
	host->sent++;
	host->waiting++;
	question->sent_ns = mst_now_ns();
	question->sent_wall_ns = wall_ns();
	code = ping->way->send(ping->sockets, index, number);
	if (code == 0)
		return;
	question->state = MST_FAILED;
	host->waiting--;
	mst_tally_add(&host->tally, -1);
	mst_ping_tell(ping, &(struct mst_ping_event){ .happening = MST_PING_NOT_SENT, .host = index, .sequence = number, .rtt_ns = -1, .error = -code });
}

/* Whoever was held up does not make up for it in a burst: rounds that were missed are not asked. */
static void skip_missed_rounds(struct mst_ping *ping, uint64_t now_ns)
{
	uint64_t due_ns = time_of(ping, ping->asked);

	if (now_ns > due_ns + ping->config.interval_ns)
		ping->start_ns += (now_ns - due_ns) / ping->config.interval_ns * ping->config.interval_ns;
}

static void ask_what_is_due(struct mst_ping *ping, uint64_t now_ns)
{
	skip_missed_rounds(ping, now_ns);
	for (unsigned i = 0; i < ASK_AT_ONCE && !is_last(ping, ping->asked) && time_of(ping, ping->asked) <= now_ns; i++)
		ask(ping, ping->asked++);
}

/* ---- waiting ---- */

static void time_out(struct mst_ping *ping, uint32_t index, struct mst_question *question)
{
	struct mst_pinged *host = &ping->hosts[index];

	question->state = MST_TIMED_OUT;
	host->waiting--;
	mst_tally_add(&host->tally, -1);
	mst_ping_tell(ping, &(struct mst_ping_event){ .happening = MST_PING_TIMEOUT, .host = index, .sequence = question->number, .rtt_ns = -1 });
}

static void expire(struct mst_ping *ping, uint64_t now_ns)
{
	for (; ping->over < ping->asked; ping->over++) {
		uint32_t index = mst_ping_host_of(ping, ping->over);
		struct mst_question *question = mst_ping_question(ping, index, mst_ping_number_of(ping, ping->over));

		if (!question || question->state != MST_WAITING)
			continue;
		if (now_ns < question->sent_ns + ping->config.timeout_ns)
			return;
		time_out(ping, index, question);
	}
}

/* ---- one turn ---- */

/* When something is due next: a question, or the end of somebody's patience. */
static uint64_t next_ns(const struct mst_ping *ping)
{
	uint64_t next = UINT64_MAX;

	if (!is_last(ping, ping->asked))
		next = time_of(ping, ping->asked);
	if (ping->over < ping->asked) {
		const struct mst_question *question = mst_ping_question(ping, mst_ping_host_of(ping, ping->over), mst_ping_number_of(ping, ping->over));
		uint64_t end_ns = question ? question->sent_ns + ping->config.timeout_ns : 0;

		next = end_ns < next ? end_ns : next;
	}
	return next;
}

static int wait_for(struct mst_ping *ping, uint64_t until_ns)
{
	struct pollfd fds[FDS_MOST];
	size_t count = ping->way->fds(ping->sockets, fds, FDS_MOST);
	uint64_t now_ns = mst_now_ns(), left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
	struct timespec at_most = { (time_t)(left_ns / MST_NS_PER_SECOND), (long)(left_ns % MST_NS_PER_SECOND) };

	return ppoll(fds, count, &at_most, NULL);
}

int mst_ping_turn(struct mst_ping *ping, uint64_t at_most_ns, struct mst_error *err)
{
	uint64_t now_ns = mst_now_ns(), until_ns = now_ns + at_most_ns, due_ns;

	if (!ping->start_ns)
		ping->start_ns = now_ns;
	ask_what_is_due(ping, now_ns);
	ping->way->read(ping->sockets, mst_ping_take_answer, ping);
	expire(ping, mst_now_ns());
	if (is_last(ping, ping->asked) && ping->over == ping->asked)
		return 0;
	due_ns = next_ns(ping);
	if (wait_for(ping, due_ns < until_ns ? due_ns : until_ns) < 0 && errno != EINTR)
		return mst_fail(err, -errno, "cannot wait for answers: %s", strerror(errno));
	ping->way->read(ping->sockets, mst_ping_take_answer, ping);
	expire(ping, mst_now_ns());
	return is_last(ping, ping->asked) && ping->over == ping->asked ? 0 : 1;
}

void mst_ping_get_stats(const struct mst_ping *ping, uint32_t index, struct mst_ping_stats *stats)
{
	const struct mst_pinged *host = &ping->hosts[index];

	*stats = (struct mst_ping_stats){
		.sent = host->sent - host->waiting, .received = host->received, .duplicates = host->duplicates, .corrupt = host->corrupt,
		.errors = host->errors, .waiting = host->waiting,
	};
	mst_tally_tell(&host->tally, stats);
}
