/*
 * subnets.h - the IPv4 neighbours of a link: all addresses of the subnets that it attaches.
 */
#ifndef MST_NEARBY_SUBNETS_H
#define MST_NEARBY_SUBNETS_H

#include <muster/nearby.h>

#include "net/ifaces.h"

/* A subnet with a shorter prefix is not asked unless it is a target by itself: 65,536 addresses take half a minute. */
#define MST_SUBNET_SHORTEST 16

/* Adds those of the link, or counts them as too wide. -ENOMEM. */
int mst_subnets_add(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                    struct mst_nearby_counts *counts);

#endif
