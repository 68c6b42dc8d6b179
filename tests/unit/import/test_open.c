/* SPDX-License-Identifier: BSD-2-Clause */
/* test_open.c - which format a file has; packed ones; what is none. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "fixture_rows.h"

static struct fixture f;
static char packed[65536];
static const char csv[] = "addr,state\n10.0.0.1,up\n";

static void open_it(void)
{
	fixture_open(&f);
}

static void close_it(void)
{
	fixture_close(&f);
}

TestSuite(import_open, .init = open_it, .fini = close_it);

static size_t pack_gzip(const char *text, size_t count)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)text,
		            .avail_in = (unsigned)count,
		            .next_out = (Bytef *)packed,
		            .avail_out = sizeof packed };

	cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return sizeof packed - stream.avail_out;
}

static void expect_packed(size_t count)
{
	fixture_put(&f, "rows.txt", packed, count);
	cr_assert_eq(fixture_read(&f), 0, "%s", f.err.text);
	cr_assert_str_eq(f.text, "10.0.0.1 up echo-reply\n");
	cr_assert_null(mst_rows_about(f.rows)->warning);
}

Test(import_open, packed_files_are_known_by_their_first_bytes)
{
	size_t count = pack_gzip(csv, 12), more;

	more = count;
	memmove(packed + 30000, packed, count);
	count = pack_gzip(csv + 12, sizeof csv - 13);
	memmove(packed + more, packed, count);
	memcpy(packed, packed + 30000, more);
	expect_packed(more + count); /* two parts */
	count = ZSTD_compress(packed, sizeof packed, csv, sizeof csv - 1, 3);
	cr_assert_not(ZSTD_isError(count));
	expect_packed(count);
}

Test(import_open, packed_files_that_end_early_give_what_was_whole)
{
	static char text[200000] = "addr,state\n";
	size_t used = strlen(text), count;

	for (unsigned i = 0; i < 9000; i++)
		used += (size_t)sprintf(text + used, "10.%u.%u.%u,up\n", (i * 7919U) & 255, (i * 104729U) & 255,
		                        i & 255);
	count = pack_gzip(text, used);
	fixture_put(&f, "rows", packed, count / 2);
	cr_assert_eq(mst_rows_open(&f.rows, f.path, &f.err), 0, "%s", f.err.text);
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "cut short"), "%s", mst_rows_about(f.rows)->warning);
	packed[count / 2] ^= 0x55;
	fixture_put(&f, "rows", packed, count);
	mst_rows_close(f.rows);
	cr_assert_eq(mst_rows_open(&f.rows, f.path, &f.err), -EBADMSG);
	cr_assert(strstr(f.err.text, "gunzip"), "%s", f.err.text);
	f.rows = NULL;
}

Test(import_open, other_files_are_refused_in_a_sentence)
{
	static const struct {
		const char *bytes;
		size_t count;
		const char *words;
	} cases[] = {
		{ "\x7f"
		  "ELF\0\0",
		  6, "none of the formats" },
		{ "\xff\xfe"
		  "a\0",
		  4, "UTF-16" },
		{ "PK\3\4", 4, "none of the formats" },
		{ "10.0.0.0/24\n", 12, "none of the formats" },
		{ "[{\"addr\":\"10.0.0.1\"}]", 21, "expected a journal, csv with a header" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		fixture_put(&f, "rows", cases[i].bytes, cases[i].count);
		cr_assert_eq(fixture_read(&f), -EBADMSG);
		cr_assert(strstr(f.err.text, cases[i].words), "%s", f.err.text);
	}
	snprintf(f.path, sizeof f.path, "%s/none", f.folder);
	cr_assert_eq(fixture_read(&f), -ENOENT);
	cr_assert(strstr(f.err.text, "/none: cannot be opened"), "%s", f.err.text);
	snprintf(f.path, sizeof f.path, "%s", f.folder);
	cr_assert_eq(fixture_read(&f), -EISDIR);
}

Test(import_open, a_run_is_named_of_databases_only)
{
	fixture_put(&f, "rows#1", csv, sizeof csv - 1);
	cr_assert_eq(fixture_read(&f), 0, "a file may have # in its name");
	unlink(f.path);
	fixture_put(&f, "rows", csv, sizeof csv - 1);
	strcat(f.path, "#1");
	cr_assert_eq(fixture_read(&f), -EBADMSG);
	cr_assert(strstr(f.err.text, "no database"), "%s", f.err.text);
	f.path[strlen(f.path) - 2] = '\0';
}
