/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - rows that several commands have in their tables of options, written once.
 *
 * FIELD(member) is where a member of struct mst_probing is within the values of the table, and its size.
 */
#ifndef MST_CLI_PROBING_ROWS_H
#define MST_CLI_PROBING_ROWS_H

#include "cli/probing/options.h"

#include <muster/units.h>

/* In macros the formatter takes rows of a table for code. */
/* clang-format off */
#define MST_EXCLUDE_ROWS(FIELD) \
	{ "exclude", 0, MST_OPT_LIST, FIELD(exclude), "TARGETS", \
	  "never probe these addresses, written like targets", .pair = "exclude", .everyday = true, \
	  .at_resume = MST_RESUME_ADDS }, \
	{ "exclude-file", 0, MST_OPT_LIST, FIELD(exclude_files), "FILE", \
	  "never probe the addresses listed in FILE", .pair = "exclude_file", .at_resume = MST_RESUME_ADDS }

#define MST_TARGET_ROWS(FIELD) \
	{ "input", 'i', MST_OPT_LIST, FIELD(inputs), "FILE", \
	  "read targets from FILE, separated by spaces or newlines; # starts a comment, and - is standard input; of " \
	  "a file of a finished run (csv, json, ndjson, sqlite, a journal, XML of muster or nmap), the addresses " \
	  "that are up or open", \
	  .pair = "input", \
	  .everyday = true, .at_resume = MST_RESUME_FIXED }, \
	MST_EXCLUDE_ROWS(FIELD), \
	{ "ipv4", '4', MST_OPT_FLAG, FIELD(ipv4), NULL, \
	  "resolve host names to IPv4 only", \
	  .by_default = "IPv4, or IPv6 for names without an IPv4 address", .pair = "ipv4", \
	  .at_resume = MST_RESUME_FIXED }, \
	{ "ipv6", '6', MST_OPT_FLAG, FIELD(ipv6), NULL, \
	  "resolve host names to IPv6 only; with -4, to both", .pair = "ipv6", .at_resume = MST_RESUME_FIXED }, \
	{ "strict", 0, MST_OPT_FLAG, FIELD(strict), NULL, \
	  "stop before the first frame when a name has no address or a target has no route", \
	  .by_default = "report them and probe the rest", .pair = "strict" }

#define MST_LOCAL_ROWS(FIELD) \
	{ "local", 0, MST_OPT_FLAG, FIELD(local), NULL, \
	  "also sweep the neighbours on the link of --interface (default: every link): the IPv4 subnets of up to " \
	  "65,536 addresses, and the IPv6 hosts found by two seconds of multicast probing and listening; -4 or -6 " \
	  "limits it to one of them", \
	  .pair = "local", .everyday = true, .at_resume = MST_RESUME_FIXED }, \
	{ "eui64", 0, MST_OPT_FLAG, FIELD(eui64), NULL, \
	  "also probe the SLAAC addresses that hosts on the link would form from their MAC addresses; only with " \
	  "--local, and only IPv6", \
	  .pair = "eui64", .at_resume = MST_RESUME_FIXED }, \
	{ "no-mld", 0, MST_OPT_FLAG, FIELD(no_mld), NULL, \
	  "send no MLD query; only with --local, and only IPv6; after a query, a switch with MLD snooping that sees " \
	  "no other querier may for minutes withhold multicast from hosts that did not reply", \
	  .pair = "no_mld", .at_resume = MST_RESUME_FIXED }, \
	{ "low-bytes", 0, MST_OPT_FLAG, FIELD(low_bytes), NULL, \
	  "also probe ::1 to ::ff of each prefix on the link; only with --local, and only IPv6", .pair = "low_bytes", \
	  .at_resume = MST_RESUME_FIXED }

#define MST_PORT_ROWS(FIELD, ONLY) \
	{ "ports", 'p', MST_OPT_LIST, FIELD(port_lists), "PORTS", \
	  "probe these ports: 22,80,8000-8100, names such as https, common or common:20 for everyday services, or - " \
	  "for all", \
	  .only = ONLY, .pair = "ports", .between = ',', .everyday = true, .at_resume = MST_RESUME_FIXED }, \
	{ "exclude-ports", 0, MST_OPT_LIST, FIELD(exclude_port_lists), "PORTS", \
	  "leave out these ports, also of the usual probes that find hosts", \
	  .only = ONLY, .pair = "exclude_ports", .between = ',', .at_resume = MST_RESUME_FIXED }

#define MST_PROBE_ROWS(FIELD) \
	{ "probe", 0, MST_OPT_TEXT, FIELD(scan.probing.probes), "PROBES", \
	  "probe hosts beyond a gateway by {probes}, or several such as icmp,syn:443; hosts that do not answer are " \
	  "probed a second time, by these and by the probes after a /; hosts on-link are probed by ARP or neighbour " \
	  "solicitation", \
	  .pair = "probe", .between = ',', .everyday = true, .at_resume = MST_RESUME_FIXED }

