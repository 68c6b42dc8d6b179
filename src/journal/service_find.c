/* SPDX-License-Identifier: BSD-2-Clause */
/* service_find.c - see service_find.h. */
#include "journal/service_find.h"

#include <errno.h>

#include "base/file_at.h"

#define USUAL_BYTES 512 /* that most entries need at most */

/* The texts of an entry, of which so many bytes were read; false: they are not all there. */
static bool find_texts(const uint8_t *bytes, size_t got, const uint8_t **texts, size_t *count)
{
	struct mst_reader r = mst_reader_over(bytes, got);

	*count = (size_t)mst_read_varint_to(&r, MST_SERVICE_BYTES_MAX);
	*texts = mst_read_bytes(&r, *count);
	return !r.short_read;
}

int mst_service_lend(struct mst_service_copies *copies, const uint8_t *texts, size_t count,
                     const struct mst_service **service)
{
	struct mst_service found;

	*service = mst_service_copy_packed(copies, texts, count);
	if (*service)
		return 0;
	return mst_service_unpack(&found, texts, count) ? -ENOMEM : -EBADMSG;
}

int mst_journal_find_service(struct mst_journal *journal, const struct mst_generation *generation,
                             struct mst_result *result)
{
	uint64_t at = result->about_port && result->state == MST_OPEN
	                      ? mst_service_table_find(&generation->services, result->position)
	                      : 0;
	uint8_t bytes[MST_SERVICE_ENTRY_MAX];
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
	return mst_service_lend(&journal->services.lent, texts, count, &result->service);
}
