/* options.c - see options.h: the table. What is checked of it stands in checks.c. */
#include "cli/scan/options.h"

#include <muster/units.h>

#include "cli/probing/rows.h"

#define FIELD(member) MST_MEMBER(struct mst_probing, member)

const struct mst_option mst_scan_option_table[] = {
	MST_HEADING("Targets"),
	MST_TARGET_ROWS(FIELD),
	MST_LOCAL_ROWS(FIELD),

	MST_HEADING("Probes"),
	MST_PORT_ROWS(FIELD, "scan"),
	{ "udp", 'U', MST_OPT_FLAG, FIELD(scan.udp), NULL,
	  "probe UDP ports instead of TCP ports; slower, because hosts limit how often they report closed ones", .only = "scan",
	  .pair = "udp", .everyday = true },
	{ "payloads", 0, MST_OPT_TEXT, FIELD(scan.payloads), "FILE",
	  "add the UDP payloads in FILE to the built-in ones; a line has ports and a text in quotes, such as 53 \"\\x00\\x01\"",
	  .pair = "payloads" },
	{ "discover", 0, MST_OPT_FLAG, FIELD(scan.discover), NULL,
	  "first find the hosts that are up, then probe only their ports; ports of all other hosts are filtered, reason host-down; "
	  "not with --sample or --max", .only = "scan", .pair = "discover", .everyday = true },
	MST_PROBE_ROWS(FIELD),
	MST_CANARY_ROWS(FIELD),

	MST_HEADING("Selection and order"),
	{ "seed", 0, MST_OPT_SEED, FIELD(scan.seed), "NUMBER",
	  "probe in the order that belongs to this number", .by_default = "a new order in every run", .pair = "seed" },
	{ "shard", 0, MST_OPT_SHARD, FIELD(shard), "K/N",
	  "probe only part K of N disjoint parts that together cover all targets; give all parts the same --seed, or none", .pair = "shard" },
	{ "sample", 0, MST_OPT_SHARE, FIELD(scan.sample), "SHARE",
	  "probe only a random share of the targets, such as 1%", .pair = "sample" },
	{ "max", 0, MST_OPT_WHOLE, FIELD(scan.max_targets), "N",
	  "probe at most N targets, chosen at random", .pair = "max", .min = 1, .max = UINT64_MAX },

	MST_HEADING("Sending"),
	MST_RATE_ROWS(FIELD),
	{ "until-missed", 0, MST_OPT_SHARE, FIELD(scan.until_missed), "SHARE",
	  "repeat probes that got no answer, up to 14 times, until the estimated share of missed answers is below this, such as 0.1%",
	  .pair = "until_missed" },
	MST_TIMEOUT_ROWS(FIELD),
	{ "max-time", 0, MST_OPT_DURATION, FIELD(scan.max_time_ns), "TIME",
	  "stop probing after this long, such as 10m; targets not probed by then are unknown, and the exit code is 3",
	  .pair = "max_time_ms", .min = MST_NS_PER_MS, .max = UINT64_MAX },
	{ "lanes", 0, MST_OPT_WHOLE, FIELD(scan.lanes), "N",
	  "number of sender threads; with --rate auto, of each interface and next hop", .pair = "lanes", .min = 1, .max = MST_LANES_MAX },
	{ "cpus", 0, MST_OPT_TEXT, FIELD(scan.cpus), "LIST",
	  "run the threads on these CPUs, such as 0-3,8: first one for each sender thread, then the receiver, then the reporter",
	  .by_default = "where the kernel puts them", .pair = "cpus", .between = ',' },
	{ "engine", 0, MST_OPT_TEXT, FIELD(scan.engine), "ENGINE",
	  "how frames are sent: raw, packet, xdp, live, or auto, the fastest available; ARP requests and neighbour solicitations "
	  "are always sent by packet", .values = "auto live xdp packet raw", .by_default = "auto", .pair = "engine" },
	{ "rx", 0, MST_OPT_TEXT, FIELD(scan.rx), "ENGINE",
	  "how answers are received: pcap, xdp, or auto, the faster one available", .values = "auto xdp pcap", .by_default = "auto", .pair = "rx" },
	MST_WAY_ROWS(FIELD),
	MST_WIRE_ROWS(FIELD),
	MST_GATEWAY_ROWS(FIELD),
	{ "dry-run", 0, MST_OPT_FLAG, FIELD(dry_run), NULL,
	  .meaning = "send nothing; show what would be probed, and how long it would take", .everyday = true },
	{ "write", 'w', MST_OPT_TEXT, FIELD(write_path), "FILE",
	  .meaning = "with --dry-run: write the frames to this pcap file; - is standard output" },

	MST_HEADING("Results"),
	{ "output", 'o', MST_OPT_LIST, FIELD(outputs), "OUTPUT",
	  .meaning = "write results to this file; its suffix, or FORMAT:FILE, chooses csv, json, ndjson, text, list (an address a line) or hostport "
	  "(ADDRESS:PORT a line); FORMAT:- is standard output",
	  .everyday = true },
	{ "stream", 0, MST_OPT_FLAG, FIELD(stream), NULL,
	  .meaning = "csv, text, list, hostport: write rows as they become known; a better verdict later is one more row, and the last row "
	  "of a target counts", .by_default = "final verdicts at the end" },
	{ "order", 0, MST_OPT_TEXT, FIELD(order), "ORDER",
	  .meaning = "order of the rows written at the end: address (address and port) or arrival", .values = "address arrival",
	  .by_default = "address" },
	{ "no-header", 0, MST_OPT_FLAG, FIELD(sheet.no_header), NULL,
	  .meaning = "csv, text: leave out the line with the names of the columns" },
	{ "csv-crlf", 0, MST_OPT_FLAG, FIELD(sheet.crlf), NULL,
	  .meaning = "csv: end lines in CR LF, as RFC 4180 has it", .by_default = "LF" },
	{ "fields", 0, MST_OPT_TEXT, FIELD(fields), "LIST",
	  "columns to report, in this order, such as addr,port,state; --fields help explains them", .pair = "fields", .between = ',' },
	{ "resolve", 0, MST_OPT_FLAG, FIELD(resolve), NULL,
	  "also report the names that DNS has for reported hosts (field name); ndjson has them as records of type name before the summary",
	  .pair = "resolve" },
	{ "all", 0, MST_OPT_FLAG, FIELD(all), NULL,
	  .meaning = "report every target", .by_default = "only hosts that are up, or ports that are open", .everyday = true },
	{ "down", 0, MST_OPT_FLAG, FIELD(down), NULL,
	  "report only hosts that are down, joined into ranges", .only = "sweep", .everyday = true },
	{ "state", 0, MST_OPT_TEXT, FIELD(state_list), "LIST",
	  "report only these states, such as open,closed", .pair = "state", .between = ',' },
	{ "force", 0, MST_OPT_FLAG, FIELD(sheet.force), NULL,
	  .meaning = "overwrite existing files" },

	{ "expect", 0, MST_OPT_TEXT, FIELD(expect), "STATE",
	  .meaning = "exit with code 1 if no result is up (sweep) or open (scan); any: if the report lists nothing", .values = "up open any" },

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL,
	  .meaning = "print no progress and no summary on standard error, only errors", .everyday = true },
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL,
	  .meaning = "also print hosts and ports as they are found (on a terminal), settings, routes, the engines chosen and why faster "
	  "ones were rejected", .everyday = true },
	{ "progress", 0, MST_OPT_TEXT, FIELD(progress), "FORMAT",
	  .meaning = "print progress on standard error, terminal or not: plain is a line every ten seconds, json an object a second; "
	  "SIGUSR1 prints it once in any case", .values = "plain json" },
	{ "trace", 0, MST_OPT_LIST, FIELD(trace), "TARGETS",
	  .meaning = "print a line on standard error at each step of these targets: question armed, frame sent, attempt expired, answer, frame "
	  "not believed and why, verdict, better verdict; and each change of the rate with what was measured" },
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL,
	  .meaning = "show this help; with --all: every option", .everyday = true },
	{ .kind = MST_OPT_END },
};
_Static_assert(sizeof mst_scan_option_table / sizeof mst_scan_option_table[0] <= MST_OPTIONS_MAX, "too many options");
