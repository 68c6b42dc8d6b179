/* SPDX-License-Identifier: BSD-2-Clause */
/* service_find.c - see service_find.h. */
#include "journal/service_find.h"

#include <errno.h>

#include "base/file_at.h"

/* 0, where it was not found out. */
static uint64_t place_of(struct mst_journal *journal, uint64_t position)
{
	uint64_t at = mst_service_table_find(&journal->services.table, position);

	if (at == 0 && journal->services.pending.count > 0 && mst_journal_flush(journal, NULL) == 0)
		at = mst_service_table_find(&journal->services.table, position);
	return at;
}

int mst_journal_find_service(struct mst_journal *journal, struct mst_service_copies *copies, struct mst_result *result)
{
	uint64_t at = result->about_port && result->state == MST_OPEN ? place_of(journal, result->position) : 0;
	uint8_t bytes[MST_SERVICE_ENTRY_MAX];
	struct mst_service service;
	struct mst_reader r;
	const uint8_t *texts;
	size_t count;
	ssize_t got;

	if (at == 0)
		return 0;
	got = mst_file_read_at(journal->file.fd, bytes, sizeof bytes, at);
	if (got < 0)
		return (int)got;
	r = mst_reader_over(bytes, (size_t)got);
	count = (size_t)mst_read_varint_to(&r, MST_SERVICE_BYTES_MAX);
	texts = mst_read_bytes(&r, count);
	if (r.short_read || !mst_service_unpack(&service, texts, count))
		return -EBADMSG;
	result->service = mst_service_copy(copies, &service);
	return result->service ? 0 : -ENOMEM;
}
