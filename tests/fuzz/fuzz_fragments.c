/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_fragments.c - fragments as they arrive: the store stays inside its memory, and a packet that is whole has the
 * bytes of its fragments and is no fragment again.
 *
 * Input: bare packets, each behind a word of 16 bits with its length and a byte: seconds since the one before.
 */
#include <assert.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/reader.h"
#include "wire/fragments.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Kept: making four MiB anew for each input is most of the work. */
static struct mst_fragments *fragments;
static uint64_t now_ns;

static void take(const struct mst_fragment_view *fragment)
{
	uint64_t dropped = mst_fragments_dropped(fragments);
	struct mst_fragment_view whole;
	struct mst_view view;
	uint8_t *exact;

	if (!mst_fragments_take(fragments, fragment, 1, now_ns, &whole)) {
		assert(mst_fragments_dropped(fragments) - dropped <= MST_FRAGMENTS_PACKETS + 1);
		return;
	}
	assert(whole.count > 0 && whole.bytes[0] >> 4 == fragment->bytes[0] >> 4);
	exact = malloc(whole.count); /* a read behind its end shows */
	assert(exact);
	memcpy(exact, whole.bytes, whole.count);
	assert(mst_frame_read(&view, DLT_RAW, exact, whole.count) != MST_FATE_FRAGMENT);
	free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	if (!fragments)
		fragments = mst_fragments_new();
	assert(fragments);
	now_ns += 120 * MST_NS_PER_SECOND; /* what an input before left is too old */
	while (r.left > 0 && !r.short_read) {
		size_t length = mst_read_be16(&r);
		uint64_t later = mst_read_u8(&r);
		const uint8_t *packet = mst_read_bytes(&r, length < r.left ? length : r.left);
		struct mst_view view;

		now_ns += later * MST_NS_PER_SECOND;
		if (packet && mst_frame_read(&view, DLT_RAW, packet, (size_t)(r.at - packet)) == MST_FATE_FRAGMENT)
			take(&view.fragment);
	}
	return 0;
}
