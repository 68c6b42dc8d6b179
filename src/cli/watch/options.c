/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h. */
#include "cli/watch/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options/sheets.h"
#include "cli/options/values.h"
#include "cli/probing/rows.h"

#define FIELD(member) MST_MEMBER(struct mst_watch_options, member)
#define SCAN_FIELD(member) FIELD(scan.member)

const struct mst_option mst_watch_option_table[] = {
	MST_HEADING("Targets"),
	MST_TARGET_ROWS(SCAN_FIELD),
	MST_LOCAL_ROWS(SCAN_FIELD),

	MST_HEADING("Rounds"),
	{ "every", 0, MST_OPT_DURATION, FIELD(watch.every_ns), "TIME",
	  .meaning = "start a round this often, such as 10s or 5m", .min = 50 * MST_NS_PER_MS,
	  .max = 7 * 86400 * MST_NS_PER_SECOND, .everyday = true },
	{ "rounds", 0, MST_OPT_WHOLE, FIELD(watch.rounds), "N", .meaning = "end after N rounds",
	  .by_default = "run until stopped", .min = 1, .max = UINT64_MAX, .everyday = true },
	{ "confirm", 0, MST_OPT_WHOLE, FIELD(watch.confirm), "N",
	  .meaning = "report a change, or what many fell silent with, only after N rounds agree", .min = 1,
	  .max = MST_WATCH_CONFIRM_MAX },
	{ "confirm-every", 0, MST_OPT_DURATION, FIELD(watch.confirm_every_ns), "TIME",
	  .meaning = "while a change waits for --confirm, start the next rounds this soon, such as 2s",
	  .by_default = "--every", .min = 50 * MST_NS_PER_MS, .max = 7 * 86400 * MST_NS_PER_SECOND },

	MST_HEADING("Causes"),
	{ "parent", 0, MST_OPT_LIST, FIELD(parents), "TARGETS=ADDRESS",
	  .meaning = "these hosts are reached by way of the host ADDRESS, which is watched, too: while it is down, "
	             "they are "
	             "unknown, and that is one event",
	  .by_default = "only the gateways of the routing table" },
	{ "parents", 0, MST_OPT_LIST, FIELD(parent_files), "FILE",
	  .meaning = "read values of --parent from FILE, separated by spaces or newlines; # starts a comment" },
	{ "flap", 0, MST_OPT_TEXT, FIELD(flap), "N/TIME",
	  .meaning =
	          "report a host or port that changes more than N times within TIME, such as 4/10m, once as flapping, "
	          "and again when it had no change for TIME",
	  .by_default = "report every change" },
	{ "expect-asleep", 0, MST_OPT_LIST, FIELD(asleep), "TARGETS",
	  .meaning = "never report these hosts as down or back, such as laptops and phones; what they do is kept in "
	             "--state" },

	MST_HEADING("Probes"),
	MST_PORT_ROWS(SCAN_FIELD, NULL),
	{ "discover", 0, MST_OPT_FLAG, SCAN_FIELD(scan.probing.discover), NULL,
	  .meaning = "find the hosts that are up first, then probe only their ports; only with --ports" },
	MST_PROBE_ROWS(SCAN_FIELD),
	MST_SYN_ROWS(SCAN_FIELD),

	MST_HEADING("Sending"),
	MST_RATE_ROWS(SCAN_FIELD),
	MST_TIMEOUT_ROWS(SCAN_FIELD),
	MST_ROUTING_ROWS(SCAN_FIELD),
	MST_ON_LINK_ROWS(SCAN_FIELD),

	MST_HEADING("Results"),
	{ "all", 0, MST_OPT_FLAG, SCAN_FIELD(all), NULL,
	  .meaning = "also print the hosts that are alive after each round", .everyday = true },
	{ "changes", 0, MST_OPT_FLAG, FIELD(changes), NULL, .meaning = "print only changes, one a line",
	  .everyday = true },
	{ "on-change", 0, MST_OPT_TEXT, FIELD(on_change), "COMMAND",
	  .meaning =
	          "run this program at each change, with the change as a JSON object on its standard input; more than "
	          "--on-change-jobs at once make one run, with a list of them; the command is split into words at "
	          "blanks outside quotes, and no shell is involved",
	  .everyday = true },
	{ "on-change-time", 0, MST_OPT_DURATION, FIELD(watch.command_time_ns), "TIME",
	  .meaning = "kill a program of --on-change after this long", .min = 10 * MST_NS_PER_MS,
	  .max = 86400 * MST_NS_PER_SECOND },
	{ "on-change-jobs", 0, MST_OPT_WHOLE, FIELD(watch.command_jobs), "N",
	  .meaning = "run at most N programs of --on-change at once; what happens meanwhile waits, and makes "
	             "one run",
	  .min = 1, .max = MST_WATCH_JOBS_MAX },
	{ "state", 0, MST_OPT_TEXT, FIELD(watch.state_path), "FILE",
	  .meaning = "keep the history of every host in this SQLite file, and continue from it", .everyday = true },
	{ "metrics", 0, MST_OPT_LIST, FIELD(metrics), "PLACE",
	  .meaning = "give what is known of every host to Prometheus after each round: FILE.prom is replaced, for "
	             "node_exporter's folder of text files; 127.0.0.1:9750 or [::1]:9750 is answered at over HTTP, in "
	             "OpenMetrics 1.0 where the reader asks for it",
	  .everyday = true },
	{ "metrics-hosts", 0, MST_OPT_TEXT, FIELD(metrics_hosts), "WHICH",
	  .meaning = "give metrics of their own to the hosts that ever changed, to those that were ever up, or to all: "
	             "changed, up or all",
	  .values = "changed up all", .by_default = "all of up to 1,024 hosts, of more those that changed" },
	{ "html", 0, MST_OPT_TEXT, FIELD(html), "FILE",
	  .meaning = "keep a page for a browser in FILE.html, which is replaced after each round and reads itself "
	             "again: states, latest events, past rounds, day, month and round-trip times of every host; the "
	             "past comes from --state, if that is given",
	  .everyday = true },
	{ "title", 0, MST_OPT_TEXT, FIELD(title), "TEXT", .meaning = "the title of the page of --html",
	  .by_default = "Watch of TARGETS" },
	{ "report", 0, MST_OPT_TEXT, FIELD(report), "FILE",
	  .meaning = "send nothing; print the availability of every host in a file of --state", .everyday = true },
	{ "output", 'o', MST_OPT_LIST, SCAN_FIELD(outputs), "OUTPUT",
	  .meaning = "write events to this file, one JSON object a line: FILE.ndjson or ndjson:FILE; ndjson:- is "
	             "standard output; with --report, write csv or json",
	  .everyday = true },
	MST_BUDGET_ROW(FIELD),
	{ "no-header", 0, MST_OPT_FLAG, SCAN_FIELD(sheet.no_header), NULL,
	  .meaning = "leave out the line with the names of the columns, of csv" },
	{ "csv-crlf", 0, MST_OPT_FLAG, SCAN_FIELD(sheet.crlf), NULL,
	  .meaning = "end lines of csv in CR LF, as in RFC 4180", .by_default = "LF" },
	{ "csv-raw", 0, MST_OPT_FLAG, SCAN_FIELD(sheet.csv_raw), NULL,
	  .meaning = "write text of csv as it is, control characters too, without an apostrophe in front of what a "
	             "spreadsheet takes for a formula (=, +, -, @)" },
	{ "force", 0, MST_OPT_FLAG, SCAN_FIELD(sheet.force), NULL, .meaning = "overwrite existing files" },

	MST_HEADING("Messages"),
	{ "plain", 0, MST_OPT_FLAG, FIELD(plain), NULL,
	  .meaning = "print lines on a terminal too, instead of a live table", .everyday = true },
	{ "quiet", 'q', MST_OPT_FLAG, SCAN_FIELD(quiet), NULL,
	  .meaning = "print no closing lines on standard error, only errors" },
	{ "verbose", 'v', MST_OPT_FLAG, SCAN_FIELD(verbose), NULL,
	  .meaning = "also print the counts of each round on standard error" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help; with --all, every option",
	  .everyday = true },
	{ .kind = MST_OPT_END },
};
_Static_assert(sizeof mst_watch_option_table / sizeof mst_watch_option_table[0] <= MST_OPTIONS_MAX, "too many options");

