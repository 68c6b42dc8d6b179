/* SPDX-License-Identifier: BSD-2-Clause */
/* test_services.c - services come back with the verdicts of their ports, whatever happens to the process and the file.
 */
#include "journal/services.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "journal/format.h"
#include "unit/journal/fixture_journal.h"

static struct journal_run *some_ports(const char *targets)
{
	struct journal_run *run = run_open(targets, "22,80", false, false, &whole);

	run_new(run);
	return run;
}

static struct mst_result verdict(const struct journal_run *run, uint64_t position, enum mst_state state)
{
	struct mst_result result = run_silent(run, 0, position);

	result.state = (uint8_t)state;
	result.reason = state == MST_OPEN ? MST_SYN_ACK : MST_RESET;
	result.from = result.addr;
	result.rtt_ns = 5;
	return result;
}

/* Texts that tell the position, and `number`. */
static void name(struct mst_service_draft *draft, uint64_t position, unsigned number, size_t banner)
{
	static const char many[1460] = "\x1b[2J,=\"";
	char text[64];

	mst_draft_begin(draft);
	mst_draft_add_text(draft, MST_SERVICE_NAME, "http");
	snprintf(text, sizeof text, "%lu %u", (unsigned long)position, number);
	mst_draft_add_text(draft, MST_SERVICE_PRODUCT, text);
	mst_draft_add(draft, MST_SERVICE_BANNER, many, banner);
}

static void add_open(struct journal_run *run, uint64_t position)
{
	struct mst_result result = verdict(run, position, MST_OPEN);

	run_add(run, 0, &result, false);
}

static void tell_service(struct journal_run *run, uint64_t position, unsigned number, size_t banner)
{
	struct mst_result result = verdict(run, position, MST_OPEN);
	struct mst_service_draft draft;

	name(&draft, position, number, banner);
	result.amended = true;
	result.was = MST_OPEN;
	result.service = &draft.service;
	run_add(run, 0, &result, false);
	run->verdicts[0][position].service = NULL;
}

/* Whether the result has the service that this number tells; without any it has none. */
static bool has_service(const struct mst_result *result, unsigned number)
{
	struct mst_service_draft draft;
	struct mst_service_text text;

	if (!result->service)
		return false;
	text = result->service->of[MST_SERVICE_PRODUCT];
	name(&draft, result->position, number, 0);
	return text.size == draft.service.of[MST_SERVICE_PRODUCT].size &&
	       memcmp(text.bytes, draft.service.of[MST_SERVICE_PRODUCT].bytes, text.size) == 0;
}

/* How many rows have the service of this number; those of other rows are none. */
static uint64_t count_services(struct mst_journal *journal, unsigned number, uint64_t *open)
{
	struct mst_result results[100];
	struct mst_rows *rows;
	uint64_t count = 0;
	size_t got;

	*open = 0;
	cr_assert_eq(mst_journal_rows(&rows, journal, false, NULL), 0);
	while ((got = rows->kind->next(rows, results, 100)) > 0) {
		for (size_t i = 0; i < got; i++) {
			*open += results[i].state == MST_OPEN;
			cr_assert(!results[i].service || has_service(&results[i], number), "%lu",
			          (unsigned long)results[i].position);
			count += results[i].service != NULL;
		}
	}
	cr_assert_eq(rows->code, 0, "%s", rows->error.text);
	cr_assert_eq(rows->about.services, journal->services.run_count > 0);
	rows->kind->close(rows);
	return count;
}

static uint64_t count_in_file(const char *path, unsigned number, uint64_t *open)
{
	struct mst_error err = { "" };
	struct mst_journal *journal;
	uint64_t count;

	cr_assert_eq(mst_journal_read(&journal, path, &err), 0, "%s", err.text);
	count = count_services(journal, number, open);
	mst_journal_close(journal);
	return count;
}

static uint32_t version_of(const char *path)
{
	struct mst_reader r;
	uint32_t version;
	size_t count;
	uint8_t *bytes = file_bytes(path, &count);

	r = mst_reader_over(bytes + 8, 4);
	version = mst_read_le32(&r);
	free(bytes);
	return version;
}

/* More than a record of them has, with long texts. */
Test(journal_services, the_row_of_an_open_port_has_its_newest_service)
{
	struct journal_run *run = some_ports("10.0.0.0/22");
	uint64_t open;

	for (uint64_t at = 0; at < 2048; at++)
		add_open(run, at);
	run_mark(run);
	cr_expect_eq(version_of(run->path), 1, "without services older readers take it");
	for (unsigned number = 1; number <= 2; number++) {
		for (uint64_t at = 0; at < 2048; at += 2)
			tell_service(run, at, number, at % 1461);
	}
	cr_expect_gt(run->journal->services.run_count, 0);
	cr_expect_eq(count_services(run->journal, 2, &open), 1024);
	cr_expect_eq(open, 2048);
	cr_expect_eq(count_in_file(run->path, 2, &open), 1024);
	cr_expect_eq(version_of(run->path), 2);
	check_rows(run, run->journal, false);
	run_free(run);
}

