/* SPDX-License-Identifier: BSD-2-Clause */
/* test_frame.c - reading hostile bytes. */
#include "wire/frame.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>

#include "frames.h"

#define US 0x0a000001u
#define HOST 0x0a000002u

static struct packet syn_ack(void)
{
	return packet_tcp(HOST, US, 443, 40000, 77, MST_TCP_SYN | MST_TCP_ACK);
}

static enum mst_fate read_bare(struct mst_view *view, const struct packet *packet)
{
	return mst_frame_read(view, DLT_RAW, packet->bytes, packet->length);
}

/* Behind `header` bytes, in memory of exactly that size; fails the test when a cut one is taken for whole. */
static enum mst_fate read_behind(int linktype, const uint8_t *header, size_t count, const struct packet *packet)
{
	size_t total = count + packet->length;
	struct mst_view view;
	enum mst_fate fate = MST_FATE_CUT;

	cr_expect(mst_frame_knows(linktype));
	for (size_t length = 0; length <= total; length++) {
		uint8_t *bytes = malloc(length ? length : 1);

		if (length)
			memcpy(bytes, header, length < count ? length : count);
		if (length > count)
			memcpy(bytes + count, packet->bytes, length - count);
		fate = mst_frame_read(&view, linktype, bytes, length);
		if (length < total)
			cr_expect_eq(fate, MST_FATE_CUT, "link %d, %zu of %zu bytes: fate %d", linktype, length, total,
			             (int)fate);
		free(bytes);
	}
	return fate;
}

Test(wire_frame, every_link_layer_is_read_and_no_cut_frame_is_whole)
{
	static const uint8_t ethernet[14] = { [12] = 0x08 }, loop[4] = { 0 }, sll[16] = { [14] = 0x08 },
			     sll2[20] = { 0x08 };
	static const uint8_t vlan[18] = { [12] = 0x81, [15] = 5, [16] = 0x08 };
	static const uint8_t qinq[22] = { [12] = 0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 0x08, 0 };
	struct packet tcp = syn_ack();
	struct packet error = packet_error(HOST, US, MST_ICMP_UNREACHABLE, 1, tcp.bytes, 28);

	for (int i = 0; i < 2; i++) {
		const struct packet *packet = i ? &error : &tcp;

		cr_expect_eq(read_behind(DLT_RAW, ethernet, 0, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_IPV4, ethernet, 0, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_EN10MB, ethernet, sizeof ethernet, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_EN10MB, vlan, sizeof vlan, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_EN10MB, qinq, sizeof qinq, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_LINUX_SLL, sll, sizeof sll, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_LINUX_SLL2, sll2, sizeof sll2, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_NULL, loop, sizeof loop, packet), MST_FATE_WHOLE);
		cr_expect_eq(read_behind(DLT_LOOP, loop, sizeof loop, packet), MST_FATE_WHOLE);
	}
	cr_expect_not(mst_frame_knows(DLT_IEEE802_11));
}

Test(wire_frame, cooked_packets_name_their_interface)
{
	static const uint8_t sll2[20] = { 0x08, 0, 0, 0, 0, 0, 1, 2 };

	cr_expect_eq(mst_frame_ifindex(DLT_LINUX_SLL2, sll2, sizeof sll2), 0x102);
	cr_expect_eq(mst_frame_ifindex(DLT_LINUX_SLL2, sll2, 7), 0);
	cr_expect_eq(mst_frame_ifindex(DLT_EN10MB, sll2, sizeof sll2), 0);
}

Test(wire_frame, padding_of_the_link_is_not_part_of_the_packet)
{
	struct packet packet = syn_ack();
	struct mst_view view;

	packet.bytes[packet.length] = 0xff;
	packet.length += 6;
	cr_expect_eq(read_bare(&view, &packet), MST_FATE_WHOLE);
	cr_expect_eq(mst_addr_ipv4(&view.source), HOST);
	cr_expect(view.tcp.source == 443 && view.tcp.destination == 40000 && view.tcp.ack == 77 && view.ttl == 64);
}

