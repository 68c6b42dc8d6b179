/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames that are made of what sockets tell, read as those from a network are: they bring the ticket back. */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pcap/dlt.h>
#include <string.h>

#include "rx/outcome.h"
#include "wire/frame.h"

static const struct mst_addr ours = { .family = MST_IPV4, .bytes = { 10, 0, 2, 17 } };
static const struct mst_addr target = { .family = MST_IPV4, .bytes = { 10, 0, 2, 3 } };
static const struct mst_addr router = { .family = MST_IPV4, .bytes = { 10, 0, 2, 1 } };

/* From port 4000 to port 443, sequence number 0x01020304. */
static const struct mst_asked_socket syn = {
	.length = 40,
	.proto = IPPROTO_TCP,
	.ifindex = 7,
	.bytes = { 0x45, 0, 0,    40,   0x12, 0x34, 0x40, 0, 64, 6, 0, 0, 10, 0, 2,    17, 10, 0,
	           2,    3, 0x0f, 0xa0, 1,    0xbb, 1,    2, 3,  4, 0, 0, 0,  0, 0x50, 2,  4,  0 },
};

static struct mst_view read_frame(const uint8_t *frame, size_t count)
{
	struct mst_view view;

	cr_assert_leq(count, MST_OUTCOME_BYTES);
	cr_assert_eq(mst_frame_read(&view, DLT_LINUX_SLL2, frame, count), MST_FATE_WHOLE);
	cr_assert_eq(mst_frame_ifindex(DLT_LINUX_SLL2, frame, count), 7);
	cr_assert(mst_addr_equal(&view.destination, &ours));
	return view;
}

Test(rx_outcome, an_accepted_and_a_refused_connection)
{
	const struct mst_outcome outcome = { &syn, 0 };
	uint8_t frame[MST_OUTCOME_BYTES];

	for (int accepted = 0; accepted < 2; accepted++) {
		struct mst_view view = read_frame(frame, mst_outcome_tcp(frame, &outcome, accepted));

		cr_assert_eq(view.kind, MST_VIEW_TCP);
		cr_assert(mst_addr_equal(&view.source, &target));
		cr_assert_eq(view.tcp.source, 443);
		cr_assert_eq(view.tcp.destination, 4000);
		cr_assert_eq(view.tcp.ack, 0x01020305);
		cr_assert_eq(view.tcp.flags, accepted ? 0x12 : 0x14);
		cr_assert_eq(view.ttl, 0);
	}
}

Test(rx_outcome, an_error_quotes_the_frame)
{
	const struct mst_outcome outcome = { &syn, 0 };
	uint8_t frame[MST_OUTCOME_BYTES];
	struct mst_view view = read_frame(frame, mst_outcome_error(frame, &outcome, &router, 3, 13));

	cr_assert(mst_view_is_error(&view));
	cr_assert(mst_addr_equal(&view.source, &router));
	cr_assert_eq(view.icmp.type, 3);
	cr_assert_eq(view.icmp.code, 13);
	cr_assert_eq(view.quoted.tcp_seq, 0x01020304);
	cr_assert_eq(view.quoted.ip_id, 0x1234);
	cr_assert_eq(view.quoted.destination_port, 443);
}

Test(rx_outcome, a_datagram_and_a_longer_one_than_has_room)
{
	struct mst_asked_socket asked = syn;
	const struct mst_outcome outcome = { &asked, 61 };
	uint8_t frame[MST_OUTCOME_BYTES], payload[4000] = "an answer";
	struct mst_view view;

	asked.proto = IPPROTO_UDP;
	view = read_frame(frame, mst_outcome_udp(frame, &outcome, payload, 9));
	cr_assert_eq(view.kind, MST_VIEW_UDP);
	cr_assert_eq(view.udp.source, 443);
	cr_assert_eq(view.udp.destination, 4000);
	cr_assert_eq(view.udp.payload_bytes, 9);
	cr_assert_eq(view.ttl, 61);
	view = read_frame(frame, mst_outcome_udp(frame, &outcome, payload, sizeof payload));
	cr_assert_eq(view.udp.payload_bytes, MST_OUTCOME_PAYLOAD_MAX);
}

Test(rx_outcome, an_echo_reply_has_the_identifier_that_was_asked)
{
	struct mst_asked_socket asked = syn;
	const struct mst_outcome outcome = { &asked, 64 };
	const uint8_t reply[] = { 0, 0, 0xff, 0xff, 0xaa, 0xbb, 0, 9, 'x', 'y' };
	uint8_t frame[MST_OUTCOME_BYTES];
	struct mst_view view;

	memcpy(asked.bytes + 20, (const uint8_t[8]){ 8, 0, 0, 0, 0x55, 0x66, 0, 9 }, 8);
	view = read_frame(frame, mst_outcome_echo(frame, &outcome, &target, reply, sizeof reply));
	cr_assert_eq(view.kind, MST_VIEW_ICMP);
	cr_assert_eq(view.icmp.id, 0x5566);
	cr_assert_eq(view.icmp.seq, 9);
	cr_assert_eq(view.icmp.payload_bytes, 2);
	cr_assert_eq(mst_outcome_echo(frame, &outcome, &target, reply, 7), 0);
}
