/* SPDX-License-Identifier: BSD-2-Clause */
/* loop.c - see loop.h. */
#include "converse/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"

#define TICK_MS 20
#define IDLE_MS 1000
#define EVENTS_MAX 128
#define WAKE UINT64_MAX

/* ---- slots ---- */

int mst_slots_new(struct mst_slots *slots, unsigned count, struct mst_error *err)
{
	slots->of = calloc(count, sizeof(*slots->of));
	slots->until_ns = calloc(count, sizeof *slots->until_ns);
	slots->turn = calloc(count, sizeof *slots->turn);
	slots->unused = calloc(count, sizeof *slots->unused);
	if (!slots->of || !slots->until_ns || !slots->turn || !slots->unused)
		return mst_fail(err, -ENOMEM, "no memory for %u connections at once", count);
	slots->count = slots->unused_count = count;
	for (uint32_t i = 0; i < count; i++) {
		slots->until_ns[i] = UINT64_MAX;
		slots->unused[i] = count - 1 - i;
	}
	return 0;
}

static void empty(struct mst_slots *slots, uint32_t slot)
{
	mst_connection_close(&slots->of[slot]->line);
	free(slots->of[slot]);
	slots->of[slot] = NULL;
	slots->until_ns[slot] = UINT64_MAX;
	slots->turn[slot]++;
	slots->unused[slots->unused_count++] = slot;
}

void mst_slots_free(struct mst_slots *slots)
{
	for (uint32_t i = 0; i < slots->count; i++) {
		if (slots->of[i])
			empty(slots, i);
	}
	free(slots->of);
	free(slots->until_ns);
	free(slots->turn);
	free(slots->unused);
	*slots = (struct mst_slots){ 0 };
}

/* ---- one interview ---- */

static void hand_over(struct mst_converse *converse, const struct mst_open_port *port,
                      const struct mst_service *service, bool suspect)
{
	if (converse->code == 0 && !mst_load(&converse->stopping, relaxed))
		converse->code = converse->config.sink(converse->config.user, port, service, suspect, &converse->error);
	mst_sub(&converse->unfinished, 1, relaxed); /* COUNTS */
}

static void hand_over_unasked(struct mst_converse *converse, const struct mst_open_port *port)
{
	hand_over(converse, port, &(struct mst_service){ 0 }, false);
}

/* COUNTS */
static void count(struct mst_converse *converse, const struct mst_interview *interview)
{
	mst_count(&converse->conversations, interview->connections);
	if (interview->connected)
		mst_count(interview->silent ? &converse->unverified : &converse->verified, 1);
	if (interview->known)
		mst_count(&converse->named, 1);
}

static void conclude(struct mst_converse *converse, uint32_t slot)
{
	struct mst_interview *interview = converse->slots.of[slot];

	mst_interview_conclude(interview);
	count(converse, interview);
	hand_over(converse, &interview->port, &interview->draft.service, interview->suspect);
	mst_talked_release(&converse->means.hosts, interview->host);
	empty(&converse->slots, slot);
}

/* Has epoll know its socket, and what it waits for. */
static void watch(struct mst_converse *converse, uint32_t slot)
{
	struct mst_interview *interview = converse->slots.of[slot];
	struct mst_connection *line = &interview->line;
	struct epoll_event event = { .data.u64 = (uint64_t)converse->slots.turn[slot] << 32 | slot };

	if (line->fd < 0)
		return;
	event.events = mst_interview_wants_to_write(interview) ? EPOLLIN | EPOLLOUT : EPOLLIN;
	if (event.events == line->watched)
		return;
	(void)epoll_ctl(converse->epoll_fd, line->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, line->fd, &event);
	line->watched = event.events;
}

/* After each change. */
static void look_after(struct mst_converse *converse, uint32_t slot)
{
	struct mst_interview *interview = converse->slots.of[slot];

	if (interview->stage == MST_STAGE_OVER) {
		conclude(converse, slot);
		return;
	}
	converse->slots.until_ns[slot] = interview->until_ns;
	watch(converse, slot);
}

