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
#define MST_XDP_USUAL_BYTES 104 /* every plain answer */
#define MST_XDP_WHOLE_BYTES 1536

/* Set before loading: the program is made for it. */
struct mst_xdp_wanted {
	struct mst_key key;
	uint32_t slot_bits;
	uint32_t sources[MST_XDP_SOURCES]; /* IPv4, host order */
	uint32_t source_count;
	uint32_t sources6[MST_XDP_SOURCES][4]; /* IPv6, as they stand in packets */
	uint32_t source6_count;
	uint32_t port_first, port_last;
	uint32_t tcp, icmp;                /* kinds of answers: 0 or 1 */
	uint32_t ack, timestamp;           /* likewise: to ACKs, beside those to SYNs; to timestamp requests */
	uint32_t resets;                   /* 1: the device sends back what this program tells it to */
};

struct mst_xdp_record {
	uint64_t at_ns;      /* CLOCK_MONOTONIC */
	uint32_t wire_bytes;
	uint32_t count;      /* of what follows; at most MST_XDP_USUAL_BYTES or MST_XDP_WHOLE_BYTES */
	uint8_t bytes[];
};

/* Written by the program, but for `sleeping`. */
struct mst_xdp_state {
	uint64_t lost;       /* answers that found the ring buffer full */
	uint64_t strangers;  /* what looked like an answer, but for its ticket */
	uint32_t sleeping;   /* the reader wants to be woken by the next */
};

#endif
