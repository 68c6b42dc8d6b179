/* SPDX-License-Identifier: BSD-2-Clause */
/* finding.c - see finding.h. */
#include "dialogue/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX 1460 /* the longest field that is put together here */

enum mst_step mst_finding_wait(const struct mst_heard *heard)
{
	return heard->ended || heard->full ? MST_STEP_NOT_MINE : MST_STEP_READ;
}

static enum mst_step found(struct mst_talk *talk, const char *service, const char *from)
{
	mst_draft_set(talk->draft, MST_SERVICE_NAME, service, strlen(service));
	mst_draft_set(talk->draft, MST_SERVICE_FROM, from, strlen(from));
	return MST_STEP_DONE;
}

enum mst_step mst_finding_done(struct mst_talk *talk, const char *service)
{
	return found(talk, service, "probe");
}

enum mst_step mst_finding_spoke(struct mst_talk *talk, const char *service)
{
	return found(talk, service, "banner");
}

void mst_finding_text(struct mst_talk *talk, enum mst_service_field field, const char *format, ...)
{
	char text[256];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (size > 0)
		mst_draft_add_text(talk->draft, field, text);
}

void mst_finding_word(struct mst_talk *talk, enum mst_service_field field, const void *bytes, size_t size)
{
	const struct mst_service_text *have = &talk->draft->service.of[field];
	size_t blank = have->size > 0, room = mst_service_field_most(field);
	uint8_t text[TEXT_MAX];

	if (!size || room > sizeof text || have->size + blank + size > room)
		return;
	if (have->size)
		memcpy(text, have->bytes, have->size);
	if (blank)
		text[have->size] = ' ';
	memcpy(text + have->size + blank, bytes, size);
	mst_draft_set(talk->draft, field, text, have->size + blank + size);
}

void mst_finding_words(struct mst_talk *talk, enum mst_service_field field, const char *words)
{
	mst_finding_word(talk, field, words, strlen(words));
}

const uint8_t *mst_finding_until(struct mst_reader *r, uint8_t end, size_t *size)
{
	const uint8_t *text = r->at, *found_at = r->left ? memchr(text, end, r->left) : NULL;

	*size = 0;
	if (!found_at) {
		mst_skip(r, r->left + 1);
		return NULL;
	}
	*size = (size_t)(found_at - text);
	mst_skip(r, *size + 1);
	return text;
}

const uint8_t *mst_finding_place(const uint8_t *bytes, size_t size, const char *text)
{
	return size ? memmem(bytes, size, text, strlen(text)) : NULL;
}
