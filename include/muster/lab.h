/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lab.h - private networks for measurements: they hold only the devices below, and no frame leaves them.
 *
 *     this process            the keeper, a child                          its child, for each run
 *     open, start, wait  ◄──► holds namespaces, devices, programs   ───►   one scan, by muster/scan.h
 *
 *     ifb       near0 ─── no far end: the device counts each frame and discards it
 *     drop      near0 ─── veth ─── far0, where an XDP program counts each frame and discards it
 *     reflect   near0 ─── veth ─── far0, where an XDP program answers for a share of 10.0.0.0/8
 *
 * When this process ends, even by kill -9, the keeper ends too, and its networks with it. The interfaces of the machine
 * are not touched. One thread at a time.
 */
#ifndef MUSTER_LAB_H
#define MUSTER_LAB_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/scan.h>

/* X(constant, name, what it is) */
#define MST_LAB_NETWORKS(X) \
	X(MST_LAB_IFB, "ifb", "an ifb device, which discards all frames") \
	X(MST_LAB_DROP, "drop", "a veth pair, whose far end discards all frames") \
	X(MST_LAB_REFLECT, "reflect", "a veth pair, whose far end answers for a share of the hosts")

#define MST_LAB_NETWORK_CONSTANT(constant, name, meaning) constant,
enum mst_lab_network { MST_LAB_NETWORKS(MST_LAB_NETWORK_CONSTANT) MST_LAB_NETWORK_COUNT };
#undef MST_LAB_NETWORK_CONSTANT

/* Static. */
MST_API const char *mst_lab_network_name(enum mst_lab_network network);
MST_API const char *mst_lab_network_meaning(enum mst_lab_network network);

struct mst_lab_config {
	double live;      /* share of the hosts that answer, (0, 1]; all ports of those are open */
	unsigned queues;  /* of the devices, 1..MST_LANES_MAX: one for each lane is enough */
	const char *cpus; /* the CPUs of each run, as in struct mst_scan_threads; NULL: any. Borrowed until close */
};

struct mst_lab_run {
	enum mst_lab_network network;
	enum mst_question question; /* hosts: echo requests; ports: SYNs */
	const char *engine, *rx;    /* by name, of muster/engine.h */
	unsigned lanes;             /* 1..MST_LANES_MAX */
	uint64_t duration_ns;       /* sends as fast as possible for at most this long */
};

/* The figures of a run. */
struct mst_lab_figures {
	double rate_pps;                          /* frames a second, over the time of sending */
	uint64_t sent;                            /* frames sent, as the scan counts */
	uint64_t arrived;                         /* frames, as the far end, or the device that discards them, counts */
	uint64_t answered;                        /* frames that the far end answered */
	uint64_t matched;                         /* answers that were received and matched to a probe */
	uint64_t capture_drops, stalls, not_sent; /* see MST_SCAN_COUNTS */
	uint64_t cpu_ns; /* user and system time of all threads during the run, with the work for the far end that the
	                  * kernel does within these threads */
	uint64_t memory_bytes; /* largest resident size */
};

struct mst_lab;

/*
 * Makes the networks. Call it before the process starts threads; no privileges are needed afterwards. -EPERM: not
 * enough privileges. 0 also when only some of the networks could be made.
 */
MST_API int mst_lab_open(struct mst_lab **lab, const struct mst_lab_config *config, struct mst_error *err);

/* The reason why this network could not be made, as a sentence; NULL when it was made. Valid until close. */
MST_API const char *mst_lab_lacks(const struct mst_lab *lab, enum mst_lab_network network);

/* One run at a time. -EINVAL: the run is not possible; -EPIPE: the keeper has ended. */
MST_API int mst_lab_start(struct mst_lab *lab, const struct mst_lab_run *run, struct mst_error *err);

/*
 * Waits for the end of the run, at most this long, or until a signal. 1: not over yet. 0: *figures is filled.
 * -EPIPE: the keeper has ended. Other negative errnos: the run failed, and the sentence gives the reason.
 */
MST_API int mst_lab_wait(struct mst_lab *lab, uint64_t at_most_ns, struct mst_lab_figures *figures,
                         struct mst_error *err);

/* Ends a running measurement, and waits until the networks are gone. Accepts NULL. */
MST_API void mst_lab_close(struct mst_lab *lab);

#endif
