/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shaking.h - the handshake of TLS on a connection, and what follows from how it ended.
 */
#ifndef MST_CONVERSE_SHAKING_H
#define MST_CONVERSE_SHAKING_H

#include "converse/state.h"

/* Stage SHAKING. */
enum mst_next mst_shaking_begin(struct mst_interview *interview, uint64_t now_ns);

/* The socket can be used; or (quiet) the time of the stage is over. */
enum mst_next mst_shaking_go_on(struct mst_interview *interview, bool quiet, uint64_t now_ns);

#endif
