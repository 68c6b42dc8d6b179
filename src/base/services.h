/*
 * services.h - names of ports from the services database, each looked up about once.
 */
#ifndef MST_BASE_SERVICES_H
#define MST_BASE_SERVICES_H

#include <stdint.h>

struct mst_services;

/* NULL when there is no memory: then no port has a name. */
struct mst_services *mst_services_new(void);

/* "" for a port without a name. `protocol` is "tcp", "udp" …, static. Valid until the next call. */
const char *mst_services_name(struct mst_services *services, uint16_t port, const char *protocol);

void mst_services_free(struct mst_services *services);

#endif