Test(wire_frame, any_changed_bit_is_noticed)
{
	struct packet tcp = syn_ack();
	struct packet error = packet_error(HOST, US, MST_ICMP_TIME_EXCEEDED, 0, tcp.bytes, 28);
	struct mst_view view;

	for (int i = 0; i < 2; i++) {
		struct packet *packet = i ? &error : &tcp;

		for (size_t bit = 0; bit < packet->length * 8; bit++) {
			packet->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			cr_expect_neq(read_bare(&view, packet), MST_FATE_WHOLE, "bit %zu", bit);
			packet->bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	}
}

Test(wire_frame, wrong_checksums_are_called_so)
{
	static const size_t places[] = { MST_IPV4_CHECKSUM, MST_IPV4_BYTES + MST_TCP_CHECKSUM };
	struct mst_view view;

	for (size_t i = 0; i < 2; i++) {
		struct packet tcp = syn_ack();

		tcp.bytes[places[i]] ^= 1;
		cr_expect_eq(read_bare(&view, &tcp), MST_FATE_BAD_SUM);
	}
	struct packet error = packet_error(HOST, US, MST_ICMP_UNREACHABLE, 3, syn_ack().bytes, 28);

	error.bytes[MST_IPV4_BYTES + MST_ICMP_CHECKSUM] ^= 1;
	cr_expect_eq(read_bare(&view, &error), MST_FATE_BAD_SUM);
}

Test(wire_frame, a_tcp_checksum_left_to_the_card_is_believed)
{
	struct packet packet = syn_ack();
	struct mst_view view;
	uint16_t pseudo = mst_sum_fold(mst_sum_bytes(MST_PROTO_TCP + MST_TCP_BYTES, packet.bytes + MST_IPV4_SOURCE, 8));

	mst_put_be16(packet.bytes + MST_IPV4_BYTES + MST_TCP_CHECKSUM, pseudo);
	cr_expect_eq(read_bare(&view, &packet), MST_FATE_WHOLE);
}

Test(wire_frame, fragments_are_told_from_other_protocols)
{
	static const uint8_t arp[60] = { [12] = 0x08, 0x06 }, other[60] = { [12] = 0x88, 0xcc };
	static const uint16_t fragments[] = { 0x2000, 0x0001, 0x1fff };
	struct packet packet = syn_ack();
	struct mst_view view;

	for (size_t i = 0; i < 3; i++) {
		mst_put_be16(packet.bytes + 6, fragments[i]);
		packet_finish(&packet);
		cr_expect_eq(read_bare(&view, &packet), MST_FATE_FRAGMENT, "fragment word %x", fragments[i]);
	}
	cr_expect_eq(mst_frame_read(&view, DLT_EN10MB, arp, sizeof arp), MST_FATE_FOREIGN, "ARP of no known kind");
	cr_expect_eq(mst_frame_read(&view, DLT_EN10MB, other, sizeof other), MST_FATE_FOREIGN);
	packet = syn_ack();
	packet.bytes[MST_IPV4_PROTO] = 132;
	packet_finish(&packet);
	cr_expect_eq(read_bare(&view, &packet), MST_FATE_FOREIGN);
}

Test(wire_frame, a_quoted_header_may_have_options)
{
	struct packet quoted = packet_tcp(US, HOST, 40000, 443, 0, MST_TCP_SYN), packet;
	struct mst_view view;

	memmove(quoted.bytes + 28, quoted.bytes + 20, MST_TCP_BYTES);
	memset(quoted.bytes + 20, 1, 8); /* no operation */
	quoted.bytes[0] = 0x47;
	packet = packet_error(HOST, US, MST_ICMP_UNREACHABLE, 1, quoted.bytes, 36);
	cr_expect_eq(read_bare(&view, &packet), MST_FATE_WHOLE);
	cr_expect(mst_view_is_error(&view) && view.quoted.source_port == 40000 && view.quoted.destination_port == 443);
	cr_expect_eq(view.quoted.tcp_seq, 0x01020304);
	packet = packet_error(HOST, US, MST_ICMP_UNREACHABLE, 1, quoted.bytes, 35);
	cr_expect_eq(read_bare(&view, &packet), MST_FATE_CUT, "one byte of the ports and number is missing");
}
