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
#include <muster/scan_config.h>
#include <muster/stray.h>
#include <muster/targets.h>

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
	X(gateway_changes, "times a gateway had another link-layer address, and the probes it lost were repeated") \
	X(gateway_silences, "times a gateway fell silent, and the scan waited for it") \
	X(gateway_loss, "probes repeated because their gateway had changed or was silent") \
	X(route_changes, "times routes to targets changed: the probes followed, or the targets are unknown") \
	X(received, "frames received from the capture") \
	X(answers, "frames that answered a probe") \
	X(asymmetric, "answers that came in by another interface than their probes left by") \
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
	X(guessable, \
	  "suspect verdicts whose answers prove little: a sender that never saw a probe may have made them") \
	X(conversations, "connections made to open ports to find out which service answers") \
	X(verified, "open ports that sent data") \
	X(unverified, "open ports that accepted a connection and sent nothing") \
	X(left_alone, "open ports that were not talked to: printers may print what they are sent (--risky-ports)") \
	X(named, "open ports whose service was recognised by what it sent") \
	X(conflicts, "on-link addresses that two hosts claim; their verdicts are suspect") \
	X(left_out, "addresses of the target list that can never answer as a host") \
	X(unresolved, "names of the target list without an address") \
	X(pauses, "times that sending waited until the report was written") \
	X(record_drops, "frames and events that the record lacks, because the disk was too slow, or the record as " \
	                "large as it may be: a replay may differ")

/* The estimated share, 0..1, of the responders that were missed: hosts or ports that would answer, and whose answers
 * were all lost, or would have come later than the scan waited. */
