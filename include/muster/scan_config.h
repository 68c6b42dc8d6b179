/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scan_config.h - what a scan probes, and how: a struct for each matter.
 *
 *     probing    which targets and ports, by which probes        route      the way to the targets
 *     rate       how many frames a second                        header     what the headers of the probes hold
 *     retry      how long to wait, and how often to repeat       engines    what sends frames and receives answers
 *     order      in which order, and which part of them          threads    how many, and on which CPUs
 *
 *     services   what is behind open ports
 *     output     where the verdicts go                           trace      where the events go
 *
 * Start from mst_scan_defaults and change what is to be different. A config is a value; its pointers are borrowed.
 */
#ifndef MUSTER_SCAN_CONFIG_H
#define MUSTER_SCAN_CONFIG_H

#include <muster/api.h>
#include <muster/endpoints.h>
#include <muster/error.h>
#include <muster/result.h>
#include <muster/targets.h>
#include <muster/trace.h>

enum mst_question {
	MST_ASK_HOSTS, /* which hosts are up? one verdict for each address */
	MST_ASK_PORTS, /* which ports (TCP or UDP) are open? one verdict for each address and port */
};

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
#define MST_LANES_AUTO 0
#define MST_RETRIES_MAX 10

/* Echo first; hosts that stay silent are then probed as nmap -sn does. IPv6 has no timestamp probe. */
#define MST_PROBES_USUAL "icmp/syn:443,ack:80,timestamp"

/* Which targets and ports are probed, and by which probes. */
struct mst_scan_probing {
	enum mst_question question;
	const struct mst_targets *targets;     /* closed */
	const struct mst_ports *ports;         /* for MST_ASK_PORTS; not empty */
	const struct mst_endpoints *endpoints; /* closed: of the targets and ports only these pairs are probed; NULL:
	                                        * every port of every target. For MST_ASK_PORTS */
	const struct mst_targets *excluded;    /* closed: targets that are not probed, but have the verdict MST_UNKNOWN,
	                                        * MST_EXCLUDED: what a resumed run leaves out of its old targets;
	                                        * NULL: none */
	const char *probes; /* for hosts: "icmp", "icmp,syn:443,syn:80"; probes after a slash go only to hosts that stay
	                     * silent, together with the others, in the second wave; NULL: MST_PROBES_USUAL */
	bool udp;           /* for ports: UDP instead of TCP */
	const char *payloads; /* a file of UDP payloads that are added to the built-in ones; NULL: none */
	bool discover; /* for ports: first find the hosts that are up (by `probes`), then probe only their ports */
	enum mst_detect detect_proxies; /* also probe addresses and ports that should be unused: what answers for those
	                                 * answers for everything */
};

/* How many frames are sent a second. */
struct mst_scan_rate {
	uint64_t pps;     /* frames a second, all lanes together; MST_RATE_MAX: no limit; MST_RATE_AUTO: adapts to what
	                   * the network can carry */
	uint64_t min_pps; /* with MST_RATE_AUTO: never slower; 0 is 100 */
	uint64_t max_pps; /* with MST_RATE_AUTO: never faster; 0 is 100,000, and no limit in private and directly
	                   * attached networks */
	uint64_t start_pps; /* with MST_RATE_AUTO: the first rate, of all interfaces together, such as an earlier scan
	                     * has reached; at most 100,000 until a first answer; 0 is 1,000 */
	uint64_t arp_pps;   /* ARP requests and solicitations a second on each link; repetitions are sent at half of it;
	                     * 0 is 2,000, or the link's share of pps or max_pps. Not above max_pps */
};

/* How long a scan waits for an answer, how often it repeats a probe, and when it gives up. */
struct mst_scan_retry {
	unsigned count;       /* repetitions of a probe that got no answer, 0..MST_RETRIES_MAX */
	double until_missed;  /* repeat up to 14 times, until the estimated share of missed answers is below this, (0,
	                       * 1); 0: `count` alone counts */
	uint64_t timeout_ns;  /* of each attempt, 1 ms..60 s; MST_TIMEOUT_AUTO: adapts to round-trip times, doubles
	                       * with each attempt, and is 3 s at the last one where hosts may be far */
	uint64_t max_time_ns; /* stop probing after this long; 0 is never */
};

