/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sockets.c - raw sockets (raw(7)) of the protocols that answers have: packets that the kernel delivers to this
 * machine, from their IP header on. See rx.h.
 *
 * Where frames of a device are never seen by packet sockets, these get them all the same: ipvlan in mode l3s hands
 * packets over behind the place of packet sockets. IPv4 only: IPv6 raw sockets get no header.
 */
#include "rx/sockets.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "rx/filter.h"

#define SNAP_BYTES 2048
#define FILTER_BYTES 8192
#define LAG_NS (5 * MST_NS_PER_MS)
#define PROTOCOLS 3
#define UNUSED_ADDRESS (INADDR_LOOPBACK | 0xfffffe) /* 127.255.255.254 */
#define DEAF_MAX 16 /* interfaces by which probes leave: not more have captures of their own */

struct sockets {
	struct mst_rx rx;
	int fds[PROTOCOLS]; /* the first `count` are open */
	size_t count;
	bool awake;
	int deaf[DEAF_MAX]; /* interfaces for which they are awake: the first `deaf_count` */
	size_t deaf_count;
	char filter[FILTER_BYTES];
};

static void close_sockets(struct mst_rx *rx)
{
	struct sockets *sockets = (struct sockets *)rx;

	for (size_t i = 0; i < sockets->count; i++)
		close(sockets->fds[i]);
	free(sockets);
}

static int attach(const struct sockets *sockets, const struct sock_fprog *program, struct mst_error *err)
{
	for (size_t i = 0; i < sockets->count; i++) {
		if (setsockopt(sockets->fds[i], SOL_SOCKET, SO_ATTACH_FILTER, program, sizeof *program) < 0)
			return mst_fail(err, -errno, "cannot filter a raw socket: %s", strerror(errno));
	}
	return 0;
}

static int bind_all(const struct sockets *sockets, in_addr_t address, struct mst_error *err)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(address) };

	for (size_t i = 0; i < sockets->count; i++) {
		if (bind(sockets->fds[i], (struct sockaddr *)&to, sizeof to) < 0)
			return mst_fail(err, -errno, "cannot bind a raw socket: %s", strerror(errno));
	}
	return 0;
}

/*
 * Bound to an address to which nothing is sent: the kernel passes over such a socket. With a filter alone it would copy
 * the description of each packet for it (skb_clone), and drop that at once.
 */
static int filter_everything(const struct sockets *sockets, struct mst_error *err)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &none };
	int code = attach(sockets, &program, err);

	return code < 0 ? code : bind_all(sockets, UNUSED_ADDRESS, err);
}

static int open_one(struct sockets *sockets, int protocol, int bytes, struct mst_error *err)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol), yes = 1;

	if (fd < 0)
		return mst_fail(err, -errno, "cannot open a raw socket: %s", strerror(errno));
	sockets->fds[sockets->count++] = fd;
	(void)setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
	(void)setsockopt(fd, IPPROTO_IP, IP_FREEBIND, &yes, sizeof yes); /* for a loopback device that is down */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) < 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	return 0;
}

/* Errors about probes of all kinds are ICMP. */
static int open_all(struct sockets *sockets, const struct mst_rx_config *config, struct mst_error *err)
{
	const struct mst_rx_wanted *wanted = config->wanted;
	const struct {
		int protocol;
		bool wanted;
	} rows[PROTOCOLS] = { { IPPROTO_ICMP, true }, { IPPROTO_TCP, wanted->tcp }, { IPPROTO_UDP, wanted->udp } };
	int code = 0;

	for (size_t i = 0; i < PROTOCOLS && code == 0; i++) {
		if (rows[i].wanted)
			code = open_one(sockets, rows[i].protocol, (int)config->buffer_bytes, err);
		if (code == 0)
			code = filter_everything(sockets, err);
	}
	return code;
}

int mst_rx_open_sockets(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err)
{
	struct sockets *sockets = calloc(1, sizeof *sockets);
	struct mst_rx_wanted wanted = *config->wanted;
	int code;

	*rx = NULL;
	if (!sockets)
		return mst_fail(err, -ENOMEM, "no memory for raw sockets");
	sockets->rx.engine = &mst_rx_sockets;
	mst_link_none(&sockets->rx.link);
	strcpy(sockets->rx.interface, MST_RX_OTHERS);
	wanted.neighbours = false;
	code = mst_filter_write(sockets->filter, sizeof sockets->filter, &wanted) < 0
	               ? mst_fail(err, -EINVAL, "too many source addresses")
	               : open_all(sockets, config, err);
	if (code < 0)
		close_sockets(&sockets->rx);
	else
		*rx = &sockets->rx;
	return code;
}

