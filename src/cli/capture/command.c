/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - capture: packets on this network, a line each.
 *
 *     options ─► open ─► drop rights ─► files ─► frames … ─► counts
 */
#include <errno.h>
#include <inttypes.h>
#include <muster/capture.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/capture/hex.h"
#include "cli/capture/objects.h"
#include "cli/common/advice.h"
#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/options/options.h"
#include "cli/options/values.h"

#define LOOK_EVERY_NS (200 * MST_NS_PER_MS)
#define SNAP_MOST 262144

struct options {
	const char *interface, *read, *write, *decode;
	uint64_t count, rotate_bytes, rotate_ns;
	uint32_t snap_bytes, keep;
	bool force, link, numeric, quick, own;
	uint8_t both, hex, ascii; /* bytes too; 2: with the link header */
};

#define FIELD(member) MST_MEMBER(struct options, member)

static const struct mst_option options_table[] = {
	MST_HEADING("Source"),
	{ "interface", 'I', MST_OPT_TEXT, FIELD(interface), "INTERFACE",
	  .meaning = "capture on this interface; any captures on all",
	  .by_default = "the first one that is up, except loopback" },
	{ "read", 'r', MST_OPT_TEXT, FIELD(read), "FILE",
	  .meaning = "read packets from a pcap or pcapng file instead; - is standard input" },
	{ "count", 'c', MST_OPT_WHOLE, FIELD(count), "N", "stop after N packets", .by_default = "until ^C", .min = 1,
	  .max = UINT64_MAX },
	{ "snapshot-length", 's', MST_OPT_WHOLE, FIELD(snap_bytes), "BYTES",
	  "keep only this much of each packet, of a file too", .by_default = "all of it", .min = 16, .max = SNAP_MOST },
	{ "no-promiscuous-mode", 'p', MST_OPT_FLAG, FIELD(own), NULL,
	  .meaning = "leave promiscuous mode off: see only frames for this machine" },

	MST_HEADING("Lines"),
	{ "numeric", 'n', MST_OPT_FLAG, FIELD(numeric), NULL,
	  .meaning = "print ports as numbers, not names; addresses are always numbers" },
	{ "link", 'e', MST_OPT_FLAG, FIELD(link), NULL,
	  .meaning = "print the link-layer header too: MAC addresses, EtherType" },
	{ "quick", 'q', MST_OPT_FLAG, FIELD(quick), NULL,
	  .meaning = "print only protocol, addresses, ports and length" },
	{ "hex", 'X', MST_OPT_FLAG, FIELD(both), NULL,
	  .meaning = "also print the bytes behind the link header in hexadecimal and ASCII; -XX: the link header too",
	  .max = 2 },
	{ "hex-only", 'x', MST_OPT_FLAG, FIELD(hex), NULL,
	  .meaning = "also print the same bytes in hexadecimal alone; -xx: the link header too", .max = 2 },
	{ "ascii", 'A', MST_OPT_FLAG, FIELD(ascii), NULL,
	  .meaning =
	          "also print the same bytes as text alone; -AA: the link header too; of -X, -x and -A the first holds",
	  .max = 2 },
	{ "decode", 0, MST_OPT_TEXT, FIELD(decode), "FORMAT",
	  .meaning = "json: print each packet as a JSON object in a line: its fields and, as the member line, the "
	             "line that -n, -e and -q choose; -X adds its bytes as the member data; a summary is the last line",
	  .by_default = "text" },

	MST_HEADING("Files"),
	{ "write", 'w', MST_OPT_TEXT, FIELD(write), "FILE",
	  .meaning = "write the packets to a pcap file instead of printing them; - is standard output" },
	{ "force", 0, MST_OPT_FLAG, FIELD(force), NULL, .meaning = "overwrite existing files" },
	{ "rotate-size", 'C', MST_OPT_SIZE, FIELD(rotate_bytes), "BYTES",
	  "start a new numbered file before one exceeds this size, such as 100M", .min = 1000, .max = UINT64_MAX },
	{ "rotate-every", 'G', MST_OPT_DURATION, FIELD(rotate_ns), "TIME",
	  "start a new numbered file after this long, such as 1h", .min = MST_NS_PER_SECOND / 10,
	  .max = UINT64_C(366) * 24 * 3600 * MST_NS_PER_SECOND },
	{ "rotate-keep", 'W', MST_OPT_WHOLE, FIELD(keep), "N", "keep the N newest of these files", .min = 1,
	  .max = 99999 },

	MST_HEADING("Messages"),
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	const struct options *options;
	const struct mst_rights *rights;
	struct mst_capture *capture;
	char *filter;
	uint64_t printed;
	bool json;          /* objects instead of lines */
	bool lines, failed; /* standard output cannot be written */
	bool left;          /* the reader of standard output, before the end */
	uint64_t time_s;    /* the second that `time_text` is of */
	char time_text[16]; /* empty: of none yet */
};

