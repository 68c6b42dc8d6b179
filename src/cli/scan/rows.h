/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - rows of options that sweep and scan share with replay and the commands about finished runs, written once.
 */
#ifndef MST_CLI_SCAN_ROWS_H
#define MST_CLI_SCAN_ROWS_H

#include "cli/probing/options.h"

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
	  .pair = "fields", .between = ',' }

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
