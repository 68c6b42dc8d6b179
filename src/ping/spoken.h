/*
 * spoken.h - a line of the system's ping program (iputils, and busybox where it says the same), read strictly. Pure.
 */
#ifndef MST_PING_SPOKEN_H
#define MST_PING_SPOKEN_H

#include <muster/addr.h>

struct mst_spoken {
	bool reply, duplicate, error; /* at most one of these and `failure`; none: a line that tells nothing about one question */
	bool failure;                 /* it could not send */
	int why;                      /* then: an errno; EIO where the reason is none that is known */
	struct mst_addr from;
	uint32_t bytes, sequence;
	uint8_t ttl;
	int64_t rtt_ns;
};

/* Any text; false for lines that are not of the forms below, and then *spoken is empty.
 *
 *     64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.041 ms [(DUP!)]
 *     From 10.0.0.1 icmp_seq=3 Destination Host Unreachable
 *     ping: sendmsg: Operation not permitted
 */
bool mst_spoken_read(struct mst_spoken *spoken, const char *line);

#endif
