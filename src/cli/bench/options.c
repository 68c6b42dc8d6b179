/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h. */
#include "cli/bench/options.h"

#include <errno.h>
#include <muster/units.h>
#include <string.h>
#include <unistd.h>

#include "cli/options/sheets.h"
#include "cli/options/values.h"

#define FIELD(member) MST_MEMBER(struct mst_bench_options, member)
#define NAMES_MAX 128

const struct mst_option mst_bench_option_table[] = {
	MST_HEADING("Measurements"),
	{ "seconds", 0, MST_OPT_DURATION, FIELD(duration_ns), "TIME",
	  "duration of each measurement, such as 5 or 500ms", .pair = "duration_ms", .min = 50 * MST_NS_PER_MS,
	  .max = 600 * MST_NS_PER_SECOND },
	{ "lanes", 0, MST_OPT_TEXT, FIELD(lanes), "LIST",
	  "numbers of sender threads, such as 1,2,4, or max, one for each CPU",
	  .by_default = "1, 2, 4 and so on up to max", .pair = "lanes", .between = ',' },
	{ "cpus", 0, MST_OPT_TEXT, FIELD(cpus), "LIST",
	  "run the threads on these CPUs, such as 0-3,8: first one for each sender thread, then the receiver, then the "
	  "reporter",
	  .by_default = "where the kernel puts them", .pair = "cpus", .between = ',' },
	{ "engine", 0, MST_OPT_TEXT, FIELD(engines), "LIST", "measure only these sending engines, such as packet,live",
	  .values = "{engines}", .by_default = "all", .pair = "engine", .between = ',' },
	{ "rx", 0, MST_OPT_TEXT, FIELD(rx), "LIST", "measure only these receive paths, such as xdp",
	  .values = "{receivers}", .by_default = "all", .pair = "rx", .between = ',' },
	{ "probe", 0, MST_OPT_TEXT, FIELD(probe), "PROBE", "frames to send: icmp (echo requests) or syn",
	  .values = "icmp syn", .pair = "probe" },
	{ "live", 0, MST_OPT_SHARE, FIELD(live), "SHARE", "share of the hosts that answer, where answers are measured",
	  .pair = "live" },
	{ "interface", 'I', MST_OPT_TEXT, FIELD(interface), "INTERFACE",
	  .meaning = "refuse to run: a benchmark floods, so it runs only in private networks of its own" },

	MST_HEADING("Results"),
	MST_SHEETS_OPTIONS(struct mst_bench_options),

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL,
	  .meaning = "print no progress on standard error, only errors" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};
_Static_assert(sizeof mst_bench_option_table / sizeof mst_bench_option_table[0] <= MST_OPTIONS_MAX, "too many options");

void mst_bench_options_defaults(void *values)
{
	struct mst_bench_options *options = values;

	*options = (struct mst_bench_options){ .duration_ns = 2 * MST_NS_PER_SECOND, .live = 0.25, .probe = "syn" };
}

/* ---- lists ---- */

/*
 * The next item of a list, which must fit `item`; false at its end. What does not fit is cut, and so matches
 * nothing.
 */
static bool next_item(const char **list, char *item, size_t size)
{
	size_t length = strcspn(*list, ",");

	if (!**list)
		return false;
	snprintf(item, size, "%.*s", (int)length, *list);
	*list += length;
	if (**list)
		(*list)++;
	return true;
}

bool mst_bench_measures(const char *engine)
{
	return strcmp(engine, "connect") != 0;
}

static int refuse_engine(const char *option, const char *item, enum mst_engine_role role, struct mst_error *err)
{
	char names[NAMES_MAX] = "";
	const char *name;

	for (size_t i = 0; (name = mst_engine_name(role, i)); i++) {
		if (mst_bench_measures(name))
			mst_names_add(names, sizeof names, name);
	}
	return mst_fail(err, -EINVAL, "--%s %s: expected names out of %s, with commas between", option,
	                *item ? item : "\"\"", names);
}

/* NULL: all of them. */
static int read_engines(mst_engine_set *set, const char *option, const char *list, enum mst_engine_role role,
                        struct mst_error *err)
{
	char item[32];

	*set = list ? 0 : UINT32_MAX;
	while (list && next_item(&list, item, sizeof item)) {
		const char *name;
		size_t i = 0;

		while ((name = mst_engine_name(role, i)) && strcmp(name, item) != 0)
			i++;
		if (!name || !mst_bench_measures(name))
			return refuse_engine(option, item, role, err);
		*set |= UINT32_C(1) << i;
	}
	return *set ? 0 : refuse_engine(option, "", role, err);
}

static unsigned lanes_at_most(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	return cpus < 1 ? 1 : cpus > MST_LANES_MAX ? MST_LANES_MAX : (unsigned)cpus;
}

static void add_lanes(struct mst_bench_options *options, unsigned lanes)
{
	if (options->lane_counts_count < MST_BENCH_LANES_LIST)
		options->lane_counts[options->lane_counts_count++] = lanes;
}

static int read_lanes(struct mst_bench_options *options, struct mst_error *err)
{
	unsigned most = lanes_at_most();
	const char *list = options->lanes;
	char item[32];

	options->lane_counts_count = 0;
	for (unsigned lanes = 1; !list && lanes < most; lanes *= 2)
		add_lanes(options, lanes);
	if (!list)
		add_lanes(options, most);
	while (list && next_item(&list, item, sizeof item)) {
		uint64_t lanes = most;

		if (strcmp(item, "max") != 0 && (mst_read_whole(&lanes, item, MST_LANES_MAX) < 0 || lanes == 0))
			return mst_fail(err, -EINVAL,
			                "--lanes %s: expected numbers from 1 to %d with commas between, or max",
			                *item ? item : "\"\"", MST_LANES_MAX);
		if (options->lane_counts_count == MST_BENCH_LANES_LIST)
			return mst_fail(err, -EINVAL, "--lanes %s: expected at most %d numbers", options->lanes,
			                MST_BENCH_LANES_LIST);
		add_lanes(options, (unsigned)lanes);
	}
	return 0;
}

static int read_probe(struct mst_bench_options *options, struct mst_error *err)
{
	if (strcmp(options->probe, "icmp") == 0)
		options->question = MST_ASK_HOSTS;
	else if (strcmp(options->probe, "syn") == 0)
		options->question = MST_ASK_PORTS;
	else
		return mst_fail(err, -EINVAL, "--probe %s: expected icmp or syn", options->probe);
	return 0;
}

static int check_words(const struct mst_bench_options *options, const struct mst_words *words, struct mst_error *err)
{
	if (options->interface)
		return mst_fail(err, -EINVAL,
		                "--interface %s: a benchmark floods, so it runs only in private networks of its own; "
		                "its last lines name the best engines of each interface",
		                options->interface);
	if (words->count)
		return mst_fail(err, -EINVAL, "%s: bench takes no targets; it measures in networks of its own",
		                words->items[0]);
	return mst_sheets_check(&options->outputs, &options->sheet, err);
}

int mst_bench_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_bench_options *options = values;
	int code = check_words(options, &arguments->words, err);

	if (code == 0)
		code = read_probe(options, err);
	if (code == 0)
		code = read_lanes(options, err);
	if (code == 0)
		code = read_engines(&options->engines_wanted, "engine", options->engines, MST_ENGINE_SEND, err);
	return code < 0 ? code : read_engines(&options->rx_wanted, "rx", options->rx, MST_ENGINE_RECEIVE, err);
}
