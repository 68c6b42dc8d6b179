/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.c - see table.h: what programs read, and the look at the interfaces. */
#include <errno.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <math.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/bench/table.h"

#define PARAMETERS_MAX (MST_OPTIONS_MAX + 4)

/* ---- the look ---- */

static int add_advice(struct mst_bench_advices *advices, const char *interface)
{
	struct mst_bench_advice *more = reallocarray(advices->items, advices->count + 1, sizeof *more);
	struct mst_bench_advice *advice;
	struct mst_error err;

	if (!more)
		return -ENOMEM;
	advices->items = more;
	advice = &more[advices->count++];
	*advice = (struct mst_bench_advice){ 0 };
	snprintf(advice->interface, sizeof advice->interface, "%s", interface);
	advice->engine = mst_engine_auto(MST_ENGINE_SEND, interface, &advice->why_out, &err);
	if (!advice->engine)
		advice->why_out = err;
	advice->rx = mst_engine_auto(MST_ENGINE_RECEIVE, interface, &advice->why_in, &err);
	if (!advice->rx)
		advice->why_in = err;
	return 0;
}

int mst_bench_advise(struct mst_bench_advices *advices)
{
	struct ifaddrs *all;
	int code = 0;

	if (getifaddrs(&all) < 0)
		return errno == ENOMEM ? -ENOMEM : 0;
	for (const struct ifaddrs *one = all; one && code == 0; one = one->ifa_next) {
		/* Each interface has one address of this family. */
		if (one->ifa_addr && one->ifa_addr->sa_family == AF_PACKET && !(one->ifa_flags & IFF_LOOPBACK))
			code = add_advice(advices, one->ifa_name);
	}
	freeifaddrs(all);
	return code;
}

void mst_bench_advices_free(struct mst_bench_advices *advices)
{
	free(advices->items);
	*advices = (struct mst_bench_advices){ 0 };
}

/* ---- rows ---- */

/* Empty where nothing was measured. Reals hold counts up to 2^53 whole. */
static struct mst_pair count_pair(const char *name, const struct mst_bench_cell *cell, uint64_t count)
{
	if (!cell->measured)
		return mst_real_pair(name, NAN);
	return mst_count_pair(name, count);
}

static struct mst_pair lanes_pair(const char *name, const struct mst_bench_cell *cell)
{
	if (!cell->run.engine)
		return mst_real_pair(name, NAN);
	return mst_count_pair(name, cell->run.lanes);
}

static double rounded(double value, double digits)
{
	return isfinite(value) ? round(value * digits) / digits : NAN;
}

static double rate_of(const struct mst_bench_cell *cell)
{
	return cell->measured ? cell->figures.rate_pps : NAN;
}

static const char *remark_of(const struct mst_bench_cell *cell)
{
	return mst_bench_cell_waits(cell) ? "interrupted before its turn" : cell->remark;
}

/* X(column, its pair out of a cell): the columns in their order. */
#define RESULT_COLUMNS(X) \
	X("network", mst_text_pair(name, mst_lab_network_name(cell->run.network))) \
	X("engine", mst_text_pair(name, cell->run.engine)) \
	X("rx", mst_text_pair(name, cell->rx_matters ? cell->run.rx : NULL)) \
	X("lanes", lanes_pair(name, cell)) \
	X("sent_pps", mst_real_pair(name, rounded(rate_of(cell), 10))) \
	X("matched_pps", mst_real_pair(name, rounded(mst_bench_matched_pps(cell), 10))) \
	X("cpu_s_per_million", mst_real_pair(name, rounded(mst_bench_cpu_s_per_million(cell), 1e4))) \
	X("ns_per_probe", mst_real_pair(name, rounded(mst_bench_ns_per_probe(cell), 10))) \
	X("sent", count_pair(name, cell, cell->figures.sent)) \
	X("arrived", count_pair(name, cell, cell->figures.arrived)) \
	X("answered", count_pair(name, cell, cell->figures.answered)) \
	X("matched", count_pair(name, cell, cell->figures.matched)) \
	X("lost_out", count_pair(name, cell, mst_bench_lost_out(cell))) \
	X("lost_back", count_pair(name, cell, mst_bench_lost_back(cell))) \
	X("capture_drops", count_pair(name, cell, cell->figures.capture_drops)) \
	X("stalls", count_pair(name, cell, cell->figures.stalls)) \
	X("not_sent", count_pair(name, cell, cell->figures.not_sent)) \
	X("memory_bytes", count_pair(name, cell, cell->figures.memory_bytes)) \
	X("remark", mst_text_pair(name, remark_of(cell)))

