/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp_shared.h - what the receiving engine xdp and its program in the kernel share.
 *
 *     device ─► hand_over ─┬─ ours, and short: an answer into the ring of answers ─► user space
 *                          │        (an open port's SYN-ACK goes back as a RST)
 *                          ├─ longer ones, and segments of handshakes: a record
 *                          │        into the ring buffer ─────────────────────────► user space
 *                          └─ everything else: on to the kernel, untouched
 *
 * The ring of answers is an array that the kernel and the reader share (xdp_answers.h reads it): a program takes the
 * next number by an atomic addition, so programs on several CPUs do not wait for one another, as they do for the lock
 * of a ring buffer of BPF.
 */
#ifndef MST_RX_XDP_SHARED_H
#define MST_RX_XDP_SHARED_H

#include <stdint.h>

#include "base/siphash.h"

#define MST_XDP_SOURCES 16
#define MST_XDP_ANSWER_BYTES 108 /* enough for every answer without options */
#define MST_XDP_USUAL_BYTES 240  /* likewise for errors of ICMPv6 */
#define MST_XDP_WHOLE_BYTES 1536

/* Constants of the program, set before it is loaded. */
struct mst_xdp_wanted {
	struct mst_key key;
	uint32_t slot_bits;
	uint32_t sources[MST_XDP_SOURCES]; /* IPv4, host order */
	uint32_t source_count;
	uint32_t sources6[MST_XDP_SOURCES][4]; /* IPv6, as they stand in packets */
	uint32_t source6_count;
	uint32_t port_first, port_last;
	uint32_t tcp, icmp;      /* kinds of answers: 0 or 1 */
	uint32_t ack, timestamp; /* likewise: answers to ACKs as well as to SYNs; to timestamp requests */
	uint32_t resets;         /* 1: the device can send frames back (XDP_TX) */
	uint32_t handshakes;     /* 1: segments to our ports that no socket has are handed over, too */
	uint32_t answers;        /* places of the ring of answers: a power of two */
};

/* A place of the ring of answers. */
struct mst_xdp_answer {
	uint64_t number; /* written last: its answers are counted from 1; place (number - 1) modulo the ring's size */
	uint64_t at_ns;  /* CLOCK_MONOTONIC */
	uint32_t count;  /* bytes that follow: the whole frame; 0: it could not be read */
	uint8_t bytes[MST_XDP_ANSWER_BYTES];
};

struct mst_xdp_record {
	uint64_t at_ns; /* CLOCK_MONOTONIC */
	uint32_t wire_bytes;
	uint32_t count; /* bytes that follow; at most MST_XDP_USUAL_BYTES or MST_XDP_WHOLE_BYTES */
	uint8_t bytes[];
};

/* The program writes all but `read`, `sleeping` and what the reader adds to `doubtful`. */
struct mst_xdp_state {
	uint64_t lost;     /* answers that found their ring full */
	uint64_t strays;   /* frames like answers, but without a ticket of ours */
	int32_t doubtful;  /* so many more of these strays are handed over: they may come from another address */
	uint32_t sleeping; /* 1: the reader waits, and the next answer or record must wake it */
	uint64_t taken __attribute__((aligned(64))); /* numbers of answers taken so far */
	uint64_t read __attribute__((aligned(64)));  /* of them, those that the reader has done with */
};

#endif