static void go_on(struct mst_converse *converse, uint32_t slot, uint32_t events, uint64_t now_ns)
{
	bool gone = events & (EPOLLERR | EPOLLHUP);

	mst_interview_go_on(converse->slots.of[slot], gone || events & EPOLLIN, gone || events & EPOLLOUT, now_ns);
	look_after(converse, slot);
}

/* ---- all of them ---- */

static void begin(struct mst_converse *converse, const struct mst_open_port *port, uint32_t host, uint64_t now_ns)
{
	struct mst_slots *slots = &converse->slots;
	struct mst_interview *interview = malloc(sizeof *interview);
	uint32_t slot;

	if (!interview) {
		hand_over_unasked(converse, port);
		mst_talked_release(&converse->means.hosts, host);
		return;
	}
	slot = slots->unused[--slots->unused_count];
	slots->of[slot] = interview;
	mst_interview_begin(interview, &converse->means, port, host, now_ns);
	look_after(converse, slot);
}

static void begin_some(struct mst_converse *converse, uint64_t now_ns)
{
	struct mst_open_port port;
	uint32_t host;

	while (converse->slots.unused_count && now_ns >= converse->means.limited_until_ns &&
	       (host = mst_talked_take(&converse->means.hosts, &port)) && converse->code == 0)
		begin(converse, &port, host, now_ns);
}

static void end_stages(struct mst_converse *converse, uint64_t now_ns)
{
	for (uint32_t slot = 0; slot < converse->slots.count; slot++) {
		if (now_ns >= converse->slots.until_ns[slot])
			go_on(converse, slot, 0, now_ns);
	}
}

/* Takes what was added. Returns whether more may come. */
static bool take_added(struct mst_converse *converse)
{
	struct mst_open_ports added;
	struct mst_open_port port;
	bool more;

	pthread_mutex_lock(&converse->lock); /* ADDED */
	added = converse->added;
	converse->added = (struct mst_open_ports){ 0 };
	more = !converse->all_added;
	pthread_mutex_unlock(&converse->lock);
	while (mst_open_ports_take(&added, &port)) {
		bool skipped = mst_open_port_is_risky(&port) && !converse->config.services.risky_ports;

		if (skipped)
			mst_count(&converse->left_alone, 1);
		if (skipped || mst_talked_put(&converse->means.hosts, &port) < 0)
			hand_over_unasked(converse, &port);
	}
	mst_open_ports_free(&added);
	return more;
}

static bool is_busy(const struct mst_converse *converse)
{
	return converse->slots.unused_count < converse->slots.count || converse->means.hosts.count;
}

static void on_event(struct mst_converse *converse, const struct epoll_event *event, uint64_t now_ns)
{
	uint32_t slot = (uint32_t)event->data.u64;
	uint64_t woken;

	if (event->data.u64 == WAKE)
		(void)!read(converse->wake_fd, &woken, sizeof woken);
	else if (converse->slots.of[slot] && converse->slots.turn[slot] == event->data.u64 >> 32)
		go_on(converse, slot, event->events, now_ns);
}

static void wait_for_events(struct mst_converse *converse)
{
	struct epoll_event events[EVENTS_MAX];
	int got = epoll_wait(converse->epoll_fd, events, EVENTS_MAX, is_busy(converse) ? TICK_MS : IDLE_MS);

	for (int i = 0; i < got; i++)
		on_event(converse, &events[i], mst_now_ns());
}

void *mst_loop_run(void *argument)
{
	struct mst_converse *converse = argument;
	uint64_t looked_ns = 0;

	while (!mst_load(&converse->stopping, acquire) && converse->code == 0) { /* STOPPING */
		bool more = take_added(converse);
		uint64_t now_ns = mst_now_ns();

		begin_some(converse, now_ns);
		if (now_ns - looked_ns >= TICK_MS * MST_NS_PER_MS) {
			end_stages(converse, now_ns);
			looked_ns = now_ns;
		}
		if (!more && !is_busy(converse))
			break;
		wait_for_events(converse);
	}
	return NULL;
}
