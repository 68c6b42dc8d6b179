/* SPDX-License-Identifier: BSD-2-Clause */
/* services.c - see services.h. */
#include "journal/services.h"

#include <errno.h>
#include <stdlib.h>

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

/* ---- written ---- */

/* One service in the bytes that are pending: its position, length and texts. */
struct entry {
	mst_uint128 index;
	size_t from, until;
};

static int compare(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	if (left->index != right->index)
		return left->index < right->index ? -1 : 1;
	return left->from < right->from ? -1 : left->from > right->from;
}

/* What this process put there. NULL without memory. */
static struct entry *find_entries(const struct mst_bytes *pending, const struct mst_space *space, size_t *count)
{
	struct mst_reader r = mst_reader_over(pending->bytes, pending->count);
	struct entry *entries = NULL;
	size_t room = 0;

	for (*count = 0; r.left > 0; ++*count) {
		struct entry entry = { .from = pending->count - r.left };

		entry.index = mst_space_index(space, mst_read_varint(&r));
		mst_skip(&r, (size_t)mst_read_varint(&r));
		entry.until = pending->count - r.left;
		if (*count == room) {
			struct entry *more = reallocarray(entries, room = 2 * room + 1024, sizeof *more);

			if (!more) {
				free(entries);
				return NULL;
			}
			entries = more;
		}
		entries[*count] = entry;
	}
	return entries;
}

bool mst_journal_services_put(const struct mst_journal_services *services, struct mst_bytes *payload,
                              const struct mst_space *space)
{
	const struct mst_bytes *pending = &services->pending;
	size_t count;
	struct entry *entries = find_entries(pending, space, &count);

	if (!entries)
		return false;
	qsort(entries, count, sizeof *entries, compare);
	for (size_t i = 0; i < count; i++) {
		const struct entry *entry = &entries[i];

		if (i + 1 == count || entries[i + 1].index != entry->index)
			mst_bytes_put_bytes(payload, pending->bytes + entry->from, entry->until - entry->from);
	}
	free(entries);
	return !payload->failed;
}

/* ---- noted ---- */

/* False without memory. */
static bool note_run(struct mst_journal_services *services, const struct mst_service_run *run)
{
	if (services->run_count == services->run_room) {
		size_t room = 2 * services->run_room + 16;
		struct mst_service_run *more = reallocarray(services->runs, room, sizeof *more);

		if (!more)
			return false;
		services->runs = more;
		services->run_room = room;
	}
	services->runs[services->run_count++] = *run;
	return true;
}

int mst_journal_services_note(struct mst_journal_services *services, struct mst_reader r, uint64_t at,
                              const struct mst_space *space, struct mst_journal_held *held)
{
	struct mst_service_run run = { .at = at, .bytes = (uint32_t)r.left, .sorted = true };
	const size_t all = r.left;
	mst_uint128 last = 0;

	for (; r.left > 0; run.count++) {
		uint64_t position = mst_read_varint(&r), place = at + all - r.left;
		size_t count = (size_t)mst_read_varint_to(&r, MST_SERVICE_BYTES_MAX);
		const uint8_t *bytes = mst_read_bytes(&r, count);
		struct mst_service service;
		mst_uint128 index;

		if (r.short_read || count == 0 || position < space->begin || position >= space->end ||
		    !mst_service_unpack(&service, bytes, count))
			return -EBADMSG;
		index = mst_space_index(space, position);
		run.sorted = run.sorted && index >= last;
		last = index;
		if (held && mst_journal_held_place(held, position, place) < 0)
			return -ENOMEM;
	}
	return run.count == 0 || note_run(services, &run) ? 0 : -ENOMEM;
}

void mst_journal_services_free(struct mst_journal_services *services)
{
	free(services->runs);
	mst_bytes_free(&services->pending);
	mst_service_copies_free(&services->lent);
}
