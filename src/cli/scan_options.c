/* scan_options.c - see scan_options.h: the table. What is checked of it stands in scan_checks.c. */
#include "cli/scan_options.h"

#include "base/clock.h"
#include "cli/scan_rows.h"

#define FIELD(member) offsetof(struct mst_scan_options, member), sizeof(((struct mst_scan_options *)0)->member)
#define HEADING(text) { .name = text, .kind = MST_OPT_HEADING }

const struct mst_option mst_scan_option_table[] = {
	HEADING("Targets"),
	MST_TARGET_ROWS(FIELD),
	MST_LOCAL_ROWS(FIELD),

	HEADING("Questions"),
	MST_PORT_ROWS(FIELD, "scan"),
	{ "udp", 'U', MST_OPT_FLAG, FIELD(scan.udp), NULL,
	  "ask UDP ports, not those of TCP; slowly by itself, for hosts tell of few closed ports a second", .only = "scan", .pair = "udp" },
	{ "payloads", 0, MST_OPT_TEXT, FIELD(scan.payloads), "FILE",
	  "what is sent to UDP ports, beside the built-in ones: lines of ports and a text in quotes, such as 53 \"\\x00\\x01\"",
	  .pair = "payloads" },
	{ "discover", 0, MST_OPT_FLAG, FIELD(scan.discover), NULL,
	  "ask who is up first, and ports only of those; the others are filtered, reason host-down; not beside --sample, --max",
	  .only = "scan",
	  .pair = "discover" },
	MST_PROBE_ROWS(FIELD),
	MST_CANARY_ROWS(FIELD),

	HEADING("Order"),
	{ "seed", 0, MST_OPT_SEED, FIELD(scan.seed), "NUMBER",
	  "the same order again; without it every run has its own", .pair = "seed" },
	{ "shard", 0, MST_OPT_SHARD, FIELD(shard), "K/N",
	  "the K-th of N parts: disjoint, and complete together; with the same --seed in all, or without in all", .pair = "shard" },
	{ "sample", 0, MST_OPT_SHARE, FIELD(scan.sample), "SHARE",
	  "only this share, picked without bias, such as 1%", .pair = "sample" },
	{ "max", 0, MST_OPT_WHOLE, FIELD(scan.max_targets), "N",
	  "at most so many, picked without bias", .pair = "max", .min = 1, .max = UINT64_MAX },

	HEADING("Sending"),
	MST_RATE_ROWS(FIELD),
	{ "until-missed", 0, MST_OPT_SHARE, FIELD(scan.until_missed), "SHARE",
	  "ask the silent again, at most 14 times, until the share of answers missed is estimated below this, such as 0.1%",
	  .pair = "until_missed" },
	MST_TIMEOUT_ROWS(FIELD),
	{ "max-time", 0, MST_OPT_DURATION, FIELD(scan.max_time_ns), "TIME",
	  "stop asking after so long", .pair = "max_time_ms", .min = MST_NS_PER_MS, .max = UINT64_MAX },
	{ "lanes", 0, MST_OPT_WHOLE, FIELD(scan.lanes), "N",
	  "sender threads; with --rate auto so many for each interface and next hop", .pair = "lanes", .min = 1, .max = MST_LANES_MAX },
	{ "cpus", 0, MST_OPT_TEXT, FIELD(scan.cpus), "LIST",
	  "where the threads run, such as 0-3,8: lanes one each in turn, the receiver on the next, the reporter on the rest; "
	  "otherwise where the kernel puts them", .pair = "cpus" },
	{ "engine", 0, MST_OPT_TEXT, FIELD(scan.engine), "ENGINE",
	  "how frames leave: raw, packet, xdp, live, or auto, the fastest that can be had; ARP requests and neighbour "
	  "solicitations leave by packet", .pair = "engine" },
	{ "rx", 0, MST_OPT_TEXT, FIELD(scan.rx), "ENGINE",
	  "how answers come in: pcap, xdp, or auto, the faster that can be had", .pair = "rx" },
	MST_WAY_ROWS(FIELD),
	MST_WIRE_ROWS(FIELD),
	{ "dry-run", 0, MST_OPT_FLAG, FIELD(dry_run), NULL,
	  .meaning = "send nothing: tell what would be asked, and how long it would take" },
	{ "write", 'w', MST_OPT_TEXT, FIELD(write_path), "FILE",
	  .meaning = "with --dry-run: write the frames into this pcap file, - is standard output" },

	HEADING("Results"),
	{ "output", 'o', MST_OPT_LIST, FIELD(outputs), "OUTPUT",
	  .meaning = "write into this file; FORMAT:FILE or the suffix tells the format: csv, json, ndjson, text; "
	  "FORMAT:- is standard output" },
	{ "fields", 0, MST_OPT_TEXT, FIELD(fields), "LIST",
	  "which columns in which order, such as addr,port,state; help explains them", .pair = "fields" },
	{ "all", 0, MST_OPT_FLAG, FIELD(all), NULL,
	  .meaning = "every target; otherwise those that are up (sweep) or open (scan)" },
	{ "down", 0, MST_OPT_FLAG, FIELD(down), NULL,
	  "only those that are down, joined into ranges", .only = "sweep" },
	{ "state", 0, MST_OPT_TEXT, FIELD(state_list), "LIST",
	  "only these states, such as open,closed", .pair = "state" },
	{ "force", 0, MST_OPT_FLAG, FIELD(force), NULL,
	  .meaning = "overwrite files that exist" },

	HEADING("Talking"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL,
	  .meaning = "no progress and no summary on standard error; errors are told" },
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL,
	  .meaning = "also tell the settings, the ways to the targets, and the engines with why not the faster ones" },
	{ "progress", 0, MST_OPT_TEXT, FIELD(progress), "json",
	  .meaning = "progress for programs: an object a second, one a line, on standard error" },
	{ "help", 'h', MST_OPT_FLAG, FIELD(help), NULL,
	  .meaning = "this text" },
	{ .kind = MST_OPT_END },
};
_Static_assert(sizeof mst_scan_option_table / sizeof mst_scan_option_table[0] <= MST_OPTIONS_MAX, "too many options");

void mst_scan_options_defaults(void *values)
{
	struct mst_scan_options *options = values;

	*options = (struct mst_scan_options){ .scan = mst_scan_defaults(), .shard = { 1, 1 } };
	if (!options->scan.probes)
		options->scan.probes = "icmp";
}

void mst_scan_options_free(struct mst_scan_options *options)
{
	mst_words_free(&options->arguments.words);
	for (const struct mst_option *o = mst_scan_option_table; o->kind != MST_OPT_END; o++) {
		if (o->kind == MST_OPT_LIST)
			mst_words_free((struct mst_words *)((char *)options + o->offset));
	}
}
