/*
 * scan.h - calling the roll: one scan from open to close.
 *
 *     open ──► start ──► wait, wait, … ──► close
 *      │                  └ stats, stop: any time, any thread
 *      └ sockets and capture are open: rights may be dropped now
 *
 * A scan asks every question of its space once (and the silent again), and gives exactly one verdict for each.
 * Hosts on the own links are asked by ARP (IPv4) and neighbour solicitation (IPv6), past the kernel's neighbour table; before
 * ports of theirs are asked, too: those that do not answer are host-down.
 */
#ifndef MUSTER_SCAN_H
#define MUSTER_SCAN_H

#include <muster/error.h>
#include <muster/result.h>
#include <muster/stray.h>
#include <muster/targets.h>
#include <muster/trace.h>

enum mst_question {
	MST_ASK_HOSTS, /* who is up? one verdict an address */
	MST_ASK_PORTS, /* which ports (TCP, or UDP) are open? one verdict an address and port */
};

/*
 * Takes verdicts: `count` of them, valid during the call; count 0 means "nothing waits, a good moment to flush".
 * Called from the scan's reporter thread alone. While it runs, verdicts queue up and, in time, sending
 * pauses; nothing is dropped. A negative errno, with a sentence, ends the scan in order; no more calls follow.
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

/* Echo first; who is silent is asked again by all that nmap -sn asks. IPv6 hosts have no timestamps. */
#define MST_PROBES_USUAL "icmp/syn:443,ack:80,timestamp"

/* What to ask, and how. Start from mst_scan_defaults. Pointers are borrowed until mst_scan_close. */
struct mst_scan_config {
	enum mst_question question;
	const struct mst_targets *targets; /* closed */
	const struct mst_ports *ports;     /* for MST_ASK_PORTS; not empty */
	const char *probes;                /* for hosts: "icmp", "icmp,syn:443,syn:80"; behind a slash, what only silent hosts are
	                                      asked by, with the others, when asked again; NULL is MST_PROBES_USUAL */
	bool udp;                          /* for ports: those of UDP, not TCP */
	const char *payloads;              /* a file of what is sent to UDP ports, beside the built-in ones; NULL: none */
	bool discover;                     /* for ports: ask first who is up (with `probes`), and only those for ports */

	uint64_t rate_pps;       /* frames a second over all lanes; MST_RATE_MAX: no limit; MST_RATE_AUTO: as many as get there */
	uint64_t min_rate_pps;   /* with MST_RATE_AUTO: never less; 0 is 100 */
	uint64_t max_rate_pps;   /* with MST_RATE_AUTO: never more; 0 is 100,000, but for private or attached networks: no limit */
	unsigned lanes;          /* sender threads, 1..MST_LANES_MAX; with MST_RATE_AUTO so many for each interface and next hop */
	const char *cpus;        /* where the threads run, see below; NULL is wherever the kernel puts them */
	unsigned retries;        /* how often the silent are asked again, 0..MST_RETRIES_MAX */
	double until_missed;     /* or more often, 14 times at most, until at most this share of the answers, (0, 1), is
	                          * expected to have been missed; 0 is as `retries` says */
	uint64_t timeout_ns;     /* per attempt, 1 ms..60 s; MST_TIMEOUT_AUTO: as round trips say, doubling with each attempt */
	uint64_t max_time_ns;    /* stop asking after this long; 0 is never */

	bool no_arp;             /* ask hosts on the own links by `probes` too, not by ARP and neighbour solicitation */
	uint64_t arp_rate_pps;   /* ARP requests and solicitations a second on each link; the silent are asked again at half of
	                          * it; 0 is 2,000, or the link's share of rate_pps or max_rate_pps. Not above max_rate_pps */
	const char *gateway_mac; /* "02:42:ac:11:00:02": of every gateway; NULL: they are asked for it */

