/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * means.h - what all interviews have in common: time-outs, the matcher, TLS without verification.
 */
#ifndef MST_CONVERSE_MEANS_H
#define MST_CONVERSE_MEANS_H

#include <openssl/ssl.h>

#include "converse/config.h"

/* What all interviews share; constant but for the matcher. */
struct mst_interview_means {
	const struct mst_converse_config *config;
	struct mst_matcher *matcher;
	SSL_CTX *tls;
	uint64_t timeout_ns;
	size_t banner_bytes;
};

/* How many connections at once: as wanted (0: 2,000), as far as the limit of open files allows. */
unsigned mst_interview_at_once(unsigned wanted);

/* `config` is borrowed. -ENOMEM with a sentence. */
int mst_interview_means_open(struct mst_interview_means *means, const struct mst_converse_config *config,
                             struct mst_error *err);

/* Accepts zeroed memory. */
void mst_interview_means_close(struct mst_interview_means *means);

#endif
