/*
 * handle.h - what is behind the handle of muster/scan.h: the gear, one or two rounds, and how far they are.
 */
#ifndef MST_SCAN_HANDLE_H
#define MST_SCAN_HANDLE_H

#include "scan/shared.h"

#define MST_ROUNDS_MAX 2

struct mst_scan {
	struct mst_scan_config config;
	enum mst_phase purpose;              /* of the last round: ASKED, or GATEWAYS */
	struct mst_gear gear;
	struct mst_plan plans[MST_ROUNDS_MAX];   /* the last one is what was asked for; one before it finds who is up */
	struct mst_round rounds[MST_ROUNDS_MAX];
	size_t round_count;
	_Atomic size_t round;                /* the one that runs */
	pthread_t conductor;
	bool started, joined;
	pthread_mutex_t lock;                /* of what follows */
	pthread_cond_t ended;
	bool finished;
	_Atomic uint64_t start_ns, end_ns, start_wall_ns; /* monotonic, monotonic, since 1970; 0: not yet */
};

/* mst_scan_open, also for GATEWAYS: then interface, source and targets are all that the config says about where. */
int mst_scan_open_for(struct mst_scan **scan, const struct mst_scan_config *config, enum mst_phase purpose,
                      struct mst_error *err);

#endif