void mst_watch_options_defaults(void *values)
{
	struct mst_watch_options *options = values;

	*options = (struct mst_watch_options){ .watch = mst_watch_defaults(), .events = mst_budget_of_a_day() };
	mst_probing_defaults(&options->scan);
}

void mst_watch_options_free(void *values)
{
	struct mst_watch_options *options = values;

	mst_words_free(&options->command);
	mst_words_free(&options->places.files);
	mst_words_free(&options->replaced);
	free(options->command_text);
}

/* ---- words ---- */

/* One word from *text on, unquoted into *to; false when a quote stays open. */
static bool take_word(const char **text, char **to)
{
	char quote = 0;

	for (; **text && (quote || !strchr(" \t\n", **text)); (*text)++) {
		char c = **text;

		if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? 0 : c;
		else if (c == '\\' && quote != '\'' && (*text)[1] && (!quote || strchr("\"\\", (*text)[1])))
			*(*to)++ = *++(*text);
		else
			*(*to)++ = c;
	}
	return !quote;
}

int mst_words_split(struct mst_words *words, char *text)
{
	const char *from = text;
	char *to = text;
	int code = 0;

	while (code == 0 && *(from += strspn(from, " \t\n"))) {
		const char *word = to;

		if (!take_word(&from, &to))
			return -EINVAL;
		from += *from != '\0'; /* the blank, which the closing NUL may overwrite */
		*to++ = '\0';
		code = mst_words_add(words, word);
	}
	if (code == 0 && (words->count == 0 || !*words->items[0]))
		return -EINVAL;
	if (code == 0)
		code = mst_words_add(words, NULL);
	words->count -= code == 0;
	return code;
}

