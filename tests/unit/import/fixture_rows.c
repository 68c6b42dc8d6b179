/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_rows.c - see fixture_rows.h. */
#include "fixture_rows.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fixture_open(struct fixture *fixture)
{
	*fixture = (struct fixture){ .folder = "/tmp/mst-import-XXXXXX" };
	cr_assert(mkdtemp(fixture->folder));
}

void fixture_close(struct fixture *fixture)
{
	mst_rows_close(fixture->rows);
	fixture->rows = NULL;
	unlink(fixture->path);
	rmdir(fixture->folder);
}

void fixture_put(struct fixture *fixture, const char *name, const void *bytes, size_t count)
{
	FILE *file;

	snprintf(fixture->path, sizeof fixture->path, "%s/%s", fixture->folder, name);
	file = fopen(fixture->path, "w");
	cr_assert(file && fwrite(bytes, 1, count, file) == count && fclose(file) == 0);
}

static void print(struct fixture *fixture, const struct mst_result *result)
{
	static const char *const protocols[] = { [IPPROTO_TCP] = "tcp", [IPPROTO_UDP] = "udp" };
	char addr[MST_ADDR_TEXT], *at = fixture->text + strlen(fixture->text);
	size_t left = sizeof fixture->text - strlen(fixture->text);
	const char *name = mst_rows_name(fixture->rows, &result->addr);

	mst_addr_format(&result->addr, addr);
	if (result->about_port)
		snprintf(at, left, "%s %u/%s %s %s%s%s\n", addr, result->port,
		         result->proto ? protocols[result->proto] : "?", mst_state_name(result->state),
		         mst_reason_name(result->reason), name ? " name=" : "", name ? name : "");
	else
		snprintf(at, left, "%s %s %s%s%s\n", addr, mst_state_name(result->state),
		         mst_reason_name(result->reason), name ? " name=" : "", name ? name : "");
}

/* Three at once, so that calls divide addresses. */
static void read_all(struct fixture *fixture)
{
	size_t got;

	fixture->count = 0;
	fixture->text[0] = '\0';
	while ((got = mst_rows_next(fixture->rows, &fixture->results[fixture->count], 3)) > 0) {
		for (size_t i = 0; i < got; i++)
			print(fixture, &fixture->results[fixture->count + i]);
		fixture->count += got;
		cr_assert(fixture->count < FIXTURE_ROWS_MAX - 3, "%s", fixture->text);
	}
	cr_assert_eq(mst_rows_code(fixture->rows, &fixture->err), 0, "%s", fixture->err.text);
}

int fixture_read(struct fixture *fixture)
{
	int code;

	mst_rows_close(fixture->rows);
	code = mst_rows_open(&fixture->rows, fixture->path, &fixture->err);
	if (code == 0)
		read_all(fixture);
	return code;
}

void fixture_expect(struct fixture *fixture, const char *text, const char *lines)
{
	fixture_put(fixture, "rows", text, strlen(text));
	cr_assert_eq(fixture_read(fixture), 0, "%s", fixture->err.text);
	cr_assert_str_eq(fixture->text, lines);
	mst_rows_rewind(fixture->rows);
	read_all(fixture);
	cr_assert_str_eq(fixture->text, lines, "after rewind");
}

void fixture_refuse(struct fixture *fixture, const char *text, const char *words)
{
	fixture_put(fixture, "rows", text, strlen(text));
	cr_assert_eq(fixture_read(fixture), -EBADMSG, "%.200s was read", text);
	cr_assert(strstr(fixture->err.text, words), "%s\nlacks: %s", fixture->err.text, words);
	cr_assert(strstr(fixture->err.text, "rows"), "%s names no file", fixture->err.text);
}

const char *fixture_workers(const struct fixture *fixture, size_t row)
{
	static char text[512];
	const struct mst_result *result = &fixture->results[row];
	const char *name = mst_rows_worker(fixture->rows, result, mst_result_vantage(result));
	size_t used = (size_t)snprintf(text, sizeof text, "%s", name ? name : "nobody");

	for (unsigned i = 0; i < MST_VANTAGES_MAX; i++) {
		enum mst_state state;

		if (mst_result_saw(result, i, &state))
			used += (size_t)snprintf(text + used, sizeof text - used, " %s=%s",
			                         mst_rows_worker(fixture->rows, result, i), mst_state_name(state));
	}
	return text;
}
