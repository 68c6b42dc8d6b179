/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp.h - what the receiving engine xdp and its program in the kernel share.
 *
 *     device ─► hand_over ─┬─ ours: a record into the ring buffer ─► user space
 *                          │        (an open port's SYN-ACK goes back as a RST)
 *                          └─ everything else: on to the kernel, untouched
 */
#ifndef MST_RX_XDP_H
#define MST_RX_XDP_H

#include <stdint.h>

#include "base/siphash.h"

#define MST_XDP_SOURCES 16
#define MST_XDP_USUAL_BYTES 104 /* enough for every answer without options */
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
	uint32_t handshakes;     /* 1: segments to our ports that no socket has are taken off the interface */
};

struct mst_xdp_record {
	uint64_t at_ns; /* CLOCK_MONOTONIC */
	uint32_t wire_bytes;
	uint32_t count; /* bytes that follow; at most MST_XDP_USUAL_BYTES or MST_XDP_WHOLE_BYTES */
	uint8_t bytes[];
};

/* The program writes all but `sleeping` and what the reader adds to `doubtful`. */
struct mst_xdp_state {
	uint64_t lost;     /* answers that found the ring buffer full */
	uint64_t strays;   /* frames like answers, but without a ticket of ours */
	int32_t doubtful;  /* so many more of these strays are handed over: they may come from another address */
	uint32_t sleeping; /* 1: the reader waits, and the next record must wake it */
};

#endif
