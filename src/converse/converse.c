/* SPDX-License-Identifier: BSD-2-Clause */
/* converse.c - see converse.h: the thread, and how many interviews go on at once. */
#include "converse/converse.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "base/fail.h"
#include "converse/choice.h"
#include "converse/interview.h"
#include "converse/ports.h"
#include "converse/talked.h"

#define PER_HOST_USUAL 4
#define TICK_MS 20
#define LATER_NS (50 * MST_NS_PER_MS) /* after a limit of this machine */
#define TURNED_AWAY_MAX 1024          /* ports of hosts that have enough connections, looked at in one turn */
#define EVENTS_MAX 128

struct mst_converse {
	struct mst_converse_config config;
	struct mst_interview_means means;
	unsigned parallel, per_host;
	int epoll_fd, wake_fd;
	pthread_t thread;
	bool running;
	pthread_mutex_t lock; /* of the two that follow */
	struct mst_open_ports added;
	bool all_added;
	_Atomic bool stopping;
	/* The thread's: */
	struct mst_open_ports waiting;
	struct mst_interview *first;
	unsigned active;
	struct mst_talked peers;
	uint64_t begin_ns; /* no connection before: a limit of this machine was met */
	int code;          /* of the sink */
	struct mst_error error;
	_Atomic uint64_t conversations, verified, unverified, named, unfinished; /* COUNTS */
};

/* ---- one interview ---- */

static void hand_over(struct mst_converse *converse, const struct mst_open_port *port,
                      const struct mst_service *service, bool suspect)
{
	if (converse->code == 0 && !mst_load(&converse->stopping, relaxed))
		converse->code = converse->config.sink(converse->config.user, port, service, suspect, &converse->error);
	mst_sub(&converse->unfinished, 1, relaxed);
}

static void count(struct mst_converse *converse, const struct mst_interview *interview)
{
	mst_add(&converse->conversations, interview->connections, relaxed);
	mst_add(interview->silent ? &converse->unverified : &converse->verified, 1, relaxed);
	if (interview->known)
		mst_add(&converse->named, 1, relaxed);
}

static void release(struct mst_converse *converse, struct mst_interview *interview)
{
	struct mst_talked_host *peer = mst_talked_find(&converse->peers, &interview->port.addr);

	if (peer)
		peer->connections--;
	if (interview->before)
		interview->before->next = interview->next;
	else
		converse->first = interview->next;
	if (interview->next)
		interview->next->before = interview->before;
	converse->active--;
	mst_connection_close(&interview->line);
	free(interview);
}

/* Keeps the epoll set as the interview needs it. Its socket may be another one under the same number, of which epoll
 * knows nothing. */
static void watch(struct mst_converse *converse, struct mst_interview *interview)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP, .data.ptr = interview };

	if (interview->line.fd < 0)
		return;
	if (mst_interview_wants_to_write(interview))
		event.events |= EPOLLOUT;
	if (epoll_ctl(converse->epoll_fd, EPOLL_CTL_MOD, interview->line.fd, &event) < 0 && errno == ENOENT)
		(void)epoll_ctl(converse->epoll_fd, EPOLL_CTL_ADD, interview->line.fd, &event);
}

/* A port from the upper half of the dynamic ones that is not the one in question. */
static uint16_t unused_port(const struct mst_interview *interview)
{
	uint16_t random = 0, port;

	if (getrandom(&random, sizeof random, GRND_NONBLOCK) < 0)
		random = (uint16_t)interview->port.position;
	port = (uint16_t)(57344 + random % 8192);
	return port == interview->port.port ? (uint16_t)(port ^ 1) : port;
}

/* Whether a silent port must be compared, which begins, or it is known how its host's unused ports are. */
static bool begin_to_compare(struct mst_interview *interview, const struct mst_talked_host *peer, uint64_t now_ns)
{
	if (!interview->silent || !peer || interview->until_ns == UINT64_MAX)
		return false;
	if (peer->unused == MST_UNUSED_UNKNOWN) {
		mst_interview_compare(interview, unused_port(interview), now_ns);
		return interview->stage == MST_STAGE_COMPARING;
	}
	interview->suspect = peer->unused == MST_UNUSED_ACCEPTS;
	return false;
}

static void conclude(struct mst_converse *converse, struct mst_interview *interview, bool compared, uint64_t now_ns)
{
	struct mst_talked_host *peer = mst_talked_find(&converse->peers, &interview->port.addr);

	if (compared && peer)
		peer->unused = interview->suspect ? MST_UNUSED_ACCEPTS : MST_UNUSED_REFUSES;
	if (!compared) {
		mst_interview_conclude(interview);
		if (begin_to_compare(interview, peer, now_ns)) {
			watch(converse, interview);
			return;
		}
	}
	count(converse, interview);
	hand_over(converse, &interview->port, &interview->draft.service, interview->suspect);
	release(converse, interview);
}

