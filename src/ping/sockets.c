/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sockets.c - pings by ICMP sockets: raw sockets, and datagram sockets, which need a group of
 * net.ipv4.ping_group_range.
 *
 * Both deliver the kernel's time stamp of arrival, and ICMP errors through their error queue (IP_RECVERR, ip(7)).
 * Without that queue, sendto(2) on a raw socket succeeds for frames that the kernel then drops for lack of buffers
 * (ENOBUFS). A raw socket receives all ICMP messages of the machine: a filter in the kernel passes the replies with
 * our identifier, and redirects, which are not in its error queue. A datagram socket receives only what is about its
 * own requests.
 */
#include <errno.h>
#include <time.h> /* before errqueue.h, which forgets it */

#include <linux/errqueue.h>
#include <linux/filter.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/sockaddr.h"
#include "ping/echo.h"
#include "ping/method.h"

#define BUFFER_BYTES (1 << 20)
#define OUT_BYTES (8 << 20) /* frames to absent neighbours stay for three seconds, until ARP gives up */
#define STALE_MOST 8        /* errors of earlier questions that one call may return instead of its own result */
#define PACKET_BYTES 65536
#define CONTROL_BYTES 512

struct icmp_socket {
	int fd; /* -1: no host is of this family */
	struct mst_echo echo;
};

struct sockets {
	struct icmp_socket by_family[2]; /* IPv4, IPv6 */
	bool raw;
	const struct mst_addr *hosts;
	uint8_t *out, *in;
};

static void close_sockets(void *state)
{
	struct sockets *sockets = state;

	for (unsigned i = 0; i < 2; i++) {
		if (sockets->by_family[i].fd >= 0)
			close(sockets->by_family[i].fd);
	}
	free(sockets->out);
	free(sockets->in);
	free(sockets);
}

/* ---- opening ---- */

/* Passes redirects, and echo replies with our identifier. The bytes begin with the IP header. */
static int filter_ipv4(int fd, uint16_t identifier)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0), /* X: bytes of the IP header */
		BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),  /* A: the ICMP type */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ICMP_REDIRECT, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ICMP_ECHOREPLY, 0, 3),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, identifier, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = { .len = sizeof code / sizeof *code, .filter = code };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static int filter_ipv6(int fd)
{
	struct icmp6_filter filter;

	ICMP6_FILTER_SETBLOCKALL(&filter);
	ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
	ICMP6_FILTER_SETPASS(ND_REDIRECT, &filter);
	return setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter);
}

static void set(int fd, int level, int option, int value)
{
	(void)setsockopt(fd, level, option, &value, sizeof value); /* optional: a failure is ignored */
}

