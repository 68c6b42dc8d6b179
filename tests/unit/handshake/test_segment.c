/* SPDX-License-Identifier: BSD-2-Clause */
/* test_segment.c - what is written is read back by the reader of frames, checksums and all. */
#include "handshake/segment.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <string.h>

#include "wire/ipv4.h"

static void expect_read_back(const char *source_text, const char *destination_text, uint32_t stamp, const char *payload)
{
	struct mst_addr source, destination;
	struct mst_segment segment = { .source = &source,
		                       .destination = &destination,
		                       .source_port = 20000,
		                       .destination_port = 443,
		                       .seq = 0xfffffff0,
		                       .ack = 7,
		                       .stamp = stamp,
		                       .echo = stamp + 1,
		                       .flags = MST_TCP_ACK | MST_TCP_PSH,
		                       .ttl = 61,
		                       .payload = (const uint8_t *)payload,
		                       .payload_bytes = strlen(payload) };
	uint8_t bytes[MST_SEGMENT_BYTES + 64];
	struct mst_view view;
	size_t size;

	cr_assert_eq(mst_addr_parse(&source, source_text), 0);
	cr_assert_eq(mst_addr_parse(&destination, destination_text), 0);
	size = mst_segment_write(bytes, &segment);
	cr_assert_leq(size, MST_SEGMENT_BYTES);
	memcpy(bytes + size, payload, strlen(payload));
	cr_assert_eq(mst_frame_read(&view, DLT_RAW, bytes, size + strlen(payload)), MST_FATE_WHOLE);
	cr_expect(mst_addr_equal(&view.source, &source));
	cr_expect(mst_addr_equal(&view.destination, &destination));
	cr_expect_eq(view.tcp.source, 20000);
	cr_expect_eq(view.tcp.destination, 443);
	cr_expect_eq(view.tcp.seq, 0xfffffff0);
	cr_expect_eq(view.tcp.ack, 7);
	cr_expect_eq(view.tcp.stamp, stamp);
	cr_expect_eq(view.tcp.echoed, stamp ? stamp + 1 : 0);
	cr_expect_eq(view.tcp.window, 1536);
	cr_expect_eq(view.ttl, 61);
	cr_assert_eq(view.tcp.payload_bytes, strlen(payload));
	cr_expect(memcmp(view.tcp.payload, payload, strlen(payload)) == 0);
}

Test(handshake_segment, is_read_back)
{
	expect_read_back("10.0.0.1", "10.0.0.2", 0, "");
	expect_read_back("10.0.0.1", "10.0.0.2", 99, "odd");
	expect_read_back("fd00::1", "fd00::2", 0, "GET / HTTP/1.1\r\n\r\n");
	expect_read_back("fd00::1", "fd00::2", 99, "even");
}
