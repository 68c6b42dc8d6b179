/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - ping: are these hosts there, and how long does an answer take.
 *
 *     options ─► hosts ─► open ─► drop rights ─► outputs ─► turns … ─► closing blocks
 */
#include <errno.h>
#include <locale.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/command.h"
#include "cli/common/live.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/ping/options.h"
#include "cli/ping/page.h"

#define TURN_NS (100 * MST_NS_PER_MS)
#define DRAW_NS (250 * MST_NS_PER_MS)

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct mst_ping_options *options;
	const struct mst_rights *rights;
	struct mst_ping_hosts hosts;
	struct mst_ping_page page;
	struct mst_sheets sheets;
	struct mst_screen *screen;
	bool lines;      /* are printed */
	uint64_t end_ns; /* of --deadline; UINT64_MAX: there is none */
	bool left;       /* the reader of standard output, before the end */
	int code;        /* of an output that failed while answers came */
	struct mst_error error;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_live_close(&run->screen);
	mst_sheets_close(&run->sheets);
	mst_ping_close(run->page.ping);
	mst_ping_hosts_free(&run->hosts);
	mst_ping_page_free(&run->page);
}

/* ---- while it goes on ---- */

static void take_event(void *user, const struct mst_ping_event *event)
{
	struct run *run = user;

	if (run->code == 0)
		run->code = mst_ping_write_event(&run->sheets, &run->page, event, &run->error);
	mst_ping_note_time(&run->page, event);
	if (run->lines && run->options->flood)
		mst_ping_print_dot(event, stdout);
	else if (run->lines)
		mst_ping_print_event(&run->page, event, stdout);
}

static void open_screen(struct run *run)
{
	struct mst_screen_view view = mst_ping_view;
	char why[256];

	if (!run->options->loop || !run->lines || run->sheets.to_stdout || !mst_terminal_of(STDOUT_FILENO).is_one)
		return;
	view.user = &run->page;
	if (mst_live_open(&run->screen, &view, why, sizeof why) == 0)
		run->lines = false;
}

/* The reader of standard output left, and there is no other output. */
static bool reader_left(const struct run *run)
{
	return mst_stdout_reader_left() && !mst_sheets_have_files(&run->sheets);
}

/* One turn, and a look at the keys. 1: go on. */
static int turn(struct run *run, uint64_t *drawn_ns, struct mst_error *err)
{
	uint64_t now_ns = mst_ticks_ns(), left_ns = run->end_ns > now_ns ? run->end_ns - now_ns : 0,
		 turn_ns = run->screen ? TURN_NS / 2 : TURN_NS;
	int code = mst_ping_turn(run->page.ping, left_ns < turn_ns ? left_ns : turn_ns, err);

	if (run->screen && mst_ticks_ns() - *drawn_ns >= DRAW_NS) {
		*drawn_ns = mst_ticks_ns();
		mst_screen_draw(run->screen);
	}
	if (run->screen && !mst_screen_wait(run->screen, 0))
		return 0;
	if (run->lines && mst_stdout_flush(err) < 0)
		return -EIO;
	if (reader_left(run))
		return 0;
	if (run->code < 0) {
		*err = run->error;
		return run->code;
	}
	return code == 1 && mst_ticks_ns() >= run->end_ns ? 0 : code;
}

static void print_end(const struct run *run)
{
	if (run->sheets.to_stdout)
		return;
	if (mst_ping_options_list(run->options))
		mst_ping_print_addresses(&run->page, run->options->alive, stdout);
	else if (run->page.times)
		mst_ping_print_times(&run->page, stdout);
	else
		mst_ping_print_stats(&run->page, mst_terminal_of(STDOUT_FILENO).is_one, stdout);
}

