/*
 * cmd_ping.c - ping: are these hosts there, and how long does an answer take.
 *
 *     options ─► hosts ─► open ─► drop rights ─► outputs ─► turns … ─► closing blocks
 */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "cli/command.h"
#include "cli/ping_page.h"
#include "cli/privilege.h"
#include "cli/signals.h"
#include "cli/terminal.h"

#define TURN_NS (100 * MST_NS_PER_MS)
#define DRAW_NS (250 * MST_NS_PER_MS)

struct options {
	struct mst_ping_config ping;
	const char *via;
	struct mst_words outputs;
	struct mst_sheet_config sheet;
	bool ipv4, ipv6, loop, quiet, help;
	struct mst_arguments arguments;
};

#define FIELD(member) offsetof(struct options, member), sizeof(((struct options *)0)->member)
#define HEADING(text) { .name = text, .kind = MST_OPT_HEADING }

static const struct mst_option options_table[] = {
	HEADING("Requests"),
	{ "count", 'c', MST_OPT_WHOLE, FIELD(ping.count), "N", "send N requests to each host", .min = 1, .max = UINT32_MAX },
	{ "loop", 'l', MST_OPT_FLAG, FIELD(loop), NULL, .meaning = "send requests until stopped; on a terminal, show a live table" },
	{ "interval", 'i', MST_OPT_DURATION, FIELD(ping.interval_ns), "TIME", "time between two requests to the same host",
	  .min = MST_NS_PER_MS, .max = UINT64_C(24) * 3600 * MST_NS_PER_SECOND },
	{ "timeout", 'W', MST_OPT_DURATION, FIELD(ping.timeout_ns), "TIME", "wait this long for each reply", .min = MST_NS_PER_MS,
	  .max = 3600 * MST_NS_PER_SECOND },
	{ "size", 's', MST_OPT_WHOLE, FIELD(ping.size), "BYTES", "payload size; from 16 bytes on, replies are checked against what was sent", .min = 0,
	  .max = MST_PING_SIZE_MAX },
	{ "ipv4", '4', MST_OPT_FLAG, FIELD(ipv4), NULL, .meaning = "resolve host names to IPv4 only" },
	{ "ipv6", '6', MST_OPT_FLAG, FIELD(ipv6), NULL, .meaning = "resolve host names to IPv6 only" },

	HEADING("Method"),
	{ "via", 0, MST_OPT_TEXT, FIELD(via), "WAY", .meaning = "how requests are sent: raw, dgram, system, or auto, the first one available",
	  .values = "auto raw dgram system" },
	{ "tcp", 0, MST_OPT_WHOLE, FIELD(ping.tcp_port), "PORT",
	  "connect to this TCP port instead; a host that accepts or refuses is up; needs no privileges", .min = 1, .max = 65535 },

	HEADING("Results"),
	MST_SHEETS_OPTIONS(struct options),

	HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL, .meaning = "print only the statistics, not every reply" },
	{ "help", 'h', MST_OPT_FLAG, FIELD(help), NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct options options;
	struct mst_ping_hosts hosts;
	struct mst_ping_page page;
	struct mst_sheets sheets;
	struct mst_screen *screen;
	bool lines;             /* are printed */
	int code;               /* of an output that failed while answers came */
	struct mst_error error;
};

static void close_run(struct run *run)
{
	mst_screen_close(run->screen);
	mst_signals_forget();
	mst_sheets_close(&run->sheets);
	mst_ping_close(run->page.ping);
	mst_ping_hosts_free(&run->hosts);
	mst_words_free(&run->options.outputs);
	mst_words_free(&run->options.arguments.words);
}

static int read_via(struct options *options, struct mst_error *err)
{
	static const enum mst_ping_via chosen[] = { MST_PING_AUTO, MST_PING_RAW, MST_PING_DGRAM, MST_PING_SYSTEM };

	for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
		if (strcmp(options->via, mst_ping_via_name(chosen[i])) == 0) {
			options->ping.via = chosen[i];
			return 0;
		}
	}
	return mst_fail(err, -EINVAL, "--via %s: expected raw, dgram, system or auto", options->via);
}

