/* SPDX-License-Identifier: BSD-2-Clause */
/* seldom.c - habits of nmap, masscan and zmap that few people have; see habits.h. */
#include "cli/habits/rows.h"

#define SCRIPTS "muster runs no scripts; scan --service finds out which services answer"
#define SYSTEMS "operating systems are not told from others; scan --service finds out which services answer"
#define RESOLVER "--resolve asks the servers of /etc/resolv.conf"
#define PAYLOAD "probes have no payload of their own, but for UDP ports: --payloads FILE"
#define WHOLE "packets leave whole, and as this machine makes them: --probe and --syn-options have the kinds"
#define FLAGS "ports are probed with a SYN; muster sweep --probe fin:PORT, null:PORT or xmas:PORT has other flags"
#define SCTP "SCTP is not probed; ports are those of TCP, or of UDP with --udp"
#define ENGINE "the fastest engine that works is chosen; --engine NAME takes one, -v prints why"
#define BANNERS \
	"--banner takes what a service sends first, --service finds out which it is; fields are chosen by --fields"
#define PASSES "a run probes each target once; muster watch repeats it"
#define CONFIGURATION "there are no configuration files; all options are on the command line"
#define FORMATS "muster help lists the formats of -o; the fields are listed by --fields help"
#define PROGRESS "progress goes to standard error; -o ndjson:FILE ends with the counts, -q prints no messages"
#define ONCE "each target has one verdict; repeated answers are counted in the summary"
#define METADATA "-o json:FILE and -o ndjson:FILE have the parameters and the summary of the run in them"
#define FAILURES "what fails is told once and counted: the run goes on, and the exit code says it"

