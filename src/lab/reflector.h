/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reflector.h - the XDP programs at the two ends of a veth pair. The one at the far end counts frames, and drops or
 * answers them (reflector.bpf.c); the one at the near end only passes the answers on.
 *
 * Both are attached by BPF links that this process holds. Without libbpf this file is not built.
 */
#ifndef MST_LAB_REFLECTOR_H
#define MST_LAB_REFLECTOR_H

#include <muster/error.h>

#include "lab/world.h"

struct mst_reflector;

/* Loads both programs, and attaches the one of the far end to this device of the current namespace. */
int mst_reflector_open(struct mst_reflector **reflector, const struct mst_world *world, int far_index,
                       struct mst_error *err);

/* A veth receives frames that XDP sent back (XDP_TX) only if an XDP program is attached to the receiving end too. */
int mst_reflector_let_in(struct mst_reflector *reflector, int near_index, struct mst_error *err);
void mst_reflector_let_go(struct mst_reflector *reflector);

/* The counts of all CPUs since open. */
struct mst_arrivals mst_reflector_count(const struct mst_reflector *reflector);

/* Accepts NULL, and a reflector that was only partly opened. */
void mst_reflector_close(struct mst_reflector *reflector);

#endif
