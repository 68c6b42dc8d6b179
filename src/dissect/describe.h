/*
 * describe.h - a packet in one line, in the shape that users of tcpdump read fluently. Pure.
 *
 * Bytes that somebody sent as text are escaped: a line can go to any terminal.
 */
#ifndef MST_DISSECT_DESCRIBE_H
#define MST_DISSECT_DESCRIBE_H

#include "dissect/line.h"
#include "dissect/packet.h"

struct mst_describe {
	bool link;     /* the link header first */
	bool quick;    /* protocol, addresses, ports and lengths only */
	unsigned depth; /* 0; deeper inside tunnels */
	/* The name of a port, or NULL; NULL: ports are numbers. */
	const char *(*service)(void *user, uint16_t port, uint8_t protocol);
	void *user;
};

void mst_describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

#endif