/* The words are one filter, as for tcpdump. NULL without memory. */
static char *join_words(const struct mst_words *words)
{
	size_t size = 1;
	char *text;

	for (size_t i = 0; i < words->count; i++)
		size += strlen(words->items[i]) + 1;
	text = calloc(1, size);
	for (size_t i = 0; text && i < words->count; i++) {
		strcat(text, i ? " " : "");
		strcat(text, words->items[i]);
	}
	return text;
}

static const struct mst_contradiction contradictions[] = {
	{ "read", "interface", "--read takes packets from a file, --interface and -p from a network" },
	{ "read", "no-promiscuous-mode", "--read takes packets from a file, --interface and -p from a network" },
	{ NULL, NULL, NULL },
};

static bool prints_bytes(const struct options *options)
{
	return options->both || options->hex || options->ascii;
}

/* Words are the filter, which the library reads. */
static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	const struct options *options = values;
	bool rotates = options->rotate_bytes || options->rotate_ns;
	int code = mst_value_check_interface("interface", options->interface, "any", err);

	if (code == 0)
		code = mst_check_contradictions(arguments, contradictions, err);
	if (code < 0)
		return code;
	if (options->force && !options->write)
		return mst_fail(err, -EINVAL, "--force overwrites files, and no file is named: expected --write too");
	if (rotates && !options->write)
		return mst_fail(
			err, -EINVAL,
			"--rotate-size and --rotate-every begin new files, and no file is named: expected --write too");
	if (rotates && strcmp(options->write, "-") == 0)
		return mst_fail(err, -EINVAL, "--write -: standard output cannot be rotated: expected a file");
	if (options->keep && !rotates)
		return mst_fail(err, -EINVAL, "--rotate-keep %u: expected --rotate-size or --rotate-every too",
		                options->keep);
	if (options->decode && strcmp(options->decode, "json") != 0 && strcmp(options->decode, "text") != 0)
		return mst_fail(err, -EINVAL, "--decode %s: expected json or text", options->decode);
	if (options->write && options->decode)
		return mst_fail(err, -EINVAL, "--write writes packets and no lines: expected it without --decode");
	if (options->decode && strcmp(options->decode, "json") == 0 && (options->hex || options->ascii))
		return mst_fail(err, -EINVAL,
		                "--decode json has bytes as the member data: expected -X without -x and -A");
	if (options->write && (prints_bytes(options) || options->link || options->quick || options->numeric))
		return mst_fail(err, -EINVAL,
		                "--write writes packets and no lines: expected it without -n, -e, -q, -X, -x and -A");
	return 0;
}

/* ---- lines ---- */

