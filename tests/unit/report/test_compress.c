/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_compress.c - outputs in pieces that gzip and zstd read: at every flush, at the end, and cut at the end of a
 * piece.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "report/compress.h"
#include "report/writer.h"
#include "unit/report/fixture_report.h"

static const char *tool_of(const char *suffix)
{
	return strcmp(suffix, ".gz") == 0 ? "gzip" : "zstd";
}

static const char *run(const struct report_fixture *fixture, const char *format, const char *suffix)
{
	char command[256];

	/* The tool is named first, then the suffix of the file. */
	snprintf(command, sizeof command, format, tool_of(suffix), suffix);
	return fixture_run(fixture, command);
}

/* Enough for several pieces. */
static const struct mst_result *hosts(size_t count)
{
	static struct mst_result results[8000];

	cr_assert_leq(count, sizeof results / sizeof *results);
	for (unsigned i = 0; i < count; i++)
		results[i] = host_up(i);
	return results;
}

Test(report_compress, the_suffix_of_a_path_chooses_and_no_other_is_compressed)
{
	struct mst_compressor *compressor = (struct mst_compressor *)1;
	struct mst_error err;

	cr_assert_eq(mst_compression_suffix("a.csv.gz"), 3);
	cr_assert_eq(mst_compression_suffix("a.json.ZST"), 4);
	cr_assert_eq(mst_compression_suffix(".gz"), 0);
	cr_assert_eq(mst_compression_suffix("a.gz.csv"), 0);
	cr_assert_eq(mst_compressor_of_path(&compressor, "a.csv", &err), 0);
	cr_assert_null(compressor);
}

Test(report_compress, every_format_is_whole_when_it_is_unpacked)
{
	for (size_t s = 0; mst_compression_suffix_at(s); s++) {
		const char *suffix = mst_compression_suffix_at(s), *format;

		for (size_t i = 0; (format = mst_report_format(i)); i++) {
			struct report_fixture fixture;
			char output[64];

			if (mst_writer_at(i)->open) /* no stream of bytes */
				continue;
			fixture = fixture_new();
			fixture.config.fields_for_ports = true;
			snprintf(output, sizeof output, "%s:a%s", format, suffix);
			cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
			snprintf(output, sizeof output, "%s:a", format);
			cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
			fixture_report_all(&fixture, hosts(8000), 8000);
			run(&fixture, "%s -t a%s", suffix);
			run(&fixture, "%s -dc a%s | cmp - a", suffix);
			cr_assert_eq(fixture_files(&fixture), 2);
			fixture_free(&fixture);
		}
	}
}

Test(report_compress, what_is_no_stream_of_bytes_is_not_compressed)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.db.gz"), -EINVAL);
	cr_assert_not_null(strstr(fixture.err.text, "cannot be compressed"), "%s", fixture.err.text);
	cr_assert_eq(fixture_files(&fixture), 0);
	fixture_free(&fixture);
}

Test(report_compress, the_suffix_before_it_chooses_the_format)
{
	for (size_t s = 0; mst_compression_suffix_at(s); s++) {
		const char *suffix = mst_compression_suffix_at(s);
		struct report_fixture fixture = fixture_new();
		char output[64];

		snprintf(output, sizeof output, "a.json%s", suffix);
		cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
		snprintf(output, sizeof output, "a%s", suffix);
		cr_assert_eq(fixture_add(&fixture, output), -EINVAL);
		fixture_report_all(&fixture, hosts(3), 3);
		cr_assert_str_eq(run(&fixture, "%s -dc a.json%s | jq '.results | length'", suffix), "3\n");
		fixture_free(&fixture);
	}
}

/* The process may be killed after it: what a reader gets then, it says is cut, but gives. */
Test(report_compress, what_was_flushed_can_be_read_before_the_end)
{
	for (size_t s = 0; mst_compression_suffix_at(s); s++) {
		const char *suffix = mst_compression_suffix_at(s);
		struct report_fixture fixture = fixture_new();
		char output[64];

		fixture.config.stream = true;
		fixture.config.fields = "addr";
		snprintf(output, sizeof output, "a.csv%s", suffix);
		cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
		cr_assert_eq(fixture_begin(&fixture), 0);
		for (size_t i = 0; i < 2; i++) {
			cr_assert_eq(fixture_write(&fixture, hosts(2) + i, 1), 0);
			cr_assert_eq(fixture_write(&fixture, NULL, 0), 0);
		}
		cr_assert_str_eq(run(&fixture, "{ %s -dc a.csv%s 2>/dev/null || true; }", suffix),
		                 "addr\n10.0.0.0\n10.0.0.1\n");
		cr_assert_eq(fixture_end(&fixture), 0);
		cr_assert_str_eq(run(&fixture, "%s -dc a.csv%s", suffix), "addr\n10.0.0.0\n10.0.0.1\n");
		fixture_free(&fixture);
	}
}

/* A run that cannot start, or ends without its report. */
Test(report_compress, a_stream_that_is_given_up_is_whole)
{
	for (size_t s = 0; mst_compression_suffix_at(s); s++) {
		const char *suffix = mst_compression_suffix_at(s);
		struct report_fixture fixture = fixture_new();
		char output[64];

		fixture.config.fields = "addr";
		snprintf(output, sizeof output, "a.ndjson%s", suffix);
		cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
		cr_assert_eq(fixture_begin(&fixture), 0);
		cr_assert_eq(fixture_write(&fixture, hosts(1), 1), 0);
		mst_report_free(fixture.report);
		fixture.report = NULL;
		cr_assert_str_eq(run(&fixture, "%s -dc a.ndjson%s | jq -r .addr", suffix), "10.0.0.0\n");
		fixture_free(&fixture);
	}
}

Test(report_compress, a_stream_ends_at_the_end_of_each_of_its_last_pieces)
{
	for (size_t s = 0; mst_compression_suffix_at(s); s++) {
		const char *suffix = mst_compression_suffix_at(s);
		struct report_fixture fixture = fixture_new();
		struct mst_compressor *compressor;
		char path[128], all[4096], end[MST_COMPRESS_END_MAX], text[16], expected[64] = "";
		size_t used = 0, length;
		struct mst_error err;
		uint64_t at;

		snprintf(path, sizeof path, "%s/a%s", fixture.folder, suffix);
		cr_assert_eq(mst_compressor_of_path(&compressor, path, &err), 0);
		cr_assert_eq(mst_compressor_end_at(compressor, 0, "", end, &at), 0, "there is no piece yet");
		for (int i = 0; i < 3; i++) {
			const char *bytes = text;

			length = (size_t)snprintf(text, sizeof text, "line %d\n", i);
			cr_assert_eq(mst_compress(compressor, &bytes, &length, false), 0);
			memcpy(all + used, bytes, length);
			used += length;
			mst_compressor_mark(compressor, used);
		}
		for (size_t back = 3; back-- > 0;) {
			FILE *file = fopen(path, "w");

			length = mst_compressor_end_at(compressor, back, "end\n", end, &at);
			cr_assert_gt(length, 0);
			fwrite(all, 1, (size_t)at, file);
			fwrite(end, 1, length, file);
			fclose(file);
			snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "line %d\n",
			         2 - (int)back);
			snprintf(text, sizeof text, "end\n");
			run(&fixture, "%s -qt a%s", suffix);
			cr_assert_str_eq(run(&fixture, "%s -dc a%s | grep -v end", suffix), expected);
		}
		cr_assert_eq(mst_compressor_end_at(compressor, 3, "", end, &at), 0);
		mst_compressor_free(compressor);
		fixture_free(&fixture);
	}
}
