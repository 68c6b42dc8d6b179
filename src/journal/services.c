/* SPDX-License-Identifier: BSD-2-Clause */
/* services.c - see services.h. */
#include "journal/services.h"

#include <errno.h>

bool mst_journal_services_add(struct mst_journal_services *services, uint64_t position,
                              const struct mst_service *service)
{
	struct mst_bytes *pending = &services->pending;
	uint8_t bytes[MST_SERVICE_BYTES_MAX];
	size_t count = mst_service_pack(bytes, service);

	if (count == 0)
		return true;
	mst_bytes_put_varint(pending, position);
	mst_bytes_put_varint(pending, count);
	mst_bytes_put_bytes(pending, bytes, count);
	return !pending->failed;
}

int mst_journal_services_note(struct mst_service_table *table, struct mst_reader r, uint64_t at,
                              const struct mst_space *space)
{
	const size_t all = r.left;

	while (r.left > 0) {
		uint64_t position = mst_read_varint(&r), place = at + all - r.left;
		size_t count = (size_t)mst_read_varint_to(&r, MST_SERVICE_BYTES_MAX);
		const uint8_t *bytes = mst_read_bytes(&r, count);
		struct mst_service service;

		if (r.short_read || count == 0 || position < space->begin || position >= space->end ||
		    !mst_service_unpack(&service, bytes, count))
			return -EBADMSG;
		if (mst_service_table_put(table, position, place) < 0)
			return -ENOMEM;
	}
	return 0;
}

void mst_journal_services_free(struct mst_journal_services *services)
{
	mst_service_table_free(&services->table);
	mst_bytes_free(&services->pending);
	mst_service_copies_free(&services->lent);
}
