/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site.h - one network of muster/lab.h, built: its namespaces, its device, the programs at its ends.
 *
 *     near namespace: near0 198.18.0.1/30, 10.0.0.0/8 by way of 198.18.0.2 (RFC 2544's addresses for measuring)
 *     far namespace:  far0, if there is one
 *
 * Everything is held by descriptors of this process, and moves its (only) thread from namespace to namespace.
 */
#ifndef MST_LAB_SITE_H
#define MST_LAB_SITE_H

#include <muster/lab.h>

#include "lab/reflector.h"
#include "net/rtnl.h"

#define MST_SITE_DEVICE "near0"
#define MST_SITE_TARGETS "10.0.0.0/8"

struct mst_site {
	enum mst_lab_network network;
	uint32_t queues;
	double live;
	int near_ns, far_ns; /* -1: none */
	int near_index, far_index;
	struct mst_rtnl *near, *far; /* sockets, each in its namespace; NULL: none */
	/* NULL: the far end, if there is one, is a stack that nobody has an address of. */
	struct mst_reflector *reflector;
};

/* What has gone by since the site was built. */
struct mst_site_counts {
	uint64_t arrived, answered;
};

/* Fills *site. -EPERM: not enough privilege. What is half built is closed. */
int mst_site_open(struct mst_site *site, enum mst_lab_network network, const struct mst_lab_config *config,
                  struct mst_error *err);
void mst_site_close(struct mst_site *site);

/* Moves this thread to the near end, and makes sure that nothing else is there. */
int mst_site_enter(const struct mst_site *site, struct mst_error *err);

/* Gets the near end ready for answers, for an engine that brings a program of its own there or not. */
int mst_site_prepare(struct mst_site *site, bool brings_program, struct mst_error *err);

struct mst_site_counts mst_site_count(const struct mst_site *site);

#endif