/* The port waits again, at the end of the queue. */
static void postpone(struct mst_converse *converse, struct mst_interview *interview, uint64_t now_ns)
{
	struct mst_open_port port = interview->port;

	converse->begin_ns = now_ns + LATER_NS;
	release(converse, interview);
	if (mst_open_ports_put(&converse->waiting, &port) < 0)
		hand_over(converse, &port, &(struct mst_service){ 0 }, false);
}

static void go_on(struct mst_converse *converse, struct mst_interview *interview, uint32_t events, uint64_t now_ns)
{
	bool compared = interview->stage == MST_STAGE_COMPARING;
	bool gone = events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP);

	mst_interview_go_on(interview, gone || events & EPOLLIN, gone || events & EPOLLOUT, now_ns);
	if (interview->stage == MST_STAGE_OVER)
		conclude(converse, interview, compared, now_ns);
	else if (interview->stage == MST_STAGE_LATER)
		postpone(converse, interview, now_ns);
	else
		watch(converse, interview);
}

/* ---- the thread ---- */

static void begin(struct mst_converse *converse, const struct mst_open_port *port, struct mst_talked_host *peer,
                  uint64_t now_ns)
{
	struct mst_interview *interview = malloc(sizeof *interview);

	if (!interview) {
		hand_over(converse, port, &(struct mst_service){ 0 }, false);
		return;
	}
	peer->connections++;
	mst_interview_begin(interview, &converse->means, port, now_ns);
	interview->next = converse->first;
	if (interview->next)
		interview->next->before = interview;
	converse->first = interview;
	converse->active++;
	if (interview->stage == MST_STAGE_OVER)
		conclude(converse, interview, false, now_ns);
	else if (interview->stage == MST_STAGE_LATER)
		postpone(converse, interview, now_ns);
	else
		watch(converse, interview);
}

static void begin_some(struct mst_converse *converse, uint64_t now_ns)
{
	size_t turned_away = 0;
	struct mst_open_port port;

	while (converse->active < converse->parallel && now_ns >= converse->begin_ns && turned_away < TURNED_AWAY_MAX &&
	       turned_away <= converse->waiting.count && mst_open_ports_take(&converse->waiting, &port)) {
		struct mst_talked_host *peer = mst_talked_find(&converse->peers, &port.addr);

		if (!peer || (mst_open_port_is_risky(&port) && !converse->config.services.risky_ports)) {
			hand_over(converse, &port, &(struct mst_service){ 0 }, false);
		} else if (peer->connections < converse->per_host) {
			begin(converse, &port, peer, now_ns);
		} else {
			/* There is room: it was taken from there. */
			(void)mst_open_ports_put(&converse->waiting, &port);
			turned_away++;
		}
	}
}

static void end_late_ones(struct mst_converse *converse, uint64_t now_ns)
{
	for (struct mst_interview *interview = converse->first, *next; interview; interview = next) {
		next = interview->next;
		if (now_ns >= interview->until_ns)
			go_on(converse, interview, 0, now_ns);
	}
}

/* Takes what was added. Returns whether more may come. */
static bool take_added(struct mst_converse *converse)
{
	struct mst_open_port port;
	bool more;

	pthread_mutex_lock(&converse->lock);
	while (mst_open_ports_take(&converse->added, &port)) {
		if (mst_open_ports_put(&converse->waiting, &port) < 0)
			hand_over(converse, &port, &(struct mst_service){ 0 }, false);
	}
	more = !converse->all_added;
	pthread_mutex_unlock(&converse->lock);
	return more;
}

static void wait_for_events(struct mst_converse *converse)
{
	struct epoll_event events[EVENTS_MAX];
	bool idle = !converse->active && !converse->waiting.count;
	int count_of = epoll_wait(converse->epoll_fd, events, EVENTS_MAX, idle ? 1000 : TICK_MS);
	uint64_t now_ns = mst_now_ns(), woken;

	for (int i = 0; i < count_of; i++) {
		if (events[i].data.ptr)
			go_on(converse, events[i].data.ptr, events[i].events, now_ns);
		else
			(void)!read(converse->wake_fd, &woken, sizeof woken);
	}
}

