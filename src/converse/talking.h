/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * talking.h - a dialogue on a connection.
 */
#ifndef MST_CONVERSE_TALKING_H
#define MST_CONVERSE_TALKING_H

#include "converse/state.h"

/* Stage TALKING, with what the dialogue sends first. */
void mst_talking_begin(struct mst_interview *interview, uint64_t now_ns);

/* Whether the server will not speak by itself, because TLS began in the middle, and the dialogue has sent nothing: it
 * is read once more at once, and says whether it has all. */
bool mst_talking_is_our_turn(const struct mst_interview *interview);

/* Hands the dialogue all that came, or (quiet) that nothing more will come. */
enum mst_next mst_talking_read(struct mst_interview *interview, bool quiet, uint64_t now_ns);

/* Sends what the dialogue has to send, as far as the socket takes it. */
void mst_talking_send(struct mst_interview *interview);

#endif
