/* SPDX-License-Identifier: BSD-2-Clause */
/* html_out.c - see html_out.h. */
#include "report/html_out.h"

_Static_assert(MST_INK_BUFFER <= MST_OUT_ROOM_MAX, "what the ink has fits the output");

static void take(void *user, const char *bytes, size_t count)
{
	struct mst_out *out = user;

	mst_out_wrote(out, mempcpy(mst_out_room(out, count), bytes, count));
	if (bytes[count - 1] == '\n')
		mst_out_line(out);
}

void mst_html_out_begin(struct mst_ink *ink, struct mst_out *out)
{
	ink->take = take;
	ink->user = out;
	ink->used = 0;
}