#define ADVICE_COLUMNS(X) \
	X("interface", mst_text_pair(name, advice->interface)) \
	X("engine", mst_text_pair(name, advice->engine)) \
	X("rx", mst_text_pair(name, advice->rx)) \
	X("engine_remark", mst_text_pair(name, advice->why_out.text)) \
	X("rx_remark", mst_text_pair(name, advice->why_in.text))

static const char *const result_columns[] = { RESULT_COLUMNS(MST_ROW_NAME) NULL };
static const char *const advice_columns[] = { ADVICE_COLUMNS(MST_ROW_NAME) NULL };
#define RESULT_WIDTH (sizeof result_columns / sizeof *result_columns - 1)
#define ADVICE_WIDTH (sizeof advice_columns / sizeof *advice_columns - 1)

static void put_result(struct mst_pair *pairs, const struct mst_bench_cell *cell)
{
	RESULT_COLUMNS(MST_ROW_PUT)
}

static void put_advice(struct mst_pair *pairs, const struct mst_bench_advice *advice)
{
	ADVICE_COLUMNS(MST_ROW_PUT)
}

/* ---- writing ---- */

/*
 * Options that were given or have a value by themselves; texts of the library's making are freed by
 * free_parameters.
 */
static size_t put_parameters(struct mst_pair *pairs, const struct mst_bench_options *options)
{
	size_t count = 0;

	for (const struct mst_option *o = mst_bench_option_table; o->kind != MST_OPT_END; o++) {
		char *text = o->pair ? mst_option_text(o, options) : NULL;

		if (text)
			pairs[count++] = mst_option_pair(o, options);
		free(text);
	}
	return count;
}

static void free_parameters(struct mst_pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mst_option_pair_free(&pairs[i]);
}

int mst_bench_write(struct mst_sheets *sheets, const struct mst_bench_cells *cells,
                    const struct mst_bench_advices *advices, const struct mst_bench_options *options, bool interrupted,
                    struct mst_error *err)
{
	struct mst_pairs *results = mst_sheet_rows(cells->count, RESULT_WIDTH);
	struct mst_pairs *interfaces = mst_sheet_rows(advices->count, ADVICE_WIDTH);
	struct mst_pair parameters[PARAMETERS_MAX], summary[] = {
		{ .name = "cpus", .kind = MST_PAIR_COUNT, .count = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN) },
		{ .name = "kernel", .kind = MST_PAIR_TEXT },
		{ .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = interrupted },
	};
	struct mst_sheet_table tables[] = {
		{ .name = "results",
		  .record = "result",
		  .columns = result_columns,
		  .rows = results,
		  .count = cells->count },
		{ .name = "interfaces",
		  .record = "interface",
		  .columns = advice_columns,
		  .rows = interfaces,
		  .count = advices->count },
	};
	struct mst_sheet_content content = {
		.parameters = { parameters, put_parameters(parameters, options) },
		.summary = { summary, sizeof summary / sizeof *summary },
		.tables = tables,
		.count = sizeof tables / sizeof *tables,
	};
	struct utsname system;
	int code;

	summary[1].text = uname(&system) == 0 ? system.release : NULL;
	for (size_t i = 0; results && i < cells->count; i++)
		put_result((struct mst_pair *)results[i].pairs, &cells->cells[i]);
	for (size_t i = 0; interfaces && i < advices->count; i++)
		put_advice((struct mst_pair *)interfaces[i].pairs, &advices->items[i]);
	if (results && interfaces)
		code = mst_sheets_write(sheets, &content, err);
	else
		code = mst_fail(err, -ENOMEM, "no memory for the report");
	free_parameters(parameters, content.parameters.count);
	free(results);
	free(interfaces);
	return code;
}
