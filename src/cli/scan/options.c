/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h: the table. What is checked of it stands in checks.c. */
#include "cli/scan/options.h"

#include <muster/units.h>

#include "cli/common/command.h"
#include "cli/probing/rows.h"
#include "cli/scan/rows.h"

#define FIELD(member) MST_MEMBER(struct mst_probing, member)

const struct mst_option mst_scan_option_table[] = {
	MST_HEADING("Targets"),
	MST_TARGET_ROWS(FIELD),
	MST_LOCAL_ROWS(FIELD),

	MST_HEADING("Probes"),
	MST_PORT_ROWS(FIELD, "scan"),
	{ "udp", 'U', MST_OPT_FLAG, FIELD(scan.probing.udp), NULL,
	  "probe UDP ports instead of TCP ports; slower, because hosts limit how often they report closed ones",
	  .only = "scan", .pair = "udp", .everyday = true },
	{ "payloads", 0, MST_OPT_TEXT, FIELD(scan.probing.payloads), "FILE",
	  "add the UDP payloads in FILE to the built-in ones; a line has ports and a text in quotes, such as 53 "
	  "\"\\x00\\x01\"",
	  .pair = "payloads" },
	{ "discover", 0, MST_OPT_FLAG, FIELD(scan.probing.discover), NULL,
	  "find the hosts that are up first, then probe only their ports; ports of all other hosts are filtered, "
	  "reason host-down; not with --sample or --max",
	  .only = "scan", .pair = "discover", .everyday = true },
	MST_PROBE_ROWS(FIELD),
	MST_SYN_ROWS(FIELD),
	MST_DETECT_ROWS(FIELD),

	MST_HEADING("Selection and order"),
	{ "seed", 0, MST_OPT_SEED, FIELD(scan.order.seed), "NUMBER", "probe in the order that belongs to this number",
	  .by_default = "a new order in every run", .pair = "seed" },
	{ "shard", 0, MST_OPT_SHARD, FIELD(shard), "K/N",
	  "probe only part K of N disjoint parts that together cover all targets; run all parts with the same --seed, "
	  "or all without",
	  .pair = "shard" },
	{ "sample", 0, MST_OPT_SHARE, FIELD(scan.order.sample), "SHARE",
	  "probe only a random share of the targets, such as 1%", .pair = "sample" },
	{ "max", 0, MST_OPT_WHOLE, FIELD(scan.order.max_targets), "N", "probe at most N targets, chosen at random",
	  .pair = "max", .min = 1, .max = UINT64_MAX },

	MST_HEADING("Sending"),
	MST_RATE_ROWS(FIELD),
	{ "until-missed", 0, MST_OPT_SHARE, FIELD(scan.retry.until_missed), "SHARE",
	  "repeat probes that got no answer, up to 14 times, until the estimated share of missed answers is below "
	  "this, such as 0.1%",
	  .pair = "until_missed" },
	MST_TIMEOUT_ROWS(FIELD),
	{ "max-time", 0, MST_OPT_DURATION, FIELD(scan.retry.max_time_ns), "TIME",
	  "stop probing after this long, such as 10m; targets not probed by then are unknown, and the exit code is 3",
	  .by_default = "no limit", .pair = "max_time_ms", .min = MST_NS_PER_MS, .max = UINT64_MAX },
	{ "lanes", 0, MST_OPT_WHOLE, FIELD(scan.threads.lanes), "N",
	  "number of sender threads; with --rate auto, for each interface and next hop", .pair = "lanes", .min = 1,
	  .max = MST_LANES_MAX },
	{ "cpus", 0, MST_OPT_TEXT, FIELD(scan.threads.cpus), "LIST",
	  "run the threads on these CPUs, such as 0-3,8: first one for each sender thread, then the receiver, then the "
	  "reporter",
	  .by_default = "where the kernel puts them", .pair = "cpus", .between = ',' },
	{ "engine", 0, MST_OPT_TEXT, FIELD(scan.engines.tx), "ENGINE",
	  "send frames by {engines}, or auto, the fastest one available; ARP requests and neighbour "
	  "solicitations are always sent by packet",
	  .values = "auto {engines}", .by_default = "auto", .pair = "engine" },
	{ "rx", 0, MST_OPT_TEXT, FIELD(scan.engines.rx), "ENGINE",
	  "receive answers by {receivers}, or auto, the fastest one available, and pcap with --record or --trace",
	  .values = "auto {receivers}", .by_default = "auto", .pair = "rx" },
	MST_ROUTING_ROWS(FIELD),
	MST_ON_LINK_ROWS(FIELD),
	MST_GATEWAY_ROWS(FIELD),
	{ "dry-run", 0, MST_OPT_FLAG, FIELD(dry_run), NULL,
	  .meaning = "send nothing; show what would be probed, and how long it would take", .everyday = true },
	{ "write", 'w', MST_OPT_TEXT, FIELD(write_path), "FILE",
	  .meaning = "write the frames of a --dry-run to this pcap file; - is standard output" },

	MST_HEADING("Results"),
	MST_RESULT_ROWS(FIELD),

	MST_EXPECT_ROWS(FIELD),

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL,
	  .meaning = "print no progress and no summary on standard error, only errors", .everyday = true },
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL,
	  .meaning = "also print hosts and ports as they are found (on a terminal), settings, routes, the engines "
	             "chosen and why faster ones were rejected",
	  .everyday = true },
	{ "progress", 0, MST_OPT_TEXT, FIELD(progress), "FORMAT",
	  .meaning = "print progress on standard error, terminal or not: plain is a line every ten seconds, json is an "
	             "object every second; the signal SIGUSR1 prints one line, with or without this option",
	  .by_default = "on a terminal, one line that is updated", .values = "plain json" },
	MST_TRACE_ROWS(FIELD),
	{ "record", 0, MST_OPT_TEXT, FIELD(record), "FILE",
	  .meaning = "write every frame of the scan, sent and received, to this pcapng file, and what muster replay "
	             "needs to judge the scan again; FILE holds the key of this scan's tickets, and only its owner can "
	             "read it" },
	{ "record-size", 0, MST_OPT_SIZE, FIELD(record_bytes), "BYTES",
	  "leave frames out of a recording that has this size, such as 100M, and count them", .min = 1 << 20,
	  .max = UINT64_MAX },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help; with --all, every option",
	  .everyday = true },
	{ .kind = MST_OPT_END },
};
_Static_assert(sizeof mst_scan_option_table / sizeof mst_scan_option_table[0] <= MST_OPTIONS_MAX, "too many options");

const struct mst_exit_code mst_scan_exit_codes[] = {
	{ "0", "the run was complete; without --expect, whatever the verdicts are" },
	{ "1",
	  "it failed: missing privileges, a file that cannot be read or written, an interface that went away, a name "
	  "without an address; or nothing was found of what --expect names" },
	{ "2", "the command line or a target was not understood; nothing was sent" },
	{ "3",
	  "it was incomplete: --max-time ended it; reports are whole and marked as interrupted, and targets without a "
	  "verdict are unknown" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; reports are whole and marked as interrupted" },
	{ NULL, NULL },
};
