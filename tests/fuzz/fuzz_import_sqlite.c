/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_import_sqlite.c - any bytes as a database of runs: refused with a sentence, or read, and a run is appended. Work
 * is bounded, whatever its pages refer to.
 */
#include <fcntl.h>

#include "base/clock.h"
#include "fuzz/import.h"
#include "report/run_file.h"

static void put(const char *path, const uint8_t *bytes, size_t count)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	must(fd >= 0 && write(fd, bytes, count) == (ssize_t)count);
	close(fd);
}

static void append(const char *path)
{
	struct mst_run_start start = { .started_ms = 1, .question = "hosts", .journal = "a" };
	struct mst_run_end end = { .ended_ms = 2 };
	struct mst_error err = { "" };
	struct mst_run_file *file;

	if (mst_run_file_open(&file, path, &err) < 0) {
		check_sentence(&err);
		return;
	}
	mst_run_file_begin(file, &start);
	mst_run_file_end(file, &end);
	if (mst_run_file_code(file, &err) < 0)
		check_sentence(&err);
	mst_run_file_close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	uint64_t begin_ns = mst_now_ns();
	struct mst_error err = { "" };
	char path[64], journal[80];
	struct mst_rows *rows;

	snprintf(path, sizeof path, "%s/mst-fuzz-runs-%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
	         getpid());
	snprintf(journal, sizeof journal, "%s-journal", path);
	put(path, bytes, count);
	if (count > 16 && memcmp(bytes, "SQLite format 3", 16) == 0) {
		if (mst_rows_open(&rows, path, &err) == 0) {
			(void)check_rows(rows);
			mst_rows_close(rows);
		} else {
			check_sentence(&err);
		}
	}
	append(path);
	unlink(journal);
	unlink(path);
	must(mst_now_ns() - begin_ns < 60 * MST_NS_PER_SECOND);
	return 0;
}
