/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_journal.c - any bytes as a journal: nothing crashes, rows are in order, each question has one at most, and they
 * agree with the counts. The records get right checksums first, or nothing behind them would be read.
 */
#include <muster/journal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/rows.h"
#include "journal/crc.h"
#include "journal/format.h"
#include "journal/handle.h"

#define ROWS_MAX 4096
#define WALKED_MAX (1u << 16) /* questions: more take too long */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void put_crc(uint8_t *at, uint32_t crc)
{
	for (int i = 0; i < 4; i++, crc >>= 8)
		at[i] = (uint8_t)crc;
}

static void mend(uint8_t *bytes, size_t count)
{
	size_t at = MST_JOURNAL_HEADER;

	if (count < at)
		return;
	put_crc(bytes + 12, mst_crc32c(0, bytes, 12));
	while (count - at >= MST_RECORD_HEADER) {
		size_t length = bytes[at] | (size_t)bytes[at + 1] << 8 | (size_t)bytes[at + 2] << 16;
		uint8_t *payload = bytes + at + MST_RECORD_HEADER;

		if (length > count - at - MST_RECORD_HEADER)
			return;
		put_crc(bytes + at + 8, mst_crc32c(mst_crc32c(0, bytes + at, 8), payload, length));
		at += MST_RECORD_HEADER + length;
	}
}

static int compare(const struct mst_result *a, const struct mst_result *b)
{
	int order = mst_addr_compare(&a->addr, &b->addr);

	return order ? order : a->port - b->port;
}

/* Only of open ports; every byte is there, and no text too long. */
static void check_service(const struct mst_result *result)
{
	static volatile uint8_t all;

	must(!result->service || (result->state == MST_OPEN && result->about_port));
	for (unsigned i = 0; result->service && i < MST_SERVICE_FIELD_COUNT; i++) {
		const struct mst_service_text *text = &result->service->of[i];

		must(text->size <= mst_service_field_most(i));
		for (size_t at = 0; at < text->size; at++)
			all = all ^ text->bytes[at];
	}
}

static uint64_t check_rows(struct mst_rows *rows)
{
	struct mst_result results[64], last = { 0 };
	uint64_t count = 0;
	size_t got;

	while (count < ROWS_MAX && (got = rows->kind->next(rows, results, 64)) > 0) {
		for (size_t i = 0; i < got; i++) {
			must(count == 0 || compare(&last, &results[i]) < 0);
			must(results[i].state < MST_STATE_COUNT && results[i].reason < MST_REASON_COUNT);
			check_service(&results[i]);
			last = results[i];
			count++;
		}
	}
	must(rows->code == 0);
	return count;
}

static void check(struct mst_journal *journal)
{
	const struct mst_journal_info *info = mst_journal_info(journal);
	struct mst_rows *rows;
	uint64_t count;

	must(info->settled <= info->total && info->targets);
	if (info->total > WALKED_MAX)
		return;
	for (int unasked = 0; unasked < 2; unasked++) {
		must(mst_journal_rows(&rows, journal, unasked, NULL) == 0);
		mst_journal_rows_want(rows, unasked ? 1u << MST_UP | 1u << MST_OPEN : UINT32_MAX);
		count = check_rows(rows);
		must(unasked || journal->plan.rounds[journal->plan.round_count - 1].records_silence ||
		     count >= (info->settled < ROWS_MAX ? info->settled : ROWS_MAX));
		rows->kind->close(rows);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	uint8_t *copy = malloc(count + 1);
	struct mst_error err = { "" };
	struct mst_journal *journal;
	char path[64];
	int fd = memfd_create("journal", MFD_CLOEXEC);

	must(copy && fd >= 0);
	if (count > 0)
		memcpy(copy, bytes, count);
	mend(copy, count);
	must(write(fd, copy, count) == (ssize_t)count);
	free(copy);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (mst_journal_read(&journal, path, &err) == 0)
		check(journal);
	else
		must(!journal && err.text[0]);
	mst_journal_close(journal);
	close(fd);
	return 0;
}
