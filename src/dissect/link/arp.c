/* SPDX-License-Identifier: BSD-2-Clause */
/* arp.c - address resolution, RFC 826. */
#include "base/reader.h"
#include "dissect/link/describers.h"

enum { REQUEST = 1, REPLY = 2 };

static void describe_ethernet(struct mst_line *line, const struct mst_packet *packet, uint16_t operation,
                              const uint8_t *macs)
{
	static const uint8_t zero[6];
	const uint8_t *sender = macs, *target = macs + 10; /* six of hardware, four of protocol, and again */

	if (operation == REQUEST) {
		bool gratuitous = mst_addr_equal(&packet->source, &packet->destination);

		mst_line_add(line, "Request who-has ");
		mst_line_addr(line, &packet->destination);
		if (memcmp(target, zero, 6) != 0 && !gratuitous) {
			mst_line_add(line, " (");
			mst_line_mac(line, target);
			mst_line_add(line, ")");
		}
		mst_line_add(line, " tell ");
		mst_line_addr(line, &packet->source);
	} else if (operation == REPLY) {
		mst_line_add(line, "Reply ");
		mst_line_addr(line, &packet->source);
		mst_line_add(line, " is-at ");
		mst_line_mac(line, sender);
	} else {
		mst_line_add(line, "operation %u, ", operation);
		mst_line_mac(line, sender);
	}
}

bool mst_describe_arp(struct mst_line *line, const struct mst_layer *layer)
{
	const struct mst_packet *packet = layer->packet;
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t hardware = mst_read_be16(&r), protocol = mst_read_be16(&r), operation;
	uint8_t hardware_bytes = mst_read_u8(&r), protocol_bytes = mst_read_u8(&r);
	const uint8_t *macs;

	operation = mst_read_be16(&r);
	macs = mst_read_bytes(&r, 2u * (hardware_bytes + protocol_bytes));
	if (!macs) {
		mst_line_add(line, " [|arp]");
		return true;
	}
	if (!layer->how->link)
		mst_line_add(line, "ARP, ");
	if (packet->source.family == MST_IPV4)
		describe_ethernet(line, packet, operation, macs);
	else
		mst_line_add(line, "hardware %u (%u bytes), protocol 0x%04x (%u bytes), operation %u", hardware,
		             hardware_bytes, protocol, protocol_bytes, operation);
	mst_line_add(line, ", length %zu", layer->declared);
	return true;
}