/* In which order the targets are probed, and which part of them. */
struct mst_scan_order {
	bool seeded; /* `seed` fixes the order: the same seed probes in the same order. Tickets have a key of
	              * their own in every run */
	uint64_t seed;
	uint32_t shard, shards; /* probe part `shard`, 1..shards, of the order; 1 of 1 is everything */
	double sample;          /* probe this random share of the targets, (0, 1] */
	uint64_t max_targets;   /* probe at most this many; 0 is all */
	uint64_t from, until;   /* of the positions that are left, only [from, until), counted from 0; 0, 0 is all.
	                         * For several machines that share a run: targets are then probed as they are given,
	                         * also those that are network or broadcast addresses of this machine */
};

/*
 * What is behind open ports. A port is reported as open at once; what is then found out is reported as an amendment
 * (state and `was` are both open) whose `service` is set.
 */
struct mst_scan_services {
	bool wanted;         /* connect to open ports, and find out which service answers */
	bool banner_only;    /* of each port only what it says first, or answers to one opening; by the handshake of the
	                      * probe where the kernel can be kept from ending it */
	unsigned parallel;   /* connections at once, at most; 0: as the limit of open files allows, up to 2,000 */
	unsigned per_host;   /* to one host at once, at most; 0 is 4 */
	uint64_t timeout_ns; /* of a connection, and of each silence in it; 0 is 5 s */
	unsigned banner_bytes;  /* of the first answer that are kept, 1..1460; 0 is 256 */
	bool risky_ports;       /* also talk to ports of printers, which print what they are sent (515, 9100 to 9116) */
	const char *signatures; /* a file of signatures that are tried before the built-in ones; NULL: none */
	const char *fingerprints; /* a folder of fingerprints in recog's XML format, which are tried after them; NULL:
	                           * none */
	const char *community;    /* for SNMP; NULL: SNMP is not asked */
};

/* The way to the targets: interface, source address and gateway. */
struct mst_scan_route {
	const char *interface;   /* send only through this one; NULL: as the routing table says */
	const char *source_ip;   /* send from this address; NULL: as the routing table says */
	const char *gateway_mac; /* of every gateway, "02:42:ac:11:00:02"; NULL: it is resolved */
	bool no_arp;  /* probe hosts on-link by `probes` like all others, not by ARP and neighbour solicitation */
	bool by_user; /* routes are those of packets of `user`, where policy rules choose by user (uidrange); engine
	               * raw sends as the user of this process. false: the routes are that user's, too */
	uint32_t user;
	bool unrouted; /* targets without a route are unreachable, reason no-route (default: true); false: open fails.
	                * It fails in both cases when no target has a route */
};

/*
 * The options and the window of TCP SYNs: X(constant, word, what it is). MST_SYN_LINUX, the first, is the default.
 * Hosts that know timestamps (RFC 7323) echo 32 keyed bits, by which a SYN-ACK proves more; the others send none.
 */
/* clang-format off */
#define MST_SYN_OPTIONS(X) \
	X(MST_SYN_LINUX, "linux", "MSS, SACK permitted, timestamps, window scale 7, as Linux sends them") \
	X(MST_SYN_WINDOWS, "windows", "MSS, window scale 8, SACK permitted, as Windows sends them") \
	X(MST_SYN_MSS, "mss", "MSS alone")
/* clang-format on */

#define MST_SYN_CONSTANT(constant, word, meaning) constant,
enum mst_syn_options { MST_SYN_OPTIONS(MST_SYN_CONSTANT) MST_SYN_OPTIONS_COUNT };
#undef MST_SYN_CONSTANT

/* What the headers of the probes hold. */
struct mst_scan_header {
	uint16_t source_port_first, source_port_last; /* TCP source ports; 0, 0 is a range below the ephemeral ones */
	uint8_t ttl;                                  /* 1..255; Linux has 64, Windows 128 */
	enum mst_syn_options syn_options;             /* of TCP SYNs */
};

/* The engines, by their names in muster/engine.h. */
struct mst_scan_engines {
	const char *tx;     /* sends frames; NULL or "auto": the fastest one available */
	bool tx_may_differ; /* another one takes its place where the kernel would not send the frames of "raw" as
	                     * planned */
	const char *rx;     /* receives answers; likewise */
};

