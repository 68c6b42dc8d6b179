/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reverse.c - looks up host names of addresses with c-ares. See muster/reverse.h. One thread alone uses the c-ares
 * channel.
 *
 *     callers ── ask ──► asked[]  ──── thread: next_ask … ──► c-ares ──► found(): the name of an asked[]
 *                          ▲ index ▼
 *     callers ◄─ name ── places (open addressing by address)
 *
 * One lock protects everything but the channel. A name never changes once it is set.
 */
#include <muster/reverse.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/dns_sockets.h"
#include "base/fail.h"
#include "base/siphash.h"
#include "base/thread.h"

#define IN_FLIGHT_MAX 64
#define TRY_MS 1000
#define TRIES 2
#define NAME_MAX_BYTES 255
#define LOOK_MS 500 /* the longest wait between two checks for time-outs */
#define PLACES (2 * MST_REVERSE_MAX)

struct asked {
	struct mst_addr addr;
	char *name; /* NULL: not known, or there is none */
};

/* The context of a query. */
struct question {
	struct mst_reverse *reverse;
	size_t at;
};

struct mst_reverse {
	struct mst_key key; /* of the hash: secret, because other hosts choose the addresses */
	pthread_mutex_t lock;
	pthread_cond_t done; /* all queries have finished */
	struct asked *asked; /* in the order asked, at most MST_REVERSE_MAX */
	size_t count, room;
	size_t next, finished; /* `next`: index of the next query to send; `finished`: number of finished ones */
	uint32_t *places;      /* 1 + index of asked[], 0 is free; PLACES of them */
	bool stopping;

	ares_channel channel;           /* used by the thread only */
	struct mst_dns_sockets sockets; /* used by the thread only */
	unsigned in_flight;             /* used by the thread only */
	int wake_fd;
	pthread_t thread;
	bool initialized, has_channel, runs;
};

/* ---- addresses ---- */

static size_t hash(const struct mst_key *key, const struct mst_addr *addr)
{
	uint64_t words[2];

	memcpy(words, addr->bytes, sizeof words);
	return (size_t)(mst_siphash(key, words, 2) % PLACES);
}

/* The place of an address, or the free place where it belongs. */
static uint32_t *place_of(const struct mst_reverse *reverse, const struct mst_addr *addr)
{
	size_t at = hash(&reverse->key, addr);

	while (reverse->places[at] && !mst_addr_equal(&reverse->asked[reverse->places[at] - 1].addr, addr))
		at = (at + 1) % PLACES;
	return &reverse->places[at];
}

static bool add(struct mst_reverse *reverse, const struct mst_addr *addr)
{
	uint32_t *place = place_of(reverse, addr);

	if (*place || reverse->count == MST_REVERSE_MAX)
		return false;
	if (reverse->count == reverse->room) {
		size_t room = reverse->room ? reverse->room * 2 : 64;
		struct asked *asked = reallocarray(reverse->asked, room, sizeof *asked);

		if (!asked)
			return false;
		reverse->asked = asked;
		reverse->room = room;
	}
	reverse->asked[reverse->count++] = (struct asked){ .addr = *addr };
	*place = (uint32_t)reverse->count;
	return true;
}

void mst_reverse_ask(struct mst_reverse *reverse, const struct mst_addr *addr)
{
	const uint64_t one = 1;
	bool added;

	if (mst_addr_is_link_local(addr))
		return;
	pthread_mutex_lock(&reverse->lock);
	added = add(reverse, addr);
	pthread_mutex_unlock(&reverse->lock);
	if (added && write(reverse->wake_fd, &one, sizeof one) < 0)
		return; /* the eventfd is full: the thread wakes anyway */
}

const char *mst_reverse_name(struct mst_reverse *reverse, const struct mst_addr *addr)
{
	const char *name = NULL;
	uint32_t place;

	pthread_mutex_lock(&reverse->lock);
	place = *place_of(reverse, addr);
	if (place)
		name = reverse->asked[place - 1].name;
	pthread_mutex_unlock(&reverse->lock);
	return name;
}

const char *mst_reverse_next(struct mst_reverse *reverse, size_t *at, struct mst_addr *addr)
{
	const char *name = NULL;

	pthread_mutex_lock(&reverse->lock);
	for (; *at < reverse->count && !name; ++*at) {
		name = reverse->asked[*at].name;
		*addr = reverse->asked[*at].addr;
	}
	pthread_mutex_unlock(&reverse->lock);
	return name;
}

/* ---- the thread ---- */

/* `name` may be NULL. */
static void settle(struct mst_reverse *reverse, size_t at, const char *name)
{
	pthread_mutex_lock(&reverse->lock);
	if (name)
		reverse->asked[at].name = strndup(name, NAME_MAX_BYTES);
	reverse->finished++;
	if (reverse->finished == reverse->count)
		pthread_cond_broadcast(&reverse->done);
	pthread_mutex_unlock(&reverse->lock);
}

static void found(void *user, int status, int timeouts, struct hostent *host)
{
	struct question *question = user;
	bool named = status == ARES_SUCCESS && host && host->h_name && host->h_name[0];

	(void)timeouts;
	settle(question->reverse, question->at, named ? host->h_name : NULL);
	question->reverse->in_flight--;
	free(question);
}

