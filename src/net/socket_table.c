/* SPDX-License-Identifier: BSD-2-Clause */
/* socket_table.c - see socket_table.h. */
#include "net/socket_table.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/spare.h"

#define SOCKETS_MAX 16384 /* some 64 MiB of the kernel's memory */
#define EVENTS_MAX 256
#define NONE UINT32_MAX
/* A full table makes room after this time: lanes take a queue for dead that takes nothing for ten seconds. */
#define LIFE_WHEN_FULL_NS (8 * MST_NS_PER_SECOND)

/* A place of the table: in a chain of its hash, and in the order of time, or in the chain of free ones. */
struct place {
	struct mst_asked_socket asked; /* fd -1: free */
	uint32_t number;               /* how often the place was used: events of an earlier socket are not its own */
	uint32_t hash;
	uint32_t next_alike;
	uint32_t older, newer;
};

struct mst_socket_table {
	pthread_mutex_t lock;
	int epoll;
	uint64_t life_ns;
	uint32_t size, used, mask;
	uint32_t free, oldest, newest;
	uint32_t *heads; /* of the chains */
	struct place *places;
};

/* ---- opening ---- */

static uint32_t room_for_sockets(void)
{
	struct rlimit limit;
	int lowest = dup(STDERR_FILENO);
	rlim_t taken = MST_SPARES + (rlim_t)(lowest < 0 ? 3 : lowest);

	if (lowest >= 0)
		close(lowest);
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 1;
	if (limit.rlim_cur < limit.rlim_max) {
		struct rlimit more = { .rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max };

		if (more.rlim_cur > 2 * SOCKETS_MAX)
			more.rlim_cur = 2 * SOCKETS_MAX;
		if (more.rlim_cur > limit.rlim_cur && setrlimit(RLIMIT_NOFILE, &more) == 0)
			limit = more;
	}
	if (limit.rlim_cur <= taken)
		return 1;
	return limit.rlim_cur - taken < SOCKETS_MAX ? (uint32_t)(limit.rlim_cur - taken) : SOCKETS_MAX;
}

int mst_socket_table_open(struct mst_socket_table **out, uint64_t life_ns, struct mst_error *err)
{
	struct mst_socket_table *table = calloc(1, sizeof *table);
	uint32_t buckets = 64;

	*out = NULL;
	if (!table)
		return mst_fail(err, -ENOMEM, "no memory for sockets");
	pthread_mutex_init(&table->lock, NULL);
	table->life_ns = life_ns;
	table->size = room_for_sockets();
	while (buckets < table->size)
		buckets *= 2;
	table->mask = buckets - 1;
	table->epoll = epoll_create1(EPOLL_CLOEXEC);
	table->heads = malloc(buckets * sizeof *table->heads);
	table->places = calloc(table->size, sizeof *table->places);
	table->oldest = table->newest = NONE;
	if (table->epoll < 0 || !table->heads || !table->places) {
		int code = table->epoll < 0 ? -errno : -ENOMEM;

		table->size = 0;
		mst_socket_table_close(table);
		return mst_fail(err, code, "no memory for sockets: %s", strerror(-code));
	}
	memset(table->heads, 0xff, buckets * sizeof *table->heads);
	for (uint32_t i = 0; i < table->size; i++) {
		table->places[i].asked.fd = -1;
		table->places[i].newer = i + 1 < table->size ? i + 1 : NONE;
	}
	*out = table;
	return 0;
}

void mst_socket_table_close(struct mst_socket_table *table)
{
	if (!table)
		return;
	for (uint32_t i = 0; i < table->size; i++) {
		if (table->places[i].asked.fd >= 0)
			close(table->places[i].asked.fd);
	}
	if (table->epoll >= 0)
		close(table->epoll);
	pthread_mutex_destroy(&table->lock);
	free(table->heads);
	free(table->places);
	free(table);
}

/* ---- questions ---- */

/* Where the frame has address and, for TCP and UDP, the port of the question; all lanes write them alike. */
static const uint8_t *target_of(const struct mst_asked_socket *asked, size_t *bytes, uint16_t *port)
{
	bool ipv6 = asked->bytes[0] >> 4 == 6;
	const uint8_t *transport = asked->bytes + (ipv6 ? 40 : 20);
	bool has_port = asked->proto == IPPROTO_TCP || asked->proto == IPPROTO_UDP;

	*bytes = ipv6 ? 16 : 4;
	*port = 0;
	if (has_port)
		*port = (uint16_t)(transport[2] << 8 | transport[3]);
	return asked->bytes + (ipv6 ? 24 : 16);
}

