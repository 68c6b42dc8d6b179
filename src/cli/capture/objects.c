/* SPDX-License-Identifier: BSD-2-Clause */
/* objects.c - see objects.h. */
#include "cli/capture/objects.h"

#include <inttypes.h>
#include <muster/text.h>
#include <muster/version.h>

#define CHUNK 256 /* bytes */

static void print_bytes(const uint8_t *bytes, size_t count, FILE *out)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * CHUNK + 1];

	for (size_t from = 0; from < count; from += CHUNK) {
		size_t length = 0;

		for (size_t i = from; i < count && i < from + CHUNK; i++) {
			text[length++] = digits[bytes[i] >> 4];
			text[length++] = digits[bytes[i] & 15];
		}
		text[length] = '\0';
		mst_print(out, "%s", text);
	}
}

void mst_object_print_packet(struct mst_capture *capture, const struct mst_captured *frame,
                             const struct mst_line_style *style, bool bytes, FILE *out)
{
	char members[MST_CAPTURE_MEMBERS];

	mst_capture_members(capture, frame, style, members, sizeof members);
	mst_print(out, "{\"type\":\"packet\",%s", members);
	if (bytes) {
		mst_print(out, ",\"data\":\"");
		print_bytes(frame->bytes, frame->captured, out);
		mst_print(out, "\"");
	}
	mst_print(out, "}\n");
}

void mst_object_print_summary(const struct mst_capture_counts *counts, bool live, FILE *out)
{
	mst_print(out, "{\"type\":\"summary\",\"muster\":\"" MST_VERSION "\",\"captured\":%" PRIu64, counts->captured);
	if (live)
		mst_print(out, ",\"received\":%" PRIu64 ",\"dropped\":%" PRIu64 ",\"dropped_by_interface\":%" PRIu64,
		          counts->received, counts->dropped, counts->dropped_by_interface);
	mst_print(out, "}\n");
}
