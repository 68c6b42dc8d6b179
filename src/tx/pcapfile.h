/*
 * pcapfile.h - the one thing that the file engine has and no other: a clock set by its user.
 */
#ifndef MST_TX_PCAPFILE_H
#define MST_TX_PCAPFILE_H

#include "tx/tx.h"

/* Frames sent from now on bear this time stamp. */
void mst_pcapfile_at(struct mst_tx *tx, uint64_t at_ns);

#endif
