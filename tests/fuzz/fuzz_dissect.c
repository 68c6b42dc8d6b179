/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_dissect.c - any bytes as a frame: nothing is read past them, every offset lies within them, and the line that
 * tells of them is short, closed, and harmless to a terminal.
 *
 * The first byte chooses the link layer, the second how it is info; the same bytes are also read as DNS and as DHCP.
 */
#include <pcap/dlt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/common/exchanges.h"
#include "dissect/describe.h"
#include "dissect/payload/dhcp.h"
#include "dissect/payload/dns.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void check_offsets(const struct mst_packet *packet)
{
	must(packet->network_at <= packet->captured);
	must(packet->transport_at + packet->transport_bytes <= packet->captured);
	must(packet->payload_at + packet->payload_bytes <= packet->captured);
	must(packet->payload_bytes <= packet->transport_bytes);
	must(packet->vlan_count <= MST_VLANS_MAX);
}

/* Each packet lies within the one around it. */
static void check_inner(const struct mst_packet *outer)
{
	struct mst_packet packets[MST_TUNNELS_MAX + 1] = { *outer };
	unsigned levels = 1;

	for (; mst_packet_inner(&packets[levels], &packets[levels - 1]); levels++) {
		const struct mst_packet *around = &packets[levels - 1], *inner = &packets[levels];

		check_offsets(inner);
		must(levels <= MST_TUNNELS_MAX && inner->depth == levels);
		must(inner->bytes >= around->bytes &&
		     inner->bytes + inner->captured <= around->bytes + around->captured);
	}
}

/* What the packet answers, if it is a reply of Sun RPC: `style` chooses version and procedure. */
static void add_call(struct mst_exchanges *calls, const struct mst_packet *packet, unsigned style)
{
	struct mst_reader r = mst_reader_over(mst_packet_payload(packet), packet->payload_bytes);
	struct mst_exchange call = { .client = packet->destination,
		                     .server = packet->source,
		                     .port = packet->source_port,
		                     .version = 2 + (style >> 2) % 2,
		                     .procedure = style >> 3 };

	if (packet->tcp_header_bytes)
		mst_skip(&r, 4);
	call.id = mst_read_be32(&r);
	mst_exchanges_add(calls, &call);
}

static void check_line(const struct mst_packet *packet, unsigned style, size_t size)
{
	struct mst_exchanges calls = { 0 };
	struct mst_describe how = { .link = style & 1, .exchanges = &calls, .quick = style & 2 };
	char *text = malloc(size);
	struct mst_line line = mst_line_in(text, size);

	add_call(&calls, packet, style);
	mst_describe_packet(&line, packet, &how);
	must(line.length < size && text[line.length] == '\0' && strlen(text) == line.length);
	for (size_t i = 0; i < line.length; i++)
		must((uint8_t)text[i] >= ' ' && text[i] != 127);
	free(text);
}

static void check_dns(const uint8_t *bytes, size_t count)
{
	struct mst_dns_record record;
	struct mst_dns dns;
	char name[MST_DNS_NAME_TEXT];

	if (!mst_dns_open(&dns, bytes, count))
		return;
	while (mst_dns_next(&dns, &record)) {
		must(strlen(record.name) < sizeof record.name && record.name[0]);
		must(!record.data || (record.data >= bytes && record.data + record.data_bytes <= bytes + count));
		if (mst_dns_name_in(&dns, &record, 0, name))
			must(strlen(name) < sizeof name);
	}
}

static void check_dhcp(const uint8_t *bytes, size_t count)
{
	struct mst_dhcp dhcp;

	if (mst_dhcp_read(&dhcp, bytes, count) && dhcp.host_name.bytes)
		must(dhcp.host_name.bytes >= bytes && dhcp.host_name.bytes + dhcp.host_name.count <= bytes + count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static const int links[] = {
		DLT_EN10MB,       DLT_RAW,
		DLT_LINUX_SLL,    DLT_LINUX_SLL2,
		DLT_NULL,         DLT_USER0,
		DLT_PPP,          DLT_PPP_SERIAL,
		DLT_PPP_ETHER,    DLT_PPP_WITH_DIR,
		DLT_C_HDLC,       DLT_FRELAY,
		DLT_MFR,          DLT_SUNATM,
		DLT_ATM_RFC1483,  DLT_FDDI,
		DLT_IEEE802,      DLT_IP_OVER_FC,
		DLT_SLIP,         DLT_ENC,
		DLT_PFLOG,        DLT_IPNET,
		DLT_NFLOG,        DLT_IPOIB,
		DLT_PPI,          DLT_PKTAP,
		DLT_IEEE802_11,   DLT_IEEE802_11_RADIO,
		DLT_PRISM_HEADER, DLT_IEEE802_11_RADIO_AVS,
		DLT_DSA_TAG_DSA,  DLT_DSA_TAG_EDSA,
		DLT_DSA_TAG_BRCM, DLT_DSA_TAG_BRCM_PREPEND,
		DLT_ARCNET_LINUX, DLT_SYMANTEC_FIREWALL,
	};
	struct mst_packet packet;
	uint8_t *exact;

	if (count < 2)
		return 0;
	exact = malloc(count - 2 + 1);
	memcpy(exact, bytes + 2, count - 2);
	mst_packet_read(&packet, links[bytes[0] % (sizeof links / sizeof *links)], exact, count - 2,
	                count - 2 + bytes[1]);
	check_offsets(&packet);
	check_inner(&packet);
	check_line(&packet, bytes[1], 4096);
	check_line(&packet, bytes[1], 40);
	check_dns(exact, count - 2);
	check_dhcp(exact, count - 2);
	free(exact);
	return 0;
}
