/* SPDX-License-Identifier: BSD-2-Clause */
/* service_text.c - see service_text.h. */
#include "import/service_text.h"

#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "base/hex.h"

#define SHOWN 48 /* bytes of a value in a sentence */

/* The byte that \xHH at the front of a text stands for; -1: there is none. */
static int spelled_byte(const char *text)
{
	int high = text[0] == '\\' && text[1] == 'x' ? mst_hex_digit((unsigned char)text[2]) : -1;
	int low = high < 0 ? -1 : mst_hex_digit((unsigned char)text[3]);

	return low < 0 ? -1 : high << 4 | low;
}

static size_t unspell(uint8_t *bytes, size_t most, const char *text)
{
	size_t count = 0;

	while (*text && count < most) {
		int spelled = spelled_byte(text);

		bytes[count++] = (uint8_t)(spelled < 0 ? *text : spelled);
		text += spelled < 0 ? 1 : 4;
	}
	return count;
}

int mst_service_text_take(struct mst_service_draft *draft, enum mst_service_field field, const char *text,
                          struct mst_error *err)
{
	uint8_t bytes[MST_SERVICE_BYTES_MAX];
	size_t length = strlen(text);

	if (field == MST_SERVICE_HTTP_STATUS && strspn(text, "0123456789") != length)
		return mst_fail(err, -EBADMSG, "http_status \"%.*s\"; expected a number", SHOWN, text);
	/* Reports have these as words. */
	if (field == MST_SERVICE_NAME || field == MST_SERVICE_FROM)
		mst_draft_set(draft, field, text, length);
	else
		mst_draft_set(draft, field, bytes, unspell(bytes, mst_service_field_most(field), text));
	return 0;
}

bool mst_service_text_finish(struct mst_service_draft *draft)
{
	struct mst_service_text from = draft->service.of[MST_SERVICE_FROM];
	bool known = false;

	if (!from.size || (from.size == 4 && memcmp(from.bytes, "port", 4) == 0)) {
		mst_draft_set(draft, MST_SERVICE_NAME, NULL, 0);
		mst_draft_set(draft, MST_SERVICE_FROM, NULL, 0);
	}
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++)
		known |= mst_draft_knows(draft, i);
	return known;
}
