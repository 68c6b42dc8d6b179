/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_verdicts.c - a report with a journal: rows of csv leave when they are final, documents come out of the journal,
 * and a run that goes on writes its files anew.
 */
#include <criterion/criterion.h>
#include <muster/journal.h>
#include <stdio.h>
#include <string.h>

#include "journal/writing.h"
#include "unit/report/fixture_report.h"

/* A sweep of 10.0.0.0/24. */
struct run {
	struct report_fixture fixture;
	struct mst_targets *targets;
	struct mst_scan_config config;
	struct mst_space space;
	struct mst_journal *journal;
};

static void set_targets(struct run *run)
{
	const struct mst_slice slice = { .sample = 1, .shard = 1, .shards = 1 };

	run->targets = mst_targets_new();
	cr_assert_eq(mst_targets_add(run->targets, "10.0.0.0/24", &run->fixture.err), 0, "%s", run->fixture.err.text);
	cr_assert_eq(mst_targets_close(run->targets, &run->fixture.err), 0, "%s", run->fixture.err.text);
	run->config = mst_scan_defaults();
	run->config.probing.targets = run->targets;
	run->config.order.seeded = true;
	run->config.order.seed = 7;
	cr_assert_eq(mst_space_init(&run->space, run->targets, NULL, &slice, 7, &run->fixture.err), 0, "%s",
	             run->fixture.err.text);
}

static void begin_journal(struct run *run)
{
	const struct mst_journal_plan plan = {
		.config = &run->config,
		.rounds = { { .space = &run->space, .attempts = 2 } },
		.round_count = 1,
	};

	cr_assert_eq(mst_journal_begin(run->journal, &plan, &run->fixture.err), 0, "%s", run->fixture.err.text);
}

static struct run new_run(const char *path)
{
	struct run run = { .fixture = fixture_new() };
	struct mst_journal_config config = { .line = "muster sweep 10.0.0.0/24" };
	char whole[128];

	snprintf(whole, sizeof whole, "%s/%s", run.fixture.folder, path ? path : "");
	config.path = path ? whole : NULL;
	cr_assert_eq(mst_journal_new(&run.journal, &config, &run.fixture.err), 0, "%s", run.fixture.err.text);
	set_targets(&run);
	begin_journal(&run);
	run.fixture.config.journal = run.journal;
	run.fixture.config.fields = "addr,state";
	return run;
}

static void close_run(struct run *run)
{
	mst_report_free(run->fixture.report);
	run->fixture.report = NULL;
	mst_journal_close(run->journal);
	mst_space_free(&run->space);
	mst_targets_free(run->targets);
}

/* As a scan does: into the journal, then to the report. */
static void arrive(struct run *run, struct mst_result result)
{
	struct mst_error err;

	cr_assert(mst_space_find(&run->space, &result.addr, 0, &result.position));
	cr_assert_eq(mst_journal_add(run->journal, 0, &result, 1, false, &err), 0, "%s", err.text);
	cr_assert_eq(fixture_write(&run->fixture, &result, 1), 0, "%s", run->fixture.err.text);
}

static void mark(struct run *run)
{
	static const struct mst_journal_mark none;

	cr_assert_eq(fixture_write(&run->fixture, NULL, 0), 0);
	cr_assert_eq(mst_journal_mark(run->journal, &none, &run->fixture.err), 0, "%s", run->fixture.err.text);
}

Test(report_verdicts, a_row_of_csv_leaves_when_its_verdict_is_final_and_once)
{
	struct run run = new_run(NULL);

	run.fixture.config.states = ONLY(MST_UP);
	cr_assert_eq(fixture_add(&run.fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&run.fixture), 0);
	arrive(&run, host_up(9));
	arrive(&run, host_down(5));
	arrive(&run, host_up(3));
	mark(&run);
	cr_assert_str_eq(fixture_run(&run.fixture, "cat a.csv"), "addr,state\n");
	arrive(&run, host_amended_up(5, MST_DOWN));
	cr_assert_eq(fixture_end(&run.fixture), 0, "%s", run.fixture.err.text);
	cr_assert_str_eq(fixture_run(&run.fixture, "tail -n +2 a.csv | sort"),
	                 "10.0.0.3,up\n10.0.0.5,up\n10.0.0.9,up\n");
	cr_assert_eq(mst_journal_late(run.journal), 0);
	close_run(&run);
	fixture_free(&run.fixture);
}

