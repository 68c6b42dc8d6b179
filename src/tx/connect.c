/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connect.c - sockets that everybody may open, in place of frames: connect(2) for a SYN, a datagram socket of ICMP
 * (net.ipv4.ping_group_range) for an echo request, a connected UDP socket for a datagram.
 *
 * Each frame that a lane has built is read, and a socket asks its question. What becomes of it, rx/connect.c tells.
 * What this machine has too little of (descriptors, ports, memory) is a full queue: the frame is offered again, and
 * fewer sockets are open at once from then on.
 *
 *     ms   0          1000                  1100
 *     SYN  ●          ●                     │
 *          first      the kernel's          second attempt: that repetition, if it has left;
 *          attempt    repetition            if not, this machine drops what is sent there
 *
 * A packet filter of this machine that rejects a SYN shows at once, in the error queue of the socket. One that drops it
 * does not: but then no repetition is in flight (TCP_INFO) when the kernel has made one. So first attempts wait for
 * that (plan/patience.h).
 */
#include <errno.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"
#include "net/socket_table.h"
#include "tx/tx.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define TTL_USUAL 64
#define REPEATED 1 /* SYNs by the kernel, beside those of the scan */

_Static_assert(MST_FRAME_BYTES <= MST_SOCKET_FRAME_BYTES, "the table has room for a frame");

/* Of linux/in.h, where older systems lack it. */
#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

struct connects {
	struct mst_tx tx;
	struct mst_socket_table *sockets; /* borrowed; NULL: it is only looked whether the engine works */
	char interface[16];               /* empty: by the routing table */
	bool from_source;                 /* the source address of the frame is the user's wish */
};

static int close_connects(struct mst_tx *tx, struct mst_error *err)
{
	(void)err;
	free(tx->frames);
	free(tx->tails);
	free(tx);
	return 0;
}

static int check_connects(const struct mst_tx_config *config, struct mst_error *err)
{
	(void)config;
	(void)err;
	return 0;
}

static int open_connects(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	struct connects *connects = mst_lines_new(1, sizeof *connects);

	*tx = NULL;
	if (!connects)
		return mst_fail(err, -ENOMEM, "no memory for an engine");
	connects->tx.engine = &mst_tx_connect;
	connects->tx.burst = MST_BURST;
	connects->tx.frames = mst_tx_frames(MST_BURST);
	connects->tx.tails = config->tails ? mst_tx_tails(MST_BURST) : NULL;
	connects->sockets = config->sockets;
	connects->from_source = config->from_source;
	if (config->interface)
		strncpy(connects->interface, config->interface, sizeof connects->interface - 1);
	if (!connects->tx.frames || (config->tails && !connects->tx.tails)) {
		close_connects(&connects->tx, NULL);
		return mst_fail(err, -ENOMEM, "no memory for frames");
	}
	*tx = &connects->tx;
	return 0;
}

/* ---- a question ---- */

union address {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
};

struct question {
	struct mst_asked_socket asked;
	const struct mst_tail *tail; /* NULL: none */
	bool ipv6;
	bool dropped; /* the attempt before, by this machine */
	size_t at;    /* of the transport header */
	union address source, destination;
	socklen_t address_bytes;
};

static struct question read_question(const struct mst_frame *frame, const struct mst_tail *tail)
{
	struct question question = { .tail = tail, .ipv6 = frame->bytes[0] >> 4 == 6 };
	struct mst_asked_socket *asked = &question.asked;
	uint16_t port = 0;

