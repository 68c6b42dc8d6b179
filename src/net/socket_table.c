/* SPDX-License-Identifier: BSD-2-Clause */
/* socket_table.c - see socket_table.h. */
#include "net/socket_table.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "net/socket_limit.h"
#include "net/socket_places.h"

#define RESERVE 128    /* this part is for questions that are asked again by more probes */
#define GROWS_AFTER 64 /* so many that were opened show that one more may be */
#define EVENTS_MAX 256
/* A full table makes room after this time: lanes take a queue for dead that takes nothing for ten seconds. */
#define LIFE_WHEN_FULL_NS (8 * MST_NS_PER_SECOND)

struct mst_socket_table {
	pthread_mutex_t lock;
	int epoll;
	uint64_t life_ns;
	struct mst_socket_places places;
	uint32_t allowed; /* so many may be used: fewer than there are places where this machine had too little */
	uint32_t grown;   /* added since */
};

int mst_socket_table_open(struct mst_socket_table **out, uint64_t life_ns, struct mst_error *err)
{
	struct mst_socket_table *table = calloc(1, sizeof *table);
	int code;

	*out = NULL;
	if (!table)
		return mst_fail(err, -ENOMEM, "no memory for sockets");
	pthread_mutex_init(&table->lock, NULL);
	table->life_ns = life_ns;
	table->allowed = mst_socket_limit();
	code = mst_socket_places_open(&table->places, table->allowed);
	table->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (table->epoll < 0 && code == 0)
		code = -errno;
	if (code < 0) {
		table->places.size = 0;
		mst_socket_table_close(table);
		return mst_fail(err, code, "no memory for sockets: %s", strerror(-code));
	}
	*out = table;
	return 0;
}

void mst_socket_table_close(struct mst_socket_table *table)
{
	if (!table)
		return;
	for (uint32_t i = 0; i < table->places.size; i++) {
		if (table->places.of[i].asked.fd >= 0)
			close(table->places.of[i].asked.fd);
	}
	if (table->epoll >= 0)
		close(table->epoll);
	pthread_mutex_destroy(&table->lock);
	mst_socket_places_close(&table->places);
	free(table);
}

/* ---- room ---- */

static void close_old_of(struct mst_socket_table *table, const struct mst_socket_order *order, uint64_t now_ns)
{
	struct mst_socket_places *places = &table->places;

	while (order->oldest != MST_NO_SOCKET) {
		uint64_t sent_ns = places->of[order->oldest].asked.sent_ns;
		bool full = places->used >= table->allowed && table->life_ns > LIFE_WHEN_FULL_NS;

		if (now_ns < sent_ns + (full ? LIFE_WHEN_FULL_NS : table->life_ns))
			return;
		close(mst_socket_places_free(places, order->oldest));
	}
}

static void close_old(struct mst_socket_table *table, uint64_t now_ns)
{
	close_old_of(table, &table->places.over, now_ns);
	close_old_of(table, &table->places.live, now_ns);
}

uint32_t mst_socket_table_room(struct mst_socket_table *table)
{
	uint32_t wanted, room;

	pthread_mutex_lock(&table->lock);
	wanted = table->places.asking + table->allowed / RESERVE;
	room = wanted < table->allowed ? table->allowed - wanted : 0;
	pthread_mutex_unlock(&table->lock);
	return room;
}

bool mst_socket_table_make_room(struct mst_socket_table *table, uint64_t now_ns)
{
	struct mst_socket_places *places = &table->places;
	bool has;

	pthread_mutex_lock(&table->lock);
	if (places->used >= table->allowed)
		close_old(table, now_ns);
	while (places->used >= table->allowed && places->over.oldest != MST_NO_SOCKET)
		close(mst_socket_places_free(places, places->over.oldest));
	has = places->used < table->allowed;
	pthread_mutex_unlock(&table->lock);
	return has;
}

void mst_socket_table_shrink(struct mst_socket_table *table)
{
	pthread_mutex_lock(&table->lock);
	if (table->places.used < table->allowed)
		table->allowed = table->places.used > 0 ? table->places.used : 1;
	table->grown = 0;
	pthread_mutex_unlock(&table->lock);
}

static void grow(struct mst_socket_table *table)
{
	if (table->allowed == table->places.size || ++table->grown < GROWS_AFTER)
		return;
	table->allowed++;
	table->grown = 0;
}

/* ---- asking ---- */

