/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_record.c - any bytes as a recording: nothing is read past them, every frame lies within them, items are in the
 * order of their numbers, and text is harmless to a terminal.
 */
#include <stdlib.h>
#include <string.h>

#include "record/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void check_text(const char *text, bool lines)
{
	for (; *text; text++)
		must(((uint8_t)*text >= ' ' && *text != 127) || (lines && *text == '\n'));
}

static void check_item(const struct mst_record_item *item, const uint8_t *bytes, size_t count)
{
	if (item->kind == MST_RECORD_EVENT) {
		must(item->text && !item->bytes && item->count == 0);
		check_text(item->text, true);
		return;
	}
	must(item->bytes >= bytes && item->count <= count && item->bytes + item->count <= bytes + count);
	must(item->wire_bytes >= item->count && !item->text);
	must(memchr(item->interface, '\0', sizeof item->interface));
	check_text(item->interface, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_error err = { "" };
	struct mst_record *record;
	uint64_t last = 0;

	if (mst_record_parse(&record, bytes, count, &err) < 0) {
		must(!record && err.text[0]);
		return 0;
	}
	for (size_t i = 0; i < mst_record_count(record); i++) {
		const struct mst_record_item *item = mst_record_at(record, i);

		check_item(item, bytes, count);
		must(item->number >= last);
		last = item->number;
	}
	mst_record_free(record);
	return 0;
}
