/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket_table.c - lanes that ask, ask again and give up, beside a receiver that takes what the sockets tell: every
 * question ends, none is told more than once, and no descriptor is left.
 */
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/socket_table.h"

#define LANES 3u
#define QUESTIONS 3000u
#define IN_FLIGHT 64 /* descriptors: fewer than questions */

static struct mst_socket_table *sockets;
static atomic_uint told[LANES * QUESTIONS];
static atomic_bool over;
static struct sockaddr_in answering, silent; /* a closed port, which answers by an error, and one that does not */

static struct mst_asked_socket frame_of(uint32_t slot)
{
	struct mst_asked_socket asked = { .fd = -1, .slot = slot, .proto = IPPROTO_UDP, .sent_ns = mst_now_ns() };

	asked.bytes[0] = 0x45;
	memcpy(asked.bytes + 16, &slot, sizeof slot);
	return asked;
}

static enum mst_socket_fate judge(void *user, const struct mst_asked_socket *asked)
{
	return *(uint32_t *)user != asked->slot || asked->slot % 2 ? MST_SOCKET_REPLACED : MST_SOCKET_KEPT;
}

static void see(void *user, const struct mst_asked_socket *asked)
{
	*(bool *)user = asked->fd >= 0;
}

/* One attempt: a socket that sends a datagram to a closed port, which tells it, or to one that is silent. */
static void ask(uint32_t slot)
{
	struct mst_asked_socket asked = frame_of(slot);
	const struct sockaddr_in *to = slot % 3 ? &answering : &silent;

	if (!mst_socket_table_again(sockets, &asked, judge, &slot))
		return;
	while (!mst_socket_table_make_room(sockets, mst_now_ns()))
		sched_yield();
	asked.fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (asked.fd < 0) {
		mst_socket_table_shrink(sockets);
		return;
	}
	if (connect(asked.fd, (const struct sockaddr *)to, sizeof *to) < 0 || send(asked.fd, "x", 1, 0) < 0 ||
	    !mst_socket_table_add(sockets, &asked))
		close(asked.fd);
}

static void *run_lane(void *argument)
{
	uint32_t first = *(uint32_t *)argument * QUESTIONS;

	for (uint32_t i = 0; i < QUESTIONS; i++) {
		bool seen = false;

		ask(first + i);
		if (i % 4 == 0)
			ask(first + i);
		mst_socket_table_see(sockets, first + i, see, &seen);
		if (i >= 8)
			mst_socket_table_over(sockets, first + i - 8);
		(void)mst_socket_table_room(sockets);
	}
	for (uint32_t i = QUESTIONS - 8; i < QUESTIONS; i++)
		mst_socket_table_over(sockets, first + i);
	return NULL;
}

static enum mst_socket_told look(void *user, const struct mst_asked_socket *asked, uint32_t events)
{
	(void)user;
	(void)events;
	atomic_fetch_add(&told[asked->slot], 1);
	return MST_SOCKET_TOLD;
}

static void *run_receiver(void *argument)
{
	(void)argument;
	while (!atomic_load(&over)) {
		if (mst_socket_table_take(sockets, 32, mst_now_ns(), look, NULL) == 0)
			sched_yield();
	}
	return NULL;
}

static int lowest_descriptor(void)
{
	int fd = dup(STDERR_FILENO);

	close(fd);
	return fd;
}

/* A port of the loopback device that is bound, and one that was. */
static int open_ports(void)
{
	int open = socket(AF_INET, SOCK_DGRAM, 0), closed = socket(AF_INET, SOCK_DGRAM, 0);
	socklen_t size = sizeof silent;

	silent = answering = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(open, (struct sockaddr *)&silent, sizeof silent) < 0 ||
	    getsockname(open, (struct sockaddr *)&silent, &size) < 0 ||
	    bind(closed, (struct sockaddr *)&answering, sizeof answering) < 0 ||
	    getsockname(closed, (struct sockaddr *)&answering, &size) < 0)
		return -1;
	close(closed);
	return open;
}

int main(void)
{
	int open = open_ports(), lowest = lowest_descriptor();
	struct rlimit limit = { (rlim_t)lowest + 16 + IN_FLIGHT, (rlim_t)lowest + 16 + IN_FLIGHT };
	uint32_t numbers[LANES], wrong = 0, answers = 0;
	pthread_t lanes[LANES], receiver;
	struct mst_error error;

	if (open < 0 || setrlimit(RLIMIT_NOFILE, &limit) < 0 ||
	    mst_socket_table_open(&sockets, MST_NS_PER_SECOND, &error) < 0)
		return 1;
	pthread_create(&receiver, NULL, run_receiver, NULL);
	for (uint32_t i = 0; i < LANES; i++) {
		numbers[i] = i;
		pthread_create(&lanes[i], NULL, run_lane, &numbers[i]);
	}
	for (uint32_t i = 0; i < LANES; i++)
		pthread_join(lanes[i], NULL);
	atomic_store(&over, true);
	pthread_join(receiver, NULL);
	mst_socket_table_close(sockets);
	for (uint32_t i = 0; i < LANES * QUESTIONS; i++) {
		answers += told[i];
		wrong += told[i] > 1 + (i % QUESTIONS % 4 == 0); /* each of its sockets tells once */
	}
	wrong += answers == 0 || lowest_descriptor() != lowest;
	printf("%u questions, %u answers, %u wrong\n", LANES * QUESTIONS, answers, wrong);
	return wrong > 0;
}
