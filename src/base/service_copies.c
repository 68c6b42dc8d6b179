/* SPDX-License-Identifier: BSD-2-Clause */
/* service_copies.c - see service_copies.h. */
#include "base/service_copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/service_draft.h"

#define BLOCK_BYTES ((size_t)65536) /* at least; far more than one service has */
#define ALIGNMENT _Alignof(struct mst_service)

struct mst_copies_block {
	struct mst_copies_block *next;
	size_t used;
	uint8_t bytes[]; /* as aligned as the pointer before */
};

/* Room for a service with its texts; NULL without memory. */
static struct mst_service *room_for(struct mst_service_copies *copies, size_t texts)
{
	size_t size = (sizeof(struct mst_service) + texts + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	struct mst_copies_block *block = copies->blocks;

	if (!block || BLOCK_BYTES - block->used < size) {
		block = malloc(sizeof *block + BLOCK_BYTES);
		if (!block)
			return NULL;
		*block = (struct mst_copies_block){ .next = copies->blocks };
		copies->blocks = block;
	}
	block->used += size;
	return (struct mst_service *)(void *)(block->bytes + block->used - size);
}

const struct mst_service *mst_service_copy(struct mst_service_copies *copies, const struct mst_service *service)
{
	struct mst_service *copy;
	size_t texts = 0;
	uint8_t *at;

	for (unsigned i = 0; service && i < MST_SERVICE_FIELD_COUNT; i++)
		texts += service->of[i].size;
	copy = service && texts <= MST_SERVICE_BYTES_MAX ? room_for(copies, texts) : NULL;
	if (!copy)
		return NULL;
	at = (uint8_t *)(copy + 1);
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++) {
		struct mst_service_text text = service->of[i];

		copy->of[i] = (struct mst_service_text){ text.size ? at : NULL, text.size };
		if (text.size)
			memcpy(at, text.bytes, text.size);
		at += text.size;
	}
	return copy;
}

const struct mst_service *mst_service_copy_packed(struct mst_service_copies *copies, const uint8_t *bytes, size_t size)
{
	struct mst_service *copy = size && size <= MST_SERVICE_BYTES_MAX ? room_for(copies, size) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy + 1, bytes, size);
	return mst_service_unpack(copy, (const uint8_t *)(copy + 1), size) ? copy : NULL;
}

/* The oldest block is kept: most users need one again at once. */
void mst_service_copies_clear(struct mst_service_copies *copies)
{
	while (copies->blocks && copies->blocks->next) {
		struct mst_copies_block *block = copies->blocks;

		copies->blocks = block->next;
		free(block);
	}
	if (copies->blocks)
		copies->blocks->used = 0;
}

void mst_service_copies_free(struct mst_service_copies *copies)
{
	mst_service_copies_clear(copies);
	free(copies->blocks);
	copies->blocks = NULL;
}
