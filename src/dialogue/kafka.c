/* SPDX-License-Identifier: BSD-2-Clause */
/* kafka.c - Apache Kafka (protocol guide, ApiVersions): which requests the broker knows, told before any login. */
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { CORRELATION = 0x6d757374, HEAD = 14, EACH = 6 };

static const uint8_t request[] = { 0, 0, 0, 16, 0, 18, 0, 0, 'm', 'u', 's', 't', 0, 6, 'm', 'u', 's', 't', 'e', 'r' };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request);
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t size = mst_read_be32(&r), correlation = mst_read_be32(&r), count;

	mst_skip(&r, 2); /* code */
	count = mst_read_be32(&r);
	if (heard->size >= 8 && correlation != CORRELATION)
		return MST_STEP_NOT_MINE;
	if (r.short_read)
		return mst_finding_wait(heard);
	if (count > 1000 || size != HEAD - 4 + count * EACH)
		return MST_STEP_NOT_MINE;
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "Apache Kafka");
	return mst_finding_done(talk, "kafka");
}

const struct mst_dialogue mst_dialogue_kafka = {
	.name = "kafka",
	.ports = "9092",
	.tls_ports = "9093",
	.begin = begin,
	.read = read_answer,
};