	const char *engine;      /* how frames leave; NULL or "auto": the fastest that can be had */
	const char *rx;          /* how answers come in; likewise */
	const char *interface;   /* only through this one; NULL is as the routing table says */
	const char *source_ip;   /* NULL is as the routing table says */
	uint16_t source_port_first, source_port_last; /* TCP source ports; 0, 0 is a range below the ephemeral ones */
	uint8_t ttl;             /* 1..255 */
	bool unrouted;           /* targets without a route are unreachable, reason no-route (default: true); false: open refuses them, as
	                          * it does in any case when no target has a route */

	enum mst_detect detect_proxies; /* also probe addresses and ports that should be unused: what answers for those answers for everything */

	bool seeded;             /* `seed` fixes order and tickets: the same run again */
	uint64_t seed;
	uint32_t shard, shards;  /* shard 1..shards of the order; 1 of 1 is everything */
	double sample;           /* the share of the space to ask, (0, 1] */
	uint64_t max_targets;    /* ask at most this many; 0 is all */

	mst_result_sink *sink;
	void *sink_user;

	const struct mst_targets *trace; /* events of these targets, closed, and of the rate go to trace_sink; NULL: none do */
	mst_trace_sink *trace_sink;
	void *trace_user;
};

/*
 * `cpus` is a list such as "0-3,8" or "0-14:2" (taskset(1)), of CPUs that the calling thread may run on. Lanes are bound
 * to one each, in the order of the list, and begin again where it ends; the receiver to the one after the last lane's;
 * the reporter goes to any of those after it. Receiver or reporter, if none is left for it, goes to any of the list.
 * What a lane or the receiver works on, rolls, frames, buffers of the capture, is in the memory near its CPU.
 */

/* Sweep with the defaults of the command line: icmp, rate and time-out by themselves, one lane, one retry. */
struct mst_scan_config mst_scan_defaults(void);

/* X(name, what it counts): the counts of a scan; each only grows, but a state's when a verdict is amended. */
#define MST_SCAN_COUNTS(X)                                                              \
	X(targets, "targets of this scan, all of which get a verdict")                   \
	X(asked, "targets asked at least once")                                          \
	X(unknown, "verdicts: could not be found out from here")                         \
	X(down, "verdicts: hosts that never answered, or that the last router did not find")                                   \
	X(unreachable, "verdicts: hosts that no route leads to, or that a router refuses to ask")                \
	X(up, "verdicts: hosts that answered")                                           \
	X(filtered, "verdicts: ports with no answer, or an ICMP error")                  \
	X(open_filtered, "verdicts: UDP ports of which nothing came back")                \
	X(closed, "verdicts: ports that refused")                                        \
	X(open, "verdicts: ports that accept")                                           \
	X(sent, "frames sent")                                                           \
	X(retried, "questions asked again")                                              \
	X(references, "reference probes: hosts known to answer, probed again to measure packet loss in the network") \
	X(references_lost, "reference probes that got no answer") \
	X(not_sent, "frames this machine refused to send")                               \
	X(stalls, "times this machine's queues pushed back (no frame was lost)")         \
	X(outages, "times an interface or a route went away and was waited for")         \
	X(received, "frames the capture gave us")                                        \
	X(answers, "frames that answered a question")                                    \
	X(duplicates, "answers that told nothing new")                                   \
	X(late, "answers after the target had been given up")                            \
	X(amended, "verdicts improved by a later answer")                                \
	X(strays, "frames that answer no question of this scan")                         \
	X(malformed, "frames cut short, or with a wrong checksum")                       \
	X(capture_drops, "frames the capture lost in this machine")                      \
	X(device_drops, "frames that interfaces of this machine dropped")                \
	X(fallbacks, "captures another program took off the interface; libpcap took over")    \
	X(local_loss, "questions asked again because an answer may have been lost here") \
	X(unused_probes, "probes to unused addresses and ports, to find what answers for everything") \
	X(suspect, "verdicts that may not be what they seem (the field suspect says why)") \
	X(conflicts, "on-link addresses that two machines claim, which are suspect") \
	X(left_out, "addresses of the target list that can never answer as a host")      \
	X(unresolved, "names of the target list without an address")                      \
	X(pauses, "times sending waited for the report to be written")