static uint32_t hash_of(const struct mst_asked_socket *asked)
{
	size_t bytes;
	uint16_t port;
	const uint8_t *target = target_of(asked, &bytes, &port);
	uint32_t hash = 2166136261u ^ port ^ (uint32_t)asked->proto << 16;

	for (size_t i = 0; i < bytes; i++)
		hash = (hash ^ target[i]) * 16777619u;
	hash = (hash ^ port) * 16777619u;
	return hash ^ hash >> 15;
}

static bool is_same(const struct mst_asked_socket *one, const struct mst_asked_socket *other)
{
	size_t bytes, other_bytes;
	uint16_t port, other_port;
	const uint8_t *target = target_of(one, &bytes, &port),
		      *other_target = target_of(other, &other_bytes, &other_port);

	return one->proto == other->proto && bytes == other_bytes && port == other_port &&
	       one->ifindex == other->ifindex && memcmp(target, other_target, bytes) == 0;
}

/* ---- places ---- */

/* Takes a place out of its chains; returns its descriptor, which is not closed. */
static int release(struct mst_socket_table *table, uint32_t at)
{
	struct place *place = &table->places[at];
	uint32_t *link = &table->heads[place->hash & table->mask];
	int fd = place->asked.fd;

	while (*link != at)
		link = &table->places[*link].next_alike;
	*link = place->next_alike;
	*(place->older == NONE ? &table->oldest : &table->places[place->older].newer) = place->newer;
	*(place->newer == NONE ? &table->newest : &table->places[place->newer].older) = place->older;
	place->asked.fd = -1;
	place->newer = table->free;
	table->free = at;
	table->used--;
	return fd;
}

static void close_old(struct mst_socket_table *table, uint64_t now_ns)
{
	while (table->oldest != NONE) {
		uint64_t sent_ns = table->places[table->oldest].asked.sent_ns;
		bool full = table->used == table->size && table->life_ns > LIFE_WHEN_FULL_NS;

		if (now_ns < sent_ns + (full ? LIFE_WHEN_FULL_NS : table->life_ns))
			return;
		close(release(table, table->oldest));
	}
}

bool mst_socket_table_has_room(struct mst_socket_table *table, uint64_t now_ns)
{
	bool has;

	pthread_mutex_lock(&table->lock);
	if (table->used == table->size)
		close_old(table, now_ns);
	has = table->used < table->size;
	pthread_mutex_unlock(&table->lock);
	return has;
}

int mst_socket_table_remove(struct mst_socket_table *table, const struct mst_asked_socket *asked)
{
	int fd = -1;
	uint32_t at;

	pthread_mutex_lock(&table->lock);
	at = table->heads[hash_of(asked) & table->mask];
	while (at != NONE && !is_same(&table->places[at].asked, asked))
		at = table->places[at].next_alike;
	if (at != NONE)
		fd = release(table, at);
	pthread_mutex_unlock(&table->lock);
	return fd;
}

static void fill(struct mst_socket_table *table, uint32_t at, const struct mst_asked_socket *asked)
{
	struct place *place = &table->places[at];

	table->free = place->newer;
	place->asked = *asked;
	place->number++;
	place->hash = hash_of(asked);
	place->next_alike = table->heads[place->hash & table->mask];
	table->heads[place->hash & table->mask] = at;
	place->older = table->newest;
	place->newer = NONE;
	*(table->newest == NONE ? &table->oldest : &table->places[table->newest].newer) = at;
	table->newest = at;
	table->used++;
}

bool mst_socket_table_add(struct mst_socket_table *table, const struct mst_asked_socket *asked)
{
	struct epoll_event event = { .events = asked->proto == IPPROTO_TCP ? EPOLLOUT : EPOLLIN };
	bool added = false;

	pthread_mutex_lock(&table->lock);
	if (table->used < table->size) {
		uint32_t at = table->free;

		fill(table, at, asked);
		event.data.u64 = (uint64_t)table->places[at].number << 32 | at;
		added = epoll_ctl(table->epoll, EPOLL_CTL_ADD, asked->fd, &event) == 0;
		if (!added)
			(void)release(table, at);
	}
	pthread_mutex_unlock(&table->lock);
	return added;
}

/* ---- what happened ---- */

int mst_socket_table_fd(const struct mst_socket_table *table)
{
	return table->epoll;
}

static void look_at(struct mst_socket_table *table, const struct epoll_event *event, mst_socket_look *look, void *user)
{
	uint32_t at = (uint32_t)event->data.u64;

	pthread_mutex_lock(&table->lock);
	if (table->places[at].asked.fd >= 0 && table->places[at].number == event->data.u64 >> 32 &&
	    look(user, &table->places[at].asked, event->events))
		close(release(table, at));
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