static int open_socket(struct sockets *sockets, struct icmp_socket *icmp, const struct mst_ping_config *config,
                       bool ipv6, struct mst_error *err)
{
	int protocol = ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP, kind = sockets->raw ? SOCK_RAW : SOCK_DGRAM;

	icmp->fd = socket(ipv6 ? AF_INET6 : AF_INET, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
	if (icmp->fd < 0 && (errno == EPERM || errno == EACCES))
		return mst_fail(err, -EPERM,
		                sockets->raw ? "raw ICMP sockets need privilege (CAP_NET_RAW)"
		                             : "ICMP datagram sockets are for the groups of net.ipv4.ping_group_range");
	if (icmp->fd < 0)
		return mst_fail(err, -errno, "cannot open an ICMP socket: %s", strerror(errno));
	set(icmp->fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
	set(icmp->fd, SOL_SOCKET, SO_SNDBUF, OUT_BYTES);
	set(icmp->fd, SOL_SOCKET, SO_SNDBUFFORCE, OUT_BYTES); /* beyond net.core.wmem_max; needs CAP_NET_ADMIN */
	set(icmp->fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
	set(icmp->fd, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1);
	set(icmp->fd, ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, ipv6 ? IPV6_RECVERR : IP_RECVERR, 1);
	if (sockets->raw && (ipv6 ? filter_ipv6(icmp->fd) : filter_ipv4(icmp->fd, icmp->echo.identifier)) < 0)
		return mst_fail(err, -errno, "cannot filter an ICMP socket: %s", strerror(errno));
	return mst_ping_route_socket(icmp->fd, config, err);
}

static bool any_of(const struct mst_ping_config *config, uint8_t family)
{
	for (size_t i = 0; i < config->host_count; i++) {
		if (config->hosts[i].family == family)
			return true;
	}
	return false;
}

static int open_both(struct sockets *sockets, const struct mst_ping_config *config, struct mst_error *err)
{
	struct mst_key key;
	uint16_t identifier;
	int code = 0;

	if (getrandom(&key, sizeof key, 0) != (ssize_t)sizeof key ||
	    getrandom(&identifier, sizeof identifier, 0) != (ssize_t)sizeof identifier)
		return mst_fail(err, -errno, "no random numbers: %s", strerror(errno));
	for (unsigned i = 0; i < 2 && code == 0; i++) {
		sockets->by_family[i].echo = (struct mst_echo){
			.key = key,
			.identifier = identifier,
			.any_identifier = !sockets->raw,
			.size = config->size,
			.ipv6 = i == 1,
		};
		if (any_of(config, i == 1 ? MST_IPV6 : MST_IPV4))
			code = open_socket(sockets, &sockets->by_family[i], config, i == 1, err);
	}
	return code;
}

static int open_sockets(void **state, const struct mst_ping_config *config, bool raw, struct mst_error *err)
{
	struct sockets *sockets = calloc(1, sizeof *sockets);
	int code;

	if (!sockets)
		return mst_fail(err, -ENOMEM, "no memory for sockets");
	*sockets = (struct sockets){ .by_family = { { .fd = -1 }, { .fd = -1 } }, .raw = raw, .hosts = config->hosts };
	sockets->out = malloc(MST_ECHO_HEADER + (size_t)config->size);
	sockets->in = malloc(PACKET_BYTES);
	code = sockets->out && sockets->in ? open_both(sockets, config, err)
	                                   : mst_fail(err, -ENOMEM, "no memory for packets");
	if (code < 0) {
		close_sockets(sockets);
		return code;
	}
	*state = sockets;
	return 0;
}

static int open_raw(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	return open_sockets(state, config, true, err);
}

static int open_dgram(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	return open_sockets(state, config, false, err);
}

/* ---- asking ---- */

/*
 * The kernel returns an ICMP error of an earlier question from the next call on the socket, which then has sent
 * nothing.
 */
static bool may_be_stale(int error)
{
	return error == EHOSTUNREACH || error == ENETUNREACH || error == ECONNREFUSED || error == EPROTO ||
	       error == ENOPROTOOPT || error == EACCES || error == EMSGSIZE || error == EOPNOTSUPP ||
	       error == EHOSTDOWN || error == ENONET;
}

static int send_echo(void *state, uint32_t host, uint32_t question)
{
	struct sockets *sockets = state;
	const struct mst_addr *addr = &sockets->hosts[host];
	struct icmp_socket *icmp = &sockets->by_family[addr->family == MST_IPV6];
	struct sockaddr_storage to;
	socklen_t size = mst_sockaddr_of(&to, addr, 0);

	mst_echo_write(&icmp->echo, sockets->out, host, question);
	for (unsigned i = 0;; i++) {
		if (sendto(icmp->fd, sockets->out, MST_ECHO_HEADER + (size_t)icmp->echo.size, 0, (struct sockaddr *)&to,
		           size) >= 0)
			return 0;
		if (i == STALE_MOST || !may_be_stale(errno))
			return -errno;
	}
}

/* ---- what comes back ---- */

/* The control data of a message. */
struct beside {
	uint64_t wall_ns;
	uint8_t ttl;
	bool has_error;
	struct sock_extended_err error;
	struct mst_addr offender;
};

static void read_error(struct beside *beside, struct cmsghdr *control)
{
	struct sockaddr_storage from = { 0 };
	size_t bytes = control->cmsg_len - CMSG_LEN(0);

	if (bytes < sizeof beside->error)
		return;
	memcpy(&beside->error, CMSG_DATA(control), sizeof beside->error);
	bytes -= sizeof beside->error;
	memcpy(&from, CMSG_DATA(control) + sizeof beside->error, bytes < sizeof from ? bytes : sizeof from);
	beside->offender = mst_sockaddr_addr(&from);
	beside->has_error = beside->error.ee_origin == SO_EE_ORIGIN_ICMP ||
	                    beside->error.ee_origin == SO_EE_ORIGIN_ICMP6;
}

static void read_control(struct beside *beside, struct msghdr *message)
{
	struct timespec stamp;
	int number;

	for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
		int level = control->cmsg_level, type = control->cmsg_type;

		if (level == SOL_SOCKET && type == SCM_TIMESTAMPNS) {
			memcpy(&stamp, CMSG_DATA(control), sizeof stamp);
			beside->wall_ns = (uint64_t)stamp.tv_sec * MST_NS_PER_SECOND + (uint64_t)stamp.tv_nsec;
		} else if ((level == IPPROTO_IP && type == IP_TTL) ||
		           (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT)) {
			memcpy(&number, CMSG_DATA(control), sizeof number);
			beside->ttl = (uint8_t)number;
		} else if ((level == IPPROTO_IP && type == IP_RECVERR) ||
		           (level == IPPROTO_IPV6 && type == IPV6_RECVERR)) {
			read_error(beside, control);
		}
	}
}

static void report(const struct mst_echo_answer *echo, const struct mst_addr *from, const struct beside *beside,
                   mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = {
		.happening = echo->kind == MST_PING_ECHO_ERROR      ? MST_PING_ERROR
		             : echo->kind == MST_PING_ECHO_REDIRECT ? MST_PING_REDIRECT
		             : echo->bad_checksum                   ? MST_PING_CORRUPT
		                                                    : MST_PING_REPLY,
		.host_known = echo->proved,
		.host = echo->host,
		.question_known = echo->proved,
		.question = echo->proved ? echo->question : echo->sequence,
		.asked = echo->kind == MST_PING_ECHO_REPLY ? *from : echo->asked,
		.from = *from,
		.wall_ns = beside->wall_ns,
		.rtt_ns = -1,
		.bytes = echo->bytes,
		.ttl = beside->ttl,
		.icmp_type = echo->type,
		.icmp_code = echo->code,
		.mtu = echo->mtu,
		.pointer = echo->pointer,
		.gateway = echo->gateway,
		.payload = echo->payload,
	};

	take(user, &answer);
}

/* A redirect of ICMPv6 is believed only from a neighbour; a next hop on the link is one of the sender's link. */
static bool is_from_link(const struct mst_addr *from, const struct beside *beside, struct mst_echo_answer *answer)
{
	if (answer->kind != MST_PING_ECHO_REDIRECT || answer->gateway.family != MST_IPV6)
		return true;
	if (mst_addr_is_link_local(&answer->gateway))
		answer->gateway.scope = from->scope;
	return beside->ttl == MST_NDP_HOPS && mst_addr_is_link_local(from);
}

static void take_message(struct sockets *sockets, struct icmp_socket *icmp, size_t count,
                         const struct sockaddr_storage *peer, struct beside *beside, mst_ping_take *take, void *user)
{
	struct mst_addr from = mst_sockaddr_addr(peer);
	struct mst_echo_answer answer;
	bool ours;

	if (beside->has_error) {
		ours = mst_echo_read_own(&icmp->echo, sockets->in, count, &answer);
		answer.type = beside->error.ee_type;
		answer.code = beside->error.ee_code;
		mst_echo_explain(&icmp->echo, &answer, beside->error.ee_info);
		answer.asked = from; /* in the error queue, the peer is the destination of our request */
		if (beside->offender.family != MST_NO_FAMILY)
			from = beside->offender;
	} else if (sockets->raw && !icmp->echo.ipv6) {
		ours = mst_echo_read_ipv4(&icmp->echo, sockets->in, count, &answer, &beside->ttl, &from);
	} else {
		ours = mst_echo_read(&icmp->echo, sockets->in, count, &answer) && is_from_link(&from, beside, &answer);
	}
	if (ours)
		report(&answer, &from, beside, take, user);
}

/* Reads one message; false when there is none. */
static bool read_one(struct sockets *sockets, struct icmp_socket *icmp, int flags, unsigned *stale, mst_ping_take *take,
                     void *user)
{
	_Alignas(struct cmsghdr) char control[CONTROL_BYTES];
	struct sockaddr_storage peer = { 0 };
	struct iovec bytes = { sockets->in, PACKET_BYTES };
	struct msghdr message = {
		.msg_name = &peer,
		.msg_namelen = sizeof peer,
		.msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control,
	};
	struct beside beside = { 0 };
	ssize_t count = recvmsg(icmp->fd, &message, flags | MSG_DONTWAIT);

	if (count < 0)
		return errno == EINTR || (may_be_stale(errno) && (*stale)++ < STALE_MOST);
	read_control(&beside, &message);
	take_message(sockets, icmp, (size_t)count, &peer, &beside, take, user);
	return true;
}

static void read_all(void *state, mst_ping_take *take, void *user)
{
	struct sockets *sockets = state;

	for (unsigned i = 0; i < 2; i++) {
		unsigned stale = 0;

		if (sockets->by_family[i].fd < 0)
			continue;
		while (read_one(sockets, &sockets->by_family[i], 0, &stale, take, user))
			;
		while (read_one(sockets, &sockets->by_family[i], MSG_ERRQUEUE, &stale, take, user))
			;
	}
}

static size_t fds_of(void *state, struct pollfd *fds, size_t room)
{
	struct sockets *sockets = state;
	size_t count = 0;

	for (unsigned i = 0; i < 2 && count < room; i++) {
		if (sockets->by_family[i].fd >= 0)
			fds[count++] = (struct pollfd){ .fd = sockets->by_family[i].fd, .events = POLLIN };
	}
	return count;
}

const struct mst_ping_method mst_ping_raw = {
	MST_PING_RAW, open_raw, close_sockets, send_echo, fds_of, read_all, NULL, NULL,
};
const struct mst_ping_method mst_ping_dgram = { MST_PING_DGRAM, open_dgram, close_sockets, send_echo,
	                                        fds_of,         read_all,   NULL,          NULL };
