/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h. */
#include "cli/ping/options.h"

#include <errno.h>
#include <muster/units.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/options/sheets.h"
#include "cli/options/values.h"

#define FIELD(member) MST_MEMBER(struct mst_ping_options, member)
#define FLOOD_NS (10 * MST_NS_PER_MS) /* 100 a second, whatever the answers */
#define ADAPTIVE_LEAST_NS (2 * MST_NS_PER_MS)
#define DAY_NS (UINT64_C(24) * 3600 * MST_NS_PER_SECOND)

const struct mst_option mst_ping_option_table[] = {
	MST_HEADING("Requests"),
	{ "count", 'c', MST_OPT_WHOLE, FIELD(ping.count), "N", "send N requests to each host", .min = 1,
	  .max = UINT32_MAX, .everyday = true },
	{ "loop", 'l', MST_OPT_FLAG, FIELD(loop), NULL,
	  .meaning = "send requests until stopped; on a terminal, show a live table", .everyday = true },
	{ "retries", 'r', MST_OPT_WHOLE, FIELD(retries), "N",
	  "send one request to each host, and up to N more until it answers", .min = 0, .max = 1000 },
	{ "deadline", 'w', MST_OPT_DURATION, FIELD(deadline_ns), "TIME",
	  "stop after this time, such as 5s, and send requests until then, or until an ICMP error comes; with --count "
	  "N, "
	  "until each host has sent N replies",
	  .min = MST_NS_PER_MS, .max = 365 * DAY_NS, .everyday = true },
	{ "interval", 0, MST_OPT_DURATION, FIELD(ping.interval_ns), "TIME",
	  "time between two requests to the same host", .min = MST_NS_PER_MS, .max = DAY_NS, .everyday = true },
	{ "adaptive", 'A', MST_OPT_FLAG, FIELD(ping.adaptive), NULL,
	  .meaning =
	          "send the next request once the last one is answered, after 2 ms at the earliest (root: at once)" },
	{ "flood", 'f', MST_OPT_FLAG, FIELD(flood), NULL,
	  .meaning =
	          "print a dot for each request, and take it back for each reply; without --interval, send requests as "
	          "answers come, and at least 100 a second (root only)" },
	{ "timeout", 'W', MST_OPT_DURATION, FIELD(ping.timeout_ns), "TIME",
	  "wait this long for each reply; without this option, wait for the last one twice the longest round trip, if "
	  "that is longer",
	  .min = MST_NS_PER_MS, .max = 3600 * MST_NS_PER_SECOND, .everyday = true },
	{ "size", 's', MST_OPT_WHOLE, FIELD(ping.size), "BYTES",
	  "send this many bytes of payload; from 16 bytes on, the payload of replies is checked", .min = 0,
	  .max = MST_PING_SIZE_MAX },

	MST_HEADING("Hosts"),
	{ "input", 'i', MST_OPT_LIST, FIELD(inputs), "FILE",
	  .meaning =
	          "read hosts from FILE, separated by spaces or newlines; # starts a comment, and - is standard input",
	  .everyday = true },
	{ "ipv4", '4', MST_OPT_FLAG, FIELD(ipv4), NULL, .meaning = "resolve host names to IPv4 only",
	  .by_default = "IPv4, or IPv6 for names without an IPv4 address" },
	{ "ipv6", '6', MST_OPT_FLAG, FIELD(ipv6), NULL,
	  .meaning = "resolve host names to IPv6 only; with -4, to both" },

	{ "broadcast", 'b', MST_OPT_FLAG, FIELD(ping.broadcast), NULL,
	  .meaning = "also ping broadcast and multicast addresses, for which every host there may answer" },

	MST_HEADING("Method"),
	{ "via", 0, MST_OPT_TEXT, FIELD(via), "METHOD",
	  .meaning = "send requests by raw, dgram, system, or auto, the first one available",
	  .values = "auto raw dgram system" },
	{ "tcp", 0, MST_OPT_WHOLE, FIELD(ping.tcp_port), "PORT",
	  "connect to this TCP port instead; a host that accepts or refuses is up; needs no privileges", .min = 1,
	  .max = 65535, .everyday = true },
	{ "interface", 'I', MST_OPT_TEXT, FIELD(interface), "INTERFACE",
	  .meaning = "send only through this interface; an address means --source-ip",
	  .by_default = "as the routing table says", .everyday = true },
	{ "source-ip", 0, MST_OPT_TEXT, FIELD(source_ip), "ADDRESS",
	  .meaning = "send from this address of this machine", .by_default = "as the routing table says" },
	{ "ttl", 't', MST_OPT_WHOLE, FIELD(ping.ttl), "N", "time to live of the requests", .by_default = "the system's",
	  .min = 1, .max = 255 },
	{ "tos", 'Q', MST_OPT_TEXT, FIELD(tos), "N",
	  .meaning =
	          "type of service (IPv4) or traffic class (IPv6) of the requests, from 0 to 255, such as 16 or 0x10",
	  .by_default = "0" },
	{ "pmtu-discovery", 'M', MST_OPT_TEXT, FIELD(pmtu), "RULE",
	  .meaning =
	          "choose which machines fragment requests larger than a link: do (none), want (only this one), dont "
	          "(routers, too), or probe (none, and the known path MTU is ignored)",
	  .by_default = "the system's", .values = "do want dont probe" },

	MST_HEADING("Results"),
	{ "alive", 'a', MST_OPT_FLAG, FIELD(alive), NULL,
	  .meaning = "print only the addresses that answered, one a line; without --count this implies --retries 3",
	  .everyday = true },
	{ "unreachable", 'u', MST_OPT_FLAG, FIELD(unreachable), NULL,
	  .meaning = "print only the addresses that did not answer, one a line; without --count this implies --retries "
	             "3" },
	{ "elapsed", 'e', MST_OPT_FLAG, FIELD(elapsed), NULL,
	  .meaning = "with --alive, also print the mean round-trip time of each address" },
	{ "times", 'C', MST_OPT_WHOLE, FIELD(times), "N",
	  "send N requests to each host, and print a line for each host with its times in ms; - marks a lost request, "
	  "! one that was not sent, ? a reply without a time",
	  .min = 1, .max = MST_PING_TIMES_MAX },
	MST_SHEETS_OPTIONS(struct mst_ping_options),

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL, .meaning = "print only the statistics, not every reply",
	  .everyday = true },
	{ "outstanding", 'O', MST_OPT_FLAG, FIELD(ping.report_pending), NULL,
	  .meaning = "before each request, print that the one before it has no answer yet" },
	{ "audible", 0, MST_OPT_FLAG, FIELD(audible), NULL,
	  .meaning = "ring the terminal's bell at each reply (-a of iputils; here -a is --alive, as in fping)" },
	{ "timestamps", 'D', MST_OPT_FLAG, FIELD(timestamps), NULL,
	  .meaning = "begin each line with the time, in seconds since 1970" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help", .everyday = true },
	{ .kind = MST_OPT_END },
};

