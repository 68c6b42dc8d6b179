/* SPDX-License-Identifier: BSD-2-Clause */
/* listeners.c - habits of tcpdump in capture and listen; see habits.h. */
#include "cli/habits/rows.h"

#define PACKETS "listen lists hosts, not packets; muster capture prints packets"
#define NO_SENTENCES \
	"a line has one level of detail: -e adds MAC addresses, -X the bytes, -w FILE writes packets for tshark"
#define TIMES "every line begins with the time of day; | cut -d' ' -f2- takes it off"

const struct mst_habit mst_habits_of_listeners[] = {
	NOTHING("tcpdump", "capture listen", "-l", "lines are printed as packets come"),
	NOTHING("tcpdump", "capture", "-U", "packets are written as they come"),
	REFUSED("tcpdump", "listen", "-U", PACKETS),
	REFUSED("tcpdump", "capture listen", "-D", "muster ifaces lists the interfaces"),
	REFUSED("tcpdump", "capture listen", "--list-interfaces", "muster ifaces lists the interfaces"),
	REFUSED("tcpdump", "listen", "-A", PACKETS),
	REFUSED("tcpdump", "listen", "-x", PACKETS),
	REFUSED("tcpdump", "listen", "-X", PACKETS),
	REFUSED("tcpdump", "capture", "-v", NO_SENTENCES),
	REFUSED("tcpdump", "capture", "-t", TIMES),
	REFUSED("tcpdump", "listen", "-t", PACKETS),
	TAKES("tcpdump", "capture", "-s", "0", "--snapshot-length 262144", .turn = mst_habit_zero),
	REFUSED_WITH("tcpdump", "listen", "-s", "0", PACKETS),
	NOTHING("tcpdump", "listen", "-n", "addresses and ports are numbers; names are only those that hosts announce"),
	REFUSED_WITH("tcpdump", "listen", "-w", "traffic.pcap", PACKETS " and writes them with -w FILE"),
	REFUSED_WITH("tcpdump", "listen", "-c", "100", "--once TIME ends it; muster capture -c N counts packets"),
	NOTHING("tcpdump", "listen", "-e", "MAC addresses are shown"),
	NOTHING("tcpdump", "capture listen", "-K", "checksums of captured packets are not verified"),
	NOTHING("tcpdump", "capture", "-S", "TCP sequence numbers are absolute already"),
	REFUSED("tcpdump", "listen", "-S", PACKETS),
	REFUSED("tcpdump", "capture", "-#", "lines have no numbers; | cat -n adds them"),
	REFUSED("tcpdump", "capture", "--number", "lines have no numbers; | cat -n adds them"),
	REFUSED("tcpdump", "listen", "-#", PACKETS),
	REFUSED_WITH("tcpdump", "capture", "-F", "filter.txt",
	             "the words behind the options are the filter: \"$(cat FILE)\""),
	REFUSED_WITH("tcpdump", "listen", "-F", "filter.txt",
	             "--filter EXPRESSION is the filter: --filter \"$(cat FILE)\""),
	REFUSED_WITH("tcpdump", "capture listen", "-Q", "in",
	             "both directions are captured; a filter such as dst host ADDRESS picks one"),
	REFUSED_WITH("tcpdump", "capture listen", "-B", "4096",
	             "the kernel's buffer has a size that muster chooses; packets it lost are counted at the end"),
	REFUSED_WITH("tcpdump", "capture listen", "-Z", "root",
	             "rights are given up as soon as the capture is open; files belong to the user who called sudo"),
	NOTHING("tcpdump", "capture", "--immediate-mode", "on a terminal packets are printed as they come"),
	{ 0 },
};
