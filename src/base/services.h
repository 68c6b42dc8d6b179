/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services.h - names of ports from the services database, /etc/services.
 */
#ifndef MST_BASE_SERVICES_H
#define MST_BASE_SERVICES_H

#include <stdint.h>

struct mst_services;

/* Reads the database. Without a database no port has a name. NULL without memory; the other calls accept NULL. */
struct mst_services *mst_services_new(void);

/* "" for a port without a name. `protocol` is "tcp", "udp" or "sctp". Valid as long as `services`. */
const char *mst_services_name(const struct mst_services *services, uint16_t port, const char *protocol);

void mst_services_free(struct mst_services *services);

#endif
