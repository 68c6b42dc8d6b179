/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * converse.c - several threads add ports, others look at the counts, and one stops it: every port is handed over once,
 * or it was stopped.
 */
#include "converse/converse.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/atomic.h"

#define ADDERS 3
#define PORTS 300u
#define HELLO "SSH-2.0-lab\r\n"

struct run {
	struct mst_converse *converse;
	uint8_t heard[ADDERS * PORTS]; /* by position */
	uint32_t heard_count;
	uint16_t port;
	int listener;
	_Atomic bool ended;
};

struct adder {
	struct run *run;
	uint32_t first;
	pthread_t thread;
};

static void *serve(void *argument)
{
	struct run *run = argument;

	for (;;) {
		int fd = accept(run->listener, NULL, NULL);

		if (fd < 0)
			return NULL;
		(void)!send(fd, HELLO, sizeof HELLO - 1, MSG_NOSIGNAL);
		close(fd);
	}
}

static void *add(void *argument)
{
	struct adder *adder = argument;
	struct mst_open_port port = { .addr = mst_addr_from_ipv4(INADDR_LOOPBACK), .proto = IPPROTO_TCP };

	port.port = adder->run->port;
	for (uint32_t i = 0; i < PORTS; i++) {
		port.position = adder->first + i;
		if (mst_converse_add(adder->run->converse, &port) < 0)
			return adder;
	}
	return NULL;
}

static void *look(void *argument)
{
	struct run *run = argument;
	struct mst_converse_counts counts;

	while (!mst_load(&run->ended, acquire)) {
		mst_converse_count(run->converse, &counts);
		sched_yield();
	}
	return NULL;
}

static int hear(void *user, const struct mst_open_port *port, const struct mst_service *service, bool suspect,
                struct mst_error *err)
{
	struct run *run = user;

	(void)service;
	(void)suspect;
	(void)err;
	run->heard[port->position]++;
	run->heard_count++;
	return 0;
}

static int listen_at(uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 512) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		return -1;
	*port = ntohs(at.sin_port);
	return fd;
}

static bool begin(struct run *run, const struct mst_signatures *signatures)
{
	struct mst_converse_config config = {
		.services = { .wanted = true, .banner_only = true, .per_host = 50 },
		.signatures = signatures,
		.sink = hear,
		.user = run,
	};

	memset(run, 0, sizeof *run);
	run->listener = listen_at(&run->port);
	return run->listener >= 0 && mst_converse_open(&run->converse, &config, NULL) == 0;
}

/* Returns whether all went as it must. */
static bool add_from_all_sides(struct run *run, bool stop)
{
	struct adder adders[ADDERS];
	pthread_t server, watcher;
	void *failed = NULL, *one;
	bool right = true;

	pthread_create(&server, NULL, serve, run);
	pthread_create(&watcher, NULL, look, run);
	for (uint32_t i = 0; i < ADDERS; i++) {
		adders[i] = (struct adder){ .run = run, .first = i * PORTS };
		pthread_create(&adders[i].thread, NULL, add, &adders[i]);
	}
	if (stop)
		mst_converse_stop(run->converse);
	for (uint32_t i = 0; i < ADDERS; i++) {
		pthread_join(adders[i].thread, &one);
		failed = one ? one : failed;
	}
	right = !failed && mst_converse_finish(run->converse, NULL) == 0;
	mst_store(&run->ended, true, release);
	pthread_join(watcher, NULL);
	shutdown(run->listener, SHUT_RDWR);
	pthread_join(server, NULL);
	for (uint32_t i = 0; i < ADDERS * PORTS; i++)
		right &= run->heard[i] == 1 || (stop && run->heard[i] == 0);
	return right;
}

int main(void)
{
	static struct run run;
	struct mst_signatures *signatures;
	uint32_t wrong = 0;

	if (mst_signatures_new(&signatures, NULL) < 0)
		return 1;
	for (int i = 0; i < 6; i++) {
		if (!begin(&run, signatures))
			return 1;
		wrong += !add_from_all_sides(&run, i % 2);
		mst_converse_close(run.converse);
		close(run.listener);
	}
	mst_signatures_free(signatures);
	printf("%u runs of 6 were wrong\n", wrong);
	return wrong != 0;
}
