/* SPDX-License-Identifier: BSD-2-Clause */
/* means.c - see means.h. */
#include "converse/means.h"

#include <errno.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/fail.h"

#define PARALLEL_MAX 2000
#define DESCRIPTORS_KEPT 64 /* for everything else that this process opens */
#define BANNER_USUAL 256
#define TIMEOUT_USUAL_NS (5 * MST_NS_PER_SECOND)

unsigned mst_interview_at_once(unsigned wanted)
{
	struct rlimit files;
	rlim_t most = PARALLEL_MAX;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY)
		most = files.rlim_cur > 2 * DESCRIPTORS_KEPT ? files.rlim_cur - DESCRIPTORS_KEPT : files.rlim_cur / 2;
	if (!wanted && most > PARALLEL_MAX)
		most = PARALLEL_MAX;
	if (wanted && wanted < most)
		most = wanted;
	return most ? (unsigned)most : 1;
}

static int open_tls(struct mst_interview_means *means, struct mst_error *err)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	if (!context)
		return mst_fail(err, -ENOMEM, "no memory for TLS");
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_security_level(context, 0);
	(void)SSL_CTX_set_min_proto_version(context, 0);
	(void)SSL_CTX_set_cipher_list(context, "ALL:COMPLEMENTOFALL");
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
	                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_IGNORE_UNEXPECTED_EOF);
	means->tls = context;
	return 0;
}

int mst_interview_means_open(struct mst_interview_means *means, const struct mst_converse_config *config,
                             struct mst_error *err)
{
	int code;

	means->config = config;
	means->timeout_ns = config->services.timeout_ns ? config->services.timeout_ns : TIMEOUT_USUAL_NS;
	means->banner_bytes = config->services.banner_bytes ? config->services.banner_bytes : BANNER_USUAL;
	code = mst_matcher_new(&means->matcher, config->signatures, err);
	return code == 0 ? open_tls(means, err) : code;
}

void mst_interview_means_close(struct mst_interview_means *means)
{
	mst_matcher_free(means->matcher);
	SSL_CTX_free(means->tls);
}