static void *converse_with_all(void *argument)
{
	struct mst_converse *converse = argument;
	uint64_t late_ns = 0;

	while (!mst_load(&converse->stopping, acquire) && converse->code == 0) {
		bool more = take_added(converse);
		uint64_t now_ns = mst_now_ns();

		begin_some(converse, now_ns);
		if (now_ns >= late_ns) {
			end_late_ones(converse, now_ns);
			late_ns = now_ns + TICK_MS * MST_NS_PER_MS;
		}
		if (!more && !converse->active && !converse->waiting.count)
			break;
		wait_for_events(converse);
	}
	while (converse->first)
		release(converse, converse->first);
	return NULL;
}

/* ---- the handle ---- */

static int open_files(struct mst_converse *converse, struct mst_error *err)
{
	struct epoll_event event = { .events = EPOLLIN };

	converse->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	converse->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (converse->epoll_fd < 0 || converse->wake_fd < 0 ||
	    epoll_ctl(converse->epoll_fd, EPOLL_CTL_ADD, converse->wake_fd, &event) < 0)
		return mst_fail(err, -errno, "cannot open epoll: %s", strerror(errno));
	return 0;
}

/* Without signals: they are for the program's own threads, and SIGPIPE would end it when a connection is gone. */
static int start_thread(struct mst_converse *converse, struct mst_error *err)
{
	sigset_t all, before;
	int code;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	code = pthread_create(&converse->thread, NULL, converse_with_all, converse);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (code)
		return mst_fail(err, -code, "cannot start a thread: %s", strerror(code));
	converse->running = true;
	return 0;
}

int mst_converse_open(struct mst_converse **out, const struct mst_converse_config *config, struct mst_error *err)
{
	struct mst_converse *converse = calloc(1, sizeof *converse);
	const struct mst_scan_services *wanted = &config->services;
	int code;

	*out = NULL;
	if (!converse)
		return mst_fail(err, -ENOMEM, "no memory for conversations");
	pthread_mutex_init(&converse->lock, NULL);
	converse->config = *config;
	converse->epoll_fd = converse->wake_fd = -1;
	converse->parallel = mst_interview_at_once(wanted->parallel);
	converse->per_host = wanted->per_host ? wanted->per_host : PER_HOST_USUAL;
	code = mst_interview_means_open(&converse->means, &converse->config, err);
	if (code == 0)
		code = open_files(converse, err);
	if (code == 0)
		code = start_thread(converse, err);
	if (code < 0) {
		mst_converse_close(converse);
		return code;
	}
	*out = converse;
	return 0;
}

static void wake(const struct mst_converse *converse)
{
	(void)!write(converse->wake_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
}

int mst_converse_add(struct mst_converse *converse, const struct mst_open_port *port)
{
	int code;

	pthread_mutex_lock(&converse->lock);
	code = mst_open_ports_put(&converse->added, port);
	pthread_mutex_unlock(&converse->lock);
	if (code < 0)
		return code;
	mst_add(&converse->unfinished, 1, relaxed);
	wake(converse);
	return 0;
}

int mst_converse_finish(struct mst_converse *converse, struct mst_error *err)
{
	pthread_mutex_lock(&converse->lock);
	converse->all_added = true;
	pthread_mutex_unlock(&converse->lock);
	wake(converse);
	if (converse->running)
		pthread_join(converse->thread, NULL);
	converse->running = false;
	return converse->code < 0 ? mst_fail(err, converse->code, "%s", converse->error.text) : 0;
}

void mst_converse_stop(struct mst_converse *converse)
{
	mst_store(&converse->stopping, true, release);
	wake(converse);
}

void mst_converse_count(const struct mst_converse *converse, struct mst_converse_counts *counts)
{
	*counts = (struct mst_converse_counts){
		.conversations = mst_load(&converse->conversations, relaxed),
		.verified = mst_load(&converse->verified, relaxed),
		.unverified = mst_load(&converse->unverified, relaxed),
		.named = mst_load(&converse->named, relaxed),
		.waiting = mst_load(&converse->unfinished, relaxed),
	};
}

void mst_converse_close(struct mst_converse *converse)
{
	if (!converse)
		return;
	mst_converse_stop(converse);
	(void)mst_converse_finish(converse, NULL);
	mst_interview_means_close(&converse->means);
	if (converse->epoll_fd >= 0)
		close(converse->epoll_fd);
	if (converse->wake_fd >= 0)
		close(converse->wake_fd);
	mst_open_ports_free(&converse->added);
	mst_open_ports_free(&converse->waiting);
	mst_talked_free(&converse->peers);
	pthread_mutex_destroy(&converse->lock);
	free(converse);
}
