/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_line.h - parses one line of output of the system's ping program (iputils; busybox where its lines are
 * equal). Pure.
 */
#ifndef MST_PING_SYSTEM_LINE_H
#define MST_PING_SYSTEM_LINE_H

#include <muster/addr.h>

struct mst_system_line {
	bool reply, duplicate, error; /* exactly one of these and `failure` when the line was recognised */
	bool failure;                 /* the program could not send */
	int why;                      /* of a failure: its errno; EIO when the text is not known */
	struct mst_addr from;
	uint32_t bytes, sequence;
	uint8_t ttl;
	int64_t rtt_ns;
};

/*
 * Accepts any text. False for a line that has none of the forms below; *parsed is then empty.
 *
 *     64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.041 ms [(DUP!)]
 *     From 10.0.0.1 icmp_seq=3 Destination Host Unreachable
 *     ping: sendmsg: Operation not permitted
 */
bool mst_system_line_read(struct mst_system_line *parsed, const char *line);

#endif
