/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - listen: the hosts that send on this network, and the service ports that they use.
 *
 *     options ─► open ─► drop rights ─► outputs ─► start ─┬─► a live table on a terminal ─┬─► report
 *                                                         └─► wait, events                ┘
 */
#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/advice.h"
#include "cli/common/clock.h"
#include "cli/common/command.h"
#include "cli/common/live.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/listen/page.h"
#include "cli/options/options.h"
#include "cli/options/values.h"

#define LOOK_EVERY_NS (250 * MST_NS_PER_MS)
#define LOOK_FIRST_NS (1 * MST_NS_PER_MS)
#define LONGEST (UINT64_C(366) * 24 * 3600 * MST_NS_PER_SECOND)

struct options {
	struct mst_listen_config listen;
	struct mst_words interfaces, outputs;
	uint64_t once_ns;
	struct mst_sheet_config sheet;
	struct mst_budget events;
	bool own, quiet, verbose;
};

#define FIELD(member) MST_MEMBER(struct options, member)

static const struct mst_option options_table[] = {
	MST_HEADING("Source"),
	{ "interface", 'I', MST_OPT_LIST, FIELD(interfaces), "INTERFACE", .meaning = "listen on this interface",
	  .by_default = "all interfaces that are up, except loopback" },
	{ "read", 'r', MST_OPT_TEXT, FIELD(listen.read_path), "FILE",
	  .meaning = "read packets from a pcap or pcapng file instead; - is standard input" },
	{ "filter", 'f', MST_OPT_TEXT, FIELD(listen.filter), "FILTER",
	  .meaning = "use only packets that match this pcap-filter(7) expression" },
	{ "no-promiscuous-mode", 'p', MST_OPT_FLAG, FIELD(own), NULL,
	  .meaning = "leave promiscuous mode off: see only frames for this machine" },
	{ "threads", 0, MST_OPT_WHOLE, FIELD(listen.threads), "N",
	  "number of capture threads of each interface; they share its frames by flow", .min = 1,
	  .max = MST_LISTEN_THREADS_MAX },

	MST_HEADING("Hosts"),
	{ "max-port", 0, MST_OPT_WHOLE, FIELD(listen.max_port), "PORT", "treat ports up to this one as services",
	  .min = 1, .max = 65535 },
	{ "max-hosts", 0, MST_OPT_WHOLE, FIELD(listen.max_hosts), "N",
	  "keep at most N hosts; those silent for longest are dropped first", .min = 64, .max = 4 << 20 },
	{ "once", 0, MST_OPT_DURATION, FIELD(once_ns), "TIME", "listen this long, such as 30s, then print a report",
	  .by_default = "until ^C", .min = MST_NS_PER_SECOND / 10, .max = LONGEST },

	MST_HEADING("Results"),
	MST_SHEETS_OPTIONS(struct options),
	MST_BUDGET_ROW(FIELD),

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL, .meaning = "print no counts on standard error, only errors" },
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL,
	  .meaning = "also print which file the vendor names come from" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct options *options;
	const struct mst_rights *rights;
	struct mst_listen_page page;
	struct mst_vendors *vendors;
	struct mst_sheets sheets;
	struct mst_screen *screen;
	uint64_t started_ns;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_live_close(&run->screen);
	mst_sheets_close(&run->sheets);
	mst_listen_close(run->page.listen);
	mst_listen_page_free(&run->page);
	mst_vendors_free(run->vendors);
}

static const struct mst_contradiction contradictions[] = {
	{ "read", "once", "--once sets how long to listen, --read ends by itself" },
	{ "quiet", "verbose", "--quiet and --verbose contradict each other" },
	{ NULL, NULL, NULL },
};

static const struct mst_need needs[] = {
	{ "max-events", "output" },
	{ NULL, NULL },
};

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	const struct options *options = values;
	int code = 0;

	for (size_t i = 0; code == 0 && i < options->interfaces.count; i++)
		code = mst_value_check_interface("interface", options->interfaces.items[i], "any", err);
	if (code < 0)
		return code;
	if (arguments->words.count)
		return mst_fail(err, -EINVAL,
		                "%s: listen takes no targets; --filter chooses packets, --interface a network",
		                arguments->words.items[0]);
	if (options->listen.read_path && (options->interfaces.count || options->own || options->listen.threads > 1))
		return mst_fail(err, -EINVAL,
		                "--read takes packets from a file: expected it without --interface, -p and --threads");
	code = mst_check_needs(arguments, needs, err);
	if (code == 0)
		code = mst_check_contradictions(arguments, contradictions, err);
	return code < 0 ? code : mst_sheets_check(&options->outputs, &options->sheet, err);
}