Test(journal_services, a_port_that_closed_has_none_and_a_suspicion_keeps_it)
{
	struct journal_run *run = some_ports("10.0.0.0/28");
	struct mst_result closed = verdict(run, 3, MST_CLOSED), suspect = verdict(run, 4, MST_OPEN);
	uint64_t open;

	for (uint64_t at = 0; at < 10; at++) {
		add_open(run, at);
		tell_service(run, at, 1, 20);
	}
	closed.amended = suspect.amended = true;
	closed.was = suspect.was = MST_OPEN;
	suspect.suspect = MST_SUSPECT_UNUSED;
	run_add(run, 0, &closed, false);
	run_add(run, 0, &suspect, false);
	cr_expect_eq(count_services(run->journal, 1, &open), 9);
	cr_expect_eq(open, 9);
	run_free(run);
}

Test(journal_services, the_next_process_knows_which_ports_have_none)
{
	struct journal_run *run = some_ports("10.0.0.0/28");
	uint64_t open;

	for (uint64_t at = 0; at < 20; at++)
		add_open(run, at);
	for (uint64_t at = 0; at < 20; at += 4)
		tell_service(run, at, 1, 100);
	run_mark(run);
	run_resume(run);
	cr_expect_eq(count_services(run->journal, 1, &open), 5);
	cr_expect_eq(open, 20);
	for (uint64_t at = 1; at < 20; at += 4)
		tell_service(run, at, 1, 100);
	run_mark(run);
	cr_expect_eq(count_in_file(run->path, 1, &open), 10);
	cr_expect_eq(open, 20);
	run_free(run);
}

/* Runs with more services and more texts than a window has room for. */
Test(journal_services, more_than_fits_into_memory_comes_in_order)
{
	struct journal_run *run = some_ports("10.0.0.0/17");
	uint64_t open;

	for (uint64_t at = 0; at < 65536; at++)
		add_open(run, at);
	for (unsigned number = 1; number <= 2; number++) {
		for (uint64_t at = 0; at < 65536; at += at < 60000 ? 1 : 3)
			tell_service(run, at, number, at % 100 ? 0 : 1460);
	}
	cr_expect_gt(run->journal->services.run_count, 10);
	cr_expect_eq(count_services(run->journal, 2, &open), 60000 + 5536 / 3 + 1);
	cr_expect_eq(open, 65536);
	run_free(run);
}

/* As long as it is held, however often it is amended. */
Test(journal_services, an_amendment_without_a_service_keeps_that_of_a_held_verdict)
{
	struct journal_run *run = some_ports("10.0.0.0/28");
	struct mst_result suspect = verdict(run, 3, MST_OPEN), results[4];

	cr_expect_eq(mst_journal_final(run->journal, false, results, 4), 0);
	add_open(run, 3);
	tell_service(run, 3, 1, 20);
	run_mark(run);
	fake_now_ns += MST_HOLD_NS - 1;
	suspect.amended = true;
	suspect.was = MST_OPEN;
	suspect.suspect = MST_SUSPECT_UNUSED;
	run_add(run, 0, &suspect, false);
	cr_expect_eq(mst_journal_final(run->journal, false, results, 4), 0);
	fake_now_ns += MST_HOLD_NS - 1;
	cr_expect_eq(mst_journal_final(run->journal, false, results, 4), 0);
	fake_now_ns++;
	cr_assert_eq(mst_journal_final(run->journal, false, results, 4), 1);
	cr_expect_eq(results[0].suspect, MST_SUSPECT_UNUSED);
	cr_expect(has_service(&results[0], 1));
	run_free(run);
}

/* An older muster wrote the services of a record as they came. */
Test(journal_services, services_in_any_order_are_read)
{
	struct journal_run *run = some_ports("10.0.0.0/28");
	struct mst_journal *journal = run->journal;
	struct mst_service_draft draft;
	uint64_t open;

	for (uint64_t at = 0; at < 20; at++)
		add_open(run, at);
	run_mark(run);
	for (unsigned number = 1; number <= 2; number++) {
		for (uint64_t at = 0; at < 20; at += 2) {
			name(&draft, at, number, at);
			cr_assert(mst_journal_services_add(&journal->services, at, &draft.service));
		}
	}
	cr_assert_eq(mst_journal_file_raise(&journal->file, MST_JOURNAL_VERSION_SERVICES, NULL), 0);
	cr_assert_eq(mst_journal_file_append(&journal->file, MST_RECORD_SERVICES, &journal->services.pending, NULL), 0);
	journal->services.pending.count = 0;
	cr_expect_eq(count_in_file(run->path, 2, &open), 10);
	for (uint64_t at = 0; at < 20; at += 2)
		tell_service(run, at, 3, 10);
	run_mark(run);
	cr_expect_eq(count_in_file(run->path, 3, &open), 10);
	run_free(run);
}

