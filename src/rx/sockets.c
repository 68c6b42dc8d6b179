/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sockets.c - raw sockets (raw(7)) of the protocols that answers have: packets that the kernel delivers to this
 * machine, from their IP header on. See rx.h.
 *
 * Where frames of a device are never seen by packet sockets, these get them all the same: ipvlan in mode l3s hands
 * packets over behind the place of packet sockets. IPv6 raw sockets get no IP header: header6.h writes it anew.
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
#include "rx/header6.h"

#define SNAP_BYTES 2048
#define FILTER_BYTES 8192
#define LAG_NS (5 * MST_NS_PER_MS)
#define SOCKETS 6
#define UNUSED_ADDRESS (INADDR_LOOPBACK | 0xfffffe) /* 127.255.255.254 */
#define DEAF_MAX 16 /* interfaces by which probes leave: not more have captures of their own */

struct raw_socket {
	int fd;
	uint8_t family, protocol;
};

struct sockets {
	struct mst_rx rx;
	struct raw_socket of[SOCKETS]; /* the first `count` are open */
	size_t count;
	bool awake;
	struct bpf_program compiled; /* while awake: of the filter below */
	int deaf[DEAF_MAX];          /* interfaces for which they are awake: the first `deaf_count` */
	size_t deaf_count;
	char filter[FILTER_BYTES];
};

static void close_sockets(struct mst_rx *rx)
{
	struct sockets *sockets = (struct sockets *)rx;

	for (size_t i = 0; i < sockets->count; i++)
		close(sockets->of[i].fd);
	if (sockets->awake)
		pcap_freecode(&sockets->compiled);
	free(sockets);
}

static int attach(const struct raw_socket *socket, const struct sock_fprog *program, struct mst_error *err)
{
	if (setsockopt(socket->fd, SOL_SOCKET, SO_ATTACH_FILTER, program, sizeof *program) < 0)
		return mst_fail(err, -errno, "cannot filter a raw socket: %s", strerror(errno));
	return 0;
}

/* To any address, or to one to which nothing is sent. */
static int bind_to(const struct raw_socket *socket, bool any, struct mst_error *err)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(any ? INADDR_ANY : UNUSED_ADDRESS) };
	struct sockaddr_in6 to6 = { .sin6_family = AF_INET6, .sin6_addr.s6_addr = { any ? 0 : 1 } }; /* 100:: */
	int code = socket->family == MST_IPV4 ? bind(socket->fd, (struct sockaddr *)&to, sizeof to)
	                                      : bind(socket->fd, (struct sockaddr *)&to6, sizeof to6);

	return code < 0 ? mst_fail(err, -errno, "cannot bind a raw socket: %s", strerror(errno)) : 0;
}

/*
 * Bound to an address to which nothing is sent: the kernel passes over such a socket. With a filter alone it would copy
 * the description of each packet for it (skb_clone), and drop that at once.
 */
static int filter_everything(const struct sockets *sockets, struct mst_error *err)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &none };
	int code = 0;

	for (size_t i = 0; i < sockets->count && code == 0; i++) {
		code = attach(&sockets->of[i], &program, err);
		if (code == 0)
			code = bind_to(&sockets->of[i], false, err);
	}
	return code;
}

