/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - the handle of muster/scan.h: one or two rounds, their plans and resources, and how far they are.
 */
#ifndef MST_SCAN_HANDLE_H
#define MST_SCAN_HANDLE_H

#include "round/recording.h"
#include "round/round.h"
#include "scan/journaled.h"
#include "scan/resources.h"
#include "scan/serviced.h"

struct mst_scan {
	struct mst_scan_config config;
	struct mst_run run;
	struct mst_recording recording; /* without writer: the scan is not recorded */
	struct mst_resources resources;
	struct mst_journaling journaling;
	struct mst_services services;
	struct mst_dead_hops dead;             /* next hops that the plans do without */
	struct mst_plan plans[MST_ROUNDS_MAX]; /* the last is the scan itself; one before it finds its hosts */
	struct mst_round rounds[MST_ROUNDS_MAX];
	size_t round_count;
	_Atomic size_t round; /* the number of the one that runs */
	pthread_t conductor;
	bool started, joined;
	bool without_rights;  /* engine connect was chosen, because no other may be used */
	pthread_mutex_t lock; /* for the members that follow */
	pthread_cond_t ended;
	bool finished;
	_Atomic uint64_t start_ns, end_ns, start_wall_ns; /* monotonic, monotonic, since 1970; 0: not yet */
};

#endif