/* What the system's ping program said, when it is a reason for what was not sent. */
static void print_remark(const struct run *run)
{
	const char *remark = mst_ping_remark(run->page.ping);
	struct mst_ping_stats stats;
	bool unsent = false;

	for (size_t i = 0; remark && i < run->hosts.count; i++) {
		mst_ping_get_stats(run->page.ping, (uint32_t)i, &stats);
		unsent |= stats.not_sent > 0;
	}
	if (unsent)
		mst_print(stderr, "muster ping: the system's ping program printed: %s\n", remark);
}

static int report(struct run *run, struct mst_error *err)
{
	print_end(run);
	print_remark(run);
	if (mst_stdout_flush(err) < 0)
		return -EIO;
	return mst_ping_write(&run->sheets, &run->page, err);
}

static int ping_all(struct run *run, struct mst_error *err)
{
	bool list = mst_ping_options_list(run->options);
	uint64_t drawn_ns = 0;
	int code = 1;

	mst_signals_watch(NULL);
	mst_signals_watch_quit();
	run->end_ns = run->options->deadline_ns ? mst_ticks_ns() + run->options->deadline_ns : UINT64_MAX;
	run->lines = !run->options->quiet && !run->sheets.to_stdout && !list;
	open_screen(run);
	if (!run->sheets.to_stdout && !run->screen && !list)
		mst_ping_print_head(&run->page, stdout);
	while (code == 1 && !mst_signals_seen()) {
		code = turn(run, &drawn_ns, err);
		if (!run->screen && mst_signals_take_request())
			mst_ping_print_stats(&run->page, mst_terminal_of(STDERR_FILENO).is_one, stderr);
		if (mst_signals_take_quit() && !run->screen)
			mst_ping_print_interim(&run->page, stderr);
	}
	mst_ping_stop(run->page.ping);
	mst_live_close(&run->screen);
	run->left = reader_left(run);
	return code < 0 || run->left ? code : report(run, err);
}

static bool all_answered(const struct run *run)
{
	struct mst_ping_stats stats;

	for (size_t i = 0; i < run->hosts.count; i++) {
		mst_ping_get_stats(run->page.ping, (uint32_t)i, &stats);
		if (stats.received < (run->options->ping.replies ? run->options->ping.replies : 1))
			return false;
	}
	return run->hosts.passed_over == 0;
}

static int read_hosts(struct run *run, struct mst_error *err)
{
	const struct mst_ping_options *options = run->options;
	const struct mst_words *words = &options->arguments->words;
	struct mst_ping_rules rules = { options->ipv4, options->ipv6, options->ping.broadcast, options->interface,
		                        options->quiet };
	int code = 0;

	for (size_t i = 0; code == 0 && i < words->count; i++)
		code = mst_ping_hosts_add(&run->hosts, words->items[i], &rules, err);
	for (size_t i = 0; code == 0 && i < options->inputs.count; i++)
		code = mst_ping_hosts_add_file(&run->hosts, options->inputs.items[i], &rules, err);
	return code < 0 ? code : mst_ping_hosts_end(&run->hosts, &rules, err);
}

static int open_page(struct run *run, struct mst_error *err)
{
	run->page.hosts = &run->hosts;
	run->page.tcp_port = run->options->ping.tcp_port;
	run->page.size = run->options->ping.size;
	run->page.timestamps = run->options->timestamps;
	run->page.audible = run->options->audible;
	run->page.elapsed = run->options->elapsed;
	return run->options->times ? mst_ping_page_keep_times(&run->page, run->options->times, err) : 0;
}

