/*
 * scan_rows.h - rows that several commands have in their tables of options, written once.
 *
 * FIELD(member) is where a member of struct mst_scan_options is within the values of the table, and its size.
 */
#ifndef MST_CLI_SCAN_ROWS_H
#define MST_CLI_SCAN_ROWS_H

#include "base/clock.h"
#include "cli/scan_options.h"

#define MST_TARGET_ROWS(FIELD) \
	{ "input", 'i', MST_OPT_LIST, FIELD(inputs), "FILE", \
	  "read targets from FILE, - is standard input; one or many a line, # starts a comment", .pair = "input" }, \
	{ "exclude", 0, MST_OPT_LIST, FIELD(exclude), "TARGETS", \
	  "never ask these, in any form a target may have", .pair = "exclude" }, \
	{ "exclude-file", 0, MST_OPT_LIST, FIELD(exclude_files), "FILE", \
	  "never ask what FILE lists", .pair = "exclude_file" }, \
	{ "ipv4", '4', MST_OPT_FLAG, FIELD(ipv4), NULL, \
	  "names stand for their IPv4 addresses; without -4 and -6 too, but for names that have none", .pair = "ipv4" }, \
	{ "ipv6", '6', MST_OPT_FLAG, FIELD(ipv6), NULL, \
	  "names stand for their IPv6 addresses; with -4 for both", .pair = "ipv6" }

#define MST_LOCAL_ROWS(FIELD) \
	{ "local", 0, MST_OPT_FLAG, FIELD(local), NULL, \
	  "also ask whom two seconds find on the IPv6 link of --interface, or of each: by calls to all, and by listening", \
	  .pair = "local" }, \
	{ "eui64", 0, MST_OPT_FLAG, FIELD(eui64), NULL, \
	  "with --local: also ask the addresses that machines of the link would have by their MAC (SLAAC)", .pair = "eui64" }, \
	{ "no-mld", 0, MST_OPT_FLAG, FIELD(no_mld), NULL, \
	  "with --local: do not ask for the groups that machines listen to (MLD); after that question, a switch that snoops and has no " \
	  "other querier keeps what is sent to groups from machines that did not answer, for minutes", .pair = "no_mld" }, \
	{ "low-bytes", 0, MST_OPT_FLAG, FIELD(low_bytes), NULL, \
	  "with --local: also ask ::1 to ::ff of each prefix of the link", .pair = "low_bytes" }

#define MST_PORT_ROWS(FIELD, ONLY) \
	{ "ports", 'p', MST_OPT_LIST, FIELD(port_lists), "PORTS", \
	  "ask these ports: 22,80,8000-8100, names such as https, - for all", .only = ONLY, .pair = "ports" }, \
	{ "exclude-ports", 0, MST_OPT_LIST, FIELD(exclude_port_lists), "PORTS", \
	  "but not these", .only = ONLY, .pair = "exclude_ports" }

#define MST_PROBE_ROWS(FIELD) \
	{ "probe", 0, MST_OPT_TEXT, FIELD(scan.probes), "PROBES", \
	  "how to ask who is up: icmp, timestamp, syn:PORT, ack:PORT, fin:PORT, null:PORT, xmas:PORT, udp:PORT, or several such as icmp,syn:443; " \
	  "hosts on the own links are asked by ARP or neighbour solicitation", .pair = "probe" }

#define MST_RATE_ROWS(FIELD) \
	{ "rate", 0, MST_OPT_RATE, FIELD(scan.rate_pps), "PPS", \
	  "frames a second, such as 500, 10k, 1.5M; max is no limit; auto begins at 1k and finds what is borne", .pair = "rate" }, \
	{ "min-rate", 0, MST_OPT_RATE, FIELD(scan.min_rate_pps), "PPS", \
	  "with --rate auto: never slower; otherwise 100", .pair = "min_rate", .min = 1 }, \
	{ "max-rate", 0, MST_OPT_RATE, FIELD(scan.max_rate_pps), "PPS", \
	  "with --rate auto: never faster, all ways together; otherwise 100k, and no limit in private and attached networks", .pair = "max_rate", \
	  .min = 1 }, \
	{ "retries", 0, MST_OPT_WHOLE, FIELD(scan.retries), "N", \
	  "how often the silent are asked again", .pair = "retries", .min = 0, .max = MST_RETRIES_MAX }

#define MST_TIMEOUT_ROWS(FIELD) \
	{ "timeout", 0, MST_OPT_DURATION, FIELD(scan.timeout_ns), "TIME", \
	  "wait so long for each answer, such as 300ms or 2s; auto: as round trips say, 50ms to 3s (on own links 300ms to 3s), " \
	  "doubling with each retry", \
	  .pair = "timeout_ms", .min = MST_NS_PER_MS, .max = 60 * MST_NS_PER_SECOND, .zero = "auto" }

#define MST_CANARY_ROWS(FIELD) \
	{ "canary", 0, MST_OPT_FLAG, FIELD(canary), NULL, \
	  "ask addresses and ports that surely are not in use, to find paths and hosts that answer for all; otherwise where " \
	  "more than 64 questions are asked", .pair = "canary" }, \
	{ "no-canary", 0, MST_OPT_FLAG, FIELD(no_canary), NULL, "never ask such", .pair = "no_canary" }

#define MST_WIRE_ROWS(FIELD) \
	{ "no-arp", 0, MST_OPT_FLAG, FIELD(scan.no_arp), NULL, \
	  "ask hosts on the own links as all others: by --probe, and by way of the kernel's neighbour table", .pair = "no_arp" }, \
	{ "arp-rate", 0, MST_OPT_RATE, FIELD(scan.arp_rate_pps), "PPS", \
	  "ARP requests and neighbour solicitations a second on each link, the silent asked again at half of it; otherwise 2k, or " \
	  "its share of --rate or --max-rate", .pair = "arp_rate", .min = 1 }, \
	{ "gateway-mac", 0, MST_OPT_TEXT, FIELD(scan.gateway_mac), "MAC", \
	  "the link-layer address of every gateway, such as 02:42:ac:11:00:02; otherwise the kernel's word, or they are asked", \
	  .pair = "gateway_mac" }

#define MST_WAY_ROWS(FIELD) \
	{ "interface", 0, MST_OPT_TEXT, FIELD(scan.interface), "INTERFACE", \
	  "only through this one; otherwise as the routing table says", .pair = "interface" }, \
	{ "source-ip", 0, MST_OPT_TEXT, FIELD(scan.source_ip), "ADDRESS", \
	  "send from this address; otherwise as the routing table says", .pair = "source_ip" }, \
	{ "source-port", 0, MST_OPT_PORT_RANGE, FIELD(source_ports), "RANGE", \
	  "TCP and UDP source ports, N or N-M; otherwise some below the kernel's ephemeral ones", .pair = "source_port" }, \
	{ "ttl", 0, MST_OPT_WHOLE, FIELD(scan.ttl), "N", \
	  "time to live of what is sent", .pair = "ttl", .min = 1, .max = 255 }

#endif
