/*
 * engines.h - the engines that send to a network, and which of them to take.
 */
#ifndef MST_TX_ENGINES_H
#define MST_TX_ENGINES_H

#include "tx/tx.h"

/* The table, the fastest first; NULL past the end. */
const struct mst_tx_engine *mst_tx_engine_at(size_t index);

/*
 * Opens config->lanes engines of this name into tx[0..lanes), which the caller closes; for "auto", or NULL, of the fastest
 * kind that can be had here, and *why tells, a line each, what speaks against the faster ones. -EINVAL: no engine has
 * that name, or it is not for these hops; others with the engine's sentence.
 */
int mst_tx_open(struct mst_tx **tx, const char *name, const struct mst_tx_config *config, struct mst_error *why,
                struct mst_error *err);

#endif