static int open_all(struct run *run, struct mst_error *err)
{
	struct mst_ping_options *options = run->options;
	struct mst_rights rights = *run->rights;
	int code = read_hosts(run, err);

	if (code < 0)
		return code;
	options->ping.hosts = run->hosts.addrs;
	options->ping.host_count = run->hosts.count;
	options->ping.sink = take_event;
	options->ping.user = run;
	code = mst_ping_open(&run->page.ping, &options->ping, err);
	if (code == 0 && (options->ping.interface || options->ping.source.family)) {
		run->page.source = mst_ping_source(&options->ping, &run->hosts.addrs[0]);
		run->page.interface = options->ping.interface ? options->ping.interface : "";
	}
	/* The ping program has rights of its own, which may not be lost to it. */
	rights.runs_programs = code == 0 && mst_ping_via_used(run->page.ping) == MST_PING_SYSTEM;
	if (code == 0)
		code = mst_privilege_drop(&rights, err);
	if (code == 0)
		code = open_page(run, err);
	return code == 0 ? mst_sheets_open(&run->sheets, &options->outputs, &options->sheet, err) : code;
}

static int run_ping(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code;

	run->options = call->values;
	run->rights = call->rights;
	setlocale(LC_CTYPE, "");
	code = open_all(run, err);
	if (code == 0)
		code = ping_all(run, err);
	if (code < 0)
		return code;
	return run->left || all_answered(run) ? MST_EXIT_DONE : MST_EXIT_COULD_NOT;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_ping_options *options = values;

	rights->needs = options->ping.tcp_port || options->ping.via == MST_PING_SYSTEM ? 0 : MST_RIGHT_SOCKETS;
	rights->runs_programs = options->ping.via == MST_PING_SYSTEM;
	rights->connects = true;
	rights->files.outputs = &options->outputs;
	rights->files.inputs = &options->inputs;
}

static const struct mst_example examples[] = {
	{ "muster ping -q -c1 10.0.2.17 && echo up", "check a host in a script" },
	{ "muster ping --loop 10.0.2.1 10.0.2.17 fd00::1", "ping several hosts until ^C, in a live table" },
	{ "muster ping -c 100 --interval 10ms 10.0.2.0/28 -o rtt.csv", "measure a small network, into a file" },
	{ "muster ping --tcp 443 example.com", "measure where ICMP is filtered" },
	{ "muster ping -a 10.0.2.0/24", "print the addresses that answer, one a line, for scripts" },
	{ "muster ping -C 5 -q 10.0.2.0/28", "print one line for each host, with its five times" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "every host answered at least once, also when stopped by ^C; or the reader closed the output" },
	{ "1", "some host did not answer (with --count N and --deadline: not N times), could not be reached, or has no "
	       "address, or no request could be sent" },
	{ "2", "the command line was not understood; nothing was sent" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_ping = {
	.name = "ping",
	.arguments = "HOST …",
	.summary = "check a few hosts, and measure round-trip times",
	.description =
		"Sends ICMP echo requests, one a second, and prints every reply: its round-trip time by the kernel's "
		"time stamp, duplicates, errors from routers, and requests without a reply. A reply whose payload is "
		"not "
		"what was sent, or that comes from another address than the one asked, is an answer, and is marked. At "
		"the "
		"end come loss and min/avg/max/mdev of each host; longer runs add median and 95th percentile.\n"
		"No privileges are needed: ping uses ICMP datagram sockets where net.ipv4.ping_group_range allows "
		"them, and the system's ping program elsewhere; the first line says which. HOSTs are names, IPv4 and "
		"IPv6 addresses, or ranges as for sweep; the network and broadcast addresses of attached subnets are "
		"left out of ranges.\n"
		"A request that cannot be sent at once, because frames wait for ARP or a buffer is full, is sent again "
		"for up to four seconds. One that is never sent is reported as not sent, with the reason; it counts "
		"neither as sent nor as lost. After ^C, requests still under way count as sent. Times without a unit "
		"are seconds, as in ping(8): --interval 0.2, -W 1, -w 5. On SIGQUIT (control and backslash) a line of "
		"interim statistics is printed, on SIGUSR1 all of them, and ping goes on.",
	.options = mst_ping_option_table,
	.values_size = sizeof(struct mst_ping_options),
	.defaults = mst_ping_options_defaults,
	.examples = examples,
	.exits = exits,
	.check = mst_ping_options_check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_ping,
	.close = close_run,
};