/* How many of the targets that would answer were not heard, in all likelihood: shares of them, 0..1. */
struct mst_missed {
	bool known;       /* somebody was heard, and the silent were asked again: else there is no telling */
	double share;     /* that is expected */
	double low, high; /* with 95 % it is between these, if losses come by chance */
};

/* X(name, word, sentence): what kept the rate from being higher; the sentence follows "at 20,000 frames a second,". */
#define MST_LIMITS(X)                                                                          \
	X(MST_LIMIT_RISING, "rising", "and still rising at the end")                            \
	X(MST_LIMIT_WORK, "work", "nothing was left to probe")                                    \
	X(MST_LIMIT_RATE, "rate", "limited by --rate")                                          \
	X(MST_LIMIT_MAX_RATE, "max-rate", "limited by --max-rate")                              \
	X(MST_LIMIT_ARP_RATE, "arp-rate", "limited by --arp-rate")                              \
	X(MST_LIMIT_POLITENESS, "politeness", "limited by the politeness cap (--max-rate raises it)") \
	X(MST_LIMIT_ERRORS, "icmp-errors", "limited because hosts send few ICMP errors a second (--max-rate raises it)") \
	X(MST_LIMIT_SILENCE, "silence", "limited until a host answers")                       \
	X(MST_LIMIT_MIN_RATE, "min-rate", "kept up by --min-rate: the network carries less")          \
	X(MST_LIMIT_LOSS, "loss", "limited by packet loss in the network")                                 \
	X(MST_LIMIT_QUEUE, "queue", "limited by a queue in the network")                            \
	X(MST_LIMIT_MACHINE, "machine", "limited by this machine")                              \
	X(MST_LIMIT_CPU, "cpu", "limited by this machine: other programs had the CPU")          \
	X(MST_LIMIT_QUOTA, "cpu-quota", "limited by this machine: the CPU quota of its control group was used up") \
	X(MST_LIMIT_CAPTURE, "capture", "limited by this machine: it lost answers that came faster than they were read") \
	X(MST_LIMIT_REPORT, "report", "limited by the reader of the report")

enum mst_limit {
#define MST_LIMIT_MEMBER(name, word, sentence) name,
	MST_LIMITS(MST_LIMIT_MEMBER)
#undef MST_LIMIT_MEMBER
	MST_LIMIT_COUNT
};

/* For programs: "loss". For people: "limited by packet loss in the network". Static; NULL for no limit of the table. */
const char *mst_limit_word(enum mst_limit limit);
const char *mst_limit_sentence(enum mst_limit limit);

struct mst_scan_stats {
#define MST_COUNT_MEMBER(name, meaning) uint64_t name;
	MST_SCAN_COUNTS(MST_COUNT_MEMBER)
#undef MST_COUNT_MEMBER
	uint64_t strays_by[MST_STRAY_COUNT]; /* of `strays`, for each reason */
	uint64_t elapsed_ns;  /* since start, until the end */
	uint64_t started_ns;  /* since 1970, UTC */
	double rate_pps;      /* frames a second: achieved, over the time of asking */
	enum mst_limit limit; /* of it, for most frames */
	double cpu_waited;    /* share of the time that threads were ready to run in which they waited for a CPU, 0..1; 0 too where the kernel does not tell */
	struct mst_missed missed;
	uint32_t proxy_addresses; /* so many addresses of the own links one machine claims, if that is suspect; else 0 */
	uint8_t proxy_mac[6];     /* its link-layer address */
	uint64_t verdicts;    /* targets that have their verdict: progress is verdicts / targets */
	bool discovering;     /* the host phase of `discover` is running: counts of states are still empty */
	bool waiting;         /* an interface is down, or a route is gone: nothing is asked until it is back, some seconds at most */
	bool interrupted;     /* stopped before every target was asked */
	bool finished;
};