/* The next address to look up; false when none waits. */
static bool take_next(struct mst_reverse *reverse, struct mst_addr *addr, size_t *at)
{
	bool any;

	pthread_mutex_lock(&reverse->lock);
	any = !reverse->stopping && reverse->next < reverse->count;
	if (any) {
		*at = reverse->next++;
		*addr = reverse->asked[*at].addr;
	}
	pthread_mutex_unlock(&reverse->lock);
	return any;
}

static void ask_waiting(struct mst_reverse *reverse)
{
	struct mst_addr addr;
	size_t at;

	while (reverse->in_flight < IN_FLIGHT_MAX && take_next(reverse, &addr, &at)) {
		struct question *question = malloc(sizeof *question);
		bool v6 = addr.family == MST_IPV6;

		if (!question) {
			settle(reverse, at, NULL);
			continue;
		}
		*question = (struct question){ reverse, at };
		reverse->in_flight++;
		ares_gethostbyaddr(reverse->channel, addr.bytes, v6 ? 16 : 4, v6 ? AF_INET6 : AF_INET, found, question);
	}
}

static bool is_stopping(struct mst_reverse *reverse)
{
	bool stopping;

	pthread_mutex_lock(&reverse->lock);
	stopping = reverse->stopping;
	pthread_mutex_unlock(&reverse->lock);
	return stopping;
}

/* Waits for the sockets of the channel, and for the eventfd of new queries: for this only, when none is in flight. */
static void wait_and_process(struct mst_reverse *reverse)
{
	int at_most_ms = reverse->in_flight ? LOOK_MS : -1;
	uint64_t ignored;

	if (mst_dns_sockets_wait(&reverse->sockets, reverse->channel, reverse->wake_fd, at_most_ms))
		(void)!read(reverse->wake_fd, &ignored, sizeof ignored);
}

static void *run(void *user)
{
	struct mst_reverse *reverse = user;

	while (!is_stopping(reverse)) {
		ask_waiting(reverse);
		wait_and_process(reverse);
	}
	ares_cancel(reverse->channel);
	return NULL;
}

/* ---- opening and closing ---- */

static int start_thread(struct mst_reverse *reverse)
{
	int code = mst_thread_start(&reverse->thread, run, reverse);

	reverse->runs = code == 0;
	return code;
}

static int open_channel(struct mst_reverse *reverse, struct mst_error *err)
{
	struct ares_options options = { .timeout = TRY_MS, .tries = TRIES };
	int status = ares_library_init(ARES_LIB_INIT_ALL);

	reverse->initialized = status == ARES_SUCCESS;
	mst_dns_sockets_report(&reverse->sockets, &options);
	if (status == ARES_SUCCESS)
		status = ares_init_options(&reverse->channel, &options,
		                           ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
	reverse->has_channel = status == ARES_SUCCESS;
	return reverse->has_channel ? 0 : mst_fail(err, -EIO, "names cannot be resolved: %s", ares_strerror(status));
}

static void init_locks(struct mst_reverse *reverse)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&reverse->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&reverse->done, &attributes);
	pthread_condattr_destroy(&attributes);
}

int mst_reverse_open(struct mst_reverse **out, struct mst_error *err)
{
	struct mst_reverse *reverse = calloc(1, sizeof *reverse);
	int code;

	*out = NULL;
	if (!reverse)
		return mst_fail(err, -ENOMEM, "no memory for names");
	init_locks(reverse);
	reverse->places = calloc(PLACES, sizeof *reverse->places);
	reverse->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	code = !reverse->places ? -ENOMEM : reverse->wake_fd < 0 ? -errno : 0;
	if (code == 0 && getrandom(&reverse->key, sizeof reverse->key, 0) != sizeof reverse->key)
		code = -EIO;
	if (code < 0)
		code = mst_fail(err, code, "names cannot be resolved: %s", strerror(-code));
	if (code == 0)
		code = open_channel(reverse, err);
	if (code == 0 && (code = start_thread(reverse)) < 0)
		mst_fail(err, code, "no thread to resolve names: %s", strerror(-code));
	if (code == 0)
		*out = reverse;
	else
		mst_reverse_close(reverse);
	return code;
}

void mst_reverse_wait(struct mst_reverse *reverse, uint64_t at_most_ns)
{
	uint64_t until_ns = mst_now_ns() + at_most_ns;
	struct timespec until = {
		.tv_sec = (time_t)(until_ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(until_ns % MST_NS_PER_SECOND),
	};

	pthread_mutex_lock(&reverse->lock);
	while (reverse->finished < reverse->count &&
	       pthread_cond_timedwait(&reverse->done, &reverse->lock, &until) == 0)
		;
	pthread_mutex_unlock(&reverse->lock);
}

void mst_reverse_close(struct mst_reverse *reverse)
{
	const uint64_t one = 1;

	if (!reverse)
		return;
	pthread_mutex_lock(&reverse->lock);
	reverse->stopping = true;
	pthread_mutex_unlock(&reverse->lock);
	if (reverse->runs && write(reverse->wake_fd, &one, sizeof one) >= 0)
		pthread_join(reverse->thread, NULL);
	if (reverse->has_channel)
		ares_destroy(reverse->channel);
	mst_dns_sockets_free(&reverse->sockets);
	if (reverse->initialized)
		ares_library_cleanup();
	if (reverse->wake_fd >= 0)
		close(reverse->wake_fd);
	for (size_t i = 0; i < reverse->count; i++)
		free(reverse->asked[i].name);
	pthread_cond_destroy(&reverse->done);
	pthread_mutex_destroy(&reverse->lock);
	free(reverse->places);
	free(reverse->asked);
	free(reverse);
}
