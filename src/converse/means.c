/* SPDX-License-Identifier: BSD-2-Clause */
/* means.c - see means.h. */
#include "converse/means.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/usual_services.h"
#include "dialogue/dialogue.h"

/* One thread does the work of a thousand handshakes a second: more at once bring nothing, and need 36 KiB each. On a
 * machine that has other work, as many would take longer than their time. */
#define SECURE_FIRST 64
#define SECURE_LEAST 16
#define SECURE_MAX 512

void mst_interview_means_note_handshake(struct mst_interview_means *means, uint64_t took_ns, bool failed)
{
	if (failed || took_ns > means->timeout_ns / 2)
		means->secure_most -= means->secure_most / 4;
	else if (took_ns < means->timeout_ns / 4)
		means->secure_most++;
	if (means->secure_most < SECURE_LEAST)
		means->secure_most = SECURE_LEAST;
	if (means->secure_most > SECURE_MAX)
		means->secure_most = SECURE_MAX;
}

int mst_interview_means_open(struct mst_interview_means *means, const struct mst_converse_config *config,
                             struct mst_error *err)
{
	const struct mst_scan_services wanted = mst_services_filled(config->services);
	int code;

	means->config = config;
	means->secure_most = SECURE_FIRST;
	means->hosts.per_host = wanted.per_host;
	means->timeout_ns = wanted.timeout_ns;
	means->banner_bytes = wanted.banner_bytes;
	means->scratch = malloc(MST_TALK_IN);
	means->ports = calloc(1, sizeof *means->ports);
	if (!means->scratch || !means->ports)
		return mst_fail(err, -ENOMEM, "no memory for conversations");
	mst_dialogue_ports_fill(means->ports);
	code = mst_matcher_new(&means->matcher, config->signatures, err);
	return code < 0 ? code : mst_tls_new(&means->tls, err);
}

void mst_interview_means_close(struct mst_interview_means *means)
{
	mst_matcher_free(means->matcher);
	SSL_CTX_free(means->tls);
	mst_talked_free(&means->hosts);
	free(means->scratch);
	free(means->ports);
}
