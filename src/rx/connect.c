/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connect.c - what becomes of the sockets of tx/connect.c, as frames: see outcome.h.
 *
 *     connected                    SYN-ACK, a handshake (TCP_INFO) after the SYN
 *     ECONNREFUSED                 RST
 *     an error of ICMP             that error, from its sender (IP_RECVERR)
 *     a datagram, an echo reply    the same
 *
 * A connection to itself, where the kernel chose the port that was asked, is no answer. Neither is the kernel's own
 * word that it finds no link-layer address: a SYN would have stayed without an answer. Other errors that this machine
 * sends to itself are of its packet filter, which refuses the SYN.
 */
#include <errno.h>
#include <time.h> /* before errqueue.h, which forgets it */

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/fail.h"
#include "rx/outcome.h"
#include "rx/rx.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define LAG_NS (2 * MST_NS_PER_MS)
#define HOST_UNREACHABLE 1  /* ICMP, type 3 */
#define HOST_UNREACHABLE6 3 /* ICMPv6, type 1 */

struct outcomes {
	struct mst_rx rx;
	struct mst_socket_table *sockets; /* borrowed */
	mst_rx_sink *sink;
	void *user;
	int frames; /* of this dispatch */
	uint8_t frame[MST_OUTCOME_BYTES];
};

static int open_outcomes(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err)
{
	struct outcomes *outcomes = calloc(1, sizeof *outcomes);

	if (!outcomes)
		return mst_fail(err, -ENOMEM, "no memory for what sockets tell");
	outcomes->sockets = config->sockets;
	*rx = &outcomes->rx;
	return 0;
}

static void close_outcomes(struct mst_rx *rx)
{
	free(rx);
}

static int linktype_of(const struct mst_rx *rx)
{
	(void)rx;
	return DLT_LINUX_SLL2;
}

static int fd_of(struct mst_rx *rx)
{
	const struct outcomes *outcomes = (const struct outcomes *)rx;

	return outcomes->sockets ? mst_socket_table_fd(outcomes->sockets) : -1;
}

static uint64_t drops_of(struct mst_rx *rx)
{
	(void)rx;
	return 0;
}

/* ---- a message and what the kernel says of it ---- */

union sender {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
};

struct told {
	uint8_t bytes[MST_ICMP_BYTES + MST_OUTCOME_PAYLOAD_MAX];
	size_t count;
	union sender from;
	uint8_t ttl;
	uint64_t wall_ns;
	bool is_error;
	struct sock_extended_err error;
	union sender offender;
};

static void read_control(struct told *told, const struct cmsghdr *header)
{
	const uint8_t *data = CMSG_DATA(header);
	size_t bytes = header->cmsg_len - CMSG_LEN(0);
	struct timespec at;
	int number = 0;

	if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_TIMESTAMPNS && bytes >= sizeof at) {
		memcpy(&at, data, sizeof at);
		told->wall_ns = (uint64_t)at.tv_sec * MST_NS_PER_SECOND + (uint64_t)at.tv_nsec;
	} else if ((header->cmsg_level == SOL_IP && header->cmsg_type == IP_TTL) ||
	           (header->cmsg_level == SOL_IPV6 && header->cmsg_type == IPV6_HOPLIMIT)) {
		memcpy(&number, data, sizeof number);
		told->ttl = (uint8_t)number;
	} else if (((header->cmsg_level == SOL_IP && header->cmsg_type == IP_RECVERR) ||
	            (header->cmsg_level == SOL_IPV6 && header->cmsg_type == IPV6_RECVERR)) &&
	           bytes >= sizeof told->error) {
		told->is_error = true;
		memcpy(&told->error, data, sizeof told->error);
		bytes -= sizeof told->error;
		memcpy(&told->offender, data + sizeof told->error,
		       bytes < sizeof told->offender ? bytes : sizeof told->offender);
	}
}

