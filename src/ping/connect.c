/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connect.c - pings by TCP connections instead of ICMP. It needs no privilege. Each connection is closed at once.
 *
 * A host that accepts or refuses the connection is up. When it accepts, the round-trip time is the kernel's measure
 * of the handshake (TCP_INFO); when it refuses, the time until connect(2) fails.
 */
#include <errno.h>
#include <linux/icmp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/sockaddr.h"
#include "ping/method.h"

#define OPEN_MOST 512 /* at once */

struct attempt {
	int fd; /* -1: free */
	uint32_t host, question;
	uint64_t sent_ns;
};

struct connects {
	const struct mst_addr *hosts;
	struct mst_ping_config config;
	struct attempt attempts[OPEN_MOST];
};

/* A wrong interface or source address would fail for every connection: a first socket checks both. */
static int try_route(const struct mst_ping_config *config, struct mst_error *err)
{
	int fd = socket(config->hosts[0].family == MST_IPV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), code;

	if (fd < 0)
		return mst_fail(err, -errno, "cannot open a TCP socket: %s", strerror(errno));
	code = mst_ping_route_socket(fd, config, err);
	close(fd);
	return code;
}

static int open_connects(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	struct connects *connects;
	int code = try_route(config, err);

	if (code < 0)
		return code;
	connects = calloc(1, sizeof *connects);
	if (!connects)
		return mst_fail(err, -ENOMEM, "no memory for connections");
	connects->hosts = config->hosts;
	connects->config = *config;
	for (size_t i = 0; i < OPEN_MOST; i++)
		connects->attempts[i].fd = -1;
	*state = connects;
	return 0;
}