static int check(struct options *options, struct mst_error *err)
{
	bool counted = mst_option_given(options_table, &options->arguments, "count");

	if (!options->arguments.words.count)
		return mst_fail(err, -EINVAL, "nobody to ping: expected names, addresses, or ranges such as 10.0.2.0/28");
	if (options->loop && counted)
		return mst_fail(err, -EINVAL, "--loop asks until stopped, --count so often: expected one of them");
	if (options->ipv4 && options->ipv6)
		return mst_fail(err, -EINVAL, "--ipv4 and --ipv6 contradict each other: expected one of them");
	if (options->ping.tcp_port && mst_option_given(options_table, &options->arguments, "via"))
		return mst_fail(err, -EINVAL, "--tcp connects, --via says how ICMP is sent: expected one of them");
	if (options->ping.tcp_port && mst_option_given(options_table, &options->arguments, "size"))
		return mst_fail(err, -EINVAL, "--size is of ICMP's payload, and --tcp sends none: expected one of them");
	if (options->loop)
		options->ping.count = 0;
	return read_via(options, err) < 0 ? -EINVAL : mst_sheets_check(&options->outputs, &options->sheet, err);
}

/* ---- while it goes on ---- */

static void take_event(void *user, const struct mst_ping_event *event)
{
	struct run *run = user;

	if (run->code == 0)
		run->code = mst_ping_write_event(&run->sheets, &run->page, event, &run->error);
	if (run->lines)
		mst_ping_print_event(&run->page, event, stdout);
}

static void open_screen(struct run *run)
{
	struct mst_view view = mst_ping_view;
	char why[256];

	if (!run->options.loop || run->options.quiet || run->sheets.to_stdout || !mst_terminal_of(STDOUT_FILENO).is_one)
		return;
	view.user = &run->page;
	if (mst_screen_open(&run->screen, &view, why, sizeof why) == 0)
		run->lines = false;
}

/* One turn, and a look at the keys. 1: go on. */
static int turn(struct run *run, uint64_t *drawn_ns, struct mst_error *err)
{
	int code = mst_ping_turn(run->page.ping, run->screen ? TURN_NS / 2 : TURN_NS, err);

	if (run->screen && mst_now_ns() - *drawn_ns >= DRAW_NS) {
		*drawn_ns = mst_now_ns();
		mst_screen_draw(run->screen);
	}
	if (run->screen && !mst_screen_wait(run->screen, 0))
		return 0;
	if (run->lines && fflush(stdout) != 0)
		return mst_fail(err, -errno, "standard output: %s", strerror(errno));
	if (run->code < 0) {
		*err = run->error;
		return run->code;
	}
	return code;
}

static int tell(struct run *run, struct mst_error *err)
{
	if (!run->sheets.to_stdout)
		mst_ping_print_stats(&run->page, mst_terminal_of(STDOUT_FILENO).is_one, stdout);
	if (fflush(stdout) != 0)
		return mst_fail(err, -errno, "standard output: %s", strerror(errno));
	return mst_ping_write(&run->sheets, &run->page, err);
}

static int ping_all(struct run *run, struct mst_error *err)
{
	uint64_t drawn_ns = 0;
	int code = 1;

	mst_signals_watch(NULL);
	run->lines = !run->options.quiet && !run->sheets.to_stdout;
	open_screen(run);
	if (!run->sheets.to_stdout && !run->screen)
		mst_ping_print_head(&run->page, stdout);
	while (code == 1 && !mst_signals_seen())
		code = turn(run, &drawn_ns, err);
	mst_screen_close(run->screen);
	run->screen = NULL;
	return code < 0 ? code : tell(run, err);
}

static bool everybody_answered(const struct run *run)
{
	struct mst_ping_stats stats;

	for (size_t i = 0; i < run->hosts.count; i++) {
		mst_ping_get_stats(run->page.ping, (uint32_t)i, &stats);
		if (!stats.received)
			return false;
	}
	return run->hosts.unresolved == 0;
}

