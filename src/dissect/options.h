/*
 * options.h - how much a line about a packet says.
 */
#ifndef MST_DISSECT_OPTIONS_H
#define MST_DISSECT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct mst_describe {
	bool link;     /* the link header first */
	bool quick;    /* protocol, addresses, ports and lengths only */
	unsigned depth; /* 0; deeper inside tunnels */
	/* The name of a port, or NULL; NULL: ports are numbers. */
	const char *(*service)(void *user, uint16_t port, uint8_t protocol);
	void *user;
};

#endif