static bool given(const struct mst_ping_options *options, const char *name)
{
	return mst_given(options->arguments, name);
}

bool mst_ping_options_list(const struct mst_ping_options *options)
{
	return options->alive || options->unreachable;
}

static int read_via(struct mst_ping_options *options, struct mst_error *err)
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

static int read_pmtu(struct mst_ping_options *options, struct mst_error *err)
{
	for (unsigned rule = MST_PING_FRAGMENT_DO; options->pmtu && rule < MST_PING_FRAGMENT_COUNT; rule++) {
		if (strcmp(options->pmtu, mst_ping_fragments_name(rule)) != 0)
			continue;
		options->ping.fragments = rule;
		return 0;
	}
	return options->pmtu
	               ? mst_fail(err, -EINVAL, "--pmtu-discovery %s: expected do, want, dont or probe", options->pmtu)
	               : 0;
}

static int read_tos(struct mst_ping_options *options, struct mst_error *err)
{
	const char *text = options->tos;
	bool hex = text && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *digits = hex ? "0123456789abcdefABCDEF" : "0123456789", *first = hex ? text + 2 : text;
	unsigned long value;

	if (!text)
		return 0;
	value = strtoul(first, NULL, hex ? 16 : 10);
	if (!*first || first[strspn(first, digits)] || strlen(first) > 4 || value > 255 ||
	    (!hex && first[0] == '0' && first[1]))
		return mst_fail(err, -EINVAL, "--tos %s: expected a number from 0 to 255, such as 16 or 0x10", text);
	options->ping.tos = (uint8_t)value;
	return 0;
}

/* As iputils: answers set the pace of a flood, which needs root, and of --adaptive, to which it gives more. */
static int choose_pace(struct mst_ping_options *options, struct mst_error *err)
{
	bool root = geteuid() == 0;

	options->ping.report_requests = options->flood;
	options->ping.least_ns = root ? 0 : ADAPTIVE_LEAST_NS;
	if (!options->flood || given(options, "interval"))
		return 0;
	if (!root)
		return mst_fail(err, -EPERM,
		                "--flood without --interval is for root: expected --interval TIME, or --adaptive");
	options->ping.adaptive = true;
	options->ping.interval_ns = FLOOD_NS;
	return 0;
}