struct mst_missed {
	bool known;       /* false without answers, or without repeated probes: there is no estimate */
	double share;     /* the estimate */
	double low, high; /* its 95 % confidence interval, if frames are lost at random */
	double hidden;    /* the part of the estimate for answers that came too late for a short time-out; 0..share */
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
	X(MST_LIMIT_ERRORS, "icmp-errors", "limited because hosts send few ICMP errors a second") \
	X(MST_LIMIT_SILENCE, "silence", "limited until a host answers") \
	X(MST_LIMIT_MIN_RATE, "min-rate", "kept up by --min-rate: the network carries less") \
	X(MST_LIMIT_LOSS, "loss", "limited by packet loss in the network") \
	X(MST_LIMIT_QUEUE, "queue", "limited by a queue in the network") \
	X(MST_LIMIT_MACHINE, "machine", "limited by this machine") \
	X(MST_LIMIT_CPU, "cpu", "limited by this machine (CPU): other programs had it") \
	X(MST_LIMIT_QUOTA, "cpu-quota", "limited by this machine (CPU): the quota of its control group was used up") \
	X(MST_LIMIT_STOLEN, "cpu-stolen", "limited by this machine (CPU): its hypervisor gave it to other machines") \
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

#define MST_ASYMMETRIC_MAX 4

struct mst_scan_stats {
#define MST_COUNT_MEMBER(name, meaning) uint64_t name;
	MST_SCAN_COUNTS(MST_COUNT_MEMBER)
#undef MST_COUNT_MEMBER
	uint64_t strays_by[MST_STRAY_COUNT]; /* `strays` by reason */
	/* Indices of interfaces by which `asymmetric` answers came in, the first ones seen; 0 where there are fewer. */
	int asymmetric_at[MST_ASYMMETRIC_MAX];
	uint64_t elapsed_ns;  /* since start, until the end */
	uint64_t started_ns;  /* since 1970, UTC */
	double rate_pps;      /* frames a second achieved while probing */
	enum mst_limit limit; /* what limited the rate, for most frames */
	double cpu_waited;    /* share, 0..1, of the time ready to run that threads waited for a CPU; 0 also where the
	                       * kernel does not report it */
	struct mst_missed missed;
	int unanswered_at; /* index of an interface of which nothing proves that frames left, for no probe was answered,
	                    * and no first hop: there `down` and `filtered` mean only that no answer came; 0: none */
	int not_sent_error;       /* errno of a refusal that `not_sent` counts, a recent one; 0: there was none */
	uint32_t proxy_addresses; /* on-link addresses of a host that answers for unused ones too; else 0 */
	uint8_t proxy_mac[6];     /* the link-layer address of that host */
	uint64_t verdicts;        /* targets with a verdict: progress is verdicts / targets */
	uint64_t talking;         /* open ports whose service is still being found out */
	bool discovering;         /* `discover` is still finding hosts: the counts of states are 0 */
	bool waiting;     /* an interface is down, or a route is gone: nothing is sent until it is back, for some
	                   * seconds at most */
	bool interrupted; /* stopped before every target was probed as planned */
	bool finished;
};

struct mst_scan;

/*
 * Reads routes, opens sockets and capture; sends nothing. No privileges are needed after it.
 * -EINVAL: the config cannot be carried out (unknown interface, no targets, …). -ENETUNREACH, -ENETDOWN,
 * -EADDRNOTAVAIL: the network cannot be used as it is now (no route, interface down, no source address yet).
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

/* From now on at most this many frames a second leave, all interfaces together, besides what the config says; 0: as
 * the config says. Takes effect within some milliseconds, at a fixed rate within 100. Any thread, between open and
 * close. */
MST_API void mst_scan_set_max_rate(struct mst_scan *scan, uint64_t pps);

/* So many machines ask the same hosts at once, this one among them; 0 and 1: no other does. What one host bears (closed
 * UDP ports are asked as fast as it sends ICMP errors) is shared by them. Any thread, between open and close. */
MST_API void mst_scan_set_machines(struct mst_scan *scan, unsigned machines);

/* A snapshot; any thread, any time between open and close. */
MST_API void mst_scan_get_stats(const struct mst_scan *scan, struct mst_scan_stats *stats);

/*
 * Records the scan into this pcapng file: each frame in both directions, with interface and time, and what
 * mst_replay_open needs to judge it again. Between open and start. The file must not exist unless `force`; only its
 * owner can read it, for the key of the scan's tickets stands in it. The scan must receive by "pcap": the kernel's
 * program of "xdp" drops frames that belong in a record. Not with `endpoints`. A thread writes the file, so that the
 * scan never waits for the disk: what a disk is too slow for is left out and counted (record_drops). -errno with a
 * sentence.
 */
MST_API int mst_scan_record(struct mst_scan *scan, const char *path, bool force, struct mst_error *err);

/* Frames that find the recording this large are left out and counted (record_drops): others may send as many as they
 * like. Between mst_scan_record and start; without a call there is no limit. */
MST_API void mst_scan_record_at_most(struct mst_scan *scan, uint64_t bytes);

/* Completes the file, after the end of the scan; without a call, close does.
 * -errno with a sentence when it is not complete. */
MST_API int mst_scan_record_end(struct mst_scan *scan, struct mst_error *err);

/*
 * For people, a line each: interface, source address and gateway of the targets, the engines, and why faster ones were
 * rejected. `text` is always closed by a NUL. Between open and start.
 */
MST_API void mst_scan_describe(const struct mst_scan *scan, char *text, size_t size);

/*
 * What differs from what the user may expect, for people, a line each, with its LF: next hops of equal-cost routes that
 * do not answer, and a gateway that only `source_ip` would use. Empty where there is nothing. `text` is always closed
 * by a NUL. Between open and close.
 */
#define MST_WARNINGS_TEXT 2048
MST_API void mst_scan_warnings(const struct mst_scan *scan, char *text, size_t size);

/*
 * What changed in the network while the scan ran, for people, a line each, with its LF, the earliest first: gateways
 * with another link-layer address, silent ones, routes. Lines are added, never changed. Empty where there is nothing.
 * `text` is always closed by a NUL. Any thread, between open and close.
 */
#define MST_NOTES_TEXT 4096
MST_API void mst_scan_notes(struct mst_scan *scan, char *text, size_t size);

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

#endif
