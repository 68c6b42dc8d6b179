/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_link.h - frames as hexadecimal text, and their lines.
 */
#ifndef FIXTURE_LINK_H
#define FIXTURE_LINK_H

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/describe.h"

struct frame_line {
	const char *frame; /* behind the two addresses: the EtherType or length, and data; blanks do not count */
	const char *line;
};

#define FRAME_MAX 2048

/* Both addresses, then the bytes of the text; returns their number. */
static inline size_t frame_of(const char *text, uint8_t bytes[FRAME_MAX])
{
	static const uint8_t macs[] = { 0x01, 0x80, 0xc2, 0, 0, 0x0e, 0x02, 0, 0, 0, 0, 0x01 };
	size_t count = sizeof macs;

	memcpy(bytes, macs, sizeof macs);
	for (const char *at = text; *at; at++) {
		char two[3] = { at[0], at[1], '\0' };

		if (*at == ' ')
			continue;
		cr_assert_lt(count, (size_t)FRAME_MAX);
		bytes[count++] = (uint8_t)strtoul(two, NULL, 16);
		at++;
	}
	return count;
}

/* The line of the first `captured` bytes of a frame; they are copied, so that reading behind them is seen. */
static inline void line_of(const char *text, size_t captured, bool link, char *line_text, size_t size)
{
	uint8_t bytes[FRAME_MAX];
	size_t count = frame_of(text, bytes);
	uint8_t *copy = malloc(captured < count ? captured : count);
	struct mst_describe how = { .link = link };
	struct mst_line line = mst_line_in(line_text, size);
	struct mst_packet packet;

	cr_assert_not_null(copy);
	captured = captured < count ? captured : count;
	memcpy(copy, bytes, captured);
	mst_packet_read(&packet, DLT_EN10MB, copy, captured, count);
	mst_describe_packet(&line, &packet, &how);
	free(copy);
}

static inline void expect_line(const char *frame, size_t captured, bool link, const char *expected)
{
	char text[2048];

	line_of(frame, captured, link, text, sizeof text);
	cr_expect_str_eq(text, expected);
}

#define expect_lines(rows) \
	do { \
		for (size_t row = 0; row < sizeof(rows) / sizeof *(rows); row++) { \
			expect_line((rows)[row].frame, FRAME_MAX, false, (rows)[row].line); \
			for (size_t cut = 14; cut < strlen((rows)[row].frame) / 2 + 12; cut++) { \
				char text[2048]; /* cut anywhere: a line, and nothing read outside */ \
\
				line_of((rows)[row].frame, cut, cut % 2, text, sizeof text); \
				cr_expect_gt(strlen(text), 0u); \
			} \
		} \
	} while (0)

#endif
