/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * item.h - one thing of a recording: a frame or an event.
 */
#ifndef MST_RECORD_ITEM_H
#define MST_RECORD_ITEM_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_record_item {
	enum { MST_RECORD_FRAME, MST_RECORD_EVENT } kind;
	uint64_t number;
	uint64_t time_ns; /* since 1970; 0 where the file does not say */
	/* of frames; zero in events */
	bool outgoing;               /* false too where the file does not say */
	char interface[IF_NAMESIZE]; /* "" where the file does not say; without control characters */
	int linktype;                /* a DLT_ of libpcap */
	const uint8_t *bytes;
	size_t count;
	size_t wire_bytes; /* at least `count` */
	/* of events; NULL in frames */
	const char *text; /* UTF-8, NUL-terminated, without control characters other than LF */
};

#endif
