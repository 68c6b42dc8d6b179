/* SPDX-License-Identifier: BSD-2-Clause */
/* link_wan.c - see link_wan.h. */
#include "dissect/common/link_wan.h"

#include <string.h>

#include "dissect/common/link_llc.h"
#include "dissect/common/reading.h"

enum { HDLC_UNICAST = 0x0f, HDLC_MULTICAST = 0x8f, UNNUMBERED_INFORMATION = 0x03 };
enum { NLPID_SNAP = 0x80, NLPID_IPV6 = 0x8e, NLPID_IPV4 = 0xcc };

uint16_t mst_read_ppp_link(struct mst_packet *packet, struct mst_reader *r)
{
	if (r->left && (r->at[0] == HDLC_UNICAST || r->at[0] == HDLC_MULTICAST))
		return mst_read_hdlc(packet, r);
	return MST_ETHERTYPE_PPP; /* encapsulation.c reads it */
}

uint16_t mst_read_ppp_ether(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	return r->left >= 2 && r->at[1] ? MST_ETHERTYPE_PPPOE_DISCOVERY : MST_ETHERTYPE_PPPOE;
}

uint16_t mst_read_ppp_with_direction(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	mst_skip(r, 1);
	return MST_ETHERTYPE_PPP;
}

/* Some send a byte before the number of ISO's protocol, as Cisco does. */
uint16_t mst_read_hdlc(struct mst_packet *packet, struct mst_reader *r)
{
	enum { OSI = 0xfefe, CLNP = 0x81, IS_IS = 0x83 };
	uint16_t type;

	(void)packet;
	mst_skip(r, 2);
	type = mst_reading_ethertype(mst_read_be16(r));
	if (type == OSI && r->left > 1 && r->at[1] >= CLNP && r->at[1] <= IS_IS)
		mst_skip(r, 1);
	return type;
}

/* Q.922: two to four bytes of address, the last of which is odd; then a control byte and a protocol, or an EtherType.
 */
uint16_t mst_read_frame_relay(struct mst_packet *packet, struct mst_reader *r)
{
	uint8_t bytes = 0, protocol;

	while (bytes < 4 && !r->short_read) {
		bytes++;
		if (mst_read_u8(r) & 1)
			break;
	}
	if (r->left && r->at[0] != UNNUMBERED_INFORMATION)
		return mst_reading_ethertype(mst_read_be16(r));
	mst_skip(r, 1);
	if (r->left && r->at[0] == 0) /* a pad */
		mst_skip(r, 1);
	protocol = mst_read_u8(r);
	if (protocol == NLPID_IPV4 || protocol == NLPID_IPV6)
		return protocol == NLPID_IPV4 ? MST_ETHERTYPE_IPV4 : MST_ETHERTYPE_IPV6;
	return protocol == NLPID_SNAP ? mst_link_snap(packet, r) : 0;
}

uint16_t mst_read_multilink_frame_relay(struct mst_packet *packet, struct mst_reader *r)
{
	enum { BEGIN = 0x80, CONTROL = 0x20 };
	uint8_t flags = mst_read_u8(r);

	mst_skip(r, 1);
	return (flags & BEGIN) && !(flags & CONTROL) ? mst_read_frame_relay(packet, r) : 0;
}

uint16_t mst_read_atm(struct mst_packet *packet, struct mst_reader *r)
{
	uint8_t first = r->left ? r->at[0] : 0;

	if (first >> 4 == 4) /* "classical" IP without LLC */
		return MST_ETHERTYPE_IPV4;
	return mst_link_llc(packet, r);
}

uint16_t mst_read_sunatm(struct mst_packet *packet, struct mst_reader *r)
{
	enum { LANE = 1, LLC = 2 };
	uint8_t type = mst_read_u8(r) & 15;

	mst_skip(r, 3);
	return type == LLC ? mst_link_llc(packet, r) : 0;
}

uint16_t mst_read_fddi(struct mst_packet *packet, struct mst_reader *r)
{
	uint8_t control = mst_read_u8(r);

	mst_reading_macs(packet, r);
	return (control & 0xf0) == 0x50 ? mst_link_llc(packet, r) : 0;
}

/* With source routes where the sender's address has the bit of groups. */
uint16_t mst_read_token_ring(struct mst_packet *packet, struct mst_reader *r)
{
	uint8_t control;

	mst_skip(r, 1);
	control = mst_read_u8(r);
	mst_reading_macs(packet, r);
	if (packet->has_macs && (packet->source_mac[0] & 0x80)) {
		packet->source_mac[0] &= 0x7f;
		mst_skip(r, r->left ? r->at[0] & 31 : 1);
	}
	return control >> 6 == 1 ? mst_link_llc(packet, r) : 0;
}

uint16_t mst_read_fibre_channel(struct mst_packet *packet, struct mst_reader *r)
{
	const uint8_t *names = mst_read_bytes(r, 16); /* two bytes before each address */

	packet->has_macs = packet->has_target = names != NULL;
	if (names) {
		memcpy(packet->destination_mac, names + 2, 6);
		memcpy(packet->source_mac, names + 10, 6);
	}
	return mst_link_llc(packet, r);
}
