/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked_socket.h - a socket by which a question is asked, in place of a frame.
 */
#ifndef MST_NET_ASKED_SOCKET_H
#define MST_NET_ASKED_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#define MST_SOCKET_FRAME_BYTES 80

struct mst_asked_socket {
	int fd;
	uint32_t slot;                  /* of the question, as in the frame */
	bool repeated;                  /* the kernel's repetition of its SYN stands for an attempt */
	bool refused;                   /* by a packet filter of this machine */
	uint64_t sent_ns, sent_wall_ns; /* on the two clocks */
	uint32_t ifindex;               /* of the frame */
	uint16_t length;
	uint8_t proto;                         /* MST_PROTO_TCP, … of the frame */
	uint8_t bytes[MST_SOCKET_FRAME_BYTES]; /* from its IP header on */
};

#endif