Test(report_verdicts, a_document_holds_what_the_journal_holds)
{
	struct run run = new_run(NULL);

	run.fixture.config.states = ALL_STATES & ~ONLY(MST_UNKNOWN);
	run.fixture.config.by_address = true;
	cr_assert_eq(fixture_add(&run.fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&run.fixture, "a.json"), 0);
	cr_assert_eq(fixture_begin(&run.fixture), 0, "%s", run.fixture.err.text);
	for (unsigned i = 256; i-- > 0;)
		arrive(&run, i % 4 ? host_down(i) : host_up(i));
	arrive(&run, host_amended_up(5, MST_DOWN));
	mark(&run);
	cr_assert_eq(fixture_end(&run.fixture), 0, "%s", run.fixture.err.text);
	cr_assert_str_eq(fixture_run(&run.fixture, "wc -l < a.csv; head -7 a.csv | tail -3; tail -1 a.csv"),
	                 "257\n10.0.0.3,down\n10.0.0.4,up\n10.0.0.5,up\n10.0.0.255,down\n");
	cr_assert_str_eq(
		fixture_run(&run.fixture, "jq -c '[.results | length, .[5], .[255]]' a.json"),
		"[256,{\"addr\":\"10.0.0.5\",\"state\":\"up\"},{\"addr\":\"10.0.0.255\",\"state\":\"down\"}]\n");
	close_run(&run);
	fixture_free(&run.fixture);
}

Test(report_verdicts, targets_without_a_verdict_are_unknown_where_that_is_wanted)
{
	struct run run = new_run(NULL);

	run.fixture.config.states = ALL_STATES;
	run.fixture.config.by_address = true;
	cr_assert_eq(fixture_add(&run.fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&run.fixture), 0);
	arrive(&run, host_up(9));
	mark(&run);
	cr_assert_eq(fixture_end(&run.fixture), 0, "%s", run.fixture.err.text);
	cr_assert_str_eq(fixture_run(&run.fixture, "cut -d, -f2 a.csv | sort | uniq -c | tr -s ' '"),
	                 " 1 state\n 255 unknown\n 1 up\n");
	close_run(&run);
	fixture_free(&run.fixture);
}

Test(report_verdicts, in_the_order_of_arrival_a_table_has_it_too)
{
	struct run run = new_run(NULL);

	run.fixture.config.states = ONLY(MST_UP);
	run.fixture.config.by_arrival = true;
	cr_assert_eq(fixture_add(&run.fixture, "a.txt"), 0);
	cr_assert_eq(fixture_begin(&run.fixture), 0);
	arrive(&run, host_up(9));
	arrive(&run, host_down(4));
	arrive(&run, host_up(3));
	cr_assert_eq(fixture_end(&run.fixture), 0, "%s", run.fixture.err.text);
	cr_assert_str_eq(fixture_read(&run.fixture, "a.txt"), "ADDR       STATE\n10.0.0.9   up\n10.0.0.3   up\n");
	close_run(&run);
	fixture_free(&run.fixture);
}

/* Of a run that was stopped while it could not find out. */
static void cut_off(struct run *run, struct mst_result result)
{
	struct mst_error err;

	result.state = MST_UNKNOWN;
	result.reason = MST_LOCAL_LOSS;
	cr_assert(mst_space_find(&run->space, &result.addr, 0, &result.position));
	cr_assert_eq(mst_journal_add(run->journal, 0, &result, 1, true, &err), 0, "%s", err.text);
}

/* Another process goes on: the files are named again, and hold both parts; what was cut off has one row. */
Test(report_verdicts, a_run_that_goes_on_writes_its_files_anew)
{
	struct run run = new_run("j"), next = { 0 };
	char path[128];

	run.fixture.config.states = ONLY(MST_UP) | ONLY(MST_UNKNOWN);
	cr_assert_eq(fixture_add(&run.fixture, "a.ndjson"), 0);
	cr_assert_eq(fixture_add(&run.fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&run.fixture), 0);
	arrive(&run, host_up(9));
	arrive(&run, host_down(4));
	cut_off(&run, host_down(3));
	mark(&run);
	close_run(&run);

	next.fixture = run.fixture;
	next.fixture.report = NULL;
	snprintf(path, sizeof path, "%s/j", next.fixture.folder);
	cr_assert_eq(mst_journal_resume(&next.journal, path, &(struct mst_journal_config){ 0 }, &next.fixture.err), 0,
	             "%s", next.fixture.err.text);
	set_targets(&next);
	begin_journal(&next);
	next.fixture.config.journal = next.journal;
	next.fixture.config.force = true;
	cr_assert_eq(fixture_add(&next.fixture, "a.ndjson"), 0, "%s", next.fixture.err.text);
	cr_assert_eq(fixture_add(&next.fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&next.fixture), 0, "%s", next.fixture.err.text);
	arrive(&next, host_up(3));
	mark(&next);
	cr_assert_eq(fixture_end(&next.fixture), 0, "%s", next.fixture.err.text);
	cr_assert_str_eq(
		fixture_run(&next.fixture, "jq -r 'select(.reason != \"not-sent\") | .addr // empty' a.ndjson"),
		"10.0.0.9\n10.0.0.3\n");
	cr_assert_str_eq(fixture_run(&next.fixture, "grep -E '[.][39],' a.csv | sort"), "10.0.0.3,up\n10.0.0.9,up\n");
	close_run(&next);
	fixture_free(&next.fixture);
}
