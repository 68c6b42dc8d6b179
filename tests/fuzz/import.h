/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * import.h - what the fuzz targets of files to be read have in common: any bytes are refused with a sentence, or become
 * rows that are in order and in range.
 */
#ifndef FUZZ_IMPORT_H
#define FUZZ_IMPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "import/formats.h"
#include "import/sorted.h"

#define ROWS_MOST 100000 /* that are looked at: a short file may stand for many */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static inline void must(bool true_here)
{
	if (!true_here)
		abort();
}

static inline void check_text(const char *text)
{
	must(*text && strlen(text) < MST_ERROR_TEXT);
	for (; *text; text++)
		must((uint8_t)*text >= ' ' && *text != 127);
}

static inline void check_sentence(const struct mst_error *err)
{
	check_text(err->text);
}

static inline int compare_rows(const struct mst_result *a, const struct mst_result *b)
{
	int order = mst_addr_compare(&a->addr, &b->addr);

	return order ? order : (int)a->port - (int)b->port;
}

static inline void check_row(const struct mst_result *row, const struct mst_result *before)
{
	must(row->state < MST_STATE_COUNT && row->was < MST_STATE_COUNT && row->reason < MST_REASON_COUNT);
	must(row->suspect < MST_SUSPICION_COUNT && row->position == MST_NO_POSITION && row->rtt_ns >= -1);
	must((row->addr.family == MST_IPV4 || row->addr.family == MST_IPV6) && (row->about_port || row->port == 0));
	must(compare_rows(before, row) <= 0);
}

/* As often as asked: the same number of rows each time. */
static inline size_t check_rows(struct mst_rows *rows)
{
	struct mst_result batch[7], before = { 0 };
	size_t count = 0, got;

	while (count < ROWS_MOST && (got = mst_rows_next(rows, batch, 7)) > 0) {
		for (size_t i = 0; i < got; before = batch[i++]) {
			const char *name = mst_rows_name(rows, &batch[i].addr);

			check_row(&batch[i], &before);
			must(!name || (*name && strlen(name) <= MST_NAME_MAX));
		}
		count += got;
	}
	must(mst_rows_code(rows, NULL) == 0);
	return count;
}

static inline void check_about(const struct mst_rows_about *about)
{
	if (about->warning)
		check_text(about->warning);
	for (size_t i = 0; i < about->parameters.count; i++)
		must(about->parameters.pairs[i].name != NULL);
}

typedef int import_one(struct mst_gather *gather, struct mst_input *input, struct mst_error *err);

static inline void import_bytes(const uint8_t *bytes, size_t count, import_one *import)
{
	int fd = memfd_create("import", MFD_CLOEXEC);
	struct mst_error err = { "" };
	struct mst_gather gather;
	struct mst_input input;
	struct mst_rows *rows;
	char path[32];

	must(fd >= 0 && write(fd, bytes, count) == (ssize_t)count);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (mst_input_open(&input, path, &err) == 0) {
		must(mst_gather_init(&gather, "input", &err) == 0);
		if (import(&gather, &input, &err) == 0) {
			must(mst_sorted_rows(&rows, &gather, "fuzz", &err) == 0);
			count = check_rows(rows);
			mst_rows_rewind(rows);
			must(check_rows(rows) == count);
			check_about(mst_rows_about(rows));
			mst_rows_close(rows);
		} else {
			check_sentence(&err);
			mst_gather_free(&gather);
		}
		mst_input_close(&input);
	} else {
		check_sentence(&err);
	}
	close(fd);
}

#endif