static void load_vendors(struct run *run)
{
	const char *path;

	run->vendors = mst_vendors_load(&path);
	run->page.vendors = run->vendors;
	if (run->options->verbose && path)
		mst_print(stderr, "vendors are those of %s\n", path);
	else if (run->options->verbose)
		fprintf(stderr, "vendors are not shown: there is no list of them (Debian's package ieee-data)\n");
}

/* ---- listening ---- */

/* A live table, on a terminal, if no other output is chosen. */
static void open_screen(struct run *run)
{
	struct mst_screen_view view = mst_listen_view;
	char why[256];

	if (run->options->once_ns || run->options->listen.read_path || run->sheets.to_stdout ||
	    !mst_terminal_of(STDOUT_FILENO).is_one)
		return;
	view.user = &run->page;
	if (mst_live_open(&run->screen, &view, why, sizeof why) < 0 && !run->options->quiet)
		mst_print(stderr, "%s; the report comes at the end\n", why);
}

/* The reader of standard output left, and there is no other output. */
static bool reader_left(const struct run *run)
{
	return mst_stdout_reader_left() && !mst_sheets_have_files(&run->sheets);
}

/* Short at first: what a file takes is prolonged by a sixteenth at most. */
static uint64_t nap_of(uint64_t elapsed_ns, uint64_t left_ns)
{
	uint64_t nap_ns = elapsed_ns / 16;

	if (nap_ns < LOOK_FIRST_NS)
		nap_ns = LOOK_FIRST_NS;
	if (nap_ns > LOOK_EVERY_NS)
		nap_ns = LOOK_EVERY_NS;
	return nap_ns < left_ns ? nap_ns : left_ns;
}

/* False when it is time to report. */
static bool wait(struct run *run, uint64_t until_ns)
{
	uint64_t now_ns = mst_ticks_ns();

	if (mst_signals_seen() || now_ns >= until_ns || mst_listen_is_over(run->page.listen) || reader_left(run))
		return false;
	if (run->screen) {
		mst_screen_draw(run->screen);
		return mst_screen_wait(run->screen, LOOK_EVERY_NS);
	}
	mst_nap_ns(nap_of(now_ns - run->started_ns, until_ns - now_ns));
	return true;
}

static int tell_events(struct run *run, struct mst_error *err)
{
	int code = run->sheets.count ? 0 : 1;

	if (code == 0 && !run->screen) /* else the screen has taken it */
		code = mst_listen_page_take(&run->page);
	if (code == 0)
		return mst_listen_tell(&run->sheets, &run->page, err);
	return code < 0 ? mst_fail(err, code, "no memory for the hosts") : 0;
}

/* On request: takes the hosts seen so far, as the report does. */
static void print_counts(struct run *run)
{
	if (mst_listen_page_take(&run->page) == 0)
		mst_listen_print_counts(&run->page, stderr);
}

static int report(struct run *run, struct mst_error *err)
{
	const char *failure;
	int code = mst_listen_page_take(&run->page);

	if (code == 0)
		code = mst_listen_tell(&run->sheets, &run->page, err);
	if (code == 0)
		code = mst_listen_write(&run->sheets, &run->page, err);
	if (!run->sheets.to_stdout)
		mst_listen_print(&run->page, stdout);
	if (code == 0)
		code = mst_stdout_flush(err);
	if (!run->options->quiet)
		mst_listen_print_counts(&run->page, stderr);
	for (size_t i = 1; (failure = mst_listen_failure(run->page.listen, i)); i++)
		mst_print(stderr, "muster listen: %s\n", failure);
	failure = mst_listen_failure(run->page.listen, 0);
	return code == 0 && failure ? mst_fail(err, -EIO, "%s", failure) : code;
}