static const struct mst_contradiction contradictions[] = {
	{ "loop", "count", "--loop sends until stopped, --count a number of requests" },
	{ "loop", "retries", "--loop sends until stopped, --retries until a host answers" },
	{ "loop", "times", "--loop sends until stopped, --times a number of requests" },
	{ "count", "retries", "--count sends a number of requests, --retries until a host answers" },
	{ "count", "times", "--times and --count both set the number of requests" },
	{ "retries", "times", "--times sends a number of requests, --retries until a host answers" },
	{ "alive", "unreachable", "--alive and --unreachable contradict each other" },
	{ "elapsed", "unreachable", "--elapsed prints times, and hosts that do not answer have none" },
	{ "alive", "times", "--alive prints addresses, --times their times" },
	{ "unreachable", "times", "--unreachable prints addresses, --times their times" },
	{ "tcp", "via", "--tcp connects, --via chooses how ICMP is sent" },
	{ "tcp", "size", "--size is for ICMP payloads, and --tcp sends none" },
	{ "tcp", "broadcast", "--tcp connects to hosts, --broadcast is for ICMP" },
	{ "tcp", "flood", "--tcp connects, --flood sends ICMP requests" },
	{ "flood", "timestamps", "--flood prints dots, --timestamps the times of lines" },
	{ "flood", "outstanding", "--flood prints a dot for each request without a reply, --outstanding a line" },
	{ "flood", "audible", "--flood prints dots, --audible a bell with each reply's line" },
	{ "quiet", "audible", "--quiet prints no lines of replies, --audible a bell with each" },
	{ "alive", "audible", "--alive prints addresses, --audible a bell with each reply's line" },
	{ "unreachable", "audible", "--unreachable prints addresses, --audible a bell with each reply's line" },
	{ "tcp", "pmtu-discovery", "--pmtu-discovery is for ICMP requests, and --tcp sends none" },
	{ NULL, NULL, NULL },
};

/* An address behind -I is what ping(8) takes it for. */
static int read_source(struct mst_ping_options *options, struct mst_error *err)
{
	const char *advice;
	char room[MST_ADDR_ADVICE];
	struct mst_addr addr;

	if (options->source_ip && mst_addr_parse(&options->ping.source, options->source_ip) < 0) {
		advice = mst_addr_advice(options->source_ip, room);
		return mst_fail(err, -EINVAL, "--source-ip %s: %s", options->source_ip,
		                advice ? advice : "expected an address of this machine");
	}
	advice = options->interface && !if_nametoindex(options->interface) ? mst_addr_advice(options->interface, room)
	                                                                   : NULL;
	if (advice)
		return mst_fail(err, -EINVAL, "--interface %s: %s", options->interface, advice);
	if (!options->interface || mst_addr_parse(&addr, options->interface) < 0) {
		options->ping.interface = options->interface;
		return 0;
	}
	if (options->source_ip)
		return mst_fail(err, -EINVAL,
		                "--interface %s and --source-ip %s are both addresses: expected one of them",
		                options->interface, options->source_ip);
	options->ping.source = addr;
	options->interface = NULL;
	return 0;
}

static void choose_count(struct mst_ping_options *options)
{
	bool until = given(options, "retries") ||
	             (mst_ping_options_list(options) && !given(options, "count") && !options->loop);

	options->ping.until_answered = until;
	if (until)
		options->ping.count = options->retries + 1;
	else if (options->times)
		options->ping.count = options->times;
	else if (options->loop || options->deadline_ns) {
		/* ping(8): with a deadline, --count is the number of replies. */
		options->ping.replies = given(options, "count") ? options->ping.count : 0;
		options->ping.until_error = !options->loop;
		options->ping.count = 0;
	}
	options->ping.wait_longer = !given(options, "timeout");
}

int mst_ping_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_ping_options *options = values;
	unsigned readers = 0;
	int code;

	options->arguments = arguments;
	for (size_t i = 0; i < options->inputs.count; i++)
		readers += strcmp(options->inputs.items[i], "-") == 0;
	if (readers > 1)
		return mst_fail(err, -EINVAL, "--input -: standard input can be read once only");
	if (!options->arguments->words.count && !options->inputs.count)
		return mst_fail(err, -EINVAL,
		                "no host to ping: expected names, addresses, or ranges such as 10.0.2.0/28");
	code = mst_check_contradictions(arguments, contradictions, err);
	if (code == 0)
		code = read_source(options, err);
	if (code == 0)
		code = read_via(options, err);
	if (code == 0)
		code = read_pmtu(options, err);
	if (code == 0)
		code = read_tos(options, err);
	if (code == 0)
		code = choose_pace(options, err);
	if (code == 0)
		code = mst_sheets_check(&options->outputs, &options->sheet, err);
	if (code == 0)
		choose_count(options);
	return code;
}

void mst_ping_options_defaults(void *values)
{
	*(struct mst_ping_options *)values = (struct mst_ping_options){
		.ping = mst_ping_defaults(),
		.via = "auto",
		.retries = 3,
	};
}