struct mst_scan;

/*
 * Reads routes, opens sockets and capture; sends nothing. After it, no more rights are needed.
 * -EINVAL: the config asks for what cannot be (unknown interface, no route, empty space, …).
 * -EPERM: not enough privilege. Others: the machine refused. The sentence tells.
 */
int mst_scan_open(struct mst_scan **scan, const struct mst_scan_config *config, struct mst_error *err);

/* Starts the threads: from here on frames leave. Once per scan. */
int mst_scan_start(struct mst_scan *scan, struct mst_error *err);

/*
 * Waits for the end, at most this long. 1: not over yet. 0: over, every verdict has gone through the sink.
 * Negative: over, and it did not end well (the interface went away, the sink failed); the sentence tells.
 */
int mst_scan_wait(struct mst_scan *scan, uint64_t at_most_ns, struct mst_error *err);

/* Stop asking; what is in flight is still collected. Async-signal-safe, idempotent. */
void mst_scan_stop(struct mst_scan *scan);

/* A snapshot; any thread, any time between open and close. */
void mst_scan_get_stats(const struct mst_scan *scan, struct mst_scan_stats *stats);

/*
 * Records the scan into this pcapng file: each frame in both directions, with interface and time, and what mst_replay_open
 * needs to judge it again. Between open and start. The file must not exist unless `force`; only its owner can read it, for
 * the key of the scan's tickets stands in it. -errno with a sentence.
 */
int mst_scan_record(struct mst_scan *scan, const char *path, bool force, struct mst_error *err);

/* Completes the file, after the end of the scan; without a call, close does. -errno with a sentence when it is not whole. */
int mst_scan_record_end(struct mst_scan *scan, struct mst_error *err);

/*
 * The interface, source and gateway serving the targets, the engines and why not the faster ones, one line each, for
 * people. `text` is always closed by a NUL. Between open and start.
 */
void mst_scan_describe(const struct mst_scan *scan, char *text, size_t size);

/*
 * How hosts are asked, for people: a line such as "by ARP on local links", a line such as "by echo; silent ones again, also by
 * SYN 443", each with its LF; empty where only ports are asked. `text` is always closed by a NUL. Between open and close.
 */
#define MST_HOW_TEXT 256
void mst_scan_how(const struct mst_scan *scan, char *text, size_t size);

/* Stops, waits, frees. Accepts NULL, and a scan that never started. */
void mst_scan_close(struct mst_scan *scan);

/*
 * The frames that a scan of this config would send first, in its order and at its rate, into a pcap file
 * (LINKTYPE_RAW; "-" is standard output): one attempt a target, nothing is sent, no privilege is needed. Time stamps
 * start at 0. With `discover` these are the questions to hosts: which ports are asked depends on the answers.
 * The file must not exist unless `force`. NULL path: only fills `plan`.
 */
struct mst_scan_plan {
	uint64_t targets;      /* verdicts to give */
	uint64_t frames;       /* of the first attempt */
	uint64_t on_link_frames;  /* ARP requests and neighbour solicitations: of hosts, among those; of ports, before those */
	uint64_t on_link_pps;     /* on each link */
	uint64_t on_link_ns;      /* until the last link has them all */
	uint64_t seed;         /* that would give this order again */
	char how[MST_HOW_TEXT]; /* hosts are asked, as mst_scan_how tells */
	size_t first_count;    /* of first[] and first_port[] */
	struct mst_addr first[5];
	uint16_t first_port[5]; /* 0 for host questions */
};
int mst_scan_rehearse(const struct mst_scan_config *config, const char *path, bool force,
                      struct mst_scan_plan *plan, struct mst_error *err);

/*
 * Checks what is a text in a config, without targets, before anything is looked up or opened but the file of payloads:
 * probes, cpus, gateway_mac, payloads. -EINVAL with a sentence; -errno of that file.
 */
int mst_scan_check_texts(const struct mst_scan_config *config, struct mst_error *err);

#endif
