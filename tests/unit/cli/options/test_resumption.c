/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of an unfinished run, and the options that are typed when it is resumed. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options/resumption.h"
#include "cli/probing/options.h"

struct reading {
	struct mst_resumption resumption;
	struct mst_arguments arguments;
	struct mst_probing *values;
	struct mst_error err;
	int code;
};

#define COUNT(words) (int)(sizeof words / sizeof *words)
#define READ(reading, planned, typed) read_both(reading, planned, COUNT(planned), typed, COUNT(typed))

static void read_both(struct reading *reading, char **planned, int planned_count, char **typed, int typed_count)
{
	const struct mst_command *command = mst_command_named(mst_commands, planned[0]);

	*reading = (struct reading){
		.resumption = { .path = "/j",
		                .id = "1",
		                .line = "",
		                .folder = "/then",
		                .words = planned,
		                .word_count = planned_count },
		.values = mst_command_values(command),
	};
	reading->code = mst_resumption_read(&reading->resumption, command, &reading->arguments, typed_count, typed,
	                                    reading->values, &reading->err);
}

static void drop(struct reading *reading)
{
	mst_options_free(reading->resumption.command->options, reading->values);
	mst_words_free(&reading->arguments.words);
	mst_resumption_free(&reading->resumption);
	free(reading->values);
}

/* The sentence of what is refused. */
#define REFUSES(sentence, planned, typed) \
	do { \
		struct reading refused; \
		READ(&refused, planned, typed); \
		cr_expect_eq(refused.code, -EINVAL); \
		cr_expect_str_eq(refused.err.text, sentence); \
		drop(&refused); \
	} while (0)

Test(cli_options_resumption, options_typed_now_are_over_those_of_the_run)
{
	char *planned[] = { "sweep", "10.0.0.0/8", "--rate", "1k", "--retries", "2", "-q" };
	char *typed[] = { "--rate", "2k", "--retries", "3" };
	struct reading reading;

	READ(&reading, planned, typed);
	cr_assert_eq(reading.code, 0, "%s", reading.err.text);
	cr_assert_eq(reading.values->scan.rate.pps, 2000);
	cr_assert_eq(reading.values->scan.retry.count, 3);
	cr_assert(reading.values->quiet && mst_given(&reading.arguments, "quiet"));
	cr_assert_eq(reading.arguments.words.count, 1);
	cr_assert_str_eq(reading.arguments.words.items[0], "10.0.0.0/8");
	drop(&reading);
}

Test(cli_options_resumption, relative_paths_of_the_run_are_those_of_its_folder)
{
	char *planned[] = { "sweep",   "1.2.3.4", "-o",       "csv:a.csv",      "-o",
		            "/b.json", "-o",      "ndjson:-", "--exclude-file", "no" };
	char *typed[] = { "--exclude-file", "now" };
	struct reading reading;

	READ(&reading, planned, typed);
	cr_assert_eq(reading.code, 0, "%s", reading.err.text);
	cr_assert_eq(reading.values->outputs.count, 3);
	cr_assert_str_eq(reading.values->outputs.items[0], "csv:/then/a.csv");
	cr_assert_str_eq(reading.values->outputs.items[1], "/b.json");
	cr_assert_str_eq(reading.values->outputs.items[2], "ndjson:-");
	cr_assert_eq(reading.values->exclude_files.count, 2);
	cr_assert_str_eq(reading.values->exclude_files.items[0], "/then/no");
	cr_assert_str_eq(reading.values->exclude_files.items[1], "now");
	drop(&reading);
}

Test(cli_options_resumption, outputs_replace_and_exclusions_add)
{
	char *planned[] = { "sweep", "10.0.0.0/8", "-o", "a.csv", "--exclude", "10.0.0.1" };
	char *typed[] = { "-o", "b.csv", "--exclude", "10.0.0.2" };
	struct reading reading;

	READ(&reading, planned, typed);
	cr_assert_eq(reading.code, 0, "%s", reading.err.text);
	cr_assert_eq(reading.values->outputs.count, 1);
	cr_assert_str_eq(reading.values->outputs.items[0], "b.csv");
	cr_assert_eq(reading.values->exclude.count, 2);
	drop(&reading);
}

Test(cli_options_resumption, what_the_run_asks_cannot_change)
{
	char *sweep[] = { "sweep", "10.0.0.0/8" }, *scan[] = { "scan", "10.0.0.0/8", "-p", "80", "--seed", "7" };
	char *targets[] = { "10.0.3.0/24" }, *ports[] = { "-p", "22" }, *seed[] = { "--seed", "8" },
	     *udp[] = { "--udp" };
	char *probe[] = { "--probe", "icmp" }, *retries[] = { "--retries", "0" }, *shard[] = { "--shard", "1/2" };

	REFUSES("10.0.3.0/24: the targets of a run cannot change when it is resumed; expected options alone", sweep,
	        targets);
	REFUSES("--ports 22: it cannot change when a run is resumed; expected --ports 80, or none", scan, ports);
	REFUSES("--seed 8: it cannot change when a run is resumed; expected --seed 7, or none", scan, seed);
	REFUSES("--udp: it cannot change when a run is resumed, and this run began without it; expected it left out",
	        scan, udp);
	REFUSES("--probe icmp: it cannot change when a run is resumed, and this run began without it; expected it left "
	        "out",
	        sweep, probe);
	REFUSES("--shard 1/2: it cannot change when a run is resumed, and this run began without it; expected it left "
	        "out",
	        sweep, shard);
	REFUSES("--retries 0: it may only grow when a run is resumed; expected 1 or more", sweep, retries);
}

Test(cli_options_resumption, what_stays_the_same_may_be_repeated)
{
	char *planned[] = { "scan", "--udp", "10.0.0.0/8", "-p", "53", "--seed", "0x10" };
	char *typed[] = { "--ports", "53", "--udp", "--seed", "16", "--retries", "1" };
	struct reading reading;

	READ(&reading, planned, typed);
	cr_assert_eq(reading.code, 0, "%s", reading.err.text);
	drop(&reading);
}

Test(cli_options_resumption, a_broken_command_line_is_refused)
{
	char *planned[] = { "sweep", "--no-such-option" }, *typed[] = { "-q" };

	REFUSES("--no-such-option: no such option", planned, typed);
}
