/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * onc.h - calls and replies of ONC RPC (RFC 5531), over TCP in one record (section 11) and over UDP.
 */
#ifndef MST_DIALOGUE_ONC_H
#define MST_DIALOGUE_ONC_H

#include "dialogue/dialogue.h"

enum mst_onc_reply {
	MST_ONC_CUT,      /* not whole yet */
	MST_ONC_OTHER,    /* not a reply to our call */
	MST_ONC_SUCCESS,  /* what the procedure returned is in `body` */
	MST_ONC_VERSIONS, /* the program has other versions: the lowest and the highest, 32 bits each, are in `body` */
	MST_ONC_REFUSED,  /* any other reply */
};

void mst_onc_call(struct mst_talk *talk, uint32_t program, uint32_t version, uint32_t procedure);
enum mst_onc_reply mst_onc_read(const struct mst_talk *talk, const struct mst_heard *heard, struct mst_reader *body);

#endif
