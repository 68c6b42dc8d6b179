/*
 * raw.c - AF_INET raw socket (raw(7)): the kernel routes, resolves and sends what we wrote.
 *
 * Works wherever there is a route: Ethernet, loopback, tun. IPPROTO_RAW implies IP_HDRINCL; with IP_RECVERR the
 * kernel tells drops of its own queues as ENOBUFS instead of losing frames in silence.
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

#define SEND_BUFFER_BYTES (8 << 20)

struct raw {
	struct mst_tx tx;
	int fd;
	struct mmsghdr messages[MST_BURST];
	struct iovec vectors[MST_BURST];
	struct sockaddr_in destinations[MST_BURST];
};

static int close_raw(struct mst_tx *tx, struct mst_error *err)
{
	struct raw *raw = (struct raw *)tx;

	(void)err;
	if (raw->fd >= 0)
		close(raw->fd);
	free(raw->tx.frames);
	free(raw);
	return 0;
}

static int check_raw(const struct mst_tx_config *config, struct mst_error *err)
{
	(void)config;
	(void)err;
	return 0;
}

static int open_socket(struct raw *raw, const struct mst_tx_config *config, struct mst_error *err)
{
	int yes = 1, bytes = SEND_BUFFER_BYTES;

	raw->fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	if (raw->fd < 0 && (errno == EPERM || errno == EACCES))
		return mst_fail(err, -EPERM, "raw sockets need privilege (CAP_NET_RAW)");
	if (raw->fd < 0)
		return mst_fail(err, -errno, "cannot open a raw socket: %s", strerror(errno));
	if (setsockopt(raw->fd, SOL_IP, IP_RECVERR, &yes, sizeof yes) < 0 ||
	    setsockopt(raw->fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes) < 0)
		return mst_fail(err, -errno, "cannot set up a raw socket: %s", strerror(errno));
	/* A wish: without CAP_NET_ADMIN the kernel's limit is what we get. */
	if (setsockopt(raw->fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) < 0)
		setsockopt(raw->fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	if (config->interface && setsockopt(raw->fd, SOL_SOCKET, SO_BINDTODEVICE, config->interface,
	                                    (socklen_t)strlen(config->interface)) < 0)
		return mst_fail(err, -errno, "cannot send through %s: %s", config->interface, strerror(errno));
	return 0;
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
	raw->fd = -1;
	code = raw->tx.frames ? open_socket(raw, config, err) : mst_fail(err, -ENOMEM, "no memory for frames");
	if (code < 0) {
		close_raw(&raw->tx, NULL);
		return code;
	}
	for (size_t i = 0; i < MST_BURST; i++) {
		raw->vectors[i].iov_base = raw->tx.frames[i].bytes;
		raw->destinations[i].sin_family = AF_INET;
		raw->messages[i].msg_hdr = (struct msghdr){
			.msg_name = &raw->destinations[i],
			.msg_namelen = sizeof raw->destinations[i],
			.msg_iov = &raw->vectors[i],
			.msg_iovlen = 1,
		};
	}
	*tx = &raw->tx;
	return 0;
}

static size_t send_raw(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	struct raw *raw = (struct raw *)tx;
	int taken;

	for (size_t i = 0; i < count; i++) {
		raw->vectors[i].iov_len = tx->frames[i].length;
		memcpy(&raw->destinations[i].sin_addr, tx->frames[i].bytes + MST_IPV4_DESTINATION, 4);
	}
	do {
		taken = sendmmsg(raw->fd, raw->messages, (unsigned)count, MSG_DONTWAIT);
	} while (taken < 0 && errno == EINTR);
	*stop = MST_TX_ALL;
	if (taken == (int)count)
		return count;
	if (taken >= 0) {
		*stop = MST_TX_BUSY; /* the next call tells why */
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
