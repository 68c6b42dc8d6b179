/* SPDX-License-Identifier: BSD-2-Clause */
/* hop_socket.c - see hop_socket.h. */
#include "round/hop_socket.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <pcap/dlt.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/arp.h"
#include "wire/ipv6.h"

#define FRAME_BYTES 256
#define FRAMES_A_READ 16
#define ND_ADVERTISEMENT 136 /* RFC 4861, section 4.4 */

/* Of linux/if_packet.h, where older systems lack it. */
#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

/* ---- which frames it hears ---- */

#define LOAD_BYTE(at) BPF_STMT(BPF_LD | BPF_B | BPF_ABS, at)
#define LOAD_WORD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at)
#define ACCEPT BPF_STMT(BPF_RET | BPF_K, FRAME_BYTES)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, 0)
#define SAME_OR(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)

static uint32_t word_at(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* ARP from the gateway's address; neighbour advertisements about it. */
static bool filter(int fd, const struct mst_addr *addr)
{
	struct sock_filter arp[] = {
		LOAD_WORD(ETH_HLEN + MST_ARP_SENDER),
		SAME_OR(word_at(addr->bytes), 1),
		ACCEPT,
		REFUSE,
	};
	struct sock_filter nd[] = {
		LOAD_BYTE(ETH_HLEN + MST_IPV6_NEXT),
		SAME_OR(MST_PROTO_ICMP6, 11),
		LOAD_BYTE(ETH_HLEN + MST_IPV6_BYTES),
		SAME_OR(ND_ADVERTISEMENT, 9),
		LOAD_WORD(ETH_HLEN + MST_IPV6_BYTES + MST_ND_TARGET),
		SAME_OR(word_at(addr->bytes), 7),
		LOAD_WORD(ETH_HLEN + MST_IPV6_BYTES + MST_ND_TARGET + 4),
		SAME_OR(word_at(addr->bytes + 4), 5),
		LOAD_WORD(ETH_HLEN + MST_IPV6_BYTES + MST_ND_TARGET + 8),
		SAME_OR(word_at(addr->bytes + 8), 3),
		LOAD_WORD(ETH_HLEN + MST_IPV6_BYTES + MST_ND_TARGET + 12),
		SAME_OR(word_at(addr->bytes + 12), 1),
		ACCEPT,
		REFUSE,
	};
	bool is_ipv6 = addr->family == MST_IPV6;
	struct sock_fprog program = {
		.len = is_ipv6 ? sizeof nd / sizeof *nd : sizeof arp / sizeof *arp,
		.filter = is_ipv6 ? nd : arp,
	};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

/* ---- opening ---- */

static struct sockaddr_ll device_of(const struct mst_hop_socket *asking)
{
	return (struct sockaddr_ll){
		.sll_family = AF_PACKET,
		.sll_ifindex = asking->ifindex,
		.sll_protocol = htons(asking->addr.family == MST_IPV6 ? ETH_P_IPV6 : ETH_P_ARP),
	};
}

/* Filtered before it is bound, so that nothing else gets in. */
static int open_socket(const struct mst_hop_socket *asking)
{
	struct sockaddr_ll device = device_of(asking);
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes); /* they are not from the gateway */
	if (filter(fd, &asking->addr) && bind(fd, (struct sockaddr *)&device, sizeof device) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Writes the request. */
static void aim_at(struct mst_hop_socket *asking, const struct mst_addr *addr)
{
	const struct mst_probe_setup setup = { .ttl = 0 };
	struct mst_aim aim = { .addr = *addr };
	struct mst_template template;

	asking->addr = *addr;
	asking->kind->prepare(&template, &setup, &asking->source);
	asking->kind->aim(asking->frame, &template, &setup, &aim);
	asking->kind->wrap(asking->frame, asking->ethernet, &aim.addr);
	asking->length = template.length;
}

void mst_hop_socket_open(struct mst_hop_socket *asking, const struct mst_hop *hop, const struct mst_addr *source)
{
	*asking = (struct mst_hop_socket){
		.fd = -1,
		.ifindex = hop->ifindex,
		.kind = hop->next.family == MST_IPV6 ? &mst_probe_nd : &mst_probe_arp,
		.source = *source,
	};
	if (source->family != hop->next.family)
		return;
	memcpy(asking->ethernet + 6, hop->ethernet + 6, 6);
	aim_at(asking, &hop->next);
	asking->fd = open_socket(asking);
}

void mst_hop_socket_redirect(struct mst_hop_socket *asking, const struct mst_addr *addr)
{
	aim_at(asking, addr);
	(void)filter(asking->fd, addr); /* with the earlier one it would hear nothing */
}

void mst_hop_socket_close(struct mst_hop_socket *asking)
{
	if (asking->fd >= 0)
		close(asking->fd);
	asking->fd = -1;
}

/* ---- asking and hearing ---- */

void mst_hop_socket_ask(const struct mst_hop_socket *asking)
{
	uint8_t bytes[MST_ETHERNET_BYTES + MST_PROBE_BYTES];

	if (asking->fd < 0)
		return;
	memcpy(bytes, asking->ethernet, MST_ETHERNET_BYTES);
	memcpy(bytes + MST_ETHERNET_BYTES, asking->frame, asking->length);
	(void)!send(asking->fd, bytes, MST_ETHERNET_BYTES + (size_t)asking->length, MSG_DONTWAIT);
}

bool mst_hop_socket_ask_by(const struct mst_hop_socket *asking, struct mst_tx *tx)
{
	struct mst_frame *frame = &tx->frames[0];
	enum mst_tx_stop stop;

	memcpy(frame->ethernet, asking->ethernet, sizeof frame->ethernet);
	memcpy(frame->bytes, asking->frame, asking->length);
	frame->length = asking->length;
	frame->ifindex = (uint32_t)asking->ifindex;
	if (tx->tails)
		tx->tails[0] = (struct mst_tail){ 0 };
	return mst_tx_send(tx, 1, &stop) == 1;
}

void mst_hop_socket_read(struct mst_hop_socket *asking, mst_hop_socket_sink *sink, void *user)
{
	uint8_t bytes[FRAME_BYTES];

	for (unsigned i = 0; i < FRAMES_A_READ && asking->fd >= 0; i++) {
		ssize_t got = recv(asking->fd, bytes, sizeof bytes, MSG_DONTWAIT);
		struct mst_answer answer;
		struct mst_view view;

		if (got <= 0)
			return;
		if (mst_frame_read(&view, DLT_EN10MB, bytes, (size_t)got) != MST_FATE_WHOLE ||
		    !asking->kind->match(NULL, &view, &answer) ||
		    memcmp(answer.target.bytes, asking->addr.bytes, sizeof asking->addr.bytes) != 0)
			continue;
		sink(user, answer.mac, answer.volunteered);
	}
}
