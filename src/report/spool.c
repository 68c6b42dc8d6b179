/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool.c - see spool.h: verdicts kept until the scan ends.
 */
#include "report/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "report/sort.h"

#define MEMORY_SIZE (MST_SPOOL_RUN * sizeof(struct mst_result))

int mst_spool_init(struct mst_spool *spool, const char *folder, bool ordered, struct mst_error *err)
{
	*spool = (struct mst_spool){ .ordered = ordered };
	spool->memory = malloc(MEMORY_SIZE);
	spool->folder = folder ? strdup(folder) : NULL;
	mst_spool_file_init(&spool->file, spool->folder);
	mst_spool_services_init(&spool->services, spool->folder);
	if (spool->memory && (spool->folder || !folder))
		return 0;
	mst_spool_free(spool);
	return mst_fail(err, -ENOMEM, "no memory for the report");
}

/* Empties the full memory into the file. */
static void spill(struct mst_spool *spool)
{
	if (spool->ordered)
		mst_sort_results(spool->memory, spool->in_memory);
	spool->code = mst_spool_file_append(&spool->file, spool->stall, spool->memory, MEMORY_SIZE, &spool->error);
	if (spool->code < 0)
		return;
	spool->in_file += spool->in_memory;
	spool->in_memory = 0;
}

void mst_spool_mark(struct mst_spool *spool, struct mst_result *result)
{
	if (spool->code == 0)
		spool->code = mst_spool_services_mark(&spool->services, spool->stall, result, &spool->error);
	else
		result->service = NULL;
}

static void add(struct mst_spool *spool, const struct mst_result *results, size_t count, bool marked)
{
	while (count > 0 && spool->code == 0) {
		size_t space = MST_SPOOL_RUN - spool->in_memory;
		size_t now = count < space ? count : space;
		struct mst_result *kept = spool->memory + spool->in_memory;

		memcpy(kept, results, now * sizeof *results);
		for (size_t i = 0; i < now && !marked; i++) {
			if (kept[i].service)
				mst_spool_mark(spool, &kept[i]);
		}
		spool->in_memory += now;
		results += now;
		count -= now;
		if (spool->in_memory == MST_SPOOL_RUN && spool->code == 0)
			spill(spool);
	}
}

void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count)
{
	add(spool, results, count, false);
}

void mst_spool_add_marked(struct mst_spool *spool, const struct mst_result *results, size_t count)
{
	add(spool, results, count, true);
}

bool mst_spool_read(struct mst_spool *spool, struct mst_result *results, size_t first, size_t count)
{
	int code = mst_spool_file_read(&spool->file, results, count * sizeof *results, first * sizeof *results,
	                               &spool->error);

	if (code < 0)
		spool->code = code;
	return code == 0;
}

bool mst_spool_unmark(struct mst_spool *spool, struct mst_service_copies *copies, struct mst_result *results,
                      size_t count)
{
	bool read = true;

	for (size_t i = 0; i < count; i++) {
		int code = mst_spool_services_unmark(&spool->services, copies, &results[i], &spool->error);

		if (code < 0)
			spool->code = code;
		read &= code == 0;
	}
	return read;
}

void mst_spool_free(struct mst_spool *spool)
{
	if (spool->memory) {
		mst_spool_file_close(&spool->file);
		mst_spool_services_free(&spool->services);
	}
	free(spool->memory);
	free(spool->folder);
	*spool = (struct mst_spool){ .file.fd = -1, .services.file.fd = -1 };
}
