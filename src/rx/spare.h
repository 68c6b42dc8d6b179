/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spare.h - a capture by libpcap that sleeps beside one whose program may be removed from the interface, and takes its
 * place then. It is opened in advance, because privileges may have been dropped when it is needed, and on a thread of
 * its own: nothing waits for it but the end of opening.
 */
#ifndef MST_RX_SPARE_H
#define MST_RX_SPARE_H

#include "rx/rx.h"

/*
 * Begins to open one for a capture of this config, of which it keeps a copy: before that capture itself, for each of
 * them waits for the kernel. NULL: there will be none, for lack of memory or of descriptors.
 */
struct mst_rx_spare *mst_rx_spare_begin(const struct mst_rx_config *config);

/* Waits until it is open, and hands the sleeping capture over to the caller; NULL: there is none. */
struct mst_rx *mst_rx_spare_end(struct mst_rx_spare *spare);

/* Waits until it is open, or until it is known that there will be none. To be called before rights are given up. */
void mst_rx_spare_await(struct mst_rx *rx);

/* The same as mst_rx_spare_end, for that of this capture; NULL: without one the run works, but ends if the capture is
 * cut. */
struct mst_rx *mst_rx_spare_take(struct mst_rx *rx);

#endif
