/*
 * services.h - names of TCP ports from the services database, each looked up about once.
 */
#ifndef MST_REPORT_SERVICES_H
#define MST_REPORT_SERVICES_H

#include <stdint.h>

struct mst_services;

/* NULL when there is no memory: then no port has a name. */
struct mst_services *mst_services_new(void);

/* "" for a port without a name. Valid until the next call. */
const char *mst_services_name(struct mst_services *services, uint16_t port);

void mst_services_free(struct mst_services *services);

#endif
