/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * epmd.c - Erlang's port mapper (distribution protocol, "NAMES_REQ"): the names of its nodes. The answer begins with
 * the port at which epmd listens, and ends when it closes.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

static const uint8_t names_request[] = { 0, 1, 'n' };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, names_request, sizeof names_request);
}

/* Lines such as: name rabbit at port 25672 */
static bool read_names(struct mst_talk *talk, struct mst_reader *r)
{
	while (r->left) {
		size_t size;
		const uint8_t *line = mst_finding_until(r, '\n', &size);
		const uint8_t *end = line && size > 5 ? memchr(line + 5, ' ', size - 5) : NULL;

		if (!end || memcmp(line, "name ", 5))
			return false;
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, line + 5, (size_t)(end - line) - 5);
	}
	return true;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t port = mst_read_be32(&r);

	if (!r.short_read && port != talk->port)
		return MST_STEP_NOT_MINE;
	if (!heard->ended && !heard->full)
		return MST_STEP_READ;
	if (r.short_read || !read_names(talk, &r))
		return MST_STEP_NOT_MINE;
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "Erlang Port Mapper Daemon");
	return mst_finding_done(talk, "epmd");
}

const struct mst_dialogue mst_dialogue_epmd = {
	.name = "epmd",
	.ports = "4369",
	.tls_ports = "",
	.begin = begin,
	.read = read_answer,
};
