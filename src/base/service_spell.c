/* SPDX-License-Identifier: BSD-2-Clause */
/* service_spell.c - see service_spell.h. */
#include "base/service_spell.h"

#include <string.h>

#include "base/media.h"
#include "base/utf8.h"

#define TEXT_MAX 1460 /* the longest, a banner */

static char *spell_bytes(char *at, const char *from, const char *end)
{
	static const char digits[] = "0123456789abcdef";

	for (; from < end; from++) {
		*at++ = '\\';
		*at++ = 'x';
		*at++ = digits[(uint8_t)*from >> 4];
		*at++ = digits[*from & 15];
	}
	return at;
}

static bool is_spelled(const char *from, const char *end, size_t length, uint32_t number, bool plain)
{
	if (length == 0 || number == 0 || (plain && mst_text_is_unseen(number)))
		return true;
	return number == '\\' && from + 1 < end && from[1] == 'x';
}

char *mst_service_spell(char *at, const struct mst_service_text *text, bool plain)
{
	const char *from = (const char *)text->bytes, *end = text->size ? from + text->size : from;

	while (from < end) {
		const char *next;
		uint32_t number;
		size_t length;

		if (*from >= ' ' && *from < 0x7f && *from != '\\') { /* as most are */
			*at++ = *from++;
			continue;
		}
		length = mst_utf8_read((const uint8_t *)from, (size_t)(end - from), &number);
		next = from + (length ? length : 1);
		if (is_spelled(from, end, length, number, plain))
			at = spell_bytes(at, from, next);
		else
			at = mempcpy(at, from, (size_t)(next - from));
		from = next;
	}
	return at;
}

bool mst_service_text_is_number(const struct mst_service_text *text)
{
	for (size_t i = 0; i < text->size; i++) {
		if (text->bytes[i] < '0' || text->bytes[i] > '9' || (i == 0 && text->size > 1 && *text->bytes == '0'))
			return false;
	}
	return true;
}

size_t mst_service_text(char *to, size_t size, const struct mst_service *service, enum mst_service_field field)
{
	char spelled[MST_SPELLED_BYTE_MAX * TEXT_MAX];
	size_t length = 0;

	if (service && (unsigned)field < MST_SERVICE_FIELD_COUNT && service->of[field].size <= TEXT_MAX)
		length = (size_t)(mst_service_spell(spelled, &service->of[field], true) - spelled);
	return mst_medium_copy(MST_TO_RAW, to, size, spelled, length);
}
