/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lanes.h - how many lanes an egress may come to have, where the user leaves it open: one begins, and the others join
 * while its CPU is the limit (pace/crew.h). Each costs a thread and an engine, so small and slow rounds have one.
 */
#ifndef MST_PLAN_LANES_H
#define MST_PLAN_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_lanes_facts {
	uint64_t questions; /* of the round */
	double cap_pps;     /* the most that may leave a second; 0: no limit */
	size_t cpus;        /* that the threads may run on */
	bool listed;        /* the user listed them: lanes have the first, receiver and reporter the last two */
	bool one_suffices;  /* more would bring nothing, whatever the CPU */
};

/* 1 or more. Pure. */
unsigned mst_lanes_at_most(const struct mst_lanes_facts *facts);

#endif