#define MST_SYN_ROWS(FIELD) \
	{ "syn-options", 0, MST_OPT_TEXT, FIELD(syn_options), "SYSTEM", \
	  "send TCP SYNs with the options and window of this system: linux (MSS, SACK permitted, timestamps, window " \
	  "scale), windows (MSS, window scale, SACK permitted; and time to live 128 unless --ttl is given), or mss, " \
	  "MSS alone; without timestamps an answer proves less", \
	  .values = "{SYN systems}", .pair = "syn_options", .at_resume = MST_RESUME_FIXED }

#define MST_RATE_ROWS(FIELD) \
	MST_PACE_ROWS(FIELD), \
	{ "retries", 0, MST_OPT_WHOLE, FIELD(scan.retry.count), "N", \
	  "repeat probes that got no answer up to N times", .pair = "retries", .min = 0, .max = MST_RETRIES_MAX, \
	  .at_resume = MST_RESUME_GROWS }

#define MST_PACE_ROWS(FIELD) \
	{ "rate", 0, MST_OPT_RATE, FIELD(scan.rate.pps), "PPS", \
	  "send this many frames a second, such as 500, 10k or 1.5M; max sets no limit; auto starts at 1k and adapts " \
	  "to what the network can carry", \
	  .values = "auto max 1k 10k 100k", .pair = "rate", .everyday = true }, \
	{ "min-rate", 0, MST_OPT_RATE, FIELD(scan.rate.min_pps), "PPS", \
	  "never send slower than this; only with --rate auto", .by_default = "100", .pair = "min_rate", .min = 1 }, \
	{ "max-rate", 0, MST_OPT_RATE, FIELD(scan.rate.max_pps), "PPS", \
	  "never send faster than this, all interfaces together; only with --rate auto", \
	  .by_default = "100k; no limit in private and directly attached networks", .pair = "max_rate", .min = 1 }

#define MST_TIMEOUT_ROWS(FIELD) \
	{ "timeout", 0, MST_OPT_DURATION, FIELD(scan.retry.timeout_ns), "TIME", \
	  "wait this long for each answer, such as 300ms or 2s; auto adapts to measured round-trip times, from 50ms " \
	  "(on-link: 300ms) to 3s, and doubles with each retry; the last attempt waits 3s where hosts may be far, " \
	  "and the first 1.1s with engine connect", \
	  .values = "auto", \
	  .pair = "timeout_ms", .min = MST_NS_PER_MS, .max = 60 * MST_NS_PER_SECOND, .zero = "auto" }

#define MST_DETECT_ROWS(FIELD) \
	{ "detect-proxies", 0, MST_OPT_TEXT, FIELD(detect_proxies), "WHEN", \
	  "also probe addresses and ports that should be unused, to find proxies and tarpits that answer for " \
	  "everything: on, off, or auto, which does so where more than 64 probes are due", \
	  .values = "auto on off", .by_default = "auto", .pair = "detect_proxies", .at_resume = MST_RESUME_FIXED }

#define MST_ON_LINK_ROWS(FIELD) \
	{ "no-arp", 0, MST_OPT_FLAG, FIELD(scan.route.no_arp), NULL, \
	  "probe hosts on-link like all others: by --probe, and through the kernel's neighbour table", \
	  .pair = "no_arp", .at_resume = MST_RESUME_FIXED }, \
	{ "arp-rate", 0, MST_OPT_RATE, FIELD(scan.rate.arp_pps), "PPS", \
	  "send this many ARP requests and neighbour solicitations a second on each link, and retries at half that " \
	  "rate", \
	  .by_default = "2k, or its share of --rate or --max-rate", .pair = "arp_rate", .min = 1 }

/* Not for engine raw, which leaves gateways to the kernel. */
#define MST_GATEWAY_ROWS(FIELD) \
	{ "gateway-mac", 0, MST_OPT_TEXT, FIELD(scan.route.gateway_mac), "MAC", \
	  "link-layer address of every gateway, such as 02:42:ac:11:00:02", \
	  .by_default = "from the kernel's neighbour table, or by asking the gateways", .pair = "gateway_mac" }

#define MST_ROUTING_ROWS(FIELD) \
	MST_SOURCE_ROWS(FIELD), \
	{ "ttl", 0, MST_OPT_WHOLE, FIELD(scan.header.ttl), "N", \
	  "time to live (hop limit) of the frames sent", .pair = "ttl", .min = 1, .max = 255 }

#define MST_SOURCE_ROWS(FIELD) \
	{ "interface", 'I', MST_OPT_TEXT, FIELD(scan.route.interface), "INTERFACE", \
	  "send only through this interface", \
	  .by_default = "as the routing table says", .pair = "interface", .everyday = true }, \
	{ "source-ip", 0, MST_OPT_TEXT, FIELD(scan.route.source_ip), "ADDRESS", \
	  "send from this address", .by_default = "as the routing table says", .pair = "source_ip" }, \
	{ "source-port", 0, MST_OPT_PORT_RANGE, FIELD(source_ports), "RANGE", \
	  "TCP and UDP source ports, N or N-M", \
	  .by_default = "some below the kernel's ephemeral ports", .pair = "source_port" }

/* clang-format on */

#endif
