/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * by_sockets.h - what a lane asks and tells an engine that sends by sockets: these are few, and know more than frames.
 * For other engines there is always room, and nothing to know.
 */
#ifndef MST_ROUND_BY_SOCKETS_H
#define MST_ROUND_BY_SOCKETS_H

#include "round/sending.h"

/* For how many frames of new questions there is room; UINT32_MAX: no matter how many. */
uint32_t mst_by_sockets_room(const struct mst_sending *sending);

/* Whether no frame of the question of this entry has ever left this machine; why is noted for its verdict. */
bool mst_by_sockets_never_left(struct mst_sending *sending, uint32_t entry);

/* The question of this entry is given up. */
void mst_by_sockets_over(const struct mst_sending *sending, uint32_t entry);

#endif