	*asked = (struct mst_asked_socket){
		.fd = -1,
		.slot = frame->slot,
		.ifindex = frame->ifindex,
		.length = frame->length,
		.sent_ns = mst_now_ns(),
		.sent_wall_ns = mst_wall_ns(),
	};
	memcpy(asked->bytes, frame->bytes, MST_FRAME_BYTES);
	asked->proto = frame->bytes[question.ipv6 ? (int)MST_IPV6_NEXT : (int)MST_IPV4_PROTO];
	question.at = question.ipv6 ? (size_t)MST_IPV6_BYTES : (size_t)MST_IPV4_BYTES;
	if (asked->proto == MST_PROTO_TCP || asked->proto == MST_PROTO_UDP)
		memcpy(&port, frame->bytes + question.at + MST_TCP_DESTINATION, sizeof port);
	if (!question.ipv6) {
		question.address_bytes = sizeof question.source.ipv4;
		question.source.ipv4 = (struct sockaddr_in){ .sin_family = AF_INET };
		question.destination.ipv4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = port };
		memcpy(&question.source.ipv4.sin_addr, frame->bytes + MST_IPV4_SOURCE, 4);
		memcpy(&question.destination.ipv4.sin_addr, frame->bytes + MST_IPV4_DESTINATION, 4);
		return question;
	}
	question.address_bytes = sizeof question.source.ipv6;
	question.source.ipv6 = (struct sockaddr_in6){ .sin6_family = AF_INET6 };
	question.destination.ipv6 = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = port };
	memcpy(&question.source.ipv6.sin6_addr, frame->bytes + MST_IPV6_SOURCE, 16);
	memcpy(&question.destination.ipv6.sin6_addr, frame->bytes + MST_IPV6_DESTINATION, 16);
	if (IN6_IS_ADDR_LINKLOCAL(&question.destination.ipv6.sin6_addr))
		question.source.ipv6.sin6_scope_id = question.destination.ipv6.sin6_scope_id = frame->ifindex;
	return question;
}

/* ---- its socket ---- */

static bool set(int fd, int level, int option, int value)
{
	return setsockopt(fd, level, option, &value, sizeof value) == 0;
}

static int open_socket(const struct question *question)
{
	int family = question->ipv6 ? AF_INET6 : AF_INET, type = SOCK_NONBLOCK | SOCK_CLOEXEC;

	switch (question->asked.proto) {
	case MST_PROTO_TCP: return socket(family, SOCK_STREAM | type, IPPROTO_TCP);
	case MST_PROTO_UDP: return socket(family, SOCK_DGRAM | type, IPPROTO_UDP);
	case MST_PROTO_ICMP: return socket(family, SOCK_DGRAM | type, IPPROTO_ICMP);
	case MST_PROTO_ICMP6: return socket(family, SOCK_DGRAM | type, IPPROTO_ICMPV6);
	default: errno = EOPNOTSUPP; return -1;
	}
}

/* Closed by a reset, so that neither side keeps a connection; errors with their sender; the way that the plan has. */
static bool set_up(const struct connects *connects, const struct question *question, int fd)
{
	const uint8_t *bytes = question->asked.bytes;
	uint8_t ttl = bytes[question->ipv6 ? (int)MST_IPV6_HOPS : (int)MST_IPV4_TTL];
	struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	bool tcp = question->asked.proto == MST_PROTO_TCP, ok;

	ok = question->ipv6 ? set(fd, SOL_IPV6, IPV6_RECVERR, 1) : set(fd, SOL_IP, IP_RECVERR, 1);
	if (tcp)
		ok = ok && set(fd, SOL_TCP, TCP_SYNCNT, REPEATED) &&
		     setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0;
	else
		ok = ok && set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1) &&
		     (question->ipv6 ? set(fd, SOL_IPV6, IPV6_RECVHOPLIMIT, 1) : set(fd, SOL_IP, IP_RECVTTL, 1));
	if (ttl != TTL_USUAL)
		ok = ok && (question->ipv6 ? set(fd, SOL_IPV6, IPV6_UNICAST_HOPS, ttl) : set(fd, SOL_IP, IP_TTL, ttl));
	if (*connects->interface)
		ok = ok && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, connects->interface,
		                      (socklen_t)strlen(connects->interface)) == 0;
	if (connects->from_source) {
		(void)set(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, 1);
		ok = ok && bind(fd, &question->source.any, question->address_bytes) == 0;
	}
	return ok;
}

/* What goes behind the header that the kernel writes; of an echo request the kernel sets identifier and checksum. */
static bool send_datagram(const struct question *question, int fd)
{
	size_t header = question->at + (question->asked.proto == MST_PROTO_UDP ? MST_UDP_BYTES : 0);
	struct iovec parts[2] = {
		{ (void *)(question->asked.bytes + header), question->asked.length - header },
		{ question->tail ? (void *)question->tail->bytes : NULL, question->tail ? question->tail->count : 0 },
	};
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	return sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

/* ---- refusals of this machine ---- */

enum syn_fate { NOT_YET, LEFT, DROPPED };

/* What became of a SYN, or else of the kernel's repetition of it. */
static enum syn_fate fate_of_syn(const struct mst_asked_socket *asked)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof info;

	if (asked->refused || asked->repeated)
		return asked->refused ? DROPPED : LEFT;
	if (asked->proto != MST_PROTO_TCP || getsockopt(asked->fd, SOL_TCP, TCP_INFO, &info, &size) < 0 ||
	    info.tcpi_state != TCP_SYN_SENT || info.tcpi_total_retrans == 0)
		return NOT_YET;
	return info.tcpi_retrans ? LEFT : DROPPED;
}

