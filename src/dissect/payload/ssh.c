/* SPDX-License-Identifier: BSD-2-Clause */
/* ssh.c - describes the first packet of SSH: the version of either side (RFC 4253, section 4.2). */
#include <string.h>

#include "dissect/payload/describers.h"
#include "dissect/payload/text.h"

bool mst_describe_ssh(struct mst_line *line, const struct mst_layer *layer)
{
	static const char start[] = "SSH-";
	const size_t whole = sizeof start - 1;
	enum mst_first_line first;
	size_t length;

	length = layer->captured < whole ? layer->captured : whole;
	if (memcmp(layer->bytes, start, length) != 0)
		return false;
	if (length < whole) {
		mst_line_add(line, " [|ssh]");
		return true;
	}
	first = mst_text_first_line(layer, &length);
	if (first == MST_LINE_CUT) {
		mst_line_add(line, " [|ssh]");
	} else if (first == MST_LINE_WHOLE) {
		mst_line_add(line, ": SSH: ");
		mst_text_add(line, layer->bytes, length);
	}
	return true;
}