bool mst_socket_table_again(struct mst_socket_table *table, const struct mst_asked_socket *asked,
                            mst_socket_judge *judge, void *user)
{
	struct mst_socket_places *places = &table->places;
	bool kept = false;
	uint32_t at;

	pthread_mutex_lock(&table->lock);
	at = mst_socket_places_find(places, asked);
	if (at != MST_NO_SOCKET) {
		kept = judge(user, &places->of[at].asked) == MST_SOCKET_KEPT;
		if (kept)
			mst_socket_places_renew(places, at, asked);
		else
			close(mst_socket_places_free(places, at));
	}
	pthread_mutex_unlock(&table->lock);
	return !kept;
}

bool mst_socket_table_add(struct mst_socket_table *table, const struct mst_asked_socket *asked)
{
	struct epoll_event event = { .events = asked->proto == IPPROTO_TCP ? EPOLLOUT : EPOLLIN };
	struct mst_socket_places *places = &table->places;
	bool added = false;

	pthread_mutex_lock(&table->lock);
	if (places->used < places->size) {
		uint32_t at = mst_socket_places_fill(places, asked);

		event.data.u64 = (uint64_t)places->of[at].number << 32 | at;
		added = epoll_ctl(table->epoll, EPOLL_CTL_ADD, asked->fd, &event) == 0;
		if (added)
			grow(table);
		else
			(void)mst_socket_places_free(places, at);
	}
	pthread_mutex_unlock(&table->lock);
	return added;
}

void mst_socket_table_see(struct mst_socket_table *table, uint32_t slot, mst_socket_see *see, void *user)
{
	uint32_t at = MST_NO_SOCKET;

	pthread_mutex_lock(&table->lock);
	while ((at = mst_socket_places_next(&table->places, slot, at)) != MST_NO_SOCKET)
		see(user, &table->places.of[at].asked);
	pthread_mutex_unlock(&table->lock);
}

void mst_socket_table_over(struct mst_socket_table *table, uint32_t slot)
{
	pthread_mutex_lock(&table->lock);
	mst_socket_places_end(&table->places, slot);
	pthread_mutex_unlock(&table->lock);
}

/* ---- what happened ---- */

int mst_socket_table_fd(const struct mst_socket_table *table)
{
	return table->epoll;
}

/* Its question, if it was not over, is so now. Returns its descriptor. */
static int take_out(struct mst_socket_places *places, uint32_t at)
{
	uint32_t slot = places->of[at].asked.slot;
	bool over = places->of[at].over;
	int fd = mst_socket_places_free(places, at);

	if (!over)
		mst_socket_places_end(places, slot);
	return fd;
}

/* Nothing else will happen to it. False: it has no room there, or is none of the table's any more. */
static bool put_back(struct mst_socket_table *table, struct mst_asked_socket *asked)
{
	struct epoll_event ignored = { 0 };

	asked->refused = true;
	if (table->places.used == table->places.size || epoll_ctl(table->epoll, EPOLL_CTL_DEL, asked->fd, &ignored) < 0)
		return false;
	(void)mst_socket_places_fill(&table->places, asked);
	return true;
}

/* Those of TCP leave the table first: lanes need not wait while their answer is told. */
static void look_at_tcp(struct mst_socket_table *table, uint32_t at, uint32_t events, mst_socket_look *look, void *user)
{
	struct mst_asked_socket asked = table->places.of[at].asked;
	enum mst_socket_told told;

	(void)take_out(&table->places, at);
	pthread_mutex_unlock(&table->lock);
	told = look(user, &asked, events);
	if (told != MST_SOCKET_REFUSED)
		close(asked.fd);
	pthread_mutex_lock(&table->lock);
	if (told == MST_SOCKET_REFUSED && !put_back(table, &asked))
		close(asked.fd);
}

static void look_at(struct mst_socket_table *table, const struct epoll_event *event, mst_socket_look *look, void *user)
{
	uint32_t at = (uint32_t)event->data.u64;
	const struct mst_socket_place *place = &table->places.of[at];

	pthread_mutex_lock(&table->lock);
	if (place->asked.fd >= 0 && place->number == event->data.u64 >> 32) {
		if (place->asked.proto == IPPROTO_TCP)
			look_at_tcp(table, at, event->events, look, user);
		else if (look(user, &place->asked, event->events) == MST_SOCKET_TOLD)
			close(take_out(&table->places, at));
	}
	pthread_mutex_unlock(&table->lock);
}

size_t mst_socket_table_take(struct mst_socket_table *table, size_t most, uint64_t now_ns, mst_socket_look *look,
                             void *user)
{
	struct epoll_event events[EVENTS_MAX];
	int count = epoll_wait(table->epoll, events, most < EVENTS_MAX ? (int)most : EVENTS_MAX, 0);

	for (int i = 0; i < count; i++)
		look_at(table, &events[i], look, user);
	pthread_mutex_lock(&table->lock);
	close_old(table, now_ns);
	pthread_mutex_unlock(&table->lock);
	return count > 0 ? (size_t)count : 0;
}