Test(journal_services, verdicts_that_are_handed_out_once_have_them)
{
	struct journal_run *run = some_ports("10.0.0.0/28");
	struct mst_result results[50];
	uint64_t served = 0;
	size_t got;

	cr_expect_eq(mst_journal_final(run->journal, false, results, 50), 0);
	for (uint64_t at = 0; at < 20; at++)
		add_open(run, at);
	for (uint64_t at = 0; at < 20; at += 4)
		tell_service(run, at, 1, 100);
	fake_now_ns += MST_HOLD_NS;
	cr_assert_eq(got = mst_journal_final(run->journal, false, results, 50), 20);
	for (size_t i = 0; i < got; i++)
		served += has_service(&results[i], 1);
	cr_expect_eq(served, 5);
	run_free(run);
}

Test(journal_services, what_says_when_services_are_written)
{
	struct journal_run *run = some_ports("10.0.0.0/24");
	uint64_t at = 0;

	for (; !mst_journal_will_write(run->journal, 1); at++) {
		cr_assert_lt(at, 512);
		cr_assert_eq(run->journal->services.run_count, 0);
		tell_service(run, at, 1, 1460);
	}
	tell_service(run, at, 1, 1460);
	cr_expect_eq(run->journal->services.run_count, 1);
	cr_expect_eq(run->journal->services.runs[0].count, at);
	cr_expect_not(mst_journal_will_write(run->journal, 1));
	run_free(run);
}

/* ---- files that end anywhere, and damaged ones ---- */

/* Twenty open ports with a mark, then a record of five services, whose beginning is told, and a mark. */
static struct journal_run *serviced_run(uint8_t **bytes, size_t *count, size_t *from)
{
	struct journal_run *run = some_ports("10.0.0.0/28");

	for (uint64_t at = 0; at < 20; at++)
		add_open(run, at);
	run_mark(run);
	for (uint64_t at = 0; at < 20; at += 4)
		tell_service(run, at, 1, 30);
	*from = (size_t)run->journal->file.end;
	run_mark(run);
	*bytes = file_bytes(run->path, count);
	return run;
}

Test(journal_services, a_file_that_ends_at_any_byte_keeps_whole_records)
{
	size_t count, from;
	uint8_t *bytes;
	struct journal_run *run = serviced_run(&bytes, &count, &from);

	for (size_t length = count; length >= from; length--) {
		uint64_t open, served;

		cr_assert_eq(truncate(run->path, (off_t)length), 0);
		served = count_in_file(run->path, 1, &open);
		cr_assert(open == 20 && (served == 0 || served == 5), "%zu", length);
		cr_assert(length < count || served == 5);
		cr_assert(length > from || served == 0);
	}
	free(bytes);
	run_free(run);
}

Test(journal_services, a_file_with_any_bit_wrong_is_refused_or_read_right)
{
	size_t count, from;
	uint8_t *bytes;
	struct journal_run *run = serviced_run(&bytes, &count, &from);
	struct mst_journal *journal;
	struct mst_error err;
	uint64_t open;

	for (size_t bit = 8 * from; bit < 8 * count; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		write_file(run->path, bytes, count);
		if (mst_journal_read(&journal, run->path, &err) == 0)
			cr_assert_leq(count_services(journal, 1, &open), 5);
		mst_journal_close(journal);
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	free(bytes);
	run_free(run);
}

Test(journal_services, entries_that_no_journal_has_are_refused)
{
	struct mst_space space = { .size = 10, .begin = 5, .end = 10 };
	static const uint8_t entries[][8] = {
		{ 5, 4, MST_SERVICE_NAME, 1, 0, 'a' },  /* the only right one */
		{ 4, 4, MST_SERVICE_NAME, 1, 0, 'a' },  /* before the part of the order */
		{ 10, 4, MST_SERVICE_NAME, 1, 0, 'a' }, /* behind it */
		{ 5, 4, MST_SERVICE_NAME, 2, 0, 'a' },  /* cut */
		{ 5, 5, MST_SERVICE_NAME, 1, 0, 'a' },  /* longer than the record */
		{ 5, 0, 5, 0, 5, 0 },                   /* nothing is known */
		{ 5, 4, 200, 1, 0, 'a' },               /* of an unknown field */
	};

	mst_permute_init(&space.permute, 10, 1);
	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
		struct mst_journal_services services = { 0 };

		cr_expect_eq(mst_journal_services_note(&services, mst_reader_over(entries[i], 6), 100, &space, NULL),
		             i ? -EBADMSG : 0, "%zu", i);
		cr_expect_eq(services.run_count, i ? 0 : 1);
		mst_journal_services_free(&services);
	}
}

Test(journal_services, a_place_that_changed_meanwhile_ends_the_rows)
{
	size_t count, from;
	uint8_t *bytes;
	struct journal_run *run = serviced_run(&bytes, &count, &from);
	struct mst_result results[100];
	struct mst_error err = { "" };
	struct mst_rows *rows;

	cr_assert_eq(mst_journal_rows(&rows, run->journal, false, &err), 0);
	memset(bytes + from, 0xff, count - from);
	write_file(run->path, bytes, count);
	while (rows->kind->next(rows, results, 100) > 0)
		;
	cr_expect_eq(rows->code, -EBADMSG);
	cr_expect(strstr(rows->error.text, "it changed meanwhile"), "%s", rows->error.text);
	rows->kind->close(rows);
	free(bytes);
	run_free(run);
}
