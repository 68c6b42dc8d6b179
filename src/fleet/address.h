/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * address.h - where a store is: redis://HOST[:PORT][/DB], or rediss:// for TLS. A URL with a user or a password is
 * refused: whoever lists the processes of a machine would read it.
 */
#ifndef MST_FLEET_ADDRESS_H
#define MST_FLEET_ADDRESS_H

#include <muster/error.h>
#include <stdbool.h>

#define MST_FLEET_HOST 256

struct mst_fleet_address {
	bool tls;
	char host[MST_FLEET_HOST]; /* a name, or an address without brackets */
	char port[6];
	unsigned database;
};

/* -EINVAL with a sentence. */
int mst_fleet_address_read(struct mst_fleet_address *address, const char *url, struct mst_error *err);

#endif
