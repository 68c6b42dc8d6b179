/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_payload.h - rows of ports, payload in hexadecimal, and its line. Lines are tcpdump 4.99.3's with -nn -S, and
 * what muster adds behind them.
 */
#ifndef MST_TESTS_FIXTURE_PAYLOAD_H
#define MST_TESTS_FIXTURE_PAYLOAD_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/common/exchanges.h"
#include "dissect/payload/describers.h"

struct payload_row {
	uint16_t source, destination;
	const char *hex, *line; /* line: NULL when no describer has words */
};

#define PAYLOAD_BYTES_MAX 2048

static inline size_t payload_from_hex(const char *hex, uint8_t bytes[PAYLOAD_BYTES_MAX])
{
	size_t count = 0;
	unsigned byte;

	for (; count < PAYLOAD_BYTES_MAX && sscanf(hex, "%2x", &byte) == 1; hex += 2)
		bytes[count++] = (uint8_t)byte;
	return count;
}

/* The line of the first `cut` bytes of a row's payload, in a buffer that ends where they do. */
static inline bool payload_line(struct mst_line *line, const struct payload_row *row, mst_describer *describe,
                                size_t cut, struct mst_exchanges *calls)
{
	bool to_server = row->source > row->destination;
	struct mst_packet packet = { .source_port = row->source,
		                     .destination_port = row->destination,
		                     .source = mst_addr_from_ipv4(0x0a000001u + !to_server),
		                     .destination = mst_addr_from_ipv4(0x0a000001u + to_server),
		                     .has_ports = true };
	struct mst_describe how = { .exchanges = calls };
	uint8_t bytes[PAYLOAD_BYTES_MAX];
	size_t count = payload_from_hex(row->hex, bytes), captured = cut < count ? cut : count;
	uint8_t *exact = malloc(captured + !captured);
	struct mst_layer layer = { exact, captured, count, &packet, &how };
	bool done;

	memcpy(exact, bytes, captured);
	done = describe(line, &layer);
	free(exact);
	return done;
}

/* Each row has its line, and none reads behind a payload that is cut. */
static inline void expect_payload_lines(const struct payload_row *rows, size_t count, mst_describer *describe)
{
	struct mst_exchanges calls = { 0 };
	char text[4096];

	for (size_t i = 0; i < count; i++) {
		struct mst_line line = mst_line_in(text, sizeof text);
		bool done = payload_line(&line, &rows[i], describe, SIZE_MAX, &calls);

		if (rows[i].line)
			cr_expect_str_eq(text, rows[i].line, "row %zu: %s", i, text);
		else
			cr_expect_not(done, "row %zu: %s", i, text);
		for (size_t cut = 0; cut < strlen(rows[i].hex) / 2; cut++) {
			line = mst_line_in(text, sizeof text);
			payload_line(&line, &rows[i], describe, cut, &calls);
		}
	}
}

#define EXPECT_UDP_LINES(rows) expect_payload_lines(rows, sizeof(rows) / sizeof *(rows), mst_describe_udp_payload)
#define EXPECT_TCP_LINES(rows) expect_payload_lines(rows, sizeof(rows) / sizeof *(rows), mst_describe_tcp_payload)

#endif
