/* SPDX-License-Identifier: BSD-2-Clause */
/* test_dns_sockets.c - what a channel reports of its sockets, and the wait for them. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/dns_sockets.h"

#define MANY 40 /* more than the sixteen that ares_getsock can tell of */

Test(base_dns_sockets, keeps_as_many_as_are_open_and_uses_free_places_again)
{
	struct mst_dns_sockets sockets = { 0 };
	struct ares_options options = { 0 };
	size_t size, watched = 0;

	mst_dns_sockets_report(&sockets, &options);
	for (int fd = 100; fd < 100 + MANY; fd++)
		options.sock_state_cb(options.sock_state_cb_data, fd, 1, fd % 2);
	size = sockets.size;
	for (int fd = 100; fd < 100 + MANY; fd++) {
		options.sock_state_cb(options.sock_state_cb_data, fd, 0, 0);
		options.sock_state_cb(options.sock_state_cb_data, fd + MANY, 0, 1);
	}
	cr_assert_eq(sockets.size, size);
	for (size_t i = 1; i < sockets.size; i++) {
		watched += sockets.fds[i].fd >= 0;
		cr_assert(sockets.fds[i].fd < 0 ||
		          (sockets.fds[i].fd >= 100 + MANY && sockets.fds[i].events == POLLOUT));
	}
	cr_assert_eq(watched, MANY);
	mst_dns_sockets_free(&sockets);
}

/* ---- a server on the loopback interface ---- */

#define HEADER_BYTES 12

struct server {
	int fd;
	ares_channel channel;
	struct mst_dns_sockets sockets;
	int status; /* of the query; -1: none yet */
};

static void begin(struct server *server)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct ares_options options = { .timeout = 5000, .tries = 1, .lookups = (char[]){ "b" } };
	char text[32];
	socklen_t length = sizeof at;

	*server = (struct server){ .fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), .status = -1 };
	cr_assert_eq(bind(server->fd, (struct sockaddr *)&at, sizeof at), 0);
	cr_assert_eq(getsockname(server->fd, (struct sockaddr *)&at, &length), 0);
	mst_dns_sockets_report(&server->sockets, &options);
	cr_assert_eq(ares_init_options(&server->channel, &options,
	                               ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB),
	             ARES_SUCCESS);
	snprintf(text, sizeof text, "127.0.0.1:%u", ntohs(at.sin_port));
	cr_assert_eq(ares_set_servers_ports_csv(server->channel, text), ARES_SUCCESS);
}

static void end(struct server *server)
{
	ares_destroy(server->channel);
	mst_dns_sockets_free(&server->sockets);
	close(server->fd);
}

static void take(void *user, int status, int timeouts, struct hostent *host)
{
	(void)timeouts;
	(void)host;
	((struct server *)user)->status = status;
}

/* The question comes back as an answer: there is no such name. */
static void answer(const struct server *server)
{
	uint8_t message[512];
	struct sockaddr_in from;
	socklen_t length = sizeof from;
	ssize_t bytes = recvfrom(server->fd, message, sizeof message, 0, (struct sockaddr *)&from, &length);

	cr_assert_gt(bytes, HEADER_BYTES);
	message[2] |= 0x80;
	message[3] = 3;
	cr_assert_eq(sendto(server->fd, message, (size_t)bytes, 0, (struct sockaddr *)&from, length), bytes);
}

Test(base_dns_sockets, an_answer_ends_the_wait_and_its_query, .timeout = 30)
{
	const struct in_addr addr = { htonl(0xc0000201) };
	struct server server;

	begin(&server);
	ares_gethostbyaddr(server.channel, &addr, sizeof addr, AF_INET, take, &server);
	answer(&server);
	while (server.status < 0)
		cr_assert_not(mst_dns_sockets_wait(&server.sockets, server.channel, -1, 1000));
	cr_assert_eq(server.status, ARES_ENOTFOUND, "%s", ares_strerror(server.status));
	end(&server);
}

Test(base_dns_sockets, what_else_is_waited_for_is_reported, .timeout = 30)
{
	struct server server;
	int other = eventfd(0, EFD_CLOEXEC);

	begin(&server);
	cr_assert_not(mst_dns_sockets_wait(&server.sockets, server.channel, other, 1));
	cr_assert_eq(eventfd_write(other, 1), 0);
	cr_assert(mst_dns_sockets_wait(&server.sockets, server.channel, other, -1));
	close(other);
	end(&server);
}
