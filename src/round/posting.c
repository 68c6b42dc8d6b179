/* SPDX-License-Identifier: BSD-2-Clause */
/* posting.c - see posting.h. */
#include "round/posting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "round/trace.h"

static void fail(struct mst_shared *shared)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };

	mst_run_fail(shared->run, -ENOMEM, &no_memory);
}

void mst_post(struct mst_shared *shared, const struct mst_result *result, const struct mst_note *note)
{
	struct mst_outbox *verdicts = mst_shared_verdicts(shared), *amendments = mst_shared_amendments(shared);

	if (!note)
		mst_trace_verdict(shared, result);
	/* A full batch of amendments leaves by itself: the verdicts they amend leave before. */
	if (note)
		mst_outbox_flush(verdicts);
	if (!mst_outbox_put(note ? amendments : verdicts, result, note)) /* RESULT */
		fail(shared);
}

/* One piece of memory; NULL: there is none. */
static struct mst_service *service_of(const char *speaks, const uint8_t *bytes, size_t size)
{
	size_t most = mst_service_field_most(MST_SERVICE_BANNER);
	uint16_t kept = (uint16_t)(size < most ? size : most);
	struct mst_service *service = malloc(sizeof *service + kept);
	uint8_t *copy = (uint8_t *)(service + 1);

	if (!service)
		return NULL;
	*service = (struct mst_service){ 0 };
	if (kept)
		memcpy(copy, bytes, kept);
	service->of[MST_SERVICE_BANNER] = (struct mst_service_text){ copy, kept };
	if (speaks)
		service->of[MST_SERVICE_SPEAKS] = (struct mst_service_text){ (const uint8_t *)speaks,
			                                                     (uint16_t)strlen(speaks) };
	return service;
}

void mst_post_told(struct mst_shared *shared, const struct mst_handshake *handshake, enum mst_port_act act,
                   const uint8_t *bytes, size_t size)
{
	const struct mst_note note = { .lane = handshake->lane, .was = MST_STANDING_BEST, .is = MST_STANDING_BEST };
	struct mst_result result = {
		.position = MST_NO_POSITION,
		.addr = handshake->addr,
		.from = handshake->addr,
		.rtt_ns = -1,
		.port = handshake->port,
		.proto = 6,
		.state = MST_OPEN,
		.reason = MST_SYN_ACK,
		.about_port = true,
		.service = service_of(mst_port_act_word(act), bytes, size),
	};

	if (result.service)
		mst_post(shared, &result, &note);
	else
		fail(shared);
}

void mst_posted_free(struct mst_result *result)
{
	free((void *)result->service);
	result->service = NULL;
}
