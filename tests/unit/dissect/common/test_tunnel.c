/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tunnel.c - the packet within a tunnel, of every kind; and what is none. */
#include "dissect/common/tunnel.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>

#include "fixture_nest.h"

enum { UDP = 17 };

struct row {
	const char *name;
	const char *header; /* between the outer IP (or UDP) header and the inner packet, as hexadecimal digits */
	char inner;         /* what is within: '4' and '6' for IP, 'e' for an Ethernet frame with IPv4 */
	uint8_t protocol;
	uint16_t port;
};

/* clang-format off */
static const struct row tunnels[] = {
	{ "IP in IP", "", '4', 4, 0 },
	{ "6in4", "", '6', 41, 0 },
	{ "GRE", "0000 0800", '4', 47, 0 },
	{ "GRE, IPv6", "0000 86dd", '6', 47, 0 },
	{ "GRE with checksum, key, sequence", "b000 0800 12340000 00000007 00000009", '4', 47, 0 },
	{ "GRE with source routes", "4000 0800 00000000 08000004 0a000001 00000000", '4', 47, 0 },
	{ "GRE, Ethernet", "2000 6558 00000007", 'e', 47, 0 },
	{ "GRE, MPLS", "0000 8847 00010140", '4', 47, 0 },
	{ "GRE, WCCP 2", "0000 883e 00000000", '4', 47, 0 },
	{ "PPTP", "3081 880b 0020 0001 00000001 00000002 ff03 0021", '4', 47, 0 },
	{ "ERSPAN I", "0000 88be", 'e', 47, 0 },
	{ "ERSPAN II", "1000 88be 00000001 1001 0001 00000000", 'e', 47, 0 },
	{ "ERSPAN III", "1000 22eb 00000001 2001 0001 00000000 0000 0000", 'e', 47, 0 },
	{ "ERSPAN III with a subheader, IP",
	  "1000 22eb 00000001 20010001 00000000 0000 0801 0000000000000000", '4', 47, 0 },
	{ "EtherIP", "3000", 'e', 97, 0 },
	{ "MPLS in IP", "00010140", '4', 137, 0 },
	{ "authenticated (AH), IP in IP", "04040000 00000001 00000001 000000000000000000000000", '4', 51, 0 },
	{ "VXLAN", "08000000 00007b00", 'e', UDP, 4789 },
	{ "VXLAN at its old port", "08000000 00007b00", 'e', UDP, 8472 },
	{ "VXLAN-GPE, IPv6", "0c000002 00007b00", '6', UDP, 4790 },
	{ "VXLAN-GPE, network service header",
	  "0c000004 00007b00 0fc6 0201 000001ff 00000000 00000000 00000000 00000000", '4', UDP, 4790 },
	{ "Geneve", "0000 6558 00007b00", 'e', UDP, 6081 },
	{ "Geneve with options", "0240 0800 00007b00 0102800100000000", '4', UDP, 6081 },
	{ "GTP-U", "30ff 001c 00000001", '4', UDP, 2152 },
	{ "GTP-U with extension headers", "34ff 0028 00000001 0000 00 85 01 0000 c0 01 1234 00", '4', UDP, 2152 },
	{ "L2TP", "4002 0030 0001 0002 ff03 0021", '4', UDP, 1701 },
	{ "L2TP with sequence and offset, short PPP", "0a02 0001 0002 0000 0001 0002 0000 21", '4', UDP, 1701 },
	{ "Teredo", "", '6', UDP, 3544 },
	{ "Teredo with authentication and origin", "00010000 0000000000000000 00 0000 1234 0a000001", '6', UDP, 3544 },
};

static const struct row none[] = {
	{ "VXLAN without an identifier", "00000000 00007b00", 'e', UDP, 4789 },
	{ "GRE of a version that is not known", "0002 0800", '4', 47, 0 },
	{ "GRE, a number that is no EtherType", "0000 0050 aaaa03 000000 0800", '4', 47, 0 },
	{ "Geneve, a number that is no EtherType", "0000 0050 00007b00 aaaa03 000000 0800", '4', UDP, 6081 },
	{ "GRE's keepalive", "0000 0000", '4', 47, 0 },
	{ "GRE that has only an acknowledgement", "2081 880b 0000 0001 00000002", 0, 47, 0 },
	{ "EtherIP of another version", "4000", 'e', 97, 0 },
	{ "an echo request of GTP", "3201 0004 00000000 0000 0000", '4', UDP, 2152 },
	{ "a control message of L2TP", "c802 000c 0001 0000 0000 0000", '4', UDP, 1701 },
	{ "Geneve of another version", "4000 6558 00007b00", 'e', UDP, 6081 },
	{ "Geneve whose options do not end", "3f00 6558 00007b00", 0, UDP, 6081 },
	{ "another port", "08000000 00007b00", 'e', UDP, 4788 },
	{ "text at the port of Teredo", "68656c6c6f", '6', UDP, 3544 },
	{ "IP in IP that is not IP", "00000000", 0, 4, 0 },
};
/* clang-format on */

