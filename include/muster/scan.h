/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scan.h - one scan, from open to close: which hosts are up, or which ports are open.
 *
 *     open ──► start ──► wait, wait, … ──► close
 *      │                  └ stats, stop: any time, any thread
 *      └ sockets and capture are open: privileges may be dropped now
 *
 * A scan probes every target (an address, or an address and port), repeats probes that got no answer, and gives exactly
 * one verdict for each target. Hosts on-link are probed by ARP (IPv4) and neighbour solicitation (IPv6), which bypass
 * the kernel's neighbour table. When ports are scanned, the same comes first, and ports of on-link hosts that do not
 * answer are filtered, reason host-down.
 */
#ifndef MUSTER_SCAN_H
#define MUSTER_SCAN_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/result.h>
#include <muster/stray.h>
#include <muster/targets.h>
#include <muster/trace.h>

enum mst_question {
	MST_ASK_HOSTS, /* which hosts are up? one verdict for each address */
	MST_ASK_PORTS, /* which ports (TCP or UDP) are open? one verdict for each address and port */
};

/*
 * Receives `count` verdicts, valid during the call; count 0 means that no further verdict is waiting: a
 * good moment to flush.
 * Only the scan's reporter thread calls it. While it runs, verdicts queue up; when the queue is full, sending pauses,
 * and nothing is dropped. A negative errno, with a sentence, ends the scan in order, and it is not called again.
 */
typedef int mst_result_sink(void *user, const struct mst_result *results, size_t count, struct mst_error *err);

/* Whether to probe unused addresses and ports, which finds proxies and tarpits that answer for everything. */
enum mst_detect {
	MST_DETECT_AUTO, /* if more than 64 probes are due */
	MST_DETECT_ON,
	MST_DETECT_OFF,
};

#define MST_RATE_MAX 0
#define MST_RATE_AUTO UINT64_MAX
#define MST_TIMEOUT_AUTO 0
#define MST_LANES_MAX 64
#define MST_RETRIES_MAX 10

/* Echo first; hosts that stay silent are then probed as nmap -sn does. IPv6 has no timestamp probe. */
#define MST_PROBES_USUAL "icmp/syn:443,ack:80,timestamp"

/* What to probe, and how. Start from mst_scan_defaults. Pointers are borrowed until mst_scan_close. */
struct mst_scan_config {
	enum mst_question question;
	const struct mst_targets *targets; /* closed */
	const struct mst_ports *ports;     /* for MST_ASK_PORTS; not empty */
	const char *probes; /* for hosts: "icmp", "icmp,syn:443,syn:80"; probes after a slash go only to hosts that stay
	                     * silent, together with the others, in the second wave; NULL: MST_PROBES_USUAL */
	bool udp;           /* for ports: UDP instead of TCP */
	const char *payloads; /* a file of UDP payloads that are added to the built-in ones; NULL: none */
	bool discover; /* for ports: first find the hosts that are up (by `probes`), then probe only their ports */

	uint64_t rate_pps; /* frames a second, all lanes together; MST_RATE_MAX: no limit; MST_RATE_AUTO: adapts to what
	                    * the network can carry */
	uint64_t min_rate_pps; /* with MST_RATE_AUTO: never slower; 0 is 100 */
	uint64_t max_rate_pps; /* with MST_RATE_AUTO: never faster; 0 is 100,000, and no limit in private
	                        * and directly attached networks */
	unsigned lanes;        /* sender threads, 1..MST_LANES_MAX; with MST_RATE_AUTO this many for each interface
	                        * and next hop */
	const char *cpus;      /* the CPUs to run on, see below; NULL: where the kernel puts the threads */
	unsigned retries;      /* repetitions of a probe that got no answer, 0..MST_RETRIES_MAX */
	double until_missed;   /* repeat up to 14 times, until the estimated share of missed answers is below this, (0,
	                        * 1); 0: `retries` alone counts */
	uint64_t timeout_ns;   /* of each attempt, 1 ms..60 s; MST_TIMEOUT_AUTO: adapts to round-trip times, and doubles
	                        * with each attempt */
	uint64_t max_time_ns;  /* stop probing after this long; 0 is never */

