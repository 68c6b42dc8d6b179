/* SPDX-License-Identifier: BSD-2-Clause */
/* sweepers.c - habits of fping and arp-scan in sweeps, and letters that several tools share; see habits.h. */
#include "cli/habits/rows.h"

const struct mst_habit mst_habits_of_sweepers[] = {
	/* ---- fping in a sweep ---- */
	NOTHING("fping", SWEEP, "-a", "the table has the hosts that are up", .contradicts = "all down state"),
	IS("fping", SWEEP, "-u", "--state down,unreachable"),
	TAKES("nmap", SWEEP, "-g", "40000", "--source-port %s", .turn = mst_habit_number),
	{ "fping", SWEEP, "-g", MST_HABIT_RANGE, "127.0.0.1 127.0.0.9", "%s", .turn = mst_habit_targets },
	NOTHING("arp-scan", SWEEP, "-g", "duplicate answers are counted, and never listed"),
	REFUSED_WITH("fping", "sweep scan", "-c", "3",
	             "muster ping -c N TARGETS sends N requests to each host; the wait at the end of a sweep adapts by "
	             "itself",
	             .turn = mst_habit_number),
	REFUSED_WITH("masscan", "sweep scan", "-c", "paused.conf",
	             "there are no configuration files; all options are on the command line"),
	REFUSED_WITH("fping", SWEEP, "-C", "3",
	             "muster ping -c N TARGETS sends N requests to each host and prints every answer"),
	NOTHING("fping", SWEEP, "-e", "the round-trip time stands beside each host"),
	TAKES("zmap", SWEEP, "-s", "40000-40999", "--source-port %s", .turn = mst_habit_ports),
	NOTHING("fping", SWEEP, "-s", "the summary is always printed", .contradicts = "quiet"),
	TAKES("fping", "sweep scan watch", "-f", "hosts.txt", "--input %s", .turn = mst_habit_file),
	REFUSED_WITH("zmap", "sweep scan", "-f", "saddr,sport",
	             "--fields LIST chooses the columns (zmap's saddr is addr, sport is port); -i FILE reads targets",
	             .turn = mst_habit_fields),
	REFUSED("nmap", "sweep scan watch", "-f", "packets are not fragmented; -i FILE reads targets"),
	REFUSED_WITH("fping", "sweep scan watch", "-t", "500",
	             "--timeout 500ms is the time for each answer, --max-time TIME ends a run"),
	TAKES("arp-scan", "sweep scan watch", "--retry", "2", "--retries %s"),

	/* ---- arp-scan ---- */
	IS("arp-scan", "sweep watch", "-l", "--local"),
	IS("arp-scan", "sweep watch", "--localnet", "--local"),
	REFUSED("arp-scan", "sweep", "-x", "-q leaves the summary out, -o list:- prints an address a line"),
	REFUSED("arp-scan", "sweep", "--plain", "-q leaves the summary out, -o list:- prints an address a line"),
	NOTHING("arp-scan", SWEEP, "--random", "the order is random always"),
	{ 0 },
};

#define TAKEN_FOR_INTERFACE "taken for --interface, as there is no file of this name; -I is its letter"

const struct mst_habit mst_habits_of_letters[] = {
	/* -i is --input everywhere; what it was before goes on for a version. A file of this name comes first. */
	TAKES("muster", "sweep scan watch route", "-i", "lo", "--interface %s", .turn = mst_habit_interface,
	      .note = TAKEN_FOR_INTERFACE),
	REFUSED_WITH("fping", "sweep scan watch", "-i", "10",
	             "there is no file of this name; the rate is set by --rate or --max-rate, the interface by -I",
	             .turn = mst_habit_digit),
	TAKES("muster", "capture listen", "-i", "lo", "--interface %s", .turn = mst_habit_interface_or_any,
	      .note = "taken for --interface; -i will mean --input in the next version: use -I"),
	REFUSED_WITH("muster", "capture listen", "-i", "traffic.pcap",
	             "there is no such interface; -I names an interface, -r FILE reads packets from a file"),
	TAKES("muster", "ping", "-i", "0.2", "--interval %s", .turn = mst_habit_time,
	      .note = "taken for --interval; -i will mean --input in the next version: use --interval"),
	{ 0 },
};
