/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * keeper.h - the process that holds the sites of a lab, and has a child of its own for each run.
 *
 *     socket (SOCK_SEQPACKET): first one struct mst_keeper_opening to the caller; then for each struct mst_run_order
 *     one struct mst_run_report. When the other end is closed, the keeper ends.
 */
#ifndef MST_LAB_KEEPER_H
#define MST_LAB_KEEPER_H

#include <muster/lab.h>

#include "lab/run.h"

struct mst_keeper_opening {
	int code;
	struct mst_error error;
	struct mst_error lacks[MST_LAB_NETWORK_COUNT]; /* the reason why a network is missing; empty: it was made */
};

/* The life of the process. */
_Noreturn void mst_keeper_live(int socket, const struct mst_lab_config *config);

#endif