/* Local time, to the microsecond, as tcpdump has it: a fraction beyond a second stands there as it is in the file. */
static void print_time(struct run *run, uint64_t time_ns, uint32_t carried_s)
{
	time_t seconds = (time_t)(time_ns / MST_NS_PER_SECOND - carried_s);
	uint64_t fraction_us = (time_ns % MST_NS_PER_SECOND + carried_s * MST_NS_PER_SECOND) / 1000;
	struct tm local;

	if (!run->time_text[0] || run->time_s != (uint64_t)seconds) {
		run->time_s = (uint64_t)seconds;
		if (!localtime_r(&seconds, &local) ||
		    !strftime(run->time_text, sizeof run->time_text, "%H:%M:%S", &local))
			strcpy(run->time_text, "?");
	}
	mst_print(stdout, "%s.%06" PRIu64 " ", run->time_text, fraction_us);
}

/* From the network layer on, or with the link header. Of several options the first of -X, -x and -A holds. */
static void print_bytes(const struct options *options, const struct mst_captured *frame)
{
	enum mst_hex_form form = options->both ? MST_HEX_BOTH : options->hex ? MST_HEX_ONLY : MST_HEX_ASCII;
	uint8_t count = options->both ? options->both : options->hex ? options->hex : options->ascii;
	size_t from = count > 1 ? 0 : mst_capture_link_bytes(frame);

	if (from < frame->captured)
		mst_hex_print(frame->bytes + from, frame->captured - from, form, stdout);
}

static void print_line(struct run *run, const struct mst_captured *frame, const struct mst_line_style *style)
{
	char line[MST_CAPTURE_LINE];

	print_time(run, frame->time_ns, frame->carried_s);
	mst_capture_line(run->capture, frame, style, line, sizeof line);
	mst_print(stdout, "%s\n", line);
	if (prints_bytes(run->options))
		print_bytes(run->options, frame);
}

static bool print_frame(void *user, const struct mst_captured *frame)
{
	struct run *run = user;
	struct mst_line_style style = {
		.link = run->options->link,
		.quick = run->options->quick,
		.bytes = prints_bytes(run->options),
		.numeric = run->options->numeric,
	};

	run->printed++;
	if (run->lines) {
		if (run->json)
			mst_object_print_packet(run->capture, frame, &style, run->options->both, stdout);
		else
			print_line(run, frame, &style);
		run->failed = ferror(stdout);
	}
	return !run->failed && (!run->options->count || run->printed < run->options->count);
}

static int end_lines(struct run *run, struct mst_error *err)
{
	int code = run->lines ? mst_stdout_flush(err) : 0;

	run->lines = run->lines && code == 0;
	return code;
}

/* ---- counts ---- */

static void tell_count(uint64_t count, const char *what)
{
	char text[32];

	mst_print(stderr, "%s packet%s %s\n", mst_write_grouped(text, sizeof text, count), count == 1 ? "" : "s", what);
}

static void tell_counts(const struct run *run)
{
	struct mst_capture_counts counts;

	mst_capture_get_counts(run->capture, &counts);
	tell_count(counts.captured, run->options->read ? "read" : "captured");
	if (!run->options->read) {
		tell_count(counts.received, "received by filter");
		tell_count(counts.dropped, "dropped by kernel");
		tell_count(counts.dropped_by_interface, "dropped by interface");
	}
	if (run->options->rotate_bytes || run->options->rotate_ns)
		mst_print(stderr, "%u file%s written\n", counts.files, counts.files == 1 ? "" : "s");
}

static int loop(struct run *run, struct mst_error *err)
{
	int code = 1;

	while (code == 1 && !mst_signals_seen() && !run->left) {
		code = mst_capture_next(run->capture, LOOK_EVERY_NS, print_frame, run, err);
		run->left = mst_stdout_reader_left() && (!run->options->write || strcmp(run->options->write, "-") == 0);
		if (code >= 0 && end_lines(run, err) < 0)
			return -EIO;
		if (mst_signals_take_request())
			tell_counts(run);
	}
	return code < 0 && !run->left ? code : 0;
}

/* The summary, behind the last packet. */
static int end_objects(struct run *run, struct mst_error *err)
{
	struct mst_capture_counts counts;

	mst_capture_get_counts(run->capture, &counts);
	mst_object_print_summary(&counts, !run->options->read, stdout);
	return end_lines(run, err) < 0 ? -EIO : 0;
}

