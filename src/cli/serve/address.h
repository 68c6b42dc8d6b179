/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * address.h - where to listen: "127.0.0.1:9750", "[::1]:9750", and ":9750" or "9750" for 127.0.0.1. Pure.
 */
#ifndef MST_CLI_SERVE_ADDRESS_H
#define MST_CLI_SERVE_ADDRESS_H

#include <muster/addr.h>
#include <stdbool.h>

struct mst_serve_address {
	struct mst_addr addr;
	uint16_t port; /* 0: a free one */
};

/* Names are not resolved. False: it is none. */
bool mst_serve_address_parse(struct mst_serve_address *address, const char *text);

/* Whether only this machine reaches it. */
bool mst_serve_address_is_local(const struct mst_serve_address *address);

/* "127.0.0.1:9750", "[::1]:9750". Returns text. */
#define MST_SERVE_ADDRESS_TEXT (MST_ADDR_TEXT + 8)
const char *mst_serve_address_format(const struct mst_serve_address *address, char text[MST_SERVE_ADDRESS_TEXT]);

#endif
