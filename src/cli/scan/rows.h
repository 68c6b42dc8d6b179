/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - rows of options that sweep and scan share with replay and the commands about finished runs, written once.
 */
#ifndef MST_CLI_SCAN_ROWS_H
#define MST_CLI_SCAN_ROWS_H

#include "cli/probing/options.h"

#include <muster/units.h>

/* clang-format off */
/* Where results are written, and the columns of tables. */
#define MST_OUTPUT_ROW(FIELD) \
	{ "output", 'o', MST_OPT_LIST, FIELD(outputs), "OUTPUT", \
	  .meaning = "write results to this file; its suffix, or FORMAT:FILE, chooses {formats}; " \
	  "FORMAT:- is standard output; a further suffix .gz or .zst compresses it", \
	  .everyday = true }

#define MST_COLUMN_ROWS(FIELD) \
	{ "no-header", 0, MST_OPT_FLAG, FIELD(sheet.no_header), NULL, \
	  .meaning = "leave out the line with the names of the columns, of {formats with a header}" }, \
	{ "csv-crlf", 0, MST_OPT_FLAG, FIELD(sheet.crlf), NULL, \
	  .meaning = "end lines of {formats with CRLF} in CR LF, as in RFC 4180", .by_default = "LF" }, \
	{ "csv-raw", 0, MST_OPT_FLAG, FIELD(sheet.csv_raw), NULL, \
	  .meaning = "write text of {formats with CRLF} as it was heard, control characters too, without an " \
	  "apostrophe in front of what a spreadsheet takes for a formula (=, +, -, @)" }, \
	{ "fields", 0, MST_OPT_TEXT, FIELD(fields), "LIST", \
	  "report these columns, in this order, such as addr,port,state; --fields help explains all and marks the " \
	  "defaults", \
	  .pair = "fields", .between = ',' }, \
	{ "title", 0, MST_OPT_TEXT, FIELD(title), "TEXT", "the title of pages for a browser (html)", .pair = "title", \
	  .by_default = "what was asked, and where" }

/* What is reported, and how. */
#define MST_RESULT_ROWS(FIELD) \
	MST_OUTPUT_ROW(FIELD), \
	{ "stream", 0, MST_OPT_FLAG, FIELD(stream), NULL, \
	  .meaning = "write rows of {streamed formats} as verdicts become known, as ndjson always does; a better " \
	  "verdict later is one more row, and the last row of a target is the valid one", \
	  .by_default = "final verdicts at the end" }, \
	{ "order", 0, MST_OPT_TEXT, FIELD(order), "ORDER", \
	  .meaning = "order of the rows written at the end: address (address and port) or arrival; with address, csv " \
	  "is written at the end, too", \
	  .values = "address arrival", \
	  .by_default = "address; rows of csv are written as their verdicts become final" }, \
	MST_COLUMN_ROWS(FIELD), \
	{ "resolve", 0, MST_OPT_FLAG, FIELD(resolve), NULL, \
	  "also report the names that DNS has for reported hosts, in the field name; in ndjson they are records of " \
	  "type name before the summary", \
	  .pair = "resolve" }, \
	{ "all", 0, MST_OPT_FLAG, FIELD(all), NULL, \
	  .meaning = "report every target", \
	  .by_default = "only hosts that are up, or ports that are open", .everyday = true }, \
	{ "down", 0, MST_OPT_FLAG, FIELD(down), NULL, \
	  "report only hosts that are down, joined into ranges", .only = "sweep", .everyday = true }, \
	{ "state", 0, MST_OPT_TEXT, FIELD(state_list), "LIST", \
	  "report only results with these states, such as open,closed", .pair = "state", .between = ',' }, \
	{ "force", 0, MST_OPT_FLAG, FIELD(sheet.force), NULL, \
	  .meaning = "overwrite existing files" }

/* What the exit code depends on. */
#define MST_EXPECT_ROWS(FIELD) \
	{ "expect", 0, MST_OPT_TEXT, FIELD(expect), "STATE", \
	  .meaning = "exit with code 1 unless a result is up (sweep) or open (scan), or, with any, unless the report " \
	  "lists a result", .by_default = "exit with code 0 whatever was found", \
	  .values = "up open any" }

