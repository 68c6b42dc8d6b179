/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_ip.h - messages of IP protocols as hexadecimal digits, and the line of each. The lines are those of tcpdump
 * 4.99.3 (-nn -S) for the same packets, from "10.0.0.1 > 10.0.0.2: " on.
 */
#ifndef TESTS_DISSECT_IP_FIXTURE_IP_H
#define TESTS_DISSECT_IP_FIXTURE_IP_H

#include <criterion/criterion.h>
#include <ctype.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/describe.h"
#include "wire/bytes.h"
#include "wire/ipv4.h"

/* What carries the message; a number below is an IP protocol, TTL 64. */
enum { IPV4 = 0, IPV6 = 0x100, UDP = 0x200, TCP = 0x300, UDP6 = 0x400 };

struct row {
	unsigned over; /* IPV4 or IPV6, and the protocol */
	uint16_t port; /* UDP, TCP: of both ends */
	const char *message, *line;
};

struct frame {
	uint8_t bytes[512];
	size_t count, at; /* of the message */
};

static inline void frame_add(struct frame *frame, const char *digits)
{
	unsigned byte;

	for (; *digits; digits++) {
		if (isspace((unsigned char)*digits))
			continue;
		sscanf(digits++, "%2x", &byte);
		frame->bytes[frame->count++] = (uint8_t)byte;
	}
}

static inline void frame_network(struct frame *frame, bool six, uint8_t protocol)
{
	static const uint8_t source[16] = { 0x20, 1, 0x0d, 0xb8, [15] = 1 },
			     target[16] = { 0x20, 1, 0x0d, 0xb8, [15] = 2 };
	uint8_t *at = frame->bytes;

	memset(frame, 0, sizeof *frame);
	frame->count = six ? 40 : 20;
	at[0] = six ? 0x60 : 0x45;
	if (six) {
		at[6] = protocol;
		at[7] = 64;
		memcpy(at + 8, source, 16);
		memcpy(at + 24, target, 16);
	} else {
		at[8] = 64;
		at[9] = protocol;
		mst_put_be32(at + 12, 0x0a000001);
		mst_put_be32(at + 16, 0x0a000002);
	}
}

static inline struct frame frame_of(const struct row *row)
{
	unsigned carrier = row->over & 0xf00;
	bool six = carrier == IPV6 || carrier == UDP6;
	struct frame frame;
	size_t transport;

	frame_network(&frame, six, carrier == TCP ? 6 : carrier == UDP || carrier == UDP6 ? 17 : (uint8_t)row->over);
	transport = frame.count;
	if (carrier == UDP || carrier == UDP6) {
		frame.count += 8;
	} else if (carrier == TCP) {
		frame.bytes[transport + 12] = 0x50;
		frame.bytes[transport + 13] = 0x10;
		frame.count += 20;
	}
	frame.at = frame.count;
	frame_add(&frame, row->message);
	if (carrier != IPV4 && carrier != IPV6) {
		mst_put_be16(frame.bytes + transport, row->port);
		mst_put_be16(frame.bytes + transport + 2, row->port);
	}
	if (carrier == UDP || carrier == UDP6)
		mst_put_be16(frame.bytes + transport + 4, (uint16_t)(frame.count - transport));
	mst_put_be16(frame.bytes + (six ? 4 : 2), (uint16_t)(six ? frame.count - 40 : frame.count));
	return frame;
}

/* The line from the message's words on. `captured` bytes stand in memory of their own: no byte more may be read. */
static inline void frame_line(const struct frame *frame, size_t captured, bool quick, char *text, size_t size)
{
	struct mst_describe how = { .quick = quick };
	struct mst_line line = mst_line_in(text, size);
	struct mst_packet packet;
	uint8_t *copy = malloc(captured);
	char *words;

	memcpy(copy, frame->bytes, captured);
	mst_packet_read(&packet, DLT_RAW, copy, captured, frame->count);
	mst_describe_packet(&line, &packet, &how);
	free(copy);
	words = strstr(text, ": ");
	if (words)
		memmove(text, words + 2, strlen(words + 2) + 1);
}

/*
 * Each row has its line. With `cut`, the same packet with fewer captured bytes has the same line, the beginning of it,
 * or one that tells by "[|" where the bytes ended; some messages do none of these in tcpdump.
 */
static inline void check_rows(const struct row *rows, size_t count, bool cut_too)
{
	char text[1024], cut[1024];

	for (size_t i = 0; i < count; i++) {
		struct frame frame = frame_of(&rows[i]);

		frame_line(&frame, frame.count, false, text, sizeof text);
		if (strcmp(text, rows[i].line) != 0)
			cr_expect_fail("%s: %s, not %s", rows[i].message, text, rows[i].line);
		for (size_t captured = frame.at + 1; cut_too && captured < frame.count; captured++) {
			frame_line(&frame, captured, false, cut, sizeof cut);
			if (strncmp(cut, text, strlen(cut)) != 0 && !strstr(cut, "[|"))
				cr_expect_fail("%s, %zu bytes: %s", rows[i].message, captured - frame.at, cut);
		}
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows), true)
#define CHECK_LINES(rows) check_rows(rows, sizeof(rows) / sizeof *(rows), false)

#endif