/* False: there is none. */
static bool read_message(struct told *told, int fd, int flags)
{
	union {
		struct cmsghdr header;
		uint8_t bytes[512];
	} control;
	struct iovec room = { told->bytes, sizeof told->bytes };
	struct msghdr message = {
		.msg_name = &told->from,
		.msg_namelen = sizeof told->from,
		.msg_iov = &room,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	ssize_t count;

	told->is_error = false;
	told->ttl = 0;
	told->wall_ns = 0;
	memset(&told->offender, 0, sizeof told->offender);
	count = recvmsg(fd, &message, flags | MSG_DONTWAIT);
	if (count < 0)
		return false;
	told->count = (size_t)count;
	for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
		read_control(told, header);
	if (told->wall_ns == 0)
		told->wall_ns = mst_wall_ns();
	return true;
}

static struct mst_addr addr_of(const union sender *sender)
{
	struct mst_addr addr = { .family = MST_NO_FAMILY };

	if (sender->any.sa_family == AF_INET) {
		addr.family = MST_IPV4;
		memcpy(addr.bytes, &sender->ipv4.sin_addr, 4);
	} else if (sender->any.sa_family == AF_INET6) {
		addr.family = MST_IPV6;
		memcpy(addr.bytes, &sender->ipv6.sin6_addr, 16);
	}
	return addr;
}

/* ---- outcomes ---- */

static void hand_over(struct outcomes *outcomes, uint64_t wall_ns, size_t count)
{
	if (count == 0)
		return;
	outcomes->sink(outcomes->user, wall_ns, outcomes->frame, count, count);
	outcomes->frames++;
}

/* Whether this machine asks itself. */
static bool is_own_target(const struct mst_asked_socket *asked)
{
	bool ipv6 = asked->bytes[0] >> 4 == 6;

	return memcmp(asked->bytes + (ipv6 ? (int)MST_IPV6_SOURCE : (int)MST_IPV4_SOURCE),
	              asked->bytes + (ipv6 ? (int)MST_IPV6_DESTINATION : (int)MST_IPV4_DESTINATION),
	              ipv6 ? 16 : 4) == 0;
}

static bool is_from_here(const struct mst_asked_socket *asked, const struct mst_addr *from)
{
	bool ipv6 = from->family == MST_IPV6;

	return memcmp(asked->bytes + (ipv6 ? (int)MST_IPV6_SOURCE : (int)MST_IPV4_SOURCE), from->bytes,
	              ipv6 ? 16 : 4) == 0;
}

/* That a neighbour has no link-layer address. */
static bool is_about_neighbour(const struct mst_asked_socket *asked, const struct told *told)
{
	bool ipv6 = asked->bytes[0] >> 4 == 6;

	return told->error.ee_type == (ipv6 ? (int)MST_ICMP6_UNREACHABLE : (int)MST_ICMP_UNREACHABLE) &&
	       told->error.ee_code == (ipv6 ? HOST_UNREACHABLE6 : HOST_UNREACHABLE);
}

enum errors { NO_ERRORS, ERRORS_TOLD, ERRORS_END, REFUSED_HERE };

/* The errors that came for it. That its port is closed is the end of a datagram's. */
static enum errors tell_errors(struct outcomes *outcomes, const struct mst_asked_socket *asked)
{
	bool ipv6 = asked->bytes[0] >> 4 == 6;
	enum errors errors = NO_ERRORS;
	struct told told;

	while (read_message(&told, asked->fd, MSG_ERRQUEUE)) {
		struct mst_addr from = addr_of(&told.offender);
		struct mst_outcome outcome = { asked, told.ttl };
		bool own;

		if (!told.is_error || told.error.ee_origin != (ipv6 ? SO_EE_ORIGIN_ICMP6 : SO_EE_ORIGIN_ICMP) ||
		    from.family != (ipv6 ? MST_IPV6 : MST_IPV4))
			continue;
		own = is_from_here(asked, &from);
		if (own && !is_own_target(asked) && !is_about_neighbour(asked, &told)) {
			errors = REFUSED_HERE;
			continue;
		}
		if (errors != REFUSED_HERE)
			errors = told.error.ee_errno == ECONNREFUSED ? ERRORS_END : ERRORS_TOLD;
		if (!own || !is_about_neighbour(asked, &told))
			hand_over(outcomes, told.wall_ns,
			          mst_outcome_error(outcomes->frame, &outcome, &from, told.error.ee_type,
			                            told.error.ee_code));
	}
	return errors;
}

static bool is_connected_to_itself(int fd)
{
	union sender own = { 0 }, other = { 0 };
	socklen_t size = sizeof own, other_size = sizeof other;

	return getsockname(fd, &own.any, &size) == 0 && getpeername(fd, &other.any, &other_size) == 0 &&
	       size == other_size && memcmp(&own, &other, size) == 0;
}

/* When the SYN-ACK came: the kernel has measured the handshake. */
static uint64_t accepted_ns(const struct mst_asked_socket *asked)
{
	uint64_t now_ns = mst_wall_ns(), at_ns;
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;

	if (getsockopt(asked->fd, SOL_TCP, TCP_INFO, &info, &size) < 0 || info.tcpi_rtt == 0 || info.tcpi_total_retrans)
		return now_ns;
	at_ns = asked->sent_wall_ns + (uint64_t)info.tcpi_rtt * 1000;
	return at_ns < now_ns ? at_ns : now_ns;
}

static int error_of(int fd)
{
	int error = 0;
	socklen_t size = sizeof error;

	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

/* A connection has one outcome. */
static enum mst_socket_told tell_tcp(struct outcomes *outcomes, const struct mst_asked_socket *asked, uint32_t events)
{
	const struct mst_outcome outcome = { asked, 0 };
	enum errors errors = events & EPOLLERR ? tell_errors(outcomes, asked) : NO_ERRORS;
	int error;

	if (errors != NO_ERRORS)
		return errors == REFUSED_HERE ? MST_SOCKET_REFUSED : MST_SOCKET_TOLD;
	error = error_of(asked->fd);
	if (error == ECONNREFUSED)
		hand_over(outcomes, mst_wall_ns(), mst_outcome_tcp(outcomes->frame, &outcome, false));
	else if (error == 0 && !(events & (EPOLLERR | EPOLLHUP)) && !is_connected_to_itself(asked->fd))
		hand_over(outcomes, accepted_ns(asked), mst_outcome_tcp(outcomes->frame, &outcome, true));
	return MST_SOCKET_TOLD;
}

/* Whether an answer came. */
static bool tell_datagrams(struct outcomes *outcomes, const struct mst_asked_socket *asked)
{
	struct told told;
	bool any = false;

	while (read_message(&told, asked->fd, 0)) {
		struct mst_outcome outcome = { asked, told.ttl };
		struct mst_addr from = addr_of(&told.from);

		any = true;
		if (asked->proto == MST_PROTO_UDP)
			hand_over(outcomes, told.wall_ns,
			          mst_outcome_udp(outcomes->frame, &outcome, told.bytes, told.count));
		else if (from.family)
			hand_over(outcomes, told.wall_ns,
			          mst_outcome_echo(outcomes->frame, &outcome, &from, told.bytes, told.count));
	}
	return any;
}

static enum mst_socket_told look(void *user, const struct mst_asked_socket *asked, uint32_t events)
{
	struct outcomes *outcomes = user;
	bool ended = false;

	if (asked->proto == MST_PROTO_TCP)
		return tell_tcp(outcomes, asked, events);
	if (events & EPOLLERR) {
		ended = tell_errors(outcomes, asked) == ERRORS_END;
		(void)error_of(asked->fd); /* it has none any more */
	}
	return tell_datagrams(outcomes, asked) || ended ? MST_SOCKET_TOLD : MST_SOCKET_STAYS;
}

static int dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	struct outcomes *outcomes = (struct outcomes *)rx;
	uint64_t now_ns = mst_now_ns();

	(void)err;
	outcomes->sink = sink;
	outcomes->user = user;
	outcomes->frames = 0;
	while (outcomes->sockets && outcomes->frames < most &&
	       mst_socket_table_take(outcomes->sockets, (size_t)(most - outcomes->frames), now_ns, look, outcomes) > 0)
		;
	return outcomes->frames;
}

const struct mst_rx_engine mst_rx_connect = {
	.name = "connect",
	.meaning = "what sockets tell of engine connect: without rights, wherever there is a route",
	.lag_ns = LAG_NS,
	.by_sockets = true,
	.trickles = true,
	.open = open_outcomes,
	.close = close_outcomes,
	.linktype = linktype_of,
	.fd = fd_of,
	.dispatch = dispatch,
	.drops = drops_of,
};
