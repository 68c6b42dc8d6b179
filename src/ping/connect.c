/*
 * connect.c - TCP in the place of ICMP, with the rights of everybody: a connection is asked for, and given up at once.
 *
 * Accepted or refused, the host is there. The kernel's own measure of the handshake (TCP_INFO) tells the round trip where
 * it was accepted; a refusal is timed by us.
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
#include "ping/way.h"

#define OPEN_MOST 512 /* at once */

struct attempt {
	int fd; /* -1: free */
	uint32_t host, question;
	uint64_t sent_ns;
};

struct connects {
	const struct mst_addr *hosts;
	uint16_t port;
	uint64_t timeout_ns;
	struct attempt attempts[OPEN_MOST];
};

static int open_connects(void **way, const struct mst_ping_config *config, struct mst_error *err)
{
	struct connects *connects = calloc(1, sizeof *connects);

	if (!connects)
		return mst_fail(err, -ENOMEM, "no memory for connections");
	connects->hosts = config->hosts;
	connects->port = config->tcp_port;
	connects->timeout_ns = config->timeout_ns;
	for (size_t i = 0; i < OPEN_MOST; i++)
		connects->attempts[i].fd = -1;
	*way = connects;
	return 0;
}

/* Without a farewell: the other side forgets it at once. */
static void give_up(struct attempt *attempt)
{
	struct linger none = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(attempt->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	close(attempt->fd);
	attempt->fd = -1;
}

static void close_connects(void *way)
{
	struct connects *connects = way;

	for (size_t i = 0; i < OPEN_MOST; i++) {
		if (connects->attempts[i].fd >= 0)
			give_up(&connects->attempts[i]);
	}
	free(connects);
}

/* A free place; that of the oldest attempt whose time is up when there is none. */
static struct attempt *find_place(struct connects *connects)
{
	struct attempt *oldest = &connects->attempts[0];

	for (size_t i = 0; i < OPEN_MOST; i++) {
		if (connects->attempts[i].fd < 0)
			return &connects->attempts[i];
		if (connects->attempts[i].sent_ns < oldest->sent_ns)
			oldest = &connects->attempts[i];
	}
	if (mst_now_ns() < oldest->sent_ns + connects->timeout_ns)
		return NULL;
	give_up(oldest);
	return oldest;
}

static int start(struct attempt *attempt, const struct mst_addr *addr, uint16_t port)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_scope_id = addr->scope };
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
	bool ipv6 = addr->family == MST_IPV6;

	memcpy(&in6.sin6_addr, addr->bytes, 16);
	memcpy(&in.sin_addr, addr->bytes, 4);
	attempt->fd = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (attempt->fd < 0)
		return -errno;
	attempt->sent_ns = mst_now_ns();
	if (connect(attempt->fd, ipv6 ? (struct sockaddr *)&in6 : (struct sockaddr *)&in, ipv6 ? sizeof in6 : sizeof in) == 0)
		return 0;
	return errno == EINPROGRESS || errno == ECONNREFUSED ? 0 : -errno;
}

static int send_syn(void *way, uint32_t host, uint32_t question)
{
	struct connects *connects = way;
	struct attempt *attempt = find_place(connects);
	int code;

	if (!attempt)
		return -EMFILE;
	attempt->host = host;
	attempt->question = question;
	code = start(attempt, &connects->hosts[host], connects->port);
	if (code < 0 && attempt->fd >= 0)
		give_up(attempt);
	return code;
}

static size_t fds_of(void *way, struct pollfd *fds, size_t room)
{
	struct connects *connects = way;
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
	int64_t passed_ns = (int64_t)(now_ns - attempt->sent_ns), told_ns;

	if (getsockopt(attempt->fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0 || info.tcpi_rtt == 0)
		return passed_ns;
	told_ns = (int64_t)info.tcpi_rtt * 1000;
	return told_ns < passed_ns ? told_ns : passed_ns;
}

static void take_end(struct connects *connects, struct attempt *attempt, int error, mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = {
		.happening = MST_PING_REPLY, .host_known = true, .host = attempt->host, .question_known = true, .question = attempt->question,
		.from = connects->hosts[attempt->host], .refused = error == ECONNREFUSED,
		.rtt_ns = round_trip(attempt, mst_now_ns()),
	};

	if (error == EHOSTUNREACH || error == ENETUNREACH) {
		answer.happening = MST_PING_ERROR;
		answer.from.family = MST_NO_FAMILY; /* the kernel does not tell who said so */
		answer.rtt_ns = -1;
		answer.icmp_type = ICMP_DEST_UNREACH;
		answer.icmp_code = error == EHOSTUNREACH ? ICMP_HOST_UNREACH : ICMP_NET_UNREACH;
	}
	if (error == 0 || error == ECONNREFUSED || answer.happening == MST_PING_ERROR)
		take(user, &answer);
	give_up(attempt);
}

static void read_all(void *way, mst_ping_take *take, void *user)
{
	struct connects *connects = way;

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

const struct mst_ping_way mst_ping_connect = { MST_PING_CONNECT, open_connects, close_connects, send_syn, fds_of, read_all };
