/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reflector.h - the programs at the ends of a veth: the far one counts, drops or answers (reflector.bpf.c),
 * the near one merely lets answers in.
 *
 * Both hang on links of this process. What is not built in, for want of libbpf, is missing as a whole.
 */
#ifndef MST_LAB_REFLECTOR_H
#define MST_LAB_REFLECTOR_H

#include <muster/error.h>

#include "lab/world.h"

struct mst_reflector;

/* Loads the programs, and puts one at this device of the current namespace. */
int mst_reflector_open(struct mst_reflector **reflector, const struct mst_world *world, int far_index,
                       struct mst_error *err);

/* An end of a veth takes answers that were sent back by a program only if it has one of its own. */
int mst_reflector_let_in(struct mst_reflector *reflector, int near_index, struct mst_error *err);
void mst_reflector_let_go(struct mst_reflector *reflector);

/* All of them since it was opened. */
struct mst_arrivals mst_reflector_count(const struct mst_reflector *reflector);

/* Accepts NULL, and what is half open. */
void mst_reflector_close(struct mst_reflector *reflector);

#endif