	bool no_arp; /* probe hosts on-link by `probes` like all others, not by ARP and neighbour solicitation */
	uint64_t arp_rate_pps; /* ARP requests and solicitations a second on each link; repetitions are sent at half of
	                        * it; 0 is 2,000, or the link's share of rate_pps or max_rate_pps. Not above
	                        * max_rate_pps */
	const char *gateway_mac; /* of every gateway, "02:42:ac:11:00:02"; NULL: it is resolved */

	const char *engine;                           /* sends frames; NULL or "auto": the fastest one available */
	const char *rx;                               /* receives answers; likewise */
	const char *interface;                        /* send only through this one; NULL: as the routing table says */
	const char *source_ip;                        /* send from this address; NULL: as the routing table says */
	uint16_t source_port_first, source_port_last; /* TCP source ports; 0, 0 is a range below the ephemeral ones */
	uint8_t ttl;                                  /* 1..255 */
	bool unrouted; /* targets without a route are unreachable, reason no-route (default: true); false: open fails.
	                * It fails in both cases when no target has a route */

	enum mst_detect detect_proxies; /* also probe addresses and ports that should be unused: what answers for those
	                                 * answers for everything */

	bool seeded; /* `seed` fixes the order and the tickets: the same seed gives the same run */
	uint64_t seed;
	uint32_t shard, shards; /* probe part `shard`, 1..shards, of the order; 1 of 1 is everything */
	double sample;          /* probe this random share of the targets, (0, 1] */
	uint64_t max_targets;   /* probe at most this many; 0 is all */

	mst_result_sink *sink;
	void *sink_user;

	const struct mst_targets
		*trace; /* events of these targets, closed, and of the rate go to trace_sink; NULL: none do */
	mst_trace_sink *trace_sink;
	void *trace_user;
};

/*
 * `cpus` is a list such as "0-3,8" or "0-14:2" (taskset(1)) of CPUs that the calling thread may run on. Each lane is
 * bound to one CPU, in the order of the list, which starts again at its end;
 * the receiver is bound to the CPU after the last lane's;
 * the reporter may use all CPUs after that. If none is left for the receiver or the reporter,
 * it may use the whole list.
 * The memory of a lane or the receiver (roll, frames, buffers of the capture) is near its CPU.
 */

/* The defaults of muster sweep: MST_PROBES_USUAL, adaptive rate and time-out, one lane, one retry. */
MST_API struct mst_scan_config mst_scan_defaults(void);

/* X(name, what it counts): the counts of a scan. They only grow, except that an amended verdict moves from
 * one state to another. */
#define MST_SCAN_COUNTS(X) \
	X(targets, "targets of this scan; each gets one verdict") \
	X(asked, "targets probed at least once") \
	X(unknown, "verdicts: this machine could not find out") \
	X(down, "verdicts: hosts that never answered, or that the last router did not find") \
	X(unreachable, "verdicts: hosts that no route leads to, or that a router refuses to reach") \
	X(up, "verdicts: hosts that answered") \
	X(filtered, "verdicts: ports with no answer, or an ICMP error") \
	X(open_filtered, "verdicts: UDP ports that sent no answer") \
	X(closed, "verdicts: ports that refused") \
	X(open, "verdicts: ports that accept") \
	X(sent, "frames sent") \
	X(retried, "probes repeated because no answer came") \
	X(references, "reference probes: hosts known to answer, probed again to measure packet loss in the network") \
	X(references_lost, "reference probes that got no answer") \
	X(not_sent, "frames this machine refused to send") \
	X(stalls, "times this machine's queues pushed back (no frame was lost)") \
	X(outages, "times an interface or a route went away, and the scan waited for it") \
	X(received, "frames received from the capture") \
	X(answers, "frames that answered a probe") \
	X(duplicates, "answers to targets that had answered already") \
	X(late, "answers that came after the last time-out of their target") \
	X(amended, "verdicts improved by a later answer") \
	X(strays, "frames that answer no probe of this scan") \
	X(malformed, "frames cut short, or with a wrong checksum") \
	X(capture_drops, "frames the capture lost in this machine") \
	X(device_drops, "frames that interfaces of this machine dropped") \
	X(fallbacks, "captures that another program removed from an interface; libpcap took over") \
	X(local_loss, "probes repeated because this machine may have lost the answer") \
	X(unused_probes, "probes to unused addresses and ports, to find what answers for everything") \
	X(suspect, "verdicts that may not be what they seem (the field suspect says why)") \
	X(conflicts, "on-link addresses that two hosts claim; their verdicts are suspect") \
	X(left_out, "addresses of the target list that can never answer as a host") \
	X(unresolved, "names of the target list without an address") \
	X(pauses, "times that sending waited until the report was written")

