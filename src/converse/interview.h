/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interview.h - what is asked of one port, one connection after another, until its service is known:
 *
 *     connect ─► listen 300 ms ─► the dialogue of the port, or of what it said ─┬─► known: over
 *        ▲                                                                      │
 *        └── next: what its bytes are known by ─► TLS ─► dialogues that are worth a try anywhere
 *
 * A port that never says anything is compared with one of its host that is surely not in use.
 */
#ifndef MST_CONVERSE_INTERVIEW_H
#define MST_CONVERSE_INTERVIEW_H

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

/* Ready for `port`; not connected. */
void mst_interview_begin(struct mst_interview *interview, const struct mst_interview_means *means,
                         const struct mst_open_port *port, uint64_t now_ns);

/* Its socket can be read or written, or `now_ns` is at its `until_ns`. Afterwards its stage, its socket, and what it
 * waits for may be others. */
void mst_interview_go_on(struct mst_interview *interview, bool readable, bool writable, uint64_t now_ns);

/* Whether it waits until its socket can be written. */
bool mst_interview_wants_to_write(const struct mst_interview *interview);

/* Connects to a port of the host that is not in use: stage COMPARING, after which `suspect` says whether it accepts. */
void mst_interview_compare(struct mst_interview *interview, uint16_t unused_port, uint64_t now_ns);

#endif