/* How long, by which threads and by which engines. */
#define MST_UNTIL_ROWS(FIELD) \
	{ "until-missed", 0, MST_OPT_SHARE, FIELD(scan.retry.until_missed), "SHARE", \
	  "repeat probes that got no answer, up to 14 times, until the estimated share of missed answers is below " \
	  "this, such as 0.1%", \
	  .pair = "until_missed" }

#define MST_ENGINE_ROWS(FIELD) \
	{ "max-time", 0, MST_OPT_DURATION, FIELD(scan.retry.max_time_ns), "TIME", \
	  "stop probing after this long, such as 10m; targets not probed by then are unknown, and the exit code is 3", \
	  .by_default = "no limit", .pair = "max_time_ms", .min = MST_NS_PER_MS, .max = UINT64_MAX }, \
	MST_SENDER_ROWS(FIELD)

#define MST_SENDER_ROWS(FIELD) \
	{ "lanes", 0, MST_OPT_WHOLE, FIELD(scan.threads.lanes), "N", \
	  "number of sender threads; with --rate auto, for each interface and next hop; auto is one, and up to four " \
	  "while these are busy and other CPUs are idle", .pair = "lanes", .min = 1, .max = MST_LANES_MAX, \
	  .zero = "auto", .values = "auto" }, \
	{ "cpus", 0, MST_OPT_TEXT, FIELD(scan.threads.cpus), "LIST", \
	  "run the threads on these CPUs, such as 0-3,8: first one for each sender thread, then the receiver, then " \
	  "the reporter", \
	  .by_default = "where the kernel puts them", .pair = "cpus", .between = ',' }, \
	{ "engine", 0, MST_OPT_TEXT, FIELD(scan.engines.tx), "ENGINE", \
	  "send frames by {engines}, or auto, the fastest one available, and connect only without the right to open " \
	  "raw sockets; ARP requests and neighbour solicitations are always sent by packet", \
	  .values = "auto {engines}", .by_default = "auto", .pair = "engine" }, \
	{ "rx", 0, MST_OPT_TEXT, FIELD(scan.engines.rx), "ENGINE", \
	  "receive answers by {receivers}, or auto, the fastest one available, and pcap with --record or --trace", \
	  .values = "auto {receivers}", .by_default = "auto", .pair = "rx" }

/* When a disk is full. */
#define MST_STALL_ROWS(FIELD) \
	{ "max-stall", 0, MST_OPT_DURATION, FIELD(max_stall_ns), "TIME", \
	  .meaning = "wait this long for room on a full disk, while the scan pauses; then end it with exit code 1", \
	  .min = MST_NS_PER_MS, .max = UINT64_MAX }

/* What is printed beside the results. */
#define MST_MESSAGE_ROWS(FIELD) \
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL, \
	  .meaning = "print no progress and no summary on standard error, only errors", .everyday = true }, \
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL, \
	  .meaning = "also print hosts and ports as they are found (on a terminal), settings, routes, the engines " \
	             "chosen and why faster ones were rejected", \
	  .everyday = true }, \
	{ "progress", 0, MST_OPT_TEXT, FIELD(progress), "FORMAT", \
	  .meaning = "print progress on standard error, terminal or not: plain is a line every ten seconds, json is " \
	             "an object every second; the signal SIGUSR1 prints one line, with or without this option", \
	  .by_default = "on a terminal, one line that is updated", .values = "plain json" }

/* Why each answer was believed, or not. */
#define MST_TRACE_ROWS(FIELD) \
	{ "trace", 0, MST_OPT_LIST, FIELD(trace), "TARGETS", \
	  .meaning = "print a line on standard error at each step of these targets (question armed, frame sent, " \
	  "attempt expired, answer, frame not believed and why, verdict, better verdict), and at each change of the " \
	  "rate, with the measurements that caused it" }, \
	{ "trace-frames", 0, MST_OPT_WHOLE, FIELD(trace_frames), "N", \
	  .meaning = "print at most N lines of --trace about frames that came in; further ones are only counted", \
	  .min = 1, .max = UINT64_MAX }

/* clang-format on */

#endif
