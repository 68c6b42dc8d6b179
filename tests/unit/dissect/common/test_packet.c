/* SPDX-License-Identifier: BSD-2-Clause */
/* test_packet.c - IEEE 802.2 with an EtherType, and authenticated packets. */
#include "dissect/common/packet.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>

#include "fixture_nest.h"

static struct nest datagram(void)
{
	struct nest nest = { .count = 0 };

	nest_udp(&nest, 1000, 2000);
	nest_ipv4(&nest, 17, 7);
	return nest;
}

static bool read_frame(struct mst_packet *packet, const struct nest *nest)
{
	return mst_packet_read(packet, DLT_EN10MB, nest->bytes, nest->count, nest->count);
}

Test(dissect_common_packet, snap_with_an_ethertype_leads_to_the_packet)
{
	static const char *const headers[] = { "aaaa03 000000 0800", "aaaa03 0000f8 0800",
		                               "aaaa03 000000 8100 0005 0800", "060603" };

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		struct nest nest = datagram();
		struct mst_packet packet;

		nest_hex(&nest, headers[i]);
		nest_ethernet(&nest, (uint16_t)nest.count);
		cr_expect(read_frame(&packet, &nest), "%s", headers[i]);
		cr_expect(packet.llc && packet.llc_at == 14);
		cr_expect_eq(packet.source.bytes[3], 7);
		cr_expect_eq(packet.destination_port, 2000);
		cr_expect_eq(packet.vlan_count, i == 2);
	}
}

Test(dissect_common_packet, other_llc_is_no_packet)
{
	static const char *const headers[] = { "aaaa03 00000c 0800", "aaaa03 000000 9000", "424203",
		                               "aaaa13 000000 0800" };

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		struct nest nest = datagram();
		struct mst_packet packet;

		nest_hex(&nest, headers[i]);
		nest_ethernet(&nest, (uint16_t)nest.count);
		cr_expect_not(read_frame(&packet, &nest), "%s", headers[i]);
		cr_expect(packet.llc && packet.network_at == 14 && packet.ethertype == 0);
	}
}

Test(dissect_common_packet, authentication_in_ipv4_hides_no_ports)
{
	struct nest nest = { .count = 0 };
	struct mst_packet packet;

	nest_udp(&nest, 1000, 2000);
	nest_hex(&nest, "11040000 00000001 00000001 000000000000000000000000");
	nest_ipv4(&nest, MST_IPPROTO_AH, 7);
	cr_expect(mst_packet_read_ip(&packet, nest.bytes, nest.count, nest.count));
	cr_expect_eq(packet.protocol, 17);
	cr_expect_eq(packet.first_protocol, MST_IPPROTO_AH);
	cr_expect_eq(packet.extensions_at, 20);
	cr_expect_eq(packet.destination_port, 2000);
	cr_expect_not(packet.malformed);
}
