/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * raw.c - raw sockets (raw(7), ipv6(7)): the kernel routes, resolves and sends what we wrote.
 *
 * Works wherever there is a route: Ethernet, loopback, tun. With IPPROTO_RAW we write the headers; with IP_RECVERR the
 * kernel reports drops of its own queues as ENOBUFS instead of losing frames unnoticed. A system call sends frames of
 * one family: as many from the front as are of the same.
 *
 * The kernel routes each frame by what stands in the call, not in the header that we wrote. So each call names the
 * interface of the plan, the source address and the protocol (IP_PKTINFO, IP_PROTOCOL): policy rules then see the
 * packet that leaves, and no packet leaves by another interface.
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
#define OWN_DEVICES_MAX 8

/* Of linux/in.h and linux/in6.h, where older systems lack them. */
#ifndef IP_PROTOCOL
#define IP_PROTOCOL 52
#endif
#ifndef IPV6_FREEBIND
#define IPV6_FREEBIND 78
#endif

#define INFO_BYTES (CMSG_SPACE(sizeof(struct in6_pktinfo))) /* the larger family's */
#define CONTROL_BYTES (INFO_BYTES + CMSG_SPACE(sizeof(int)))

union control {
	struct cmsghdr header; /* for the alignment */
	uint8_t bytes[CONTROL_BYTES];
};

struct raw {
	struct mst_tx tx;
	int fd, fd_ipv6;                       /* -1: nothing of this family is sent */
	bool has_protocol;                     /* the kernel takes the protocol of a frame for its rules: Linux 6.4 */
	uint32_t own_devices[OWN_DEVICES_MAX]; /* that own addresses are reached by: such frames name no interface */
	size_t own_device_count;
	union control controls[MST_BURST];
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
	/* A source address that is not this machine's was allowed by the plan. IPv4 allows it where we write the
	 * header. */
	if (family->family == AF_INET6)
		(void)setsockopt(fd, SOL_IPV6, IPV6_FREEBIND, &yes, sizeof yes);
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

/* The option can be read since the kernel takes it in a call, in both families. */
static bool takes_protocol(void)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW), value;
	socklen_t size = sizeof value;
	bool takes = fd >= 0 && getsockopt(fd, SOL_IP, IP_PROTOCOL, &value, &size) == 0;

	if (fd >= 0)
		close(fd);
	return takes;
}

static bool is_own_device(const struct raw *raw, uint32_t ifindex)
{
	for (size_t i = 0; i < raw->own_device_count; i++) {
		if (raw->own_devices[i] == ifindex)
			return true;
	}
	return false;
}

static void note_own_devices(struct raw *raw, const struct mst_tx_config *config)
{
	for (size_t i = 0; i < config->hop_count && raw->own_device_count < OWN_DEVICES_MAX; i++) {
		const struct mst_hop *hop = &config->hops[i];

		if (hop->local && !hop->vrf && !is_own_device(raw, (uint32_t)hop->ifindex))
			raw->own_devices[raw->own_device_count++] = (uint32_t)hop->ifindex;
	}
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
	raw->has_protocol = takes_protocol();
	note_own_devices(raw, config);
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

static struct cmsghdr *put(struct cmsghdr *at, int level, int type, size_t bytes)
{
	*at = (struct cmsghdr){ .cmsg_len = CMSG_LEN(bytes), .cmsg_level = level, .cmsg_type = type };
	memset(CMSG_DATA(at), 0, bytes);
	return at;
}

/* The interface and the source address; for IPv4 also the protocol, which IPv6 has in the destination. */
static size_t write_control(const struct raw *raw, union control *control, const struct mst_frame *frame)
{
	int ifindex = is_own_device(raw, frame->ifindex) ? 0 : (int)frame->ifindex,
	    protocol = frame->bytes[MST_IPV4_PROTO];
	struct in_pktinfo info = { .ipi_ifindex = ifindex };
	struct in6_pktinfo info6 = { .ipi6_ifindex = (unsigned)ifindex };
	size_t used = CMSG_SPACE(sizeof info);

	if (is_ipv6(frame)) {
		memcpy(&info6.ipi6_addr, frame->bytes + MST_IPV6_SOURCE, 16);
		memcpy(CMSG_DATA(put(&control->header, SOL_IPV6, IPV6_PKTINFO, sizeof info6)), &info6, sizeof info6);
		return CMSG_SPACE(sizeof info6);
	}
	memcpy(&info.ipi_spec_dst, frame->bytes + MST_IPV4_SOURCE, 4);
	memcpy(CMSG_DATA(put(&control->header, SOL_IP, IP_PKTINFO, sizeof info)), &info, sizeof info);
	if (!raw->has_protocol)
		return used;
	memcpy(CMSG_DATA(put((struct cmsghdr *)(void *)(control->bytes + used), SOL_IP, IP_PROTOCOL, sizeof protocol)),
	       &protocol, sizeof protocol);
	return used + CMSG_SPACE(sizeof protocol);
}

/* A link-local destination needs its link: that of the frame. */
static void address(struct raw *raw, size_t i)
{
	const struct mst_frame *frame = &raw->tx.frames[i];
	struct msghdr *message = &raw->messages[i].msg_hdr;

	raw->vectors[i][0].iov_len = frame->length;
	if (raw->tx.tails)
		raw->vectors[i][1] = (struct iovec){ (void *)raw->tx.tails[i].bytes, raw->tx.tails[i].count };
	message->msg_control = &raw->controls[i];
	message->msg_controllen = write_control(raw, &raw->controls[i], frame);
	if (is_ipv6(frame)) {
		struct sockaddr_in6 *to = &raw->destinations[i].ipv6;

		*to = (struct sockaddr_in6){ .sin6_family = AF_INET6 };
		if (raw->has_protocol)
			to->sin6_port = htons(frame->bytes[MST_IPV6_NEXT]);
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

	for (; alike < count && is_ipv6(&tx->frames[alike]) == is_ipv6(&tx->frames[0]); alike++)
		address(raw, alike);
	return mst_tx_send_messages(tx, is_ipv6(&tx->frames[0]) ? raw->fd_ipv6 : raw->fd, raw->messages, alike, stop);
}

const struct mst_tx_engine mst_tx_raw = {
	.name = "raw",
	.meaning = "raw socket, routed by the kernel: wherever there is a route",
	.as_kernel = true,
	.check = check_raw,
	.open = open_raw,
	.send = send_raw,
	.close = close_raw,
};