static int open_all(struct run *run, struct mst_error *err)
{
	struct options *options = &run->options;
	int code = mst_ping_hosts_read(&run->hosts, &options->arguments.words,
	                               options->ipv4 ? MST_IPV4 : options->ipv6 ? MST_IPV6 : MST_NO_FAMILY, err);

	if (code < 0)
		return code;
	if (!run->hosts.count)
		return mst_fail(err, -ENOENT, "there is nobody to ping");
	options->ping.hosts = run->hosts.addrs;
	options->ping.host_count = run->hosts.count;
	options->ping.sink = take_event;
	options->ping.user = run;
	code = mst_ping_open(&run->page.ping, &options->ping, err);
	if (code == 0 && mst_ping_via_used(run->page.ping) != MST_PING_SYSTEM)
		code = mst_privilege_drop(err); /* the ping program has rights of its own, which may not be lost to it */
	run->page.hosts = &run->hosts;
	run->page.tcp_port = options->ping.tcp_port;
	run->page.size = options->ping.size;
	return code == 0 ? mst_sheets_open(&run->sheets, &options->outputs, &options->sheet, err) : code;
}

static int run_ping(const struct mst_command *self, struct run *run, int argc, char **argv, struct mst_error *err)
{
	struct options *options = &run->options;
	int code = mst_options_read(options_table, self->name, argc, argv, options, &options->arguments, err);

	if (code < 0)
		return code;
	if (options->help)
		return mst_command_help(self, err);
	setlocale(LC_CTYPE, "");
	code = check(options, err);
	if (code == 0)
		code = mst_privilege_check(err);
	if (code == 0)
		code = open_all(run, err);
	return code == 0 ? ping_all(run, err) : code;
}

static void defaults(void *values)
{
	*(struct options *)values = (struct options){ .ping = mst_ping_defaults(), .via = "auto" };
}

static int run_command(const struct mst_command *self, int argc, char **argv)
{
	struct run run = { 0 };
	struct mst_error err = { "" };
	bool answered;
	int code;

	defaults(&run.options);
	code = run_ping(self, &run, argc, argv, &err);
	answered = run.options.help || (code == 0 && everybody_answered(&run));
	close_run(&run);
	if (code < 0)
		return mst_command_failed(self, code, &err);
	return answered ? MST_EXIT_DONE : MST_EXIT_COULD_NOT;
}

static const struct mst_example examples[] = {
	{ "muster ping -q -c1 10.0.2.17 && echo up", "check a host in a script" },
	{ "muster ping --loop 10.0.2.1 10.0.2.17 fd00::1", "ping several hosts until ^C, in a live table" },
	{ "muster ping -c 100 --interval 10ms 10.0.2.0/28 -o rtt.csv", "measure a small network, into a file" },
	{ "muster ping --tcp 443 example.com", "measure where ICMP is filtered" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "every host answered at least once, also when stopped by ^C" },
	{ "1", "some host did not answer or has no address, or no request could be sent" },
	{ "2", "the command line was not understood; nothing was sent" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_ping = {
	.name = "ping",
	.arguments = "HOST …",
	.summary = "check a few hosts, and measure round-trip times",
	.description =
		"Sends ICMP echo requests, one a second, and prints every reply: its round-trip time by the kernel's time stamp, "
		"duplicates, corrupt payloads, errors from routers, and requests without a reply. At the end come loss and "
		"min/avg/max/mdev of each host; longer runs add median and 95th percentile.\n"
		"No privileges are needed: ping uses ICMP datagram sockets where net.ipv4.ping_group_range allows them, and the system's "
		"ping program elsewhere; the first line says which. HOSTs are names, IPv4 and IPv6 addresses, or IPv4 ranges as for "
		"sweep.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.defaults = defaults,
	.examples = examples,
	.exits = exits,
	.run = run_command,
};
