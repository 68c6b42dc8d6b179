/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link.c - see link.h. A link type is a row of the table and a function that reads its header: here for those of one
 * machine or LAN, link_wan.c for PPP, frame relay, ATM and rings, link_radio.c for IEEE 802.11.
 */
#include "dissect/common/link.h"

#include <limits.h>
#include <pcap/dlt.h>
#include <string.h>

#include "dissect/common/link_radio.h"
#include "dissect/common/link_wan.h"
#include "dissect/common/reading.h"

/* Linux "cooked" captures have only the sender's MAC address. */
static void read_cooked_mac(struct mst_packet *packet, const uint8_t *mac, uint16_t bytes)
{
	packet->has_macs = mac && bytes == 6;
	if (packet->has_macs)
		memcpy(packet->source_mac, mac, 6);
}

/*
 * Of the protocols of cooked frames that are no EtherTypes (linux/if_ether.h) two are read: LLC to the end, and
 * Novell's frames without it. The others (CAN, DSA …) have no length either.
 */
static uint16_t type_of_cooked(struct mst_packet *packet, const struct mst_reader *r, uint16_t type)
{
	size_t rest = packet->wire_bytes - mst_reading_at(packet, r);

	if (type != MST_COOKED_802_2 && type != MST_COOKED_802_3)
		return mst_reading_ethertype(type);
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
	mst_reading_macs(packet, r);
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

/* The MAC address of the sender and the target are in the first twelve bytes, a switch's tag is behind them. */
static uint16_t read_tagged(struct mst_packet *packet, struct mst_reader *r, size_t tag)
{
	mst_reading_macs(packet, r);
	mst_skip(r, tag);
	return mst_read_be16(r);
}

static uint16_t read_dsa(struct mst_packet *packet, struct mst_reader *r)
{
	return read_tagged(packet, r, 4);
}

static uint16_t read_edsa(struct mst_packet *packet, struct mst_reader *r)
{
	return read_tagged(packet, r, 8);
}

static uint16_t read_brcm_prepended(struct mst_packet *packet, struct mst_reader *r)
{
	mst_skip(r, 4);
	return read_ethernet(packet, r);
}

static uint16_t read_behind(struct mst_reader *r, size_t before, size_t after)
{
	uint16_t type;

	mst_skip(r, before);
	type = mst_read_be16(r);
	mst_skip(r, after);
	return mst_reading_ethertype(type);
}

static uint16_t read_ipoib(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	return read_behind(r, 40, 2);
}

static uint16_t read_symantec(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	return read_behind(r, 6, 36);
}

static uint16_t read_slip(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	mst_skip(r, 16);
	return mst_link_type_of_ip(r);
}

static uint16_t read_enc(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	mst_skip(r, 12);
	return mst_link_type_of_ip(r);
}

/* The log of BSD's packet filter: its first byte is its length, which is rounded up. */
static uint16_t read_pflog(struct mst_packet *packet, struct mst_reader *r)
{
	(void)packet;
	mst_skip(r, r->left ? (r->at[0] + 3u) & ~3u : 1);
	return mst_link_type_of_ip(r);
}

static uint16_t read_ipnet(struct mst_packet *packet, struct mst_reader *r)
{
	enum { SOLARIS_IPV6 = 26 };
	uint8_t family = (mst_skip(r, 1), mst_read_u8(r));

	(void)packet;
	mst_skip(r, 22);
	return family == 2 ? MST_ETHERTYPE_IPV4 : family == SOLARIS_IPV6 ? MST_ETHERTYPE_IPV6 : 0;
}

/* Linux's netfilter log: attributes, of which one is the packet. Their lengths and types are in the host's order. */
static uint16_t read_nflog(struct mst_packet *packet, struct mst_reader *r)
{
	enum { PAYLOAD = 9, ATTRIBUTES_MAX = 32 };
	uint8_t family = mst_read_u8(r);

	(void)packet;
	mst_skip(r, 3);
	for (unsigned i = 0; i < ATTRIBUTES_MAX && !r->short_read; i++) {
		const uint8_t *header = mst_read_bytes(r, 4);
		uint16_t fields[2] = { 0 };

		if (header)
			memcpy(fields, header, 4);
		if (fields[0] < 4)
			break;
		if (fields[1] == PAYLOAD) {
			r->left = mst_smaller(r->left, fields[0] - 4u);
			return family == 2 ? MST_ETHERTYPE_IPV4 : family == 10 ? MST_ETHERTYPE_IPV6 : 0;
		}
		mst_skip(r, (fields[0] - 4u + 3u) & ~3u);
	}
	r->short_read = true;
	return 0;
}

/* ARCNET as Linux captures it: RFC 1051 (240, 241), RFC 1201 (212, 213, 196), which has three bytes more. */
static uint16_t read_arcnet(struct mst_packet *packet, struct mst_reader *r)
{
	uint8_t type;

	(void)packet;
	mst_skip(r, 4);
	type = mst_read_u8(r);
	if (type != 240 && type != 241)
		mst_skip(r, 3);
	return type == 240 || type == 212   ? MST_ETHERTYPE_IPV4
	       : type == 241 || type == 213 ? MST_ETHERTYPE_ARP
	       : type == 196                ? MST_ETHERTYPE_IPV6
	                                    : 0;
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
	{ DLT_PPP, mst_read_ppp_link },
	{ DLT_PPP_SERIAL, mst_read_ppp_link },
	{ DLT_PPP_ETHER, mst_read_ppp_ether },
	{ DLT_PPP_WITH_DIR, mst_read_ppp_with_direction },
	{ DLT_C_HDLC, mst_read_hdlc },
	{ DLT_FRELAY, mst_read_frame_relay },
	{ DLT_MFR, mst_read_multilink_frame_relay },
	{ DLT_ATM_RFC1483, mst_read_atm },
	{ DLT_ATM_CLIP, mst_read_atm },
	{ DLT_SUNATM, mst_read_sunatm },
	{ DLT_FDDI, mst_read_fddi },
	{ DLT_IEEE802, mst_read_token_ring },
	{ DLT_IP_OVER_FC, mst_read_fibre_channel },
	{ DLT_IEEE802_11, mst_read_80211 },
	{ DLT_IEEE802_11_RADIO, mst_read_radiotap },
	{ DLT_PRISM_HEADER, mst_read_prism },
	{ DLT_IEEE802_11_RADIO_AVS, mst_read_avs },
	{ DLT_SLIP, read_slip },
	{ DLT_ENC, read_enc },
	{ DLT_PFLOG, read_pflog },
	{ DLT_IPNET, read_ipnet },
	{ DLT_NFLOG, read_nflog },
	{ DLT_IPOIB, read_ipoib },
	{ DLT_SYMANTEC_FIREWALL, read_symantec },
	{ DLT_ARCNET_LINUX, read_arcnet },
#ifdef DLT_DSA_TAG_BRCM
	{ DLT_DSA_TAG_BRCM, read_dsa },
	{ DLT_DSA_TAG_BRCM_PREPEND, read_brcm_prepended },
	{ DLT_DSA_TAG_DSA, read_dsa },
	{ DLT_DSA_TAG_EDSA, read_edsa },
#endif
};
/* clang-format on */

/* Headers that say which link type follows: per-packet information, and macOS's. Numbers are little-endian. */
static int read_wrapper(int linktype, struct mst_reader *r)
{
	struct mst_reader header = *r;
	uint32_t length, type;

	if (linktype != DLT_PPI && linktype != DLT_PKTAP)
		return linktype;
	if (linktype == DLT_PPI) {
		mst_skip(&header, 2);
		length = mst_read_le16(&header);
	} else {
		length = mst_read_le32(&header);
		mst_skip(&header, 4);
	}
	type = mst_read_le32(&header);
	if (header.short_read)
		return linktype;
	mst_skip(r, length);
	return type == DLT_PPI || type == DLT_PKTAP || type > INT_MAX ? MST_LINK_NONE : (int)type;
}

uint16_t mst_link_read(struct mst_packet *packet, int linktype, struct mst_reader *r)
{
	if (linktype != DLT_EN10MB)
		linktype = read_wrapper(linktype, r);
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].linktype == linktype) {
			packet->known_link = true;
			return links[i].read(packet, r);
		}
	}
	return 0;
}