/*
 * The threads of a scan. `cpus` is a list such as "0-3,8" or "0-14:2" (taskset(1)) of CPUs that the calling thread may
 * run on. Each lane is bound to one CPU, in the order of the list, which starts again at its end;
 * the receiver is bound to the CPU after the last lane's;
 * the reporter may use all CPUs after that. If none is left for the receiver or the reporter,
 * it may use the whole list.
 * The memory of a lane or the receiver (roll, frames, buffers of the capture) is near its CPU.
 */
struct mst_scan_threads {
	unsigned lanes;   /* sender threads, 1..MST_LANES_MAX; with MST_RATE_AUTO this many for each interface and next
	                   * hop; MST_LANES_AUTO: one, and more while the CPU of the lanes is what limits the rate and
	                   * another CPU is idle */
	const char *cpus; /* the CPUs to run on; NULL: where the kernel puts the threads */
};

/*
 * Receives `count` verdicts, valid during the call; count 0 means that no further verdict is waiting: a
 * good moment to flush.
 * One thread of the scan at a time calls it: the reporter, and with `services` the thread of the conversations. While
 * it runs, verdicts queue up; when the queue is full, sending pauses, and nothing is dropped. A negative errno, with a
 * sentence, ends the scan in order, and it is not called again.
 */
typedef int mst_result_sink(void *user, const struct mst_result *results, size_t count, struct mst_error *err);

/*
 * Receives the number of verdicts of plain silence (MST_NO_RESPONSE, after as many attempts as are planned) that were
 * given since its last call, before they are counted: 0: nobody wants to see each of them; 1: the sink gets them now.
 * Otherwise like the sink; between its calls.
 */
typedef int mst_silence_sink(void *user, uint64_t count, struct mst_error *err);

struct mst_journal;

/* Where the verdicts go. */
struct mst_scan_output {
	mst_result_sink *sink;       /* NULL: nowhere */
	void *user;                  /* handed to the sink */
	mst_silence_sink *silence;   /* with a journal, which has them anyway: may keep verdicts of plain silence from
	                              * the sink, which is much faster; some go there nevertheless. NULL: all go to the
	                              * sink */
	struct mst_journal *journal; /* of the run: it takes every verdict, after the sink; and the sink has flushed
	                              * (count 0) what is written into it, so that a reader of the sink misses
	                              * nothing. With it the sink is called at least once a second. NULL: none. Not
	                              * closed before the scan */
	bool unasked; /* a scan that ends early hands over a verdict for each target it never probed, too:
	               * MST_UNKNOWN, MST_NOT_SENT; where more than some four million are left, they are
	               * only counted, and a note (mst_scan_notes) says so */
};

/* Where events go: of these targets, and of the rate. */
struct mst_scan_trace {
	const struct mst_targets *targets; /* closed; NULL: no events */
	mst_trace_sink *sink;              /* NULL: no events */
	void *user;                        /* handed to the sink */
};

/* What to probe, and how. Start from mst_scan_defaults. Pointers are borrowed until mst_scan_close. */
struct mst_scan_config {
	struct mst_scan_probing probing;
	struct mst_scan_rate rate;
	struct mst_scan_retry retry;
	struct mst_scan_order order;
	struct mst_scan_route route;
	struct mst_scan_header header;
	struct mst_scan_engines engines;
	struct mst_scan_threads threads;
	struct mst_scan_services services;
	struct mst_scan_output output;
	struct mst_scan_trace trace;
};

/* The defaults of muster sweep: MST_PROBES_USUAL, adaptive rate and time-out, MST_LANES_AUTO, one retry. */
MST_API struct mst_scan_config mst_scan_defaults(void);

/*
 * Checks the texts of a config that need no targets: probes, cpus, gateway_mac, payloads.
 * Opens only the file of payloads.
 * -EINVAL with a sentence; -errno of that file.
 */
MST_API int mst_scan_check_texts(const struct mst_scan_config *config, struct mst_error *err);

/* What `probes` accepts, for a sentence: "icmp, timestamp, syn:PORT, …". `text` is always closed by a NUL. */
#define MST_PROBE_NAMES_TEXT 256
MST_API void mst_scan_probe_names(char *text, size_t size);

#endif