static int filter_answers(const struct sockets *sockets, struct mst_error *err)
{
	pcap_t *dead = pcap_open_dead(DLT_RAW, SNAP_BYTES);
	struct bpf_program compiled;
	struct sock_fprog program;
	int code = -EIO;

	if (dead && pcap_compile(dead, &compiled, sockets->filter, 1, PCAP_NETMASK_UNKNOWN) == 0) {
		program = (struct sock_fprog){ (unsigned short)compiled.bf_len, (void *)compiled.bf_insns };
		code = attach(sockets, &program, err);
		code = code < 0 ? code : bind_all(sockets, INADDR_ANY, err);
		pcap_freecode(&compiled);
	} else {
		mst_fail(err, code, "cannot filter raw sockets: %s", dead ? pcap_geterr(dead) : "no memory");
	}
	if (dead)
		pcap_close(dead);
	return code;
}

static size_t find_deaf(const struct sockets *sockets, int ifindex)
{
	size_t at = 0;

	while (at < sockets->deaf_count && sockets->deaf[at] != ifindex)
		at++;
	return at;
}

int mst_rx_wake_sockets(struct mst_rx *rx, int ifindex, struct mst_error *err)
{
	struct sockets *sockets = (struct sockets *)rx;
	int code = sockets->awake ? 0 : filter_answers(sockets, err);

	sockets->awake = code == 0;
	if (code == 0 && find_deaf(sockets, ifindex) == sockets->deaf_count && sockets->deaf_count < DEAF_MAX)
		sockets->deaf[sockets->deaf_count++] = ifindex;
	return code;
}

void mst_rx_rest_sockets(struct mst_rx *rx, int ifindex)
{
	struct sockets *sockets = (struct sockets *)rx;
	size_t at = find_deaf(sockets, ifindex);
	struct mst_error ignored;

	if (at == sockets->deaf_count)
		return;
	sockets->deaf[at] = sockets->deaf[--sockets->deaf_count];
	if (!sockets->deaf_count)
		sockets->awake = filter_everything(sockets, &ignored) < 0;
}

/* ---- reading ---- */

static uint64_t stamp_of(struct msghdr *message)
{
	struct timespec stamp;

	for (struct cmsghdr *at = CMSG_FIRSTHDR(message); at; at = CMSG_NXTHDR(message, at)) {
		if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_TIMESTAMPNS)
			continue;
		memcpy(&stamp, CMSG_DATA(at), sizeof stamp);
		return (uint64_t)stamp.tv_sec * MST_NS_PER_SECOND + (uint64_t)stamp.tv_nsec;
	}
	return mst_wall_ns();
}

/* False when there is none. */
static bool read_one(int fd, mst_rx_sink *sink, void *user)
{
	uint8_t bytes[SNAP_BYTES];
	union {
		struct cmsghdr header; /* for the alignment */
		uint8_t bytes[CMSG_SPACE(sizeof(struct timespec))];
	} control;
	struct iovec vector = { bytes, sizeof bytes };
	struct msghdr message = {
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	ssize_t got = recvmsg(fd, &message, MSG_DONTWAIT | MSG_TRUNC);

	if (got <= 0)
		return false;
	sink(user, stamp_of(&message), bytes, (size_t)got < sizeof bytes ? (size_t)got : sizeof bytes, (size_t)got);
	return true;
}

static int dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	const struct sockets *sockets = (const struct sockets *)rx;
	int count = 0;

	(void)err;
	for (size_t i = 0; i < sockets->count && sockets->awake; i++) {
		while (count < most && read_one(sockets->fds[i], sink, user))
			count++;
	}
	return count;
}

static int linktype_of(const struct mst_rx *rx)
{
	(void)rx;
	return DLT_RAW;
}

/* They are looked at in turn, and never waited for. */
static int fd_of(struct mst_rx *rx)
{
	(void)rx;
	return -1;
}

static uint64_t drops_of(struct mst_rx *rx)
{
	(void)rx;
	return 0;
}

const struct mst_rx_engine mst_rx_sockets = {
	.name = "raw sockets",
	.meaning = "raw sockets: what the kernel delivers to this machine",
	.lag_ns = LAG_NS,
	.close = close_sockets,
	.linktype = linktype_of,
	.fd = fd_of,
	.dispatch = dispatch,
	.drops = drops_of,
};
