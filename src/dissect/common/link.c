/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link.c - see link.h. A link type is a row of the table and a function that reads its header.
 */
#include "dissect/common/link.h"

#include <pcap/dlt.h>
#include <string.h>

#include "dissect/common/reading.h"

enum { COOKED_802_3 = 1, COOKED_802_2 = 4 };

static void read_macs(struct mst_packet *packet, struct mst_reader *r)
{
	const uint8_t *macs = mst_read_bytes(r, 12);

	packet->has_macs = packet->has_target = macs != NULL;
	if (!macs)
		return;
	memcpy(packet->destination_mac, macs, 6);
	memcpy(packet->source_mac, macs + 6, 6);
}

/* Linux "cooked" captures have only the sender's MAC address. */
static void read_cooked_mac(struct mst_packet *packet, const uint8_t *mac, uint16_t bytes)
{
	packet->has_macs = mac && bytes == 6;
	if (packet->has_macs)
		memcpy(packet->source_mac, mac, 6);
}

/* Two protocols of cooked frames are no EtherTypes: LLC to the end, and Novell's frames without it. */
static uint16_t type_of_cooked(struct mst_packet *packet, const struct mst_reader *r, uint16_t type)
{
	size_t rest = packet->wire_bytes - mst_reading_at(packet, r);

	if (type != COOKED_802_2 && type != COOKED_802_3)
		return type;
	packet->llc = true;
	packet->llc_bytes = rest < UINT16_MAX ? (uint16_t)rest : UINT16_MAX;
	return 0;
}

static uint16_t read_cooked(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t bytes;

	mst_skip(r, 4);
	bytes = mst_read_be16(r);
	read_cooked_mac(packet, mst_read_bytes(r, 8), bytes);
	return type_of_cooked(packet, r, mst_read_be16(r));
}

static uint16_t read_cooked2(struct mst_packet *packet, struct mst_reader *r)
{
	uint16_t type = mst_read_be16(r);
	uint8_t bytes;

	mst_skip(r, 9);
	bytes = mst_read_u8(r);
	read_cooked_mac(packet, mst_read_bytes(r, 8), bytes);
	return type_of_cooked(packet, r, type);
}

uint16_t mst_link_type_of_ip(const struct mst_reader *r)
{
	uint8_t version = r->left ? r->at[0] >> 4 : 0;

	return version == 4 ? MST_ETHERTYPE_IPV4 : version == 6 ? MST_ETHERTYPE_IPV6 : 0;
}

static uint16_t read_ethernet(struct mst_packet *packet, struct mst_reader *r)
{
	read_macs(packet, r);
	return mst_read_be16(r);
}

static uint16_t read_family(struct mst_packet *packet, struct mst_reader *r)
{
	uint32_t family = mst_read_be32(r);

	(void)packet;
	if (family > UINT16_MAX) /* in the byte order of the machine that captured it */
		family = __builtin_bswap32(family);
	switch (family) {
	case 2: return MST_ETHERTYPE_IPV4;
	case 10: /* of Linux, of other systems */
	case 24:
	case 28:
	case 30: return MST_ETHERTYPE_IPV6;
	default: return 0;
	}
}

static uint16_t read_nothing(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	return mst_link_type_of_ip(r);
}

static uint16_t read_ppp(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	(void)r;
	return MST_ETHERTYPE_PPP; /* encapsulation.c reads it */
}

/* clang-format off */
static const struct {
	int linktype;
	uint16_t (*read)(struct mst_packet *packet, struct mst_reader *r);
} links[] = {
	{ DLT_EN10MB, read_ethernet },
	{ DLT_LINUX_SLL, read_cooked },
#ifdef DLT_LINUX_SLL2
	{ DLT_LINUX_SLL2, read_cooked2 },
#endif
	{ DLT_RAW, read_nothing },
	{ DLT_IPV4, read_nothing },
	{ DLT_IPV6, read_nothing },
	{ DLT_NULL, read_family },
	{ DLT_LOOP, read_family },
	{ DLT_PPP, read_ppp },
};
/* clang-format on */

uint16_t mst_link_read(struct mst_packet *packet, int linktype, struct mst_reader *r)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == linktype) {
			packet->known_link = true;
			return links[i].read(packet, r);
		}
	}
	return 0;
}
