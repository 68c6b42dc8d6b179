/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sockets.h - raw sockets that hear answers where no capture does: opened in advance, asleep until they are needed.
 */
#ifndef MST_RX_SOCKETS_H
#define MST_RX_SOCKETS_H

#include "rx/rx.h"

extern const struct mst_rx_engine mst_rx_sockets; /* without open: it is no choice of the user */

/*
 * Opens them for the families of our addresses, on all interfaces; `config` has wanted and buffer_bytes. They take no
 * packet until they are woken. 0, or a negative errno with a sentence.
 */
int mst_rx_open_sockets(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err);

/*
 * They take what may be answers from now on, because none is heard at this interface. 0, also if they did, or a
 * negative errno with a sentence.
 */
int mst_rx_wake_sockets(struct mst_rx *rx, int ifindex, struct mst_error *err);

/* A capture hears answers at this interface. Once that is so at all for which they were woken, they sleep again. */
void mst_rx_rest_sockets(struct mst_rx *rx, int ifindex);

#endif
