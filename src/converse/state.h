/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * state.h - how far the interview of one port is.
 */
#ifndef MST_CONVERSE_STATE_H
#define MST_CONVERSE_STATE_H

#include "converse/connection.h"
#include "converse/means.h"
#include "dialogue/dialogue.h"

enum mst_stage {
	MST_STAGE_CONNECTING,
	MST_STAGE_LISTENING, /* the server may speak first */
	MST_STAGE_SHAKING,   /* hands, for TLS */
	MST_STAGE_TALKING,
	MST_STAGE_COMPARING, /* connecting to a port that is not in use */
	MST_STAGE_OVER,      /* what was found out is in the draft */
	MST_STAGE_LATER,     /* a limit of this machine: connect again, later */
};

#define MST_DIALOGUES_MAX 128

struct mst_interview {
	struct mst_interview *next, *before; /* in the list of its owner */
	const struct mst_interview_means *means;
	struct mst_open_port port;
	enum mst_stage stage;
	uint64_t until_ns; /* of this stage; on the monotonic clock */
	uint64_t end_ns;   /* of all of them */
	struct mst_connection line;
	const struct mst_dialogue *dialogue;    /* NULL: none yet */
	uint64_t tried[MST_DIALOGUES_MAX / 64]; /* dialogues, by index */
	unsigned connections, strangers;        /* how many were made; dialogues that were tried without a reason */
	bool wants_tls, tried_tls, no_h2, asked, known, silent, suspect;
	const char *speaks; /* of MST_SERVICE_SPEAKS */
	struct mst_talk talk;
	size_t sent; /* of talk.out */
	struct mst_service_draft draft;
};

#endif
