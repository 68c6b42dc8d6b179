/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engines.h - the table of engines that send to a network, and the choice among them.
 */
#ifndef MST_TX_ENGINES_H
#define MST_TX_ENGINES_H

#include <muster/scan_config.h>

#include "base/beside.h"
#include "base/needs.h"
#include "tx/tx.h"

/* The engines of this build, the fastest first; NULL past the end. */
const struct mst_tx_engine *mst_tx_engine_at(size_t index);

/* Those that it lacks, in the same order; name NULL past the end. */
struct mst_absent mst_tx_absent_at(size_t index);

/* Engines that are being opened, beside what their user does. */
struct mst_tx_early {
	struct mst_beside opening;
	const struct mst_tx_engine *engine; /* NULL: none are, or they were taken */
	struct mst_tx_config config;
	struct mst_hop *hops;
	cpu_set_t cpus[MST_LANES_MAX];
	struct mst_tx *tx[MST_LANES_MAX]; /* the thread's until the opening ends */
	int code;
};

/*
 * Begins to open what mst_tx_open would open with the same name and config, if that engine is apart (tx.h) and works as
 * the devices are now; nothing otherwise. mst_tx_open takes it, by config->early, if it still works then. `early` is
 * zero.
 */
void mst_tx_begin(struct mst_tx_early *early, const char *name, const struct mst_tx_config *config);

/* Closes what was not taken. More often than once does nothing. */
void mst_tx_abandon(struct mst_tx_early *early);

/*
 * Opens config->lanes engines of this name into tx[0..lanes); the caller closes them. For "auto" or NULL, opens the
 * fastest kind that works here, and *why gets a line for each faster one: why it does not. -EINVAL: no engine has that
 * name, or it does not work for these hops; other errors with the engine's sentence.
 */
int mst_tx_open(struct mst_tx **tx, const char *name, const struct mst_tx_config *config, struct mst_error *why,
                struct mst_error *err);

#endif
