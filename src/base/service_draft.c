/* SPDX-License-Identifier: BSD-2-Clause */
/* service_draft.c - see service_draft.h. */
#include "base/service_draft.h"

#include <stddef.h>
#include <string.h>

#include "base/reader.h"

/* Where the text of each field stands: all have room at once. */
struct room {
#define ROOM(constant, name, most, meaning) uint8_t of_##constant[most];
	MST_SERVICE_FIELDS(ROOM)
#undef ROOM
};
_Static_assert(sizeof(struct room) <= MST_SERVICE_BYTES_MAX, "there is room");

static const uint16_t places[] = {
#define PLACE(constant, name, most, meaning) [constant] = offsetof(struct room, of_##constant),
	MST_SERVICE_FIELDS(PLACE)
#undef PLACE
};

void mst_draft_begin(struct mst_service_draft *draft)
{
	memset(&draft->service, 0, sizeof draft->service);
}

void mst_draft_set(struct mst_service_draft *draft, enum mst_service_field field, const void *bytes, size_t size)
{
	size_t most = mst_service_field_most(field);
	uint8_t *to = draft->bytes + places[field];

	if (size > most)
		size = most;
	if (size)
		memmove(to, bytes, size);
	draft->service.of[field] = (struct mst_service_text){ size ? to : NULL, (uint16_t)size };
}

void mst_draft_add(struct mst_service_draft *draft, enum mst_service_field field, const void *bytes, size_t size)
{
	if (!mst_draft_knows(draft, field))
		mst_draft_set(draft, field, bytes, size);
}

void mst_draft_add_text(struct mst_service_draft *draft, enum mst_service_field field, const char *text)
{
	mst_draft_add(draft, field, text, strlen(text));
}

bool mst_draft_knows(const struct mst_service_draft *draft, enum mst_service_field field)
{
	return draft->service.of[field].size > 0;
}

void mst_draft_join(struct mst_service_draft *draft, const struct mst_service *service)
{
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++)
		mst_draft_add(draft, i, service->of[i].bytes, service->of[i].size);
}

size_t mst_service_pack(uint8_t *bytes, const struct mst_service *service)
{
	uint8_t *at = bytes;

	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++) {
		struct mst_service_text text = service->of[i];

		if (!text.size)
			continue;
		*at++ = (uint8_t)i;
		*at++ = (uint8_t)text.size;
		*at++ = (uint8_t)(text.size >> 8);
		memcpy(at, text.bytes, text.size);
		at += text.size;
	}
	return (size_t)(at - bytes);
}

bool mst_service_unpack(struct mst_service *service, const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	unsigned next = 0;

	memset(service, 0, sizeof *service);
	while (r.left) {
		unsigned field = mst_read_u8(&r);
		unsigned low = mst_read_u8(&r), count = low | (unsigned)mst_read_u8(&r) << 8;
		const uint8_t *text = mst_read_bytes(&r, count);

		if (r.short_read || field < next || !count || count > mst_service_field_most(field))
			return false;
		service->of[field] = (struct mst_service_text){ text, (uint16_t)count };
		next = field + 1;
	}
	return true;
}