static int listen_all(struct run *run, struct mst_error *err)
{
	uint64_t until_ns = run->options->once_ns ? mst_ticks_ns() + run->options->once_ns : UINT64_MAX;
	int code;

	run->started_ns = mst_ticks_ns();
	mst_signals_watch(NULL);
	code = mst_listen_start(run->page.listen, err);
	if (code == 0 && !run->options->quiet && !run->options->listen.read_path)
		mst_print(stderr, "listening on %s\n", mst_listen_sources(run->page.listen));
	if (code == 0)
		open_screen(run);
	while (code == 0 && wait(run, until_ns)) {
		code = tell_events(run, err);
		if (!run->screen && mst_signals_take_request())
			print_counts(run);
	}
	mst_live_close(&run->screen);
	return code == 0 && !reader_left(run) ? report(run, err) : code;
}

static int open_all(struct run *run, const char *line, struct mst_error *err)
{
	struct options *options = run->options;
	int code = 0;

	options->listen.interfaces = options->interfaces.items;
	options->listen.interface_count = options->interfaces.count;
	options->listen.promiscuous = !options->own;
	/* A file is read with the sandbox around it; an interface takes rights to open, and gives no frame before
	 * start. */
	if (options->listen.read_path)
		code = mst_privilege_drop(run->rights, err);
	if (code == 0)
		code = mst_listen_open(&run->page.listen, &options->listen, err);
	if (code < 0 && options->listen.read_path)
		return mst_privilege_explain_read(err, code);
	if (code == -EPERM)
		mst_advise_rights(err, line);
	if (code == 0 && !options->listen.read_path)
		code = mst_privilege_drop(run->rights, err);
	return code == 0 ? mst_sheets_open(&run->sheets, &options->outputs, &options->sheet, err) : code;
}

static void defaults(void *values)
{
	*(struct options *)values = (struct options){ .listen = mst_listen_defaults(),
		                                      .events = mst_budget_of_a_day() };
}

static int run_listen(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code;

	run->options = call->values;
	run->rights = call->rights;
	run->page.events = run->options->events;
	code = open_all(run, call->line, err);
	if (code < 0)
		return code;
	load_vendors(run);
	return listen_all(run, err);
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct options *options = values;

	rights->needs = options->listen.read_path ? 0 : MST_RIGHT_SOCKETS;
	rights->files.outputs = &options->outputs;
	rights->files.read = options->listen.read_path;
	rights->reads_later = true;
}

static const struct mst_example examples[] = {
	{ "muster listen", "show the hosts that send, in a live table, until q or ^C" },
	{ "muster listen -I eth0 --once 30s -o hosts.json", "listen for half a minute on one interface, into a file" },
	{ "muster listen -r traffic.pcap", "list the hosts in a capture file" },
	{ "muster listen -o ndjson:- | jq -r 'select(.type == \"host\") | .addr'",
	  "print each address as soon as it is seen" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_listen = {
	.name = "listen",
	.arguments = "",
	.summary = "list the hosts that send on this network, without sending",
	.description =
		"Lists every address that sends, and every machine that sends without one, by its MAC address: the "
		"service ports up to --max-port that it answers from, packets and bytes, MAC address and vendor, VLAN, "
		"names from multicast DNS, LLMNR, NetBIOS, DHCP, DHCPv6, LLDP and CDP, what it serves (DHCP, DNS, "
		"router advertisements), the port of the switch that a link leads to, and when it was first and last "
		"seen. The same address in two VLANs, or in two networks of VXLAN or Geneve, is two hosts. On a "
		"terminal this is a live table; ? lists its "
		"keys. Elsewhere, and with --once or --read, it is a report at the end, one host a line: 203.0.113.7 "
		"(80, 443). Nothing is sent.\n"
		"A service port is one that accepts connections, or answers. The sender of a SYN is the client. Over "
		"UDP the client is the end of a flow that speaks first; but where only one of both ports is that of a "
		"known service, the end with this port serves. A connection whose SYN was not seen shows a service "
		"only "
		"where one of both ports is that of a known service. The MAC address is that of the last frame: hosts "
		"beyond a router share the router's.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.defaults = defaults,
	.examples = examples,
	.exits = mst_exit_codes_of_listeners,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_listen,
	.close = close_run,
};
