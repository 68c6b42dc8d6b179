/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cassandra.c - Cassandra's native protocol (version 4, 4.1.2 and 4.2.4): OPTIONS, answered by SUPPORTED without a
 * login; or by ERROR from servers of other versions.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { RESPONSE = 0x80, ERROR = 0, SUPPORTED = 6, HEAD = 9 };

static const uint8_t options[] = { 4, 0, 0, 0, 5, 0, 0, 0, 0 };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, options, sizeof options);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= HEAD && (bytes[0] & 0xf8) == RESPONSE && (bytes[0] & 7) >= 3 && !bytes[5] && !bytes[6] &&
	       (bytes[4] == SUPPORTED || bytes[4] == ERROR);
}

static void read_option(struct mst_talk *talk, const uint8_t *name, size_t name_size, const uint8_t *value, size_t size)
{
	if (name_size >= 7 && !memcmp(name, "SCYLLA_", 7))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "ScyllaDB");
	if (name_size == 11 && !memcmp(name, "CQL_VERSION", 11))
		mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "CQL-%.*s", (int)(size < 32 ? size : 32),
		                 (const char *)value);
}

/* A map of strings to lists of strings. */
static void read_options(struct mst_talk *talk, struct mst_reader *r)
{
	uint16_t count = mst_read_be16(r);

	while (count-- && !r->short_read) {
		size_t name_size = mst_read_be16(r);
		const uint8_t *name = mst_read_bytes(r, name_size);
		uint16_t values = mst_read_be16(r);

		while (values-- && !r->short_read) {
			size_t size = mst_read_be16(r);
			const uint8_t *value = mst_read_bytes(r, size);

			if (name && value)
				read_option(talk, name, name_size, value, size);
		}
	}
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "Apache Cassandra");
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t size;

	if (heard->size < HEAD)
		return mst_finding_wait(heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	mst_skip(&r, 5);
	size = mst_read_be32(&r);
	if (r.left < size)
		return mst_finding_wait(heard);
	r.left = size;
	if (heard->bytes[4] == SUPPORTED)
		read_options(talk, &r);
	return mst_finding_done(talk, "cassandra-native");
}

const struct mst_dialogue mst_dialogue_cassandra = {
	.name = "cassandra-native",
	.ports = "9042",
	.tls_ports = "9142",
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
