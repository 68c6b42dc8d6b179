/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * raw.c - raw sockets (raw(7), ipv6(7)): the kernel routes, resolves and sends what we wrote.
 *
 * Works wherever there is a route: Ethernet, loopback, tun. With IPPROTO_RAW we write the headers; with IP_RECVERR the
 * kernel reports drops of its own queues as ENOBUFS instead of losing frames unnoticed. A system call sends frames of
 * one family: as many from the front as are of the same.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/lines.h"
#include "tx/tx.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define SEND_BUFFER_BYTES (8 << 20)

struct raw {
	struct mst_tx tx;
	int fd, fd_ipv6; /* -1: nothing of this family is sent */
	struct mmsghdr messages[MST_BURST];
	struct iovec vectors[MST_BURST][2]; /* frame, tail */
	union {
		struct sockaddr_in ipv4;
		struct sockaddr_in6 ipv6;
	} destinations[MST_BURST];
};

static int close_raw(struct mst_tx *tx, struct mst_error *err)
{
	struct raw *raw = (struct raw *)tx;

	(void)err;
	if (raw->fd >= 0)
		close(raw->fd);
	if (raw->fd_ipv6 >= 0)
		close(raw->fd_ipv6);
	free(raw->tx.frames);
	free(raw->tx.tails);
	free(raw);
	return 0;
}

static int check_raw(const struct mst_tx_config *config, struct mst_error *err)
{
	(void)config;
	(void)err;
	return 0;
}

/* The names of the same option in both families. */
static const struct family {
	int family, level, recverr;
	const char *name;
} ipv4 = { AF_INET, SOL_IP, IP_RECVERR, "" }, ipv6 = { AF_INET6, SOL_IPV6, IPV6_RECVERR, "IPv6 " };

static int open_socket(int *out, const struct family *family, const struct mst_tx_config *config, struct mst_error *err)
{
	int yes = 1, bytes = SEND_BUFFER_BYTES;
	int fd = *out = socket(family->family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);

	if (fd < 0 && (errno == EPERM || errno == EACCES))
		return mst_fail(err, -EPERM, "raw sockets need privilege (CAP_NET_RAW)");
	if (fd < 0)
		return mst_fail(err, -errno, "cannot open a raw %ssocket: %s", family->name, strerror(errno));
	if (setsockopt(fd, family->level, family->recverr, &yes, sizeof yes) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes) < 0)
		return mst_fail(err, -errno, "cannot set up a raw %ssocket: %s", family->name, strerror(errno));
	/* Without CAP_NET_ADMIN the buffer is as large as the kernel's limit allows. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) < 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	if (config->interface &&
	    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, config->interface, (socklen_t)strlen(config->interface)) < 0)
		return mst_fail(err, -errno, "cannot send through %s: %s", config->interface, strerror(errno));
	return 0;
}

static bool sends(const struct mst_tx_config *config, uint8_t family)
{
	for (size_t i = 0; i < config->hop_count; i++) {
		if (config->hops[i].kind != MST_HOP_NONE && config->hops[i].family == family)
			return true;
	}
	return false;
}

/* Where nothing can be sent, an IPv4 socket is opened all the same: missing privilege is then reported at once. */
static int open_sockets(struct raw *raw, const struct mst_tx_config *config, struct mst_error *err)
{
	bool has_ipv6 = sends(config, MST_IPV6);
	int code = has_ipv6 ? open_socket(&raw->fd_ipv6, &ipv6, config, err) : 0;

	if (code == 0 && (!has_ipv6 || sends(config, MST_IPV4)))
		code = open_socket(&raw->fd, &ipv4, config, err);
	return code;
}

static int open_raw(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	struct raw *raw = mst_lines_new(1, sizeof *raw);
	int code;

	*tx = NULL;
	if (!raw)
		return mst_fail(err, -ENOMEM, "no memory for a raw socket");
	raw->tx.engine = &mst_tx_raw;
	raw->tx.burst = MST_BURST;
	raw->tx.frames = mst_tx_frames(MST_BURST);
	raw->fd = raw->fd_ipv6 = -1;
	if (config->tails)
		raw->tx.tails = mst_tx_tails(MST_BURST);
	code = raw->tx.frames && (raw->tx.tails || !config->tails) ? open_sockets(raw, config, err)
	                                                           : mst_fail(err, -ENOMEM, "no memory for frames");
	if (code < 0) {
		close_raw(&raw->tx, NULL);
		return code;
	}
	for (size_t i = 0; i < MST_BURST; i++) {
		raw->vectors[i][0].iov_base = raw->tx.frames[i].bytes;
		raw->messages[i].msg_hdr = (struct msghdr){
			.msg_name = &raw->destinations[i],
			.msg_iov = raw->vectors[i],
			.msg_iovlen = raw->tx.tails ? 2 : 1,
		};
	}
	*tx = &raw->tx;
	return 0;
}

static bool is_ipv6(const struct mst_frame *frame)
{
	return frame->bytes[0] >> 4 == 6;
}

/* A link-local destination needs its link: that of the frame. */
static void address(struct raw *raw, size_t i)
{
	const struct mst_frame *frame = &raw->tx.frames[i];
	struct msghdr *message = &raw->messages[i].msg_hdr;

	raw->vectors[i][0].iov_len = frame->length;
	if (raw->tx.tails)
		raw->vectors[i][1] = (struct iovec){ (void *)raw->tx.tails[i].bytes, raw->tx.tails[i].count };
	if (is_ipv6(frame)) {
		struct sockaddr_in6 *to = &raw->destinations[i].ipv6;

		*to = (struct sockaddr_in6){ .sin6_family = AF_INET6 };
		memcpy(&to->sin6_addr, frame->bytes + MST_IPV6_DESTINATION, 16);
		if (IN6_IS_ADDR_LINKLOCAL(&to->sin6_addr))
			to->sin6_scope_id = frame->ifindex;
		message->msg_namelen = sizeof *to;
	} else {
		struct sockaddr_in *to = &raw->destinations[i].ipv4;

		*to = (struct sockaddr_in){ .sin_family = AF_INET };
		memcpy(&to->sin_addr, frame->bytes + MST_IPV4_DESTINATION, 4);
		message->msg_namelen = sizeof *to;
	}
}

static size_t send_raw(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	struct raw *raw = (struct raw *)tx;
	size_t alike = 0;
	int taken;

	for (; alike < count && is_ipv6(&tx->frames[alike]) == is_ipv6(&tx->frames[0]); alike++)
		address(raw, alike);
	do {
		taken = sendmmsg(is_ipv6(&tx->frames[0]) ? raw->fd_ipv6 : raw->fd, raw->messages, (unsigned)alike,
		                 MSG_DONTWAIT);
	} while (taken < 0 && errno == EINTR);
	*stop = MST_TX_ALL;
	if (taken == (int)alike)
		return alike;
	if (taken >= 0) {
		*stop = MST_TX_BUSY; /* the next call returns the reason */
		return (size_t)taken;
	}
	tx->error = errno;
	*stop = mst_tx_stop_of(errno);
	return 0;
}

const struct mst_tx_engine mst_tx_raw = {
	.name = "raw",
	.meaning = "raw socket, routed by the kernel: wherever there is a route",
	.check = check_raw,
	.open = open_raw,
	.send = send_raw,
	.close = close_raw,
};
