/* SPDX-License-Identifier: BSD-2-Clause */
/* link_radio.c - see link_radio.h. */
#include "dissect/common/link_radio.h"

#include <string.h>

#include "dissect/common/link_llc.h"

enum { DATA = 2, NO_DATA = 4, QOS = 8 };                                              /* type; bits of the subtype */
enum { TO_DS = 0x01, FROM_DS = 0x02, MORE = 0x04, PROTECTED = 0x40, ORDERED = 0x80 }; /* flags */
enum { PRISM_BYTES = 144, FCS_BYTES = 4, AMSDU = 0x80 };
enum { TAP_TIME = 1, TAP_FLAGS = 2, TAP_MORE = 0x80000000, FLAG_FCS = 0x10, FLAG_PADDED = 0x20 };

/* The sender and the target are two of up to four addresses, by the direction between stations and network. */
static void take_macs(struct mst_packet *packet, const uint8_t *addresses, const uint8_t *fourth, uint8_t flags)
{
	const uint8_t *target = flags & TO_DS ? addresses + 12 : addresses;
	const uint8_t *sender = fourth ? fourth : flags & FROM_DS ? addresses + 12 : addresses + 6;

	packet->has_macs = packet->has_target = true;
	memcpy(packet->destination_mac, target, 6);
	memcpy(packet->source_mac, sender, 6);
}

static uint16_t read_frame(struct mst_packet *packet, struct mst_reader *r, bool padded)
{
	size_t begin = r->left;
	uint8_t first = mst_read_u8(r), flags = mst_read_u8(r), subtype = first >> 4;
	const uint8_t *addresses, *fourth = NULL;
	uint16_t fragment, qos = 0;

	if ((first >> 2 & 3) != DATA || (first & 3) != 0)
		return 0;
	mst_skip(r, 2);
	addresses = mst_read_bytes(r, 18);
	fragment = mst_read_le16(r) & 15;
	if ((flags & (TO_DS | FROM_DS)) == (TO_DS | FROM_DS))
		fourth = mst_read_bytes(r, 6);
	if (subtype & QOS) {
		qos = mst_read_le16(r);
		mst_skip(r, flags & ORDERED ? 4 : 0);
	}
	if (padded && (begin - r->left) % 4)
		mst_skip(r, 4 - (begin - r->left) % 4);
	if (r->short_read)
		return 0;
	take_macs(packet, addresses, fourth, flags);
	if ((subtype & NO_DATA) || (flags & PROTECTED) || fragment || (qos & AMSDU))
		return 0;
	return mst_link_llc(packet, r);
}

uint16_t mst_read_80211(struct mst_packet *packet, struct mst_reader *r)
{
	return read_frame(packet, r, false);
}

/* Radiotap: length, words of bits, and the fields that these announce; only the flags matter here. */
uint16_t mst_read_radiotap(struct mst_packet *packet, struct mst_reader *r)
{
	struct mst_reader fields = *r;
	uint32_t length, present, word;
	uint8_t flags = 0;

	mst_skip(&fields, 2);
	length = mst_read_le16(&fields);
	present = word = mst_read_le32(&fields);
	while ((word & TAP_MORE) && !fields.short_read)
		word = mst_read_le32(&fields);
	if (present & TAP_TIME)
		mst_skip(&fields, (8 - (size_t)(fields.at - r->at) % 8) % 8 + 8);
	if (present & TAP_FLAGS)
		flags = mst_read_u8(&fields);
	mst_skip(r, length < 8 ? 8 : length);
	if ((flags & FLAG_FCS) && packet->captured == packet->wire_bytes && r->left >= FCS_BYTES)
		r->left -= FCS_BYTES;
	return r->short_read ? 0 : read_frame(packet, r, flags & FLAG_PADDED);
}

uint16_t mst_read_prism(struct mst_packet *packet, struct mst_reader *r)
{
	struct mst_reader peek = *r;

	if (mst_read_be32(&peek) == 0x80211001) /* captured as AVS after all */
		return mst_read_avs(packet, r);
	mst_skip(r, PRISM_BYTES);
	return r->short_read ? 0 : read_frame(packet, r, false);
}

uint16_t mst_read_avs(struct mst_packet *packet, struct mst_reader *r)
{
	uint32_t length;

	mst_skip(r, 4);
	length = mst_read_be32(r);
	mst_skip(r, length < 8 ? 0 : length - 8);
	return r->short_read ? 0 : read_frame(packet, r, false);
}