/* What the kernel tells of each packet; for IPv6 what its header had. */
static void set_options(const struct raw_socket *socket, int bytes)
{
	int yes = 1;

	(void)setsockopt(socket->fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
	if (setsockopt(socket->fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) < 0)
		(void)setsockopt(socket->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	if (socket->family == MST_IPV4) {
		(void)setsockopt(socket->fd, IPPROTO_IP, IP_FREEBIND, &yes, sizeof yes); /* loopback may be down */
		return;
	}
	(void)setsockopt(socket->fd, IPPROTO_IPV6, IPV6_FREEBIND, &yes, sizeof yes);
	(void)setsockopt(socket->fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &yes, sizeof yes);
	(void)setsockopt(socket->fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &yes, sizeof yes);
}

static int open_one(struct sockets *sockets, struct raw_socket which, int bytes, struct mst_error *err)
{
	which.fd = socket(which.family == MST_IPV4 ? AF_INET : AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
	                  which.protocol);
	if (which.fd < 0)
		return mst_fail(err, -errno, "cannot open a raw socket: %s", strerror(errno));
	sockets->of[sockets->count++] = which;
	set_options(&which, bytes);
	return 0;
}

static bool has_family(const struct mst_rx_wanted *wanted, uint8_t family)
{
	bool has = false;

	for (size_t i = 0; i < wanted->source_count; i++)
		has |= wanted->sources[i].family == family;
	return has;
}

/* Errors about probes of all kinds are ICMP. */
static int open_all(struct sockets *sockets, const struct mst_rx_config *config, struct mst_error *err)
{
	const struct mst_rx_wanted *wanted = config->wanted;
	const struct {
		uint8_t family, protocol;
		bool wanted;
	} rows[SOCKETS] = {
		{ MST_IPV4, IPPROTO_ICMP, true },       { MST_IPV4, IPPROTO_TCP, wanted->tcp },
		{ MST_IPV4, IPPROTO_UDP, wanted->udp }, { MST_IPV6, IPPROTO_ICMPV6, true },
		{ MST_IPV6, IPPROTO_TCP, wanted->tcp }, { MST_IPV6, IPPROTO_UDP, wanted->udp },
	};
	int code = 0;

	for (size_t i = 0; i < SOCKETS && code == 0; i++) {
		struct raw_socket which = { .family = rows[i].family, .protocol = rows[i].protocol };

		if (rows[i].wanted && has_family(wanted, which.family))
			code = open_one(sockets, which, (int)config->buffer_bytes, err);
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

/* Filters see no header of IPv6 packets: these are filtered when they have one again. */
static int let_through(const struct sockets *sockets, struct mst_error *err)
{
	struct sock_filter all = BPF_STMT(BPF_RET | BPF_K, UINT32_MAX);
	struct sock_fprog every = { .len = 1, .filter = &all };
	struct sock_fprog answers = { (unsigned short)sockets->compiled.bf_len, (void *)sockets->compiled.bf_insns };
	int code = 0;

	for (size_t i = 0; i < sockets->count && code == 0; i++) {
		code = attach(&sockets->of[i], sockets->of[i].family == MST_IPV4 ? &answers : &every, err);
		if (code == 0)
			code = bind_to(&sockets->of[i], true, err);
	}
	return code;
}

static int filter_answers(struct sockets *sockets, struct mst_error *err)
{
	pcap_t *dead = pcap_open_dead(DLT_RAW, SNAP_BYTES);
	int code = -EIO;

	if (dead && pcap_compile(dead, &sockets->compiled, sockets->filter, 1, PCAP_NETMASK_UNKNOWN) == 0) {
		code = let_through(sockets, err);
		if (code < 0)
			pcap_freecode(&sockets->compiled);
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
	if (sockets->deaf_count || filter_everything(sockets, &ignored) < 0)
		return;
	pcap_freecode(&sockets->compiled);
	sockets->awake = false;
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

/* Whether the filter lets it through, which the kernel could not apply. */
static bool is_wanted(const struct sockets *sockets, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	const struct pcap_pkthdr header = { .caplen = (bpf_u_int32)captured, .len = (bpf_u_int32)wire_bytes };

	return pcap_offline_filter(&sockets->compiled, &header, bytes) != 0;
}

/* False when there is none. */
static bool read_one(const struct sockets *sockets, const struct raw_socket *socket, mst_rx_sink *sink, void *user)
{
	size_t before = socket->family == MST_IPV6 ? MST_IPV6_BYTES : 0, captured;
	uint8_t bytes[SNAP_BYTES];
	union {
		struct cmsghdr header; /* for the alignment */
		uint8_t bytes[CMSG_SPACE(sizeof(struct timespec)) + MST_HEADER6_CONTROL];
	} control;
	struct sockaddr_in6 from;
	struct iovec vector = { bytes + before, sizeof bytes - before };
	struct msghdr message = {
		.msg_name = &from,
		.msg_namelen = sizeof from,
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control,
	};
	ssize_t got = recvmsg(socket->fd, &message, MSG_DONTWAIT | MSG_TRUNC);

	if (got <= 0)
		return false;
	captured = (size_t)got < vector.iov_len ? (size_t)got + before : sizeof bytes;
	if (before && !(mst_header6_write(bytes, &message, socket->protocol, (size_t)got) &&
	                is_wanted(sockets, bytes, captured, (size_t)got + before)))
		return true;
	sink(user, stamp_of(&message), bytes, captured, (size_t)got + before);
	return true;
}

static int dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	const struct sockets *sockets = (const struct sockets *)rx;
	int count = 0;

	(void)err;
	for (size_t i = 0; i < sockets->count && sockets->awake; i++) {
		while (count < most && read_one(sockets, &sockets->of[i], sink, user))
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