const struct mst_habit mst_habits_of_seldom[] = {
	/* ---- nmap ---- */
	REFUSED("nmap", REPORTING, "--webxml",
	        "nmap-xml names no stylesheet; -o html:FILE writes a page for a browser"),
	REFUSED_WITH("nmap", REPORTING, "--dns-servers", "127.0.0.1", RESOLVER),
	IS("nmap", REPORTING, "--system-dns", "--resolve"),
	REFUSED("nmap", REPORTING, "--resolve-all",
	        "a name stands for all its addresses of one family; -4 and -6 choose it"),
	REFUSED_WITH("nmap", REPORTING, "--port-ratio", "0.5", "-p common:N takes the N most common ports"),
	REFUSED_WITH("nmap", REPORTING, "--script-args", "a=b", SCRIPTS),
	REFUSED_WITH("nmap", REPORTING, "--script-timeout", "5s", SCRIPTS "; --service-timeout bounds that"),
	REFUSED("nmap", REPORTING, "--osscan-guess", SYSTEMS),
	REFUSED("nmap", REPORTING, "--osscan-limit", SYSTEMS),
	REFUSED("nmap", REPORTING, "--fuzzy", SYSTEMS),
	REFUSED("nmap", REPORTING, "--version-trace", "--trace TARGET prints what happens to the probes of a target"),
	REFUSED("nmap", REPORTING, "--defeat-rst-ratelimit",
	        "the rate adapts to hosts that limit their answers; --rate sets it"),
	REFUSED("nmap", REPORTING, "--defeat-icmp-ratelimit",
	        "the rate adapts to hosts that limit their answers; --rate sets it"),
	REFUSED_WITH("nmap", REPORTING, "--max-scan-delay", "10ms", "--min-rate N bounds how slow a run may become"),
	REFUSED_WITH("nmap", REPORTING, "--max-hostgroup", "64", "all hosts are one group, probed in random order"),
	REFUSED_WITH("nmap", REPORTING, "--mtu", "24", WHOLE),
	REFUSED_WITH("nmap", REPORTING, "--ip-options", "R", WHOLE),
	REFUSED("nmap", REPORTING, "--badsum", WHOLE),
	REFUSED_WITH("nmap", REPORTING, "--data", "0x00", PAYLOAD),
	REFUSED_WITH("nmap", REPORTING, "--data-string", "text", PAYLOAD),
	REFUSED_WITH("nmap", REPORTING, "--proxies", "http://10.0.0.9:80",
	             "probes leave by this machine's own interfaces"),
	NOTHING("nmap", REPORTING, "--privileged", "what this process may do is found out by trying"),
	REFUSED("nmap", REPORTING, "--unprivileged",
	        "--engine connect needs no privilege, and is taken where there is none"),
	REFUSED("nmap", REPORTING, "--send-eth", ENGINE),
	NOTHING("nmap", REPORTING, "--noninteractive", "muster asks nothing while it runs"),
	NOTHING("nmap", REPORTING, "--unique", "a target that is named twice is probed once"),
	REFUSED_WITH("nmap", REPORTING, "--scanflags", "SYNFIN", FLAGS),
	REFUSED("nmap", REPORTING, "-sW",
	        "ports are probed with a SYN; muster sweep --probe ack:PORT finds hosts by ACK"),
	REFUSED("nmap", REPORTING, "-sM", FLAGS),
	REFUSED("nmap", REPORTING, "-sY", SCTP),
	REFUSED("nmap", REPORTING, "-sZ", SCTP),

	/* ---- masscan ---- */
	TAKES("masscan", REPORTING, "--range", "127.0.0.1", "%s", .turn = mst_habit_targets),
	REFUSED_WITH("masscan", REPORTING, "--conf", "paused.conf", CONFIGURATION),
	REFUSED("masscan", REPORTING, "--echo", CONFIGURATION "; --dry-run prints the plan"),
	TAKES("masscan", REPORTING, "--pcap", "out.pcapng", "--record %s"),
	REFUSED_WITH("masscan", REPORTING, "--rotate", "hourly", "a file has one run; muster watch repeats runs"),
	REFUSED_WITH("masscan", REPORTING, "--readscan", "out.bin",
	             "muster report FILE turns a finished run into any format"),
	REFUSED("masscan", REPORTING, "--infinite", PASSES),
	REFUSED("masscan", REPORTING, "--offline",
	        "muster bench measures in a network of its own; --dry-run sends nothing"),
	REFUSED_WITH("masscan", SCAN, "--capture", "cert", BANNERS),
	REFUSED_WITH("masscan", SCAN, "--hello", "ssl", BANNERS),
	REFUSED_WITH("masscan", SCAN, "--http-user-agent", "text", BANNERS),
	REFUSED_WITH("masscan", SCAN, "--connection-timeout", "5", "--service-timeout TIME is for each conversation"),
	REFUSED_WITH("masscan", REPORTING, "--source-mac", "02:00:00:00:00:01",
	             "every frame carries the MAC address of its interface"),
	REFUSED_WITH("masscan", REPORTING, "--adapter-vlan", "10",
	             "-I takes the interface of the VLAN, such as eth0.10"),

	/* ---- zmap ---- */
	TAKES("zmap", REPORTING, "--list-of-ips-file", "hosts.txt", "--input %s"),
	TAKES("zmap", REPORTING, "--ipv6-target-file", "hosts.txt", "--input %s"),
	TAKES("zmap", REPORTING, "--ipv6-source-ip", "127.0.0.1", "--source-ip %s"),
	TAKES("zmap", REPORTING, "--probe-ttl", "64", "--ttl %s"),
	IS("zmap", REPORTING, "--no-header-row", "--no-header"),
	REFUSED_WITH("zmap", REPORTING, "--output-filter", "success=1",
	             "--state LIST chooses the verdicts; without it those that are up or open are listed"),
	REFUSED_WITH("zmap", REPORTING, "--max-results", "10",
	             "the number of results has no limit: --max N probes at most N targets, | head -N prints N lines"),
	REFUSED_WITH("zmap", REPORTING, "--cores", "0,1", "--cpus LIST binds the threads"),
	REFUSED_WITH("zmap", REPORTING, "--dedup-method", "full", ONCE),
	REFUSED_WITH("zmap", REPORTING, "--dedup-window-size", "100", ONCE),
	REFUSED_WITH("zmap", REPORTING, "--metadata-file", "out.json", METADATA),
	REFUSED_WITH("zmap", REPORTING, "--notes", "text", METADATA),
	REFUSED_WITH("zmap", REPORTING, "--log-file", "log", PROGRESS),
	REFUSED_WITH("zmap", REPORTING, "--status-updates-file", "log", PROGRESS),
	NOTHING("zmap", REPORTING, "--disable-syslog", "nothing is written to the system's log"),
	REFUSED("zmap", REPORTING, "--list-probe-modules", "muster help sweep --all lists the kinds of --probe"),
	REFUSED("zmap", REPORTING, "--list-output-modules", FORMATS),
	REFUSED("zmap", REPORTING, "--list-output-fields", FORMATS),
	REFUSED_WITH("zmap", REPORTING, "--probe-module", "icmp_echoscan",
	             "hosts are probed by sweep --probe PROBE, TCP ports by scan, UDP ports by scan --udp"),
	REFUSED_WITH("zmap", REPORTING, "--max-sendto-failures", "5", FAILURES),
	REFUSED_WITH("zmap", REPORTING, "--min-hitrate", "0.1", FAILURES),
	{ 0 },
};
