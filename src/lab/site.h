/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * site.h - one network of muster/lab.h, built: its namespaces, its device, the programs at its ends.
 *
 *     near namespace: near0 198.18.0.1/30, 10.0.0.0/8 via 198.18.0.2 (RFC 2544's addresses for measuring)
 *     far namespace:  far0, if there is one
 *
 * Descriptors of this process keep everything alive. The calls move the thread from namespace to namespace, so the
 * process must have only one.
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
	/* NULL: the far end, if there is one, is the kernel's stack without an address, which discards all frames. */
	struct mst_reflector *reflector;
};

/* Frames at the far end since the site was built. */
struct mst_site_counts {
	uint64_t arrived, answered;
};

/* Fills *site. -EPERM: not enough privilege. On failure everything that was made is closed again. */
int mst_site_open(struct mst_site *site, enum mst_lab_network network, const struct mst_lab_config *config,
                  struct mst_error *err);
void mst_site_close(struct mst_site *site);

/* Moves this thread to the near end. -EPERM when an interface is there that could lead outside. */
int mst_site_enter(const struct mst_site *site, struct mst_error *err);

/* Lets answers in at the near end. brings_program: the engine attaches an XDP program there itself. */
int mst_site_prepare(struct mst_site *site, bool brings_program, struct mst_error *err);

struct mst_site_counts mst_site_count(const struct mst_site *site);

#endif