/* ---- checks ---- */

static bool given(const struct mst_watch_options *options, const char *name)
{
	return mst_given(options->scan.arguments, name);
}

/* A report sends nothing: only options about its input and output have an effect. */
static int check_report(const struct mst_watch_options *options, struct mst_error *err)
{
	static const char *const fitting[] = { "report", "output", "force", "no-header", "csv-crlf", "csv-raw" };

	if (options->scan.arguments->words.count)
		return mst_fail(err, -EINVAL, "--report prints every host in the file: expected no targets, got %s",
		                options->scan.arguments->words.items[0]);
	for (const struct mst_option *o = mst_watch_option_table; o->kind != MST_OPT_END; o++) {
		bool fits = o->kind == MST_OPT_HEADING || !given(options, o->name);

		for (size_t i = 0; i < sizeof fitting / sizeof *fitting && !fits; i++)
			fits = strcmp(o->name, fitting[i]) == 0;
		if (!fits)
			return mst_fail(err, -EINVAL,
			                "--%s: --report sends nothing: of the other options it takes only --output",
			                o->name);
	}
	return mst_sheets_check(&options->scan.outputs, &options->scan.sheet, err);
}

static int check_company(const struct mst_watch_options *options, struct mst_error *err)
{
	static const struct mst_contradiction contradictions[] = {
		{ "all", "changes", NULL },
		{ "quiet", "verbose", NULL },
		{ NULL, NULL, NULL },
	};
	static const struct mst_need needs[] = {
		{ "exclude-ports", "ports" },
		{ "no-header", "report" },
		{ "csv-crlf", "report" },
		{ "csv-raw", "report" },
		{ "discover", "ports" },
		{ "on-change-time", "on-change" },
		{ "on-change-jobs", "on-change" },
		{ "metrics-hosts", "metrics" },
		{ "title", "html" },
		{ "confirm-every", "confirm" },
		{ NULL, NULL },
	};
	int code = mst_check_needs(options->scan.arguments, needs, err);

	return code < 0 ? code : mst_check_contradictions(options->scan.arguments, contradictions, err);
}

static int split_command(struct mst_watch_options *options, struct mst_error *err)
{
	int code;

	if (!options->on_change)
		return 0;
	options->command_text = strdup(options->on_change);
	code = options->command_text ? mst_words_split(&options->command, options->command_text) : -ENOMEM;
	if (code == -EINVAL)
		return mst_fail(err, code, "--on-change %s: expected a program and its arguments, every quote closed",
		                options->on_change);
	if (code < 0)
		return mst_fail(err, code, "no memory for --on-change");
	code = mst_value_check_program("on-change", options->command.items[0], err);
	if (code < 0 && options->command.items[0][strcspn(options->command.items[0], ";|&<>$`")])
		return mst_fail(
			err, code,
			"--on-change %s: no shell reads it: expected a program and its arguments, such as sh -c 'A; B'",
			options->on_change);
	if (code < 0)
		return code;
	options->watch.command = (char *const *)options->command.items;
	return 0;
}

static bool ends_in(const char *text, const char *ending)
{
	size_t length = strlen(text), size = strlen(ending);

	return length > size && strcmp(text + length - size, ending) == 0 && text[length - size - 1] != '/';
}

static int check_page(const struct mst_watch_options *options, struct mst_error *err)
{
	if (!options->html || ends_in(options->html, ".html") || ends_in(options->html, ".htm"))
		return 0;
	return mst_fail(err, -EINVAL, "--html %s: expected FILE.html, which is replaced after each round",
	                options->html);
}

/* Files of --metrics and --html. */
static int list_replaced(struct mst_watch_options *options, struct mst_error *err)
{
	const struct mst_words *files = &options->places.files;
	int code = options->html ? mst_words_add(&options->replaced, options->html) : 0;

	for (size_t i = 0; code == 0 && i < files->count; i++)
		code = mst_words_add(&options->replaced, files->items[i]);
	return code < 0 ? mst_fail(err, -ENOMEM, "no memory for --html and --metrics") : 0;
}

int mst_watch_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_watch_options *options = values;
	struct mst_probing *scan = &options->scan;
	int code;

	scan->arguments = arguments;
	if (options->report)
		return check_report(options, err);
	scan->scan.probing.question = scan->port_lists.count ? MST_ASK_PORTS : MST_ASK_HOSTS;
	/* Opened anew for each round: what costs least to open, and takes no more rights than a raw socket. */
	scan->scan.engines.tx = "raw";
	scan->scan.engines.tx_may_differ = true;
	scan->scan.engines.rx = "pcap";
	code = check_company(options, err);
	if (code == 0)
		code = mst_probing_check_values(scan, err);
	if (code == 0)
		code = mst_probing_complete(scan, err);
	if (code == 0)
		code = mst_metrics_places_read(&options->places, &options->metrics, options->metrics_hosts, err);
	if (code == 0)
		code = check_page(options, err);
	if (code == 0)
		code = list_replaced(options, err);
	return code < 0 ? code : split_command(options, err);
}
