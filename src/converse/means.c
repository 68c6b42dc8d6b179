/* SPDX-License-Identifier: BSD-2-Clause */
/* means.c - see means.h. */
#include "converse/means.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "dialogue/dialogue.h"

#define PER_HOST_USUAL 4
#define BANNER_USUAL 256
#define TIMEOUT_USUAL_NS (5 * MST_NS_PER_SECOND)

int mst_interview_means_open(struct mst_interview_means *means, const struct mst_converse_config *config,
                             struct mst_error *err)
{
	const struct mst_scan_services *wanted = &config->services;
	int code;

	means->config = config;
	means->hosts.per_host = wanted->per_host ? wanted->per_host : PER_HOST_USUAL;
	means->timeout_ns = wanted->timeout_ns ? wanted->timeout_ns : TIMEOUT_USUAL_NS;
	means->banner_bytes = wanted->banner_bytes ? wanted->banner_bytes : BANNER_USUAL;
	means->scratch = malloc(MST_TALK_IN);
	if (!means->scratch)
		return mst_fail(err, -ENOMEM, "no memory for conversations");
	code = mst_matcher_new(&means->matcher, config->signatures, err);
	return code < 0 ? code : mst_tls_new(&means->tls, err);
}

void mst_interview_means_close(struct mst_interview_means *means)
{
	mst_matcher_free(means->matcher);
	SSL_CTX_free(means->tls);
	mst_talked_free(&means->hosts);
	free(means->scratch);
}
