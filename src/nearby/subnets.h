/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subnets.h - the IPv4 neighbours of a link: all addresses of its directly connected subnets.
 */
#ifndef MST_NEARBY_SUBNETS_H
#define MST_NEARBY_SUBNETS_H

#include <muster/nearby.h>

#include "net/ifaces.h"

/* A subnet with a shorter prefix must be given as a target: 65,536 addresses already take half a minute. */
#define MST_SUBNET_SHORTEST 16

/* Adds the subnets of the link, or counts them as too wide. 0, or -ENOMEM. */
int mst_subnets_add(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                    struct mst_nearby_counts *counts);

#endif
