/* SPDX-License-Identifier: BSD-2-Clause */
/* memcached_udp.c - memcached over UDP (protocol.txt, "UDP protocol"): its version, behind a head of eight bytes. */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { HEAD = 8 };

static const uint8_t request[] = "ms\0\0\0\1\0\0version\r\n";

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request - 1);
}

static enum mst_step read_version(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	const uint8_t *head = mst_read_bytes(&r, HEAD), *word = mst_read_bytes(&r, 8), *version;
	size_t size;

	if (!heard->size)
		return mst_finding_wait(heard);
	if (!word || memcmp(head, request, 4) || memcmp(word, "VERSION ", 8))
		return MST_STEP_NOT_MINE;
	version = mst_finding_until(&r, '\r', &size);
	if (!version)
		return MST_STEP_NOT_MINE;
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "Memcached");
	mst_draft_add(talk->draft, MST_SERVICE_VERSION, version, size);
	return mst_finding_done(talk, "memcached");
}

const struct mst_dialogue mst_dialogue_memcached_udp = {
	.name = "memcached",
	.ports = "11211",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_version,
};
