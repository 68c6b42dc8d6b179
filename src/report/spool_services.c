/* SPDX-License-Identifier: BSD-2-Clause */
/* spool_services.c - see spool_services.h. Each service has its size (16 bits) in front of its bytes. */
#include "report/spool_services.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/service_draft.h"

#define SIZE_BYTES sizeof(uint16_t)
#define ENTRY_MAX (SIZE_BYTES + MST_SERVICE_BYTES_MAX)
#define USUAL_BYTES ((size_t)512) /* that most entries need at most */
#define MEMORY ((size_t)131072)
_Static_assert(MST_SERVICE_BYTES_MAX <= UINT16_MAX, "a size fits");
_Static_assert(sizeof(uintptr_t) >= sizeof(uint64_t), "a place fits a pointer");

void mst_spool_services_init(struct mst_spool_services *services, const char *folder)
{
	*services = (struct mst_spool_services){ 0 };
	mst_spool_file_init(&services->file, folder);
}

/* A mark is no pointer to anything: the place of the entry, from 1. */
static const struct mst_service *mark_of(uint64_t place)
{
	return (const struct mst_service *)(uintptr_t)(place + 1);
}

static uint64_t place_of(const struct mst_service *mark)
{
	return (uint64_t)(uintptr_t)mark - 1;
}

static int make_room(struct mst_spool_services *services, const struct mst_stall *stall, struct mst_error *err)
{
	int code = 0;

	if (!services->memory)
		services->memory = malloc(MEMORY);
	if (!services->memory)
		return mst_fail(err, -ENOMEM, "no memory for services");
	if (MEMORY - services->used >= ENTRY_MAX)
		return 0;
	code = mst_spool_file_append(&services->file, stall, services->memory, services->used, err);
	if (code == 0)
		services->used = 0;
	return code;
}

int mst_spool_services_mark(struct mst_spool_services *services, const struct mst_stall *stall,
                            struct mst_result *result, struct mst_error *err)
{
	const struct mst_service *service = result->service;
	uint16_t size;
	int code;

	result->service = NULL;
	if (!service)
		return 0;
	code = make_room(services, stall, err);
	if (code < 0)
		return code;
	size = (uint16_t)mst_service_pack(services->memory + services->used + SIZE_BYTES, service);
	memcpy(services->memory + services->used, &size, SIZE_BYTES);
	result->service = mark_of(services->file.size + services->used);
	services->used += SIZE_BYTES + size;
	return 0;
}

static size_t smaller(uint64_t a, size_t b)
{
	return a < b ? (size_t)a : b;
}

/* Entries in the file may be followed by fewer bytes than the largest has, of which few are needed. */
static int read_entry(const struct mst_spool_services *services, uint64_t place, uint8_t entry[ENTRY_MAX],
                      struct mst_error *err)
{
	uint64_t left;
	uint16_t size;
	int code;

	if (place >= services->file.size) {
		size_t at = (size_t)(place - services->file.size);

		memcpy(entry, services->memory + at, smaller(services->used - at, ENTRY_MAX));
		return 0;
	}
	left = services->file.size - place;
	code = mst_spool_file_read(&services->file, entry, smaller(left, USUAL_BYTES), place, err);
	if (code < 0)
		return code;
	memcpy(&size, entry, SIZE_BYTES);
	if (SIZE_BYTES + size > USUAL_BYTES)
		code = mst_spool_file_read(&services->file, entry, smaller(left, ENTRY_MAX), place, err);
	return code;
}

int mst_spool_services_unmark(const struct mst_spool_services *services, struct mst_service_copies *copies,
                              struct mst_result *result, struct mst_error *err)
{
	uint8_t entry[ENTRY_MAX];
	const struct mst_service *mark = result->service;
	uint16_t size;
	int code;

	result->service = NULL;
	if (!mark)
		return 0;
	code = read_entry(services, place_of(mark), entry, err);
	if (code < 0)
		return code;
	memcpy(&size, entry, SIZE_BYTES);
	result->service = mst_service_copy_packed(copies, entry + SIZE_BYTES, size);
	return result->service || size == 0 ? 0 : mst_fail(err, -ENOMEM, "no memory for services");
}

void mst_spool_services_free(struct mst_spool_services *services)
{
	mst_spool_file_close(&services->file);
	free(services->memory);
	services->memory = NULL;
}
