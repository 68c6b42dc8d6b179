/* SPDX-License-Identifier: BSD-2-Clause */
/* service_find.c - see service_find.h. */
#include "journal/service_find.h"

#include <errno.h>

#include "base/file_at.h"

#define USUAL_BYTES 512 /* that most entries need at most */

/* 0, where it was not found out. */
static uint64_t place_of(struct mst_journal *journal, uint64_t position)
{
	uint64_t at = mst_service_table_find(&journal->services.table, position);

	if (at == 0 && journal->services.pending.count > 0 && mst_journal_flush(journal, NULL) == 0)
		at = mst_service_table_find(&journal->services.table, position);
	return at;
}

/* The texts of an entry, of which so many bytes were read; false: they are not all there. */
static bool find_texts(const uint8_t *bytes, size_t got, const uint8_t **texts, size_t *count)
{
	struct mst_reader r = mst_reader_over(bytes, got);

	*count = (size_t)mst_read_varint_to(&r, MST_SERVICE_BYTES_MAX);
	*texts = mst_read_bytes(&r, *count);
	return !r.short_read;
}

int mst_journal_find_service(struct mst_journal *journal, struct mst_service_copies *copies, struct mst_result *result)
{
	uint64_t at = result->about_port && result->state == MST_OPEN ? place_of(journal, result->position) : 0;
	uint8_t bytes[MST_SERVICE_ENTRY_MAX];
	struct mst_service service;
	const uint8_t *texts;
	size_t count;
	ssize_t got;

	if (at == 0)
		return 0;
	got = mst_file_read_at(journal->file.fd, bytes, USUAL_BYTES, at);
	if (got == USUAL_BYTES && !find_texts(bytes, USUAL_BYTES, &texts, &count))
		got = mst_file_read_at(journal->file.fd, bytes, sizeof bytes, at);
	if (got < 0)
		return (int)got;
	if (!find_texts(bytes, (size_t)got, &texts, &count))
		return -EBADMSG;
	result->service = mst_service_copy_packed(copies, texts, count);
	if (result->service)
		return 0;
	return mst_service_unpack(&service, texts, count) ? -ENOMEM : -EBADMSG;
}