/* The attempt before: whether its SYN was dropped, or the kernel has asked again already. */
static enum mst_socket_fate judge(void *user, const struct mst_asked_socket *asked)
{
	struct question *question = user;
	enum syn_fate fate = fate_of_syn(asked);

	question->dropped = fate == DROPPED;
	question->asked.repeated = fate == LEFT && !asked->repeated;
	return question->asked.repeated ? MST_SOCKET_KEPT : MST_SOCKET_REPLACED;
}

struct departures {
	bool dropped, left;
};

static void see_departure(void *user, const struct mst_asked_socket *asked)
{
	struct departures *departures = user;

	if (fate_of_syn(asked) == DROPPED)
		departures->dropped = true;
	else
		departures->left = true;
}

static bool has_never_left(const struct mst_tx *tx, uint32_t slot)
{
	const struct connects *connects = (const struct connects *)tx;
	struct departures departures = { false, false };

	mst_socket_table_see(connects->sockets, slot, see_departure, &departures);
	return departures.dropped && !departures.left;
}

/* ---- asking ---- */

static bool begin(const struct connects *connects, struct question *question, int fd)
{
	bool tcp = question->asked.proto == MST_PROTO_TCP;

	if (!set_up(connects, question, fd))
		return false;
	if (connect(fd, &question->destination.any, question->address_bytes) < 0 && (!tcp || errno != EINPROGRESS))
		return false;
	return tcp || send_datagram(question, fd);
}

/* What this machine has too little of. */
static bool is_shortage(int error)
{
	return error == EMFILE || error == ENFILE || error == EADDRNOTAVAIL || mst_tx_stop_of(error) == MST_TX_BUSY;
}

/* 0, or an errno. */
static int open_and_ask(const struct connects *connects, struct question *question)
{
	int fd = open_socket(question), error = 0;

	if (fd < 0)
		return errno;
	question->asked.fd = fd;
	if (!begin(connects, question, fd))
		error = errno;
	else if (!mst_socket_table_add(connects->sockets, &question->asked))
		error = EMFILE;
	if (error)
		close(fd);
	return error;
}

static int ask(const struct connects *connects, const struct mst_frame *frame, const struct mst_tail *tail)
{
	struct question question = read_question(frame, tail);
	int error;

	if (!connects->sockets)
		return EOPNOTSUPP;
	if (!mst_socket_table_again(connects->sockets, &question.asked, judge, &question))
		return 0;
	if (question.dropped)
		return EPERM;
	if (!mst_socket_table_make_room(connects->sockets, question.asked.sent_ns))
		return EMFILE;
	error = open_and_ask(connects, &question);
	if (is_shortage(error))
		mst_socket_table_shrink(connects->sockets);
	return error;
}

/* What this machine has too little of is no verdict: the frame waits. */
static enum mst_tx_stop stop_of(int error)
{
	return is_shortage(error) ? MST_TX_BUSY : mst_tx_stop_of(error);
}

static size_t send_connects(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	const struct connects *connects = (const struct connects *)tx;

	*stop = MST_TX_ALL;
	for (size_t i = 0; i < count; i++) {
		int error = ask(connects, &tx->frames[i], tx->tails ? &tx->tails[i] : NULL);

		if (error == 0)
			continue;
		*stop = stop_of(error);
		if (*stop != MST_TX_BUSY)
			tx->error = error;
		return i;
	}
	return count;
}

static uint32_t room_of(const struct mst_tx *tx)
{
	return mst_socket_table_room(((const struct connects *)tx)->sockets);
}

static void end_question(const struct mst_tx *tx, uint32_t slot)
{
	mst_socket_table_over(((const struct connects *)tx)->sockets, slot);
}

const struct mst_tx_engine mst_tx_connect = {
	.name = "connect",
	.meaning = "sockets that everybody may open: without rights, wherever there is a route",
	.as_kernel = true,
	.by_sockets = true,
	.check = check_connects,
	.open = open_connects,
	.send = send_connects,
	.room = room_of,
	.never_left = has_never_left,
	.over = end_question,
	.close = close_connects,
};
