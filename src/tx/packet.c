/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet.c - AF_PACKET (packet(7)): whole Ethernet frames to the device, past routing, neighbour table and queueing
 * discipline (PACKET_QDISC_BYPASS).
 *
 * A full device queue is reported as ENOBUFS. This engine uses sendmmsg, not a TX_RING: the ring is faster where the
 * device drops everything at once (1.57 to 1.09 Mpps), and slower where it does not (veth: 0.48 to 0.52).
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/lines.h"
#include "tx/tx.h"

#define SEND_BUFFER_BYTES (4 << 20)

struct packet {
	struct mst_tx tx;
	int fd;
	bool bound; /* to the only device: frames need not name it */
	struct mmsghdr messages[MST_BURST];
	struct iovec vectors[MST_BURST][2]; /* frame, tail */
	struct sockaddr_ll devices[MST_BURST];
};

static int close_packet(struct mst_tx *tx, struct mst_error *err)
{
	struct packet *packet = (struct packet *)tx;

	(void)err;
	if (packet->fd >= 0)
		close(packet->fd);
	free(packet->tx.frames);
	free(packet->tx.tails);
	free(packet);
	return 0;
}

static int open_socket(struct packet *packet, struct mst_error *err)
{
	int yes = 1, bytes = SEND_BUFFER_BYTES;

	packet->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0); /* protocol 0: it receives nothing */
	if (packet->fd < 0 && (errno == EPERM || errno == EACCES))
		return mst_fail(err, -EPERM, "packet sockets need privilege (CAP_NET_RAW)");
	if (packet->fd < 0)
		return mst_fail(err, -errno, "cannot open a packet socket: %s", strerror(errno));
	if (setsockopt(packet->fd, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof yes) < 0)
		return mst_fail(err, -errno, "cannot bypass queueing disciplines: %s", strerror(errno));
	/* Without CAP_NET_ADMIN the buffer is as large as the kernel's limit allows. */
	if (setsockopt(packet->fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) < 0)
		setsockopt(packet->fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	return 0;
}

/* The one device that frames leave through; 0 when there are several. */
static int only_device(const struct mst_tx_config *config)
{
	int ifindex = 0;

	for (size_t i = 0; i < config->hop_count; i++) {
		const struct mst_hop *hop = &config->hops[i];

		if (hop->kind == MST_HOP_NONE || hop->ifindex == ifindex)
			continue;
		if (ifindex)
			return 0;
		ifindex = hop->ifindex;
	}
	return ifindex;
}

/* Then the kernel need not copy an address and find its device for every frame.
 * Protocol 0: the socket receives nothing. */
static bool bind_to(int fd, int ifindex)
{
	struct sockaddr_ll device = { .sll_family = AF_PACKET, .sll_ifindex = ifindex };

	return ifindex && bind(fd, (struct sockaddr *)&device, sizeof device) == 0;
}

static int open_packet(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	struct packet *packet = mst_lines_new(1, sizeof *packet);
	int code;

	*tx = NULL;
	if (!packet)
		return mst_fail(err, -ENOMEM, "no memory for a packet socket");
	packet->tx.engine = &mst_tx_packet;
	packet->tx.burst = MST_BURST;
	packet->tx.frames = mst_tx_frames(MST_BURST);
	packet->fd = -1;
	if (config->tails)
		packet->tx.tails = mst_tx_tails(MST_BURST);
	code = packet->tx.frames && (packet->tx.tails || !config->tails)
	               ? open_socket(packet, err)
	               : mst_fail(err, -ENOMEM, "no memory for frames");
	if (code < 0) {
		close_packet(&packet->tx, NULL);
		return code;
	}
	packet->bound = bind_to(packet->fd, only_device(config));
	for (size_t i = 0; i < MST_BURST; i++) {
		packet->vectors[i][0].iov_base = packet->tx.frames[i].ethernet;
		packet->devices[i] = (struct sockaddr_ll){ .sll_family = AF_PACKET };
		packet->messages[i].msg_hdr = (struct msghdr){
			.msg_name = packet->bound ? NULL : &packet->devices[i],
			.msg_namelen = packet->bound ? 0 : sizeof packet->devices[i],
			.msg_iov = packet->vectors[i],
			.msg_iovlen = packet->tx.tails ? 2 : 1,
		};
	}
	*tx = &packet->tx;
	return 0;
}

static size_t send_packet(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	struct packet *packet = (struct packet *)tx;

	for (size_t i = 0; i < count; i++) {
		packet->vectors[i][0].iov_len = MST_ETHERNET_BYTES + (size_t)tx->frames[i].length;
		if (tx->tails)
			packet->vectors[i][1] = (struct iovec){ (void *)tx->tails[i].bytes, tx->tails[i].count };
		packet->devices[i].sll_ifindex = (int)tx->frames[i].ifindex;
		memcpy(&packet->devices[i].sll_protocol, tx->frames[i].ethernet + 12, 2);
	}
	return mst_tx_send_messages(tx, packet->fd, packet->messages, count, stop);
}

const struct mst_tx_engine mst_tx_packet = {
	.name = "packet",
	.meaning = "packet socket past the queueing discipline: any Ethernet device, by way of a gateway",
	.as_kernel = true,
	.check = mst_tx_check_ethernet,
	.open = open_packet,
	.send = send_packet,
	.close = close_packet,
};