/* The estimated share, 0..1, of the responders that were missed: hosts or ports that would answer,
 * and whose answers were all lost. */
struct mst_missed {
	bool known;       /* false without answers, or without repeated probes: there is no estimate */
	double share;     /* the estimate */
	double low, high; /* its 95 % confidence interval, if frames are lost at random */
};

/* X(name, word, sentence): what kept the rate from rising further;
 * the sentence follows "at 20,000 frames a second,". */
#define MST_LIMITS(X) \
	X(MST_LIMIT_RISING, "rising", "and still rising at the end") \
	X(MST_LIMIT_WORK, "work", "nothing was left to probe") \
	X(MST_LIMIT_RATE, "rate", "limited by --rate") \
	X(MST_LIMIT_MAX_RATE, "max-rate", "limited by --max-rate") \
	X(MST_LIMIT_ARP_RATE, "arp-rate", "limited by --arp-rate") \
	X(MST_LIMIT_POLITENESS, "politeness", "limited by the politeness cap (--max-rate raises it)") \
	X(MST_LIMIT_ERRORS, "icmp-errors", \
	  "limited because hosts send few ICMP errors a second (--max-rate raises it)") \
	X(MST_LIMIT_SILENCE, "silence", "limited until a host answers") \
	X(MST_LIMIT_MIN_RATE, "min-rate", "kept up by --min-rate: the network carries less") \
	X(MST_LIMIT_LOSS, "loss", "limited by packet loss in the network") \
	X(MST_LIMIT_QUEUE, "queue", "limited by a queue in the network") \
	X(MST_LIMIT_MACHINE, "machine", "limited by this machine") \
	X(MST_LIMIT_CPU, "cpu", "limited by this machine: other programs had the CPU") \
	X(MST_LIMIT_QUOTA, "cpu-quota", "limited by this machine: the CPU quota of its control group was used up") \
	X(MST_LIMIT_CAPTURE, "capture", \
	  "limited by this machine: it lost answers that came faster than they were read") \
	X(MST_LIMIT_REPORT, "report", "limited by the reader of the report")

enum mst_limit {
#define MST_LIMIT_MEMBER(name, word, sentence) name,
	MST_LIMITS(MST_LIMIT_MEMBER)
#undef MST_LIMIT_MEMBER
		MST_LIMIT_COUNT
};

/* For programs: "loss". For people: "limited by packet loss in the network". Static; NULL for no limit of the table. */
MST_API const char *mst_limit_word(enum mst_limit limit);
MST_API const char *mst_limit_sentence(enum mst_limit limit);

struct mst_scan_stats {
#define MST_COUNT_MEMBER(name, meaning) uint64_t name;
	MST_SCAN_COUNTS(MST_COUNT_MEMBER)
#undef MST_COUNT_MEMBER
	uint64_t strays_by[MST_STRAY_COUNT]; /* `strays` by reason */
	uint64_t elapsed_ns;                 /* since start, until the end */
	uint64_t started_ns;                 /* since 1970, UTC */
	double rate_pps;                     /* frames a second achieved while probing */
	enum mst_limit limit;                /* what limited the rate, for most frames */
	double cpu_waited; /* share, 0..1, of the time ready to run that threads waited for a CPU; 0 also where the
	                    * kernel does not report it */
	struct mst_missed missed;
	uint32_t proxy_addresses; /* on-link addresses that one host claims, if they are suspiciously many; else 0 */
	uint8_t proxy_mac[6];     /* the link-layer address of that host */
	uint64_t verdicts;        /* targets with a verdict: progress is verdicts / targets */
	bool discovering;         /* `discover` is still finding hosts: the counts of states are 0 */
	bool waiting;     /* an interface is down, or a route is gone: nothing is sent until it is back, for some
	                   * seconds at most */
	bool interrupted; /* stopped before every target was probed as planned */
	bool finished;
};

