/* SPDX-License-Identifier: BSD-2-Clause */
/* pings.c - habits of ping(8), of iputils, and fping in muster ping, and of watch(1), of procps; see habits.h. */
#include "cli/habits/rows.h"

const struct mst_habit mst_habits_of_pings[] = {
	NOTHING("iputils", "ping", "-n", "addresses are never looked up", .contradicts = "resolve"),
	NOTHING("iputils", "ping", "-O", "a request without a reply has a line of its own"),
	TAKES("fping", "ping", "-f", "hosts.txt", "--input %s", .turn = mst_habit_file),
	REFUSED("iputils", "ping", "-f", "there is no flood: --interval 1ms is the shortest time between requests"),
	REFUSED("iputils", "ping", "-A", "the interval does not adapt: --interval TIME sets it, 1ms is the shortest"),
	REFUSED("iputils", "ping", "-b",
	        "broadcast addresses are not pinged; muster sweep probes every address of a network"),
	REFUSED_WITH("iputils", "ping", "-M", "do",
	             "the kernel decides about fragmentation; muster route TARGETS shows the MTU"),
	REFUSED_WITH("iputils", "ping", "-Q", "0x10", "the type of service is not set; packets leave with 0"),
	REFUSED("iputils", "ping", "-R",
	        "record route is an IP option that routers drop; muster route TARGETS shows the next hop"),
	REFUSED_WITH("iputils", "ping", "-p", "100",
	             "the payload has a pattern of its own; the time between requests is --interval 100ms"),
	NOTHING("fping", "ping", "-e", "the round-trip time is shown with each answer", .contradicts = "quiet"),
	{ "fping", "ping", "-g", MST_HABIT_RANGE, "127.0.0.1 127.0.0.9", "%s", .turn = mst_habit_targets },
	REFUSED("iputils", "ping", "-U", "round trips are measured by the kernel's time stamps"),

	REFUSED("procps", "watch", "-d", "--changes prints only what changed"),
	REFUSED("procps", "watch", "-g", "watch does not end at a change; --on-change COMMAND runs a program at each"),
	{ 0 },
};