static struct nest make(const struct row *row)
{
	struct nest nest = { .count = 0 };

	if (row->inner) {
		nest_hex(&nest, "deadbeef");
		nest_udp(&nest, 1000, 2000);
	}
	if (row->inner == '6')
		nest_ipv6(&nest, UDP, 7);
	else if (row->inner)
		nest_ipv4(&nest, UDP, 7);
	if (row->inner == 'e')
		nest_ethernet(&nest, 0x0800);
	nest_hex(&nest, row->header);
	if (row->port)
		nest_udp(&nest, 40000, row->port);
	nest_ipv4(&nest, row->protocol, 1);
	return nest;
}

/* Reads from a copy of the very size: with AddressSanitizer, a byte too far is seen. */
static unsigned read_all(const struct nest *nest, size_t count, struct mst_packet packets[MST_TUNNELS_MAX + 1],
                         uint8_t **copy)
{
	unsigned levels = 0;

	*copy = malloc(count + !count);
	memcpy(*copy, nest->bytes, count);
	levels = mst_packet_read(&packets[0], DLT_RAW, *copy, count, nest->count);
	while (levels && mst_packet_inner(&packets[levels], &packets[levels - 1]))
		levels++;
	return levels;
}

Test(dissect_common_tunnel, the_inner_packet_of_each_kind_is_read)
{
	for (size_t i = 0; i < sizeof tunnels / sizeof *tunnels; i++) {
		struct mst_packet packets[MST_TUNNELS_MAX + 1], *inner;
		struct nest nest = make(&tunnels[i]);
		uint8_t *copy;
		unsigned levels = read_all(&nest, nest.count, packets, &copy);

		cr_assert_geq(levels, 2, "%s: not read", tunnels[i].name);
		inner = &packets[levels - 1];
		cr_expect_eq(inner->network, tunnels[i].inner == '6' ? MST_NETWORK_IPV6 : MST_NETWORK_IPV4, "%s",
		             tunnels[i].name);
		cr_expect_eq(inner->source.bytes[inner->network == MST_NETWORK_IPV6 ? 15 : 3], 7, "%s",
		             tunnels[i].name);
		cr_expect(inner->has_ports && inner->destination_port == 2000, "%s: ports", tunnels[i].name);
		cr_expect_eq(inner->payload_declared, 4, "%s: payload of %zu", tunnels[i].name,
		             inner->payload_declared);
		cr_expect_eq(inner->has_macs, tunnels[i].inner == 'e', "%s: MAC addresses", tunnels[i].name);
		cr_expect_not(inner->truncated || inner->malformed, "%s", tunnels[i].name);
		cr_expect_eq(inner->depth, levels - 1);
		free(copy);
	}
}

Test(dissect_common_tunnel, a_header_that_is_cut_anywhere_is_read_as_far_as_it_goes)
{
	for (size_t i = 0; i < sizeof tunnels / sizeof *tunnels; i++) {
		struct nest nest = make(&tunnels[i]);

		for (size_t count = 0; count < nest.count; count++) {
			struct mst_packet packets[MST_TUNNELS_MAX + 1];
			uint8_t *copy;
			unsigned levels = read_all(&nest, count, packets, &copy);

			cr_expect(levels == 0 || packets[levels - 1].truncated || packets[0].truncated, "%s at %zu",
			          tunnels[i].name, count);
			free(copy);
		}
	}
}

Test(dissect_common_tunnel, what_is_no_tunnel_has_no_inner_packet)
{
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct mst_packet packets[MST_TUNNELS_MAX + 1];
		struct nest nest = make(&none[i]);
		uint8_t *copy;

		cr_expect_eq(read_all(&nest, nest.count, packets, &copy), 1, "%s", none[i].name);
		free(copy);
	}
}

Test(dissect_common_tunnel, a_later_fragment_has_none)
{
	struct mst_packet packets[MST_TUNNELS_MAX + 1];
	struct nest nest = make(&tunnels[0]);
	uint8_t *copy;

	mst_put_be16(nest.bytes + 6, 0x2000);
	cr_expect_eq(read_all(&nest, nest.count, packets, &copy), 2, "the first one has");
	free(copy);
	mst_put_be16(nest.bytes + 6, 0x0001);
	cr_expect_eq(read_all(&nest, nest.count, packets, &copy), 1);
	free(copy);
}

Test(dissect_common_tunnel, levels_are_bounded)
{
	struct mst_packet packets[MST_TUNNELS_MAX + 1];
	struct nest nest = make(&tunnels[0]);
	uint8_t *copy;

	for (uint8_t i = 0; i < 9; i++)
		nest_ipv4(&nest, 4, i);
	cr_expect_eq(read_all(&nest, nest.count, packets, &copy), MST_TUNNELS_MAX + 1);
	free(copy);
}
