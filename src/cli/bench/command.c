/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - bench: what this machine can do.
 *
 *     options ─► networks of our own ─► a look at the interfaces ─► drop rights ─► outputs ─► runs ─► table
 *
 * Another process keeps the networks and has the rights that sending takes; this one only asks and writes.
 */
#include <errno.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/bench/table.h"
#include "cli/common/advice.h"
#include "cli/common/clock.h"
#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"

#define LOOK_EVERY_NS (100 * MST_NS_PER_MS)
#define AROUND_A_RUN_NS (400 * MST_NS_PER_MS) /* opening, the last answers, closing */
#define BAR_WIDTH 24

/* Everything one run holds; closing accepts whatever exists so far. */
struct bench {
	const struct mst_bench_options *options;
	const struct mst_rights *rights;
	struct mst_lab *lab;
	struct mst_bench_cells cells;
	struct mst_bench_advices advices;
	struct mst_sheets sheets;
	bool interrupted;
	bool left; /* the reader of standard output, and nothing is written but for that one */
	/* progress */
	bool shown;
	size_t done, all; /* runs */
};

static void close_bench(void *state)
{
	struct bench *bench = state;

	mst_lab_close(bench->lab);
	mst_sheets_close(&bench->sheets);
	mst_bench_cells_free(&bench->cells);
	mst_bench_advices_free(&bench->advices);
}

/* ---- opening ---- */

static unsigned most_lanes(const struct mst_bench_options *options)
{
	unsigned most = 1;

	for (size_t i = 0; i < options->lane_counts_count; i++)
		most = options->lane_counts[i] > most ? options->lane_counts[i] : most;
	return most;
}

