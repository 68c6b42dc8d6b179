/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * posting.h - what the receiver's thread hands to the reporter: RESULT.
 */
#ifndef MST_ROUND_POSTING_H
#define MST_ROUND_POSTING_H

#include "handshake/handshake.h"
#include "round/shared.h"

/* With a note it amends an earlier verdict, which leaves before it. */
void mst_post(struct mst_shared *shared, const struct mst_result *result, const struct mst_note *note);

/* What an open port did after its handshake: an amendment whose `service` has MST_SERVICE_SPEAKS, and of data
 * MST_SERVICE_BANNER. Of MST_ACT_NOTHING it has neither: nobody knows. */
void mst_post_told(struct mst_shared *shared, const struct mst_handshake *handshake, enum mst_port_act act,
                   const uint8_t *bytes, size_t size);

/* Frees the service of an amendment; for whoever takes it out of the outbox. */
void mst_posted_free(struct mst_result *result);

#endif
