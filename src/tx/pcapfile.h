/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapfile.h - the file engine's clock, which its user sets. Other engines have none.
 */
#ifndef MST_TX_PCAPFILE_H
#define MST_TX_PCAPFILE_H

#include "tx/tx.h"

/* Frames sent from now on get this time stamp. */
void mst_pcapfile_at(struct mst_tx *tx, uint64_t at_ns);

#endif
