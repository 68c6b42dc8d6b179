/* SPDX-License-Identifier: BSD-2-Clause */
/* test_loading.c - files that end anywhere, that are damaged, or that are none. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "journal/crc.h"
#include "journal/format.h"
#include "unit/journal/fixture_journal.h"

/* A run of 500 verdicts with marks, whose file is read. */
static struct journal_run *some_run(uint8_t **bytes, size_t *count)
{
	struct journal_run *run = run_open("10.0.0.0/22", NULL, false, false, &whole);

	run_new(run);
	run_verdicts(run, 0, 0, 500, 50);
	run_mark(run);
	*bytes = file_bytes(run->path, count);
	return run;
}

/* Where the last records begin: `back` records from the end. */
static size_t record_at(const uint8_t *bytes, size_t count, unsigned back)
{
	size_t starts[200], records = 0, at = MST_JOURNAL_HEADER;

	while (at < count) {
		struct mst_reader r = mst_reader_over(bytes + at, count - at);

		starts[records++] = at;
		at += MST_RECORD_HEADER + mst_read_le32(&r);
	}
	cr_assert(at == count && records > back);
	return starts[records - back];
}

/* Every row is one of the run, and no more are missing than since the mark before. */
static uint64_t check_cut(struct journal_run *run, bool *torn)
{
	struct mst_result results[64];
	struct mst_error err = { "" };
	struct mst_journal *journal;
	struct mst_rows *rows;
	uint64_t count = 0;
	size_t got;

	cr_assert_eq(mst_journal_read(&journal, run->path, &err), 0, "%s", err.text);
	*torn = mst_journal_info(journal)->torn;
	cr_assert_eq(mst_journal_rows(&rows, journal, false, &err), 0);
	while ((got = rows->kind->next(rows, results, 64)) > 0) {
		for (size_t i = 0; i < got; i++) {
			const struct mst_result *expected = &run->verdicts[0][results[i].position];

			cr_assert(same_verdict(&results[i], expected) || expected->amended);
		}
		count += got;
	}
	cr_assert_eq(rows->code, 0);
	cr_assert_eq(count, mst_journal_info(journal)->settled);
	rows->kind->close(rows);
	mst_journal_close(journal);
	return count;
}

Test(journal_loading, a_file_that_ends_at_any_byte_of_its_last_records_lost_only_what_they_held)
{
	size_t count;
	uint8_t *bytes;
	struct journal_run *run = some_run(&bytes, &count);
	size_t from = record_at(bytes, count, 3); /* a block, its mark, another mark */

	for (size_t length = count; length >= from; length--) {
		uint64_t rows;
		bool torn;

		cr_assert_eq(truncate(run->path, (off_t)length), 0);
		rows = check_cut(run, &torn);
		cr_assert_geq(rows, 500 - 100 - 4, "%zu", length);
		cr_assert(torn || length == from || length == count || length == record_at(bytes, count, 3) ||
		          length == record_at(bytes, count, 2) || length == record_at(bytes, count, 1));
		cr_assert(length < count || rows == 500);
	}
	free(bytes);
	run_free(run);
}

Test(journal_loading, sectors_that_a_power_cut_left_empty_end_the_file)
{
	size_t count;
	uint8_t *bytes;
	struct journal_run *run = some_run(&bytes, &count);
	bool torn;

	cr_assert_gt(count, 3 * 1024);
	memset(bytes + 1024, 0, 1024);
	write_file(run->path, bytes, count);
	cr_expect_lt(check_cut(run, &torn), 500);
	cr_expect(torn);
	free(bytes);
	run_free(run);
}

Test(journal_loading, a_torn_tail_is_cut_off_when_the_run_goes_on)
{
	size_t count;
	uint8_t *bytes;
	struct journal_run *run = some_run(&bytes, &count);

	write_file(run->path, bytes, count - 3);
	run_resume(run);
	for (uint64_t at = 0; at < 600; at++) {
		if (!mst_settled_has(mst_journal_settled(run->journal, 0), at))
			run_verdict(run, 0, at, false);
	}
	run_mark(run);
	check_file(run, false);
	free(bytes);
	run_free(run);
}

Test(journal_loading, a_flipped_bit_is_found)
{
	size_t count;
	uint8_t *bytes;
	struct journal_run *run = some_run(&bytes, &count);
	size_t last = record_at(bytes, count, 1);

	for (size_t bit = 0; bit < count * 8; bit += 601) {
		struct mst_error err = { "" };
		struct mst_journal *journal;
		int code;

		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		write_file(run->path, bytes, count);
		code = mst_journal_read(&journal, run->path, &err);
		cr_assert(code == -EBADMSG || (code == 0 && bit / 8 >= last), "bit %zu of %zu: %d", bit, count * 8,
		          code);
		cr_assert(code == 0 || (strstr(err.text, run->path) && !strchr(err.text, '\n')), "%s", err.text);
		mst_journal_close(journal);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	free(bytes);
	run_free(run);
}

static void check_refused(const uint8_t *bytes, size_t count, int expected, const char *words)
{
	static const char path[] = "/tmp/mst-journal-foreign";
	const struct mst_journal_config config = { 0 };
	struct mst_error err = { "" };
	struct mst_journal *journal;
	uint8_t *after;
	size_t length;

	write_file(path, bytes, count);
	cr_expect_eq(mst_journal_read(&journal, path, &err), expected);
	cr_expect(strstr(err.text, words) && strstr(err.text, path), "%s", err.text);
	cr_expect_eq(mst_journal_resume(&journal, path, &config, &err), expected);
	cr_expect_null(journal);
	after = file_bytes(path, &length);
	cr_expect(length == count && memcmp(after, bytes, count) == 0, "it was written to");
	free(after);
	unlink(path);
}

Test(journal_loading, a_foreign_file_is_refused)
{
	check_refused((const uint8_t *)"", 0, -EBADMSG, "is no journal of muster");
	check_refused((const uint8_t *)"addr,state\n10.0.0.1,up\n", 23, -EBADMSG, "is no journal of muster");
}

Test(journal_loading, a_journal_of_a_newer_version_is_refused)
{
	uint8_t bytes[MST_JOURNAL_HEADER] = MST_JOURNAL_MAGIC;
	uint32_t crc;

	bytes[8] = MST_JOURNAL_VERSION + 1;
	crc = mst_crc32c(0, bytes, 12);
	for (int i = 0; i < 4; i++, crc >>= 8)
		bytes[12 + i] = (uint8_t)crc;
	check_refused(bytes, sizeof bytes, -ENOTSUP, "of a newer muster");
	bytes[13] ^= 1;
	check_refused(bytes, sizeof bytes, -EBADMSG, "is damaged at byte 8");
}

Test(journal_loading, a_file_that_ends_before_its_plan_is_refused)
{
	size_t count;
	uint8_t *bytes;
	struct journal_run *run = some_run(&bytes, &count);

	check_refused(bytes, MST_JOURNAL_HEADER, -EBADMSG, "ends before the plan of its run");
	check_refused(bytes, MST_JOURNAL_HEADER + 20, -EBADMSG, "ends before the plan of its run");
	free(bytes);
	run_free(run);
}