static int open_all(struct run *run, const char *line, struct mst_error *err)
{
	const struct options *options = run->options;
	bool person = mst_terminal_of(STDOUT_FILENO).is_one;
	struct mst_capture_config config = {
		.interface = options->interface,
		.read_path = options->read,
		.filter = *run->filter ? run->filter : NULL,
		.snap_bytes = options->snap_bytes,
		.promiscuous = !options->own,
		.immediate = run->lines && person,
	};
	struct mst_capture_files files = {
		options->write, options->force, options->rotate_bytes, options->rotate_ns, options->keep,
	};
	int code = options->read ? mst_privilege_drop(run->rights, err) : 0; /* before its first byte is read */

	if (code == 0)
		code = mst_capture_open(&run->capture, &config, err);
	if (code < 0 && options->read)
		return mst_privilege_explain_read(err, code);
	if (code == -EPERM)
		mst_advise_rights(err, line);
	if (code == 0 && !options->read)
		code = mst_privilege_drop(run->rights, err);
	if (code == 0 && options->write)
		code = mst_privilege_explain(err, mst_capture_write_to(run->capture, &files, err));
	return code;
}

static int capture(struct run *run, struct mst_error *err)
{
	struct mst_error later;
	int code, closed;

	mst_signals_watch(NULL);
	if (!run->options->read)
		mst_print(stderr, "listening on %s, link layer %s\n", mst_capture_source(run->capture),
		          mst_capture_link(run->capture));
	code = loop(run, err);
	if (code >= 0 && run->json && !run->left)
		code = end_objects(run, err);
	if (!run->left)
		tell_counts(run);
	closed = mst_capture_close(run->capture, code < 0 ? &later : err);
	run->capture = NULL;
	return code < 0 || run->left ? code : closed;
}

static int run_capture(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code;

	run->options = call->values;
	run->rights = call->rights;
	run->lines = !run->options->write;
	run->json = run->options->decode && strcmp(run->options->decode, "json") == 0;
	run->filter = join_words(&call->arguments->words);
	if (!run->filter)
		return mst_fail(err, -ENOMEM, "no memory for the filter");
	code = open_all(run, call->line, err);
	return code == 0 ? capture(run, err) : code;
}

static void close_run(void *state)
{
	struct run *run = state;

	mst_capture_close(run->capture, NULL);
	free(run->filter);
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct options *options = values;

	rights->needs = options->read ? 0 : MST_RIGHT_SOCKETS;
	rights->files.path = options->write;
	rights->files.read = options->read;
	rights->reads_later = true;
}

static const struct mst_example examples[] = {
	{ "muster capture -I eth0", "print every packet on an interface until ^C" },
	{ "muster capture -n tcp port 80 and host 10.0.2.17", "print the packets that match a filter" },
	{ "muster capture -w traffic.pcap -C 100M -W 10", "write the ten newest files of 100 MB, for tshark" },
	{ "muster capture -r traffic.pcap -e -X icmp", "read a file, with MAC addresses and bytes" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_capture = {
	.name = "capture",
	.arguments = "[FILTER …]",
	.summary = "print the packets on this network, one a line",
	.description =
		"Prints a line for each packet, in the words of tcpdump: time, addresses, ports, flags, lengths, and "
		"what the protocol says; of a tunnel also the packet within. Data of an unknown protocol "
		"is printed as bytes. Nothing is sent, and addresses are never resolved to names.\n"
		"FILTER is a pcap-filter(7) expression; quote brackets and parentheses for the shell. TCP "
		"sequence numbers are absolute. At the end come the counts: packets captured, received by the "
		"filter, dropped by the kernel because this machine was too slow, and dropped by the interface.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.examples = examples,
	.exits = mst_exit_codes_of_listeners,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_capture,
	.close = close_run,
};