struct mst_scan;

/*
 * Reads routes, opens sockets and capture; sends nothing. No privileges are needed after it.
 * -EINVAL: the config cannot be carried out (unknown interface, no route, no targets, …).
 * -EPERM: not enough privileges. Other codes: the machine refused. The sentence gives the reason.
 */
MST_API int mst_scan_open(struct mst_scan **scan, const struct mst_scan_config *config, struct mst_error *err);

/* Starts the threads: frames are sent from now on. Once per scan. */
MST_API int mst_scan_start(struct mst_scan *scan, struct mst_error *err);

/*
 * Waits for the end, at most this long. 1: not over yet. 0: over, the sink has received every verdict.
 * Negative: over after a failure (the interface went away, the sink failed); the sentence gives the reason.
 */
MST_API int mst_scan_wait(struct mst_scan *scan, uint64_t at_most_ns, struct mst_error *err);

/* Stops sending; answers to probes in flight are still collected. Async-signal-safe, idempotent. */
MST_API void mst_scan_stop(struct mst_scan *scan);

/* A snapshot; any thread, any time between open and close. */
MST_API void mst_scan_get_stats(const struct mst_scan *scan, struct mst_scan_stats *stats);

/*
 * Records the scan into this pcapng file: each frame in both directions, with interface and time, and what
 * mst_replay_open needs to judge it again. Between open and start. The file must not exist unless `force`; only its
 * owner can read it, for the key of the scan's tickets stands in it. The scan must receive by "pcap": the kernel's
 * program of "xdp" drops frames that belong in a record. -errno with a sentence.
 */
MST_API int mst_scan_record(struct mst_scan *scan, const char *path, bool force, struct mst_error *err);

/* Completes the file, after the end of the scan; without a call, close does.
 * -errno with a sentence when it is not complete. */
MST_API int mst_scan_record_end(struct mst_scan *scan, struct mst_error *err);

/*
 * For people, a line each: interface, source address and gateway of the targets, the engines, and why faster ones were
 * rejected. `text` is always closed by a NUL. Between open and start.
 */
MST_API void mst_scan_describe(const struct mst_scan *scan, char *text, size_t size);

/*
 * How hosts are probed, for people: a line such as "by ARP on local links", a line such as "by echo; silent ones again,
 * also by SYN 443", each with its LF; empty where only ports are probed. `text` is always closed by a NUL.
 * Between open and close.
 */
#define MST_HOW_TEXT 256
MST_API void mst_scan_how(const struct mst_scan *scan, char *text, size_t size);

/* Stops, waits, frees. Accepts NULL, and a scan that never started. */
MST_API void mst_scan_close(struct mst_scan *scan);

/*
 * A dry run: writes the first attempt of every target, in the order and at the rate of a scan of this config, to a pcap
 * file (LINKTYPE_RAW; "-" is standard output). Nothing is sent, and no privileges are needed. Time stamps start at 0.
 * With `discover` the frames are those to hosts: which ports are probed depends on the answers. The file must not exist
 * unless `force`. NULL path: only fills `plan`.
 */
struct mst_scan_plan {
	uint64_t targets;        /* number of verdicts */
	uint64_t frames;         /* of the first attempt */
	uint64_t on_link_frames; /* ARP requests and neighbour solicitations; for hosts they are part of `frames`, for
	                          * ports they come before */
	uint64_t on_link_pps;    /* of those, on each link */
	uint64_t on_link_ns;     /* until the last of those is sent */
	uint64_t seed;           /* gives the same order again */
	char how[MST_HOW_TEXT];  /* hosts are probed, as mst_scan_how describes it */
	size_t first_count;      /* of first[] and first_port[] */
	struct mst_addr first[5];
	uint16_t first_port[5]; /* 0 for hosts */
};
MST_API int mst_scan_rehearse(const struct mst_scan_config *config, const char *path, bool force,
                              struct mst_scan_plan *plan, struct mst_error *err);

/*
 * Checks the texts of a config that need no targets: probes, cpus, gateway_mac, payloads.
 * Opens only the file of payloads.
 * -EINVAL with a sentence; -errno of that file.
 */
MST_API int mst_scan_check_texts(const struct mst_scan_config *config, struct mst_error *err);

#endif
