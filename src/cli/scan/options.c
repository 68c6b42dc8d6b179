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
	{ "only-open-of", 0, MST_OPT_TEXT, FIELD(only_open_of), "FILE",
	  "probe again exactly the ports that are open in FILE, each at its address, and nothing else; FILE is of a "
	  "finished run: csv, json, ndjson, sqlite, a journal, or XML of muster or nmap; in place of targets and -p",
	  .only = "scan", .pair = "only_open_of", .at_resume = MST_RESUME_FIXED },
	MST_LOCAL_ROWS(FIELD),

	MST_HEADING("Probes"),
	MST_PORT_ROWS(FIELD, "scan"),
	{ "udp", 'U', MST_OPT_FLAG, FIELD(scan.probing.udp), NULL,
	  "probe UDP ports instead of TCP ports; slower, because hosts limit how often they report closed ones",
	  .only = "scan", .pair = "udp", .everyday = true, .at_resume = MST_RESUME_FIXED },
	{ "payloads", 0, MST_OPT_TEXT, FIELD(scan.probing.payloads), "FILE",
	  "add the UDP payloads in FILE to the built-in ones; a line has ports and a text in quotes, such as 53 "
	  "\"\\x00\\x01\"",
	  .pair = "payloads", .at_resume = MST_RESUME_FIXED },
	{ "discover", 0, MST_OPT_FLAG, FIELD(scan.probing.discover), NULL,
	  "find the hosts that are up first, then probe only their ports; ports of all other hosts are filtered, "
	  "reason host-down; not with --sample or --max",
	  .only = "scan", .pair = "discover", .everyday = true, .at_resume = MST_RESUME_FIXED },
	MST_PROBE_ROWS(FIELD),
	MST_SYN_ROWS(FIELD),
	MST_DETECT_ROWS(FIELD),

	MST_HEADING("Services"),
	{ "service", 0, MST_OPT_FLAG, FIELD(service), NULL,
	  "connect to open ports (--udp: send to them), and find out which service answers: its name, product, "
	  "version, certificate, keys; it never logs in",
	  .only = "scan", .pair = "service", .everyday = true, .at_resume = MST_RESUME_FIXED },
	{ "banner", 0, MST_OPT_FLAG, FIELD(banner), NULL,
	  "report what open ports say first, or answer to one request, by the handshake of the probe itself where "
	  "muster can keep the kernel from ending it (root, nftables), else by a connection; part of --service",
	  .only = "scan", .pair = "banner", .everyday = true, .at_resume = MST_RESUME_FIXED },
	{ "parallel", 0, MST_OPT_WHOLE, FIELD(scan.services.parallel), "N", "make at most N connections at once",
	  .by_default = "as the limit of open files allows, up to 2,000", .only = "scan", .pair = "parallel", .min = 1,
	  .max = 100000 },
	{ "per-host", 0, MST_OPT_WHOLE, FIELD(scan.services.per_host), "N",
	  "make at most N connections to one host at once", .by_default = "4", .only = "scan", .pair = "per_host",
	  .min = 1, .max = 1000 },
	{ "service-timeout", 0, MST_OPT_DURATION, FIELD(scan.services.timeout_ns), "TIME",
	  "wait this long for a connection, and for each answer in it", .by_default = "5s", .only = "scan",
	  .pair = "service_timeout_ms", .min = 10 * MST_NS_PER_MS, .max = 300 * MST_NS_PER_SECOND },
	{ "banner-bytes", 0, MST_OPT_WHOLE, FIELD(scan.services.banner_bytes), "N",
	  "keep the first N bytes that a port sends, in the field banner", .by_default = "256", .only = "scan",
	  .pair = "banner_bytes", .min = 1, .max = 1460 },
	{ "risky-ports", 0, MST_OPT_FLAG, FIELD(scan.services.risky_ports), NULL,
	  "also talk to ports of printers, which may print what they are sent",
	  .by_default = "not to 515 and 9100 to 9116", .only = "scan", .pair = "risky_ports" },
	{ "signatures", 0, MST_OPT_TEXT, FIELD(scan.services.signatures), "FILE",
	  "recognise services by the signatures in FILE first, then by the built-in ones", .only = "scan",
	  .pair = "signatures" },
	{ "fingerprints", 0, MST_OPT_TEXT, FIELD(scan.services.fingerprints), "DIR",
	  "recognise services that no signature fits by the fingerprints in DIR, in the XML format of recog",
	  .only = "scan", .pair = "fingerprints" },
	{ "snmp-community-file", 0, MST_OPT_TEXT, FIELD(community_path), "FILE",
	  "ask SNMP agents for their description, with the community in the first line of FILE; only with --udp",
	  .by_default = "SNMP is not asked", .only = "scan", .pair = "snmp_community_file" },

	MST_HEADING("Selection and order"),
	{ "seed", 0, MST_OPT_SEED, FIELD(scan.order.seed), "NUMBER", "probe in the order that belongs to this number",
	  .by_default = "a new order in every run", .pair = "seed", .at_resume = MST_RESUME_FIXED },
	{ "shard", 0, MST_OPT_SHARD, FIELD(shard), "K/N",
	  "probe only part K of N disjoint parts that together cover all targets; run all parts with the same --seed, "
	  "or all without",
	  .pair = "shard", .at_resume = MST_RESUME_FIXED },
	{ "sample", 0, MST_OPT_SHARE, FIELD(scan.order.sample), "SHARE",
	  "probe only a random share of the targets, such as 1%", .pair = "sample", .at_resume = MST_RESUME_FIXED },
	{ "max", 0, MST_OPT_WHOLE, FIELD(scan.order.max_targets), "N", "probe at most N targets, chosen at random",
	  .pair = "max", .min = 1, .max = UINT64_MAX, .at_resume = MST_RESUME_FIXED },

	MST_HEADING("Sending"),
	MST_RATE_ROWS(FIELD),
	MST_UNTIL_ROWS(FIELD),
	MST_TIMEOUT_ROWS(FIELD),
	MST_ENGINE_ROWS(FIELD),
	MST_ROUTING_ROWS(FIELD),
	MST_ON_LINK_ROWS(FIELD),
	MST_GATEWAY_ROWS(FIELD),
	{ "dry-run", 0, MST_OPT_FLAG, FIELD(dry_run), NULL,
	  .meaning = "send nothing; show what would be probed, and how long it would take", .everyday = true,
	  .at_resume = MST_RESUME_FIXED },
	{ "write", 'w', MST_OPT_TEXT, FIELD(write_path), "FILE",
	  .meaning = "write the frames of a --dry-run to this pcap file; - is standard output",
	  .at_resume = MST_RESUME_FIXED },

	MST_HEADING("Results"),
	MST_RESULT_ROWS(FIELD),

	MST_EXPECT_ROWS(FIELD),

	MST_HEADING("Journal"),
	{ "journal", 0, MST_OPT_TEXT, FIELD(journal), "FILE",
	  .meaning = "keep the journal of the run, from which muster resume goes on, in FILE, also when the run is "
	             "complete",
	  .by_default = "a file in ~/.local/state/muster, removed when the run is complete",
	  .at_resume = MST_RESUME_FIXED },
	{ "no-journal", 0, MST_OPT_FLAG, FIELD(no_journal), NULL,
	  .meaning = "keep no journal: the run cannot be resumed", .at_resume = MST_RESUME_FIXED },
	MST_STALL_ROWS(FIELD),

	MST_HEADING("Messages"),
	MST_MESSAGE_ROWS(FIELD),
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
	  "without an address, a disk that stayed full for --max-stall; or nothing was found of what --expect names" },
	{ "2", "the command line or a target was not understood; nothing was sent" },
	{ "3",
	  "it was incomplete: --max-time ended it; reports are whole and marked as interrupted, and targets without a "
	  "verdict are unknown; muster resume goes on" },
	{ "130, 143, 129",
	  "stopped by ^C, SIGTERM or SIGHUP; reports are whole and marked as interrupted; muster resume goes on" },
	{ NULL, NULL },
};
