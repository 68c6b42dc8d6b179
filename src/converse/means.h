/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * means.h - what all interviews of a thread have in common.
 */
#ifndef MST_CONVERSE_MEANS_H
#define MST_CONVERSE_MEANS_H

#include "converse/talked.h"
#include "converse/tls.h"
#include "dialogue/ports.h"

struct mst_interview_means {
	const struct mst_converse_config *config;
	struct mst_matcher *matcher;
	struct mst_dialogue_ports *ports;
	SSL_CTX *tls;
	struct mst_talked hosts;
	uint64_t timeout_ns;
	size_t banner_bytes;
	uint64_t limited_until_ns; /* a limit of this machine was met: nothing new is begun before */
	unsigned secure_count;     /* connections that begin with TLS, now */
	unsigned secure_most;      /* and at most: fewer where handshakes take long, more where they do not */
	size_t kept;               /* bytes that connections have room for, together */
	uint8_t *scratch;          /* MST_TALK_IN bytes */
};

/* A handshake took so long until it was complete, or (`failed`) was given up after the server had begun to answer. */
void mst_interview_means_note_handshake(struct mst_interview_means *means, uint64_t took_ns, bool failed);

/* `config` is borrowed. -ENOMEM with a sentence. */
int mst_interview_means_open(struct mst_interview_means *means, const struct mst_converse_config *config,
                             struct mst_error *err);

/* Accepts zeroed memory. */
void mst_interview_means_close(struct mst_interview_means *means);

#endif
