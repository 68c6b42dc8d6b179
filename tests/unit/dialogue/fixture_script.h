/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_script.h - a dialogue played against answers that a real server gave: each comes after what the dialogue
 * sent. The same answers, cut at every byte and with every byte changed, must end the dialogue too.
 */
#ifndef MST_TESTS_DIALOGUE_FIXTURE_SCRIPT_H
#define MST_TESTS_DIALOGUE_FIXTURE_SCRIPT_H

#include "dialogue/list.h"

enum { SCRIPT_ANSWERS = 4 };

struct script {
	const struct mst_dialogue *dialogue;
	uint16_t port;
	const char *community;
	bool secure;
	bool plain;                          /* the answers are texts as they are */
	bool framed;                         /* they tell how long they are: the same is found byte by byte */
	const char *answers[SCRIPT_ANSWERS]; /* in hexadecimal, or plain; NULL past the last */
};

/* Plays it; what was found is kept until the next play. Returns how it ended: never MST_STEP_READ. */
enum mst_step script_play(const struct script *script);

/* Plays it, and expects this step; then plays it with answers that come byte by byte, cut and changed. */
void script_check(const struct script *script, enum mst_step step);

/* What the last play found; "" for a field that is not known. */
const char *script_found(enum mst_service_field field);

/* What the dialogue sent since its last answer was heard; a string. */
const char *script_sent(void);

/* Expects this text. */
void script_expect(enum mst_service_field field, const char *text);

#endif