/* Closes with a reset (SO_LINGER 0), so that neither side keeps state for the connection. */
static void give_up(struct attempt *attempt)
{
	struct linger none = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(attempt->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	close(attempt->fd);
	attempt->fd = -1;
}

static void close_connects(void *state)
{
	struct connects *connects = state;

	for (size_t i = 0; i < OPEN_MOST; i++) {
		if (connects->attempts[i].fd >= 0)
			give_up(&connects->attempts[i]);
	}
	free(connects);
}

/* Closes the oldest attempt if it has timed out, and returns its place; else NULL. */
static struct attempt *free_oldest(struct connects *connects)
{
	struct attempt *oldest = NULL;

	for (size_t i = 0; i < OPEN_MOST; i++) {
		struct attempt *attempt = &connects->attempts[i];

		if (attempt->fd >= 0 && (!oldest || attempt->sent_ns < oldest->sent_ns))
			oldest = attempt;
	}
	if (!oldest || mst_now_ns() < oldest->sent_ns + connects->config.timeout_ns)
		return NULL;
	give_up(oldest);
	return oldest;
}

/* Returns a free place, or the place of the oldest attempt if that has timed out; else NULL. */
static struct attempt *find_place(struct connects *connects)
{
	for (size_t i = 0; i < OPEN_MOST; i++) {
		if (connects->attempts[i].fd < 0)
			return &connects->attempts[i];
	}
	return free_oldest(connects);
}

static int start(struct attempt *attempt, const struct mst_addr *addr, const struct mst_ping_config *config)
{
	struct sockaddr_storage to;
	socklen_t size = mst_sockaddr_of(&to, addr, config->tcp_port);
	struct mst_error ignored;
	int code;

	attempt->fd = socket(addr->family == MST_IPV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	                     0);
	if (attempt->fd < 0)
		return -errno;
	code = mst_ping_route_socket(attempt->fd, config, &ignored);
	if (code < 0)
		return code;
	attempt->sent_ns = mst_now_ns();
	if (connect(attempt->fd, (const struct sockaddr *)&to, size) == 0)
		return 0;
	return errno == EINPROGRESS || errno == ECONNREFUSED ? 0 : -errno;
}

static int send_syn(void *state, uint32_t host, uint32_t question)
{
	struct connects *connects = state;
	struct attempt *attempt = find_place(connects);
	int code;

	if (!attempt)
		return -EMFILE;
	attempt->host = host;
	attempt->question = question;
	code = start(attempt, &connects->hosts[host], &connects->config);
	if (code < 0 && attempt->fd >= 0)
		give_up(attempt);
	if (code == -EMFILE || code == -ENFILE)
		(void)free_oldest(connects); /* makes room for the next try */
	return code;
}

static size_t fds_of(void *state, struct pollfd *fds, size_t room)
{
	struct connects *connects = state;
	size_t count = 0;

	for (size_t i = 0; i < OPEN_MOST && count < room; i++) {
		if (connects->attempts[i].fd >= 0)
			fds[count++] = (struct pollfd){ .fd = connects->attempts[i].fd, .events = POLLOUT };
	}
	return count;
}

static int64_t round_trip(const struct attempt *attempt, uint64_t now_ns)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;
	int64_t passed_ns = (int64_t)(now_ns - attempt->sent_ns), kernel_ns;

	if (getsockopt(attempt->fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0 || info.tcpi_rtt == 0)
		return passed_ns;
	kernel_ns = (int64_t)info.tcpi_rtt * 1000;
	return kernel_ns < passed_ns ? kernel_ns : passed_ns;
}

/*
 * Translates the errno that the kernel makes of an ICMP error (icmp_err_convert) back to type and code. Any other
 * errno is a local error.
 */
static void explain(struct mst_ping_answer *answer, int error)
{
	static const struct {
		int error;
		uint8_t code, code6;
	} unreachable[] = {
		{ EHOSTUNREACH, ICMP_HOST_UNREACH, 3 }, { ENETUNREACH, ICMP_NET_UNREACH, 0 },
		{ ENOPROTOOPT, ICMP_PROT_UNREACH, 4 },  { EHOSTDOWN, ICMP_HOST_UNKNOWN, 3 },
		{ ENONET, ICMP_HOST_ISOLATED, 3 },      { EOPNOTSUPP, ICMP_SR_FAILED, 3 },
		{ EACCES, ICMP_PKT_FILTERED, 1 },       { EPROTO, ICMP_PROT_UNREACH, 4 },
	};
	bool ipv6 = answer->from.family == MST_IPV6;

	answer->happening = MST_PING_NOT_SENT;
	answer->rtt_ns = -1;
	answer->error = error;
	for (size_t i = 0; i < sizeof unreachable / sizeof *unreachable; i++) {
		if (error != unreachable[i].error)
			continue;
		answer->happening = MST_PING_ERROR;
		answer->icmp_type = ipv6 ? 1 : ICMP_DEST_UNREACH;
		answer->icmp_code = ipv6 ? unreachable[i].code6 : unreachable[i].code;
	}
	answer->from.family = MST_NO_FAMILY; /* the kernel does not report which router sent the error */
}

static void take_end(struct connects *connects, struct attempt *attempt, int error, mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = {
		.happening = MST_PING_REPLY,
		.host_known = true,
		.host = attempt->host,
		.question_known = true,
		.question = attempt->question,
		.from = connects->hosts[attempt->host],
		.refused = error == ECONNREFUSED,
		.rtt_ns = round_trip(attempt, mst_now_ns()),
	};

	if (error != 0 && error != ECONNREFUSED && error != ECONNRESET)
		explain(&answer, error);
	if (error != ETIMEDOUT) /* ping.c has its own time-out */
		take(user, &answer);
	give_up(attempt);
}

static void read_all(void *state, mst_ping_take *take, void *user)
{
	struct connects *connects = state;

	for (size_t i = 0; i < OPEN_MOST; i++) {
		struct attempt *attempt = &connects->attempts[i];
		struct pollfd ready = { .fd = attempt->fd, .events = POLLOUT };
		socklen_t size = sizeof(int);
		int error = 0;

		if (attempt->fd < 0 || poll(&ready, 1, 0) <= 0)
			continue;
		(void)getsockopt(attempt->fd, SOL_SOCKET, SO_ERROR, &error, &size);
		take_end(connects, attempt, error, take, user);
	}
}

const struct mst_ping_method mst_ping_connect = {
	MST_PING_CONNECT, open_connects, close_connects, send_syn, fds_of, read_all, NULL, NULL,
};
