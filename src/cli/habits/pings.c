/* SPDX-License-Identifier: BSD-2-Clause */
/* pings.c - habits of ping(8), of iputils, and fping in muster ping, and of watch(1), of procps; see habits.h. */
#include "cli/habits/rows.h"

#define STATISTICS "the statistics are always printed; -s BYTES is --size, as in ping(8)"

const struct mst_habit mst_habits_of_pings[] = {
	NOTHING("iputils", "ping", "-n", "addresses are never looked up", .contradicts = "resolve"),
	NOTHING("iputils", "ping", "-v", "every answer and every error is printed", .contradicts = "quiet"),
	REFUSED("iputils", "ping", "-R",
	        "record route is an IP option that routers drop; muster route TARGETS shows the next hop"),
	REFUSED_WITH("iputils", "ping", "-T", "tsonly", "time stamps are an IP option that routers drop"),
	REFUSED_WITH("iputils", "ping", "-p", "100",
	             "the payload has a pattern of its own; the time between requests is --interval 100ms"),
	REFUSED("iputils", "ping", "-U", "round trips are measured by the kernel's time stamps"),
	REFUSED("iputils", "ping", "-B", "--source-ip ADDRESS keeps the source address"),
	REFUSED("iputils", "ping", "-L", "what becomes of multicast on this machine is not changed"),
	REFUSED("iputils", "ping", "-d", "the socket option SO_DEBUG is not set"),
	REFUSED_WITH("iputils", "ping", "-m", "7",
	             "requests are not marked (SO_MARK); --interface chooses where they leave",
	             .turn = mst_habit_number),
	REFUSED_WITH("iputils", "ping", "-F", "0x1", "the flow label of IPv6 is the system's"),
	REFUSED_WITH("iputils", "ping", "-N", "name", "node information (RFC 4620) is not asked for"),
	REFUSED("iputils", "ping", "-V", "muster version prints the version"),

	/* ---- letters of fping, where ping(8) has another meaning for them ---- */
	TAKES("fping", "ping", "-f", "hosts.txt", "--input %s", .turn = mst_habit_file),
	TAKES("fping", "ping", "-b", "64", "--size %s", .turn = mst_habit_number),
	TAKES("fping", "ping", "-O", "16", "--tos %s", .turn = mst_habit_number),
	TAKES("fping", "ping", "-H", "64", "--ttl %s", .turn = mst_habit_number),
	TAKES("fping", "ping", "-S", "127.0.0.1", "--source-ip %s", .turn = mst_habit_address),
	REFUSED_WITH("iputils", "ping", "-S", "65536",
	             "buffers are sized by muster; --source-ip ADDRESS is the address to send from"),
	{ "fping", "ping", "-s", MST_HABIT_BEFORE, "127.0.0.1", .ours = "", .sentence = STATISTICS, .note = STATISTICS,
	  .turn = mst_habit_no_value, .contradicts = "alive unreachable times" },
	REFUSED_WITH(
		"fping", "ping", "-t", "500",
		"-t is the time to live here, from 1 to 255, as in ping(8); --timeout TIME is the time for each answer",
		.turn = mst_habit_over_255),
	{ "fping", "ping", "-g", MST_HABIT_RANGE, "127.0.0.1 127.0.0.9", "%s", .turn = mst_habit_targets },

	/* ---- letters of ping(8), where fping's meaning counts ---- */
	REFUSED_WITH("iputils", "ping", "-r", "127.0.0.1",
	             "-r is --retries N here, as in fping; --interface chooses where requests leave",
	             .turn = mst_habit_targets),
	REFUSED_WITH("iputils", "ping", "-l", "3",
	             "-l is --loop here, as in fping; no requests are sent ahead of the interval",
	             .turn = mst_habit_number),

	REFUSED("procps", "watch", "-d", "--changes prints only what changed"),
	REFUSED("procps", "watch", "-g", "watch does not end at a change; --on-change COMMAND runs a program at each"),
	{ 0 },
};
