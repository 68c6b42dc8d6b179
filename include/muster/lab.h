/*
 * lab.h - networks of our own to measure in: nobody else is in them, and nothing leaves them.
 *
 *     this process            the keeper, a child                          its child, for each run
 *     open, start, wait  ◄──► holds namespaces, devices, programs   ───►   one scan, by muster/scan.h
 *
 *     ifb       near0 ─── nowhere: the device counts a frame and forgets it
 *     drop      near0 ─── veth ─── far0, where a program counts a frame and forgets it
 *     reflect   near0 ─── veth ─── far0, where a program answers for a share of 10.0.0.0/8
 *
 * Whatever ends this process, even kill -9, ends the keeper, and with it all that it holds. The interfaces of
 * the machine are not touched. One thread at a time.
 */
#ifndef MUSTER_LAB_H
#define MUSTER_LAB_H

#include <muster/error.h>
#include <muster/scan.h>

/* X(constant, name, what it is) */
#define MST_LAB_NETWORKS(X)                                                                           \
	X(MST_LAB_IFB, "ifb", "an ifb device, which swallows what it is given")                \
	X(MST_LAB_DROP, "drop", "a veth pair, whose far end drops what arrives")               \
	X(MST_LAB_REFLECT, "reflect", "a veth pair, whose far end answers for a share of its hosts")

#define MST_LAB_NETWORK_CONSTANT(constant, name, meaning) constant,
enum mst_lab_network { MST_LAB_NETWORKS(MST_LAB_NETWORK_CONSTANT) MST_LAB_NETWORK_COUNT };
#undef MST_LAB_NETWORK_CONSTANT

/* Static. */
const char *mst_lab_network_name(enum mst_lab_network network);
const char *mst_lab_network_meaning(enum mst_lab_network network);

struct mst_lab_config {
	double live;     /* share of the hosts that answer, (0, 1]; all ports of those are open */
	unsigned queues; /* of the devices, 1..MST_LANES_MAX: one a lane is plenty */
	const char *cpus; /* where the threads of each run are, as in struct mst_scan_config; NULL: anywhere. Kept until close */
};

struct mst_lab_run {
	enum mst_lab_network network;
	enum mst_question question; /* hosts: echo requests; ports: SYNs */
	const char *engine, *rx;    /* by name, of muster/engine.h */
	unsigned lanes;             /* 1..MST_LANES_MAX */
	uint64_t duration_ns;       /* of sending, at most; as fast as it goes */
};

/* What a run came to. */
struct mst_lab_figures {
	double rate_pps;         /* frames a second, over the time of sending */
	uint64_t sent;           /* frames that left, as the scan counts */
	uint64_t arrived;        /* as the far end, or the device that swallows them, counts */
	uint64_t answered;       /* by the far end */
	uint64_t matched;        /* answers that came back and were found to be answers */
	uint64_t capture_drops, stalls, not_sent; /* see MST_SCAN_COUNTS */
	uint64_t cpu_ns;         /* of all threads, user and system, while it ran; work that the kernel does for a far end on
	                          * their time is among it */
	uint64_t memory_bytes;   /* resident at most */
};

struct mst_lab;

/*
 * Makes the networks. Call it before the process starts threads; afterwards no rights are needed. -EPERM: not
 * enough privilege. 0 also when only some of the networks could be made.
 */
int mst_lab_open(struct mst_lab **lab, const struct mst_lab_config *config, struct mst_error *err);

/* Why this network is missing; NULL when it is not. Valid until close. */
const char *mst_lab_lacks(const struct mst_lab *lab, enum mst_lab_network network);

/* One run at a time. -EINVAL: it asks for what cannot be; -EPIPE: the keeper is gone. */
int mst_lab_start(struct mst_lab *lab, const struct mst_lab_run *run, struct mst_error *err);

/*
 * Waits for the end of the run, at most this long, or until a signal. 1: not over yet. 0: *figures is filled.
 * -EPIPE: the keeper is gone. Other negative errnos: this run could not be had, and the sentence says why.
 */
int mst_lab_wait(struct mst_lab *lab, uint64_t at_most_ns, struct mst_lab_figures *figures, struct mst_error *err);

/* Ends what runs, and waits until everything is gone. Accepts NULL. */
void mst_lab_close(struct mst_lab *lab);

#endif
