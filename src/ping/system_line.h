/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_line.h - parses one line of output of a system's ping program: those of iputils, GNU inetutils and BusyBox,
 * and others where their lines are equal. Pure.
 *
 *     PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.                    iputils, which counts from 1
 *     PING 10.0.0.2 (10.0.0.2): 56 data bytes                           the others, which count from 0
 *     64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.041 ms           a reply; BusyBox: seq=0
 *     72 bytes from 10.0.0.2: icmp_seq=1 ttl=64 (truncated)             a reply with a mark
 *     wrong data byte #16 should be 0x10 but was 0x0                    about the reply before it
 *     From 10.0.0.1 icmp_seq=3 Destination Host Unreachable             an error
 *     92 bytes from 10.0.0.1: Destination Host Unreachable              an error; inetutils
 *     From 10.0.0.1: icmp_seq=3 Redirect Host(New nexthop: 10.0.0.2)  no error
 *     ping: sendmsg: Operation not permitted                            a failure
 *     2 packets transmitted, 2 received, 0% packet loss, time 331ms     the end
 */
#ifndef MST_PING_SYSTEM_LINE_H
#define MST_PING_SYSTEM_LINE_H

#include <muster/ping.h>

#include "ping/icmp_words.h"

enum mst_system_what {
	MST_LINE_OTHER, /* none of these */
	MST_LINE_HEAD,
	MST_LINE_REPLY,
	MST_LINE_CHANGED, /* the payload of the last reply was not what was sent */
	MST_LINE_ERROR,
	MST_LINE_REDIRECT, /* a router knows a better next hop */
	MST_LINE_FAILURE,  /* the program could not send */
	MST_LINE_END,      /* the count of requests: the program has done its work */
};

struct mst_system_line {
	enum mst_system_what what;
	bool zero_based;    /* HEAD, REPLY: this program counts its requests from 0 */
	bool unread_answer; /* OTHER: it may be an answer, in words that are not understood */
	bool remark;        /* OTHER: words of the program about itself */
	bool numbered;      /* ERROR, REDIRECT: `sequence` is valid; it always is of a REPLY */
	struct mst_addr from;
	uint32_t bytes, sequence;
	uint8_t ttl;               /* 0: not known */
	int64_t rtt_ns;            /* -1: not known */
	bool bad_checksum;         /* REPLY */
	bool truncated;            /* REPLY; what it does not say can be seen by `bytes` */
	struct mst_icmp_said said; /* ERROR, REDIRECT */
	int why;                   /* FAILURE: its errno */
};

/* Accepts any text. Returns parsed->what. */
enum mst_system_what mst_system_line_read(struct mst_system_line *parsed, const char *line);

#endif
