/* SPDX-License-Identifier: BSD-2-Clause */
/* test_spool_services.c - verdicts of a spool get the services back that they were kept with. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "base/service_draft.h"
#include "report/spool_rows.h"

enum { COUNT = 150000, EVERY = 7 }; /* more than two runs */

/* A verdict whose service, where it has one, says which it is; `draft` holds it. */
static struct mst_result verdict(struct mst_service_draft *draft, unsigned i, bool with)
{
	struct mst_result result = { .addr.family = MST_IPV4, .state = MST_OPEN, .about_port = true };
	uint32_t number = (uint32_t)((uint64_t)i * 77773 % COUNT);
	char text[1460];

	result.addr.bytes[1] = (uint8_t)(number >> 16);
	result.addr.bytes[2] = (uint8_t)(number >> 8);
	result.addr.bytes[3] = (uint8_t)number;
	result.time_ns = i;
	if (!with)
		return result;
	memset(text, (int)(i % 256), sizeof text);
	memcpy(text, &number, sizeof number);
	mst_draft_begin(draft);
	mst_draft_set(draft, MST_SERVICE_BANNER, text, 4 + i % 300);
	result.service = &draft->service;
	return result;
}

static uint32_t number_of(const struct mst_result *result)
{
	return (uint32_t)result->addr.bytes[1] << 16 | (uint32_t)result->addr.bytes[2] << 8 | result->addr.bytes[3];
}

static bool is_right(const struct mst_result *result, bool expected)
{
	uint32_t number;

	if (!expected)
		return !result->service;
	if (!result->service || result->service->of[MST_SERVICE_BANNER].size < 4)
		return false;
	memcpy(&number, result->service->of[MST_SERVICE_BANNER].bytes, 4);
	return number == number_of(result);
}

static void fill(struct mst_spool *spool)
{
	static struct mst_service_draft draft;
	struct mst_error err;

	cr_assert_eq(mst_spool_init(spool, NULL, true, &err), 0);
	for (unsigned i = 0; i < COUNT; i++) {
		struct mst_result result = verdict(&draft, i, i % EVERY == 0);

		mst_spool_add(spool, &result, 1);
	}
	cr_assert_eq(spool->code, 0, "%s", spool->error.text);
}

static size_t check(struct mst_rows *rows, bool amended)
{
	struct mst_result results[100];
	size_t count, all = 0;

	while ((count = mst_rows_next(rows, results, 100)) > 0) {
		for (size_t i = 0; i < count; i++) {
			bool better = amended && results[i].time_ns % (3 * EVERY) == 1;

			cr_assert(is_right(&results[i], results[i].time_ns % EVERY == 0 || better), "%u",
			          (unsigned)results[i].time_ns);
		}
		all += count;
	}
	return all;
}

Test(report_spool_services, rows_of_several_runs_have_their_own_and_amended_ones_the_better)
{
	static struct mst_service_draft draft;
	struct mst_amendments amendments = { 0 };
	struct mst_spool spool;
	struct mst_rows *rows;
	struct mst_error err;

	fill(&spool);
	for (unsigned i = 1; i < COUNT; i += 3 * EVERY) {
		struct mst_result better = verdict(&draft, i, true);

		mst_spool_mark(&spool, &better);
		cr_assert_eq(mst_amendments_add(&amendments, &better), 0);
	}
	cr_assert_eq(mst_spool_rows(&rows, &spool, &amendments, UINT32_MAX, &err), 0);
	cr_assert_eq(check(rows, true), COUNT);
	mst_rows_rewind(rows);
	cr_assert_eq(check(rows, true), COUNT);
	mst_rows_close(rows);
	mst_amendments_free(&amendments);
	mst_spool_free(&spool);
}

Test(report_spool_services, rows_by_time_keep_theirs)
{
	struct mst_amendments none = { 0 };
	struct mst_rows *rows, *ordered;
	struct mst_spool spool;
	struct mst_error err;

	fill(&spool);
	cr_assert_eq(mst_spool_rows(&rows, &spool, &none, UINT32_MAX, &err), 0);
	cr_assert_eq(mst_rows_by_time(&ordered, rows, &err), 0, "%s", err.text);
	cr_assert_eq(check(ordered, false), COUNT);
	mst_rows_close(ordered);
	mst_rows_close(rows);
	mst_spool_free(&spool);
}