static int open_lab(struct bench *bench, const char *line, struct mst_error *err)
{
	struct mst_lab_config config = {
		.live = bench->options->live,
		.queues = most_lanes(bench->options),
		.cpus = bench->options->cpus,
	};
	int code = mst_lab_open(&bench->lab, &config, err);

	if (code == -EPERM)
		mst_advise_sudo(err, line);
	if (code == 0 && mst_bench_cells_make(&bench->cells, bench->options, bench->lab) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for the combinations");
	if (code == 0 && mst_bench_advise(&bench->advices) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for the interfaces");
	return code == 0 ? mst_privilege_drop(bench->rights, err) : code;
}

/* ---- measuring ---- */

static double share_done(const struct bench *bench, uint64_t passed_ns)
{
	double each = (double)(bench->options->duration_ns + AROUND_A_RUN_NS);
	double within = (double)passed_ns / each;

	return bench->all ? ((double)bench->done + (within < 1 ? within : 1)) / (double)bench->all : 1;
}

static void show_progress(const struct bench *bench, const struct mst_bench_cell *cell, uint64_t passed_ns)
{
	double share = share_done(bench, passed_ns);
	uint64_t each_ns = bench->options->duration_ns + AROUND_A_RUN_NS;
	size_t filled = (size_t)(share * BAR_WIDTH);
	char bar[BAR_WIDTH * sizeof "█" + 1] = "", left[40], line[256];
	unsigned width = mst_terminal_of(STDERR_FILENO).width;

	if (!bench->shown)
		return;
	for (size_t i = 0; i < BAR_WIDTH; i++)
		strcat(bar, i < filled ? "█" : "░");
	mst_write_duration(left, sizeof left, (uint64_t)((1 - share) * (double)(bench->all * each_ns)));
	snprintf(line, sizeof line, " %zu of %zu: %s %s%s%s, %u lane%s, time left about %s", bench->done + 1,
	         bench->all, mst_lab_network_name(cell->run.network), cell->run.engine, cell->rx_matters ? " " : "",
	         cell->rx_matters ? cell->run.rx : "", cell->run.lanes, cell->run.lanes == 1 ? "" : "s", left);
	if (width > BAR_WIDTH + 1 && strlen(line) > width - BAR_WIDTH - 1)
		line[width - BAR_WIDTH - 1] = '\0'; /* a full line would scroll */
	fputs(MST_TERMINAL_ERASE, stderr);
	mst_print(stderr, "%s%s", bar, line);
	fflush(stderr);
}

/* On request: a line that stays. */
static void print_progress(const struct bench *bench, const struct mst_bench_cell *cell)
{
	fputs(bench->shown ? MST_TERMINAL_ERASE : "", stderr);
	mst_print(stderr, "%zu of %zu: %s %s, %u lane%s\n", bench->done + 1, bench->all,
	          mst_lab_network_name(cell->run.network), cell->run.engine, cell->run.lanes,
	          cell->run.lanes == 1 ? "" : "s");
}

/* 0: it has its figures or its remark, or was interrupted. */
static int run_cell(struct bench *bench, struct mst_bench_cell *cell, struct mst_error *err)
{
	uint64_t since_ns = mst_ticks_ns();
	int code = mst_lab_start(bench->lab, &cell->run, err);

	if (code < 0)
		return code;
	show_progress(bench, cell, 0);
	while ((code = mst_lab_wait(bench->lab, LOOK_EVERY_NS, &cell->figures, err)) == 1) {
		bench->interrupted = mst_signals_seen();
		bench->left = mst_stdout_reader_left() && !mst_sheets_have_files(&bench->sheets);
		if (bench->interrupted || bench->left)
			return 0;
		if (mst_signals_take_request())
			print_progress(bench, cell);
		show_progress(bench, cell, mst_ticks_ns() - since_ns);
	}
	if (code == -EPIPE)
		return code;
	cell->measured = code == 0;
	if (code < 0)
		memcpy(cell->remark, err->text, sizeof cell->remark);
	return 0;
}

static int run_cells(struct bench *bench, struct mst_error *err)
{
	int code = 0;

	bench->shown = !bench->options->quiet && mst_terminal_of(STDERR_FILENO).is_one;
	for (size_t i = 0; i < bench->cells.count; i++)
		bench->all += mst_bench_cell_waits(&bench->cells.cells[i]);
	for (size_t i = 0; i < bench->cells.count && code == 0 && !bench->interrupted && !bench->left; i++) {
		if (!mst_bench_cell_waits(&bench->cells.cells[i]))
			continue;
		code = run_cell(bench, &bench->cells.cells[i], err);
		bench->done++;
	}
	if (bench->shown)
		fputs(MST_TERMINAL_ERASE, stderr);
	return code;
}

static int report(struct bench *bench, struct mst_error *err)
{
	int code = mst_bench_write(&bench->sheets, &bench->cells, &bench->advices, bench->options, bench->interrupted,
	                           err);

	if (bench->sheets.to_stdout)
		return code;
	mst_bench_print(&bench->cells, mst_terminal_of(STDOUT_FILENO).width, stdout);
	mst_bench_print_advices(&bench->advices, stdout);
	return code == 0 ? mst_stdout_flush(err) : code;
}

/* What was measured before a failure is reported too. */
static int measure(struct bench *bench, const char *line, struct mst_error *err)
{
	struct mst_error later;
	int code = open_lab(bench, line, err), reported;

	if (code == 0)
		code = mst_sheets_open(&bench->sheets, &bench->options->outputs, &bench->options->sheet, err);
	if (code < 0)
		return code;
	mst_signals_watch(NULL);
	code = run_cells(bench, err);
	reported = bench->left ? 0 : report(bench, code < 0 ? &later : err);
	return code < 0 ? code : reported;
}

static int run_bench(const struct mst_call *call, struct mst_error *err)
{
	struct bench *bench = call->state;
	int code;

	bench->options = call->values;
	bench->rights = call->rights;
	code = measure(bench, call->line, err);
	return code == 0 && bench->interrupted ? MST_EXIT_SIGNAL : code;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_bench_options *options = values;

	rights->needs = MST_RIGHT_EVERYTHING;
	rights->files.outputs = &options->outputs;
}

static const struct mst_example examples[] = {
	{ "muster bench", "measure every engine and receive path on one CPU up to all; takes a minute or two" },
	{ "muster bench --engine packet,live --rx xdp --lanes max --seconds 5", "measure some of them for longer" },
	{ "muster bench -o bench.json", "write the figures for a program, with the best choice for each interface" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "the measurements are complete" },
	{ "1", "it failed: missing privileges, or an output that cannot be written" },
	{ "2", "the command line was not understood; nothing was measured" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; the figures measured so far were reported" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_bench = {
	.name = "bench",
	.arguments = "",
	.summary = "measure how fast this machine sends and receives",
	.description =
		"Measures every sending engine and receive path of this machine, with one sender thread and with more, "
		"in private networks: nothing leaves through an interface of the machine, and nothing stays behind. "
		"The network ifb discards frames in a device, drop discards them at the far end of a veth pair, and "
		"reflect has a far end that answers for a share of its hosts. At the end it prints the engine and "
		"receive path that auto would choose for each interface, and why faster ones were rejected.\n"
		"sent/s and matched/s are frames sent and answers matched to them, per second. CPU s/M is the CPU time "
		"of a million frames, all included: verdicts, answers, and the work that the kernel does for the far "
		"end within our threads. ns/probe is a lane's time for each frame. lost out counts frames that left "
		"and did not arrive, lost back answers that were not matched.",
	.options = mst_bench_option_table,
	.values_size = sizeof(struct mst_bench_options),
	.defaults = mst_bench_options_defaults,
	.examples = examples,
	.exits = exits,
	.check = mst_bench_options_check,
	.rights = rights_of,
	.state_size = sizeof(struct bench),
	.run = run_bench,
	.close = close_bench,
};
