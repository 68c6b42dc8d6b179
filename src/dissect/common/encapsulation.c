/* SPDX-License-Identifier: BSD-2-Clause */
/* encapsulation.c - see encapsulation.h. */
#include "dissect/common/encapsulation.h"

#include <string.h>

#include "wire/checksum.h"

enum { PPP_IPV4 = 0x0021, PPP_IPV6 = 0x0057, PPP_MPLS = 0x0281, PPP_MPLS_MULTICAST = 0x0283 };
enum { BOTTOM_OF_STACK = 0x100, CONTROL_WORD = 4, MACS = 12, TAGS_MAX = 2 };

/* ---- MPLS ---- */

/* Whether an IPv4 header stands here, whole and right. */
static bool is_ipv4(struct mst_reader r)
{
	size_t left = r.left, header = left ? (r.at[0] & 15u) * 4u : 0;
	const uint8_t *bytes = header >= 20 && r.at[0] >> 4 == 4 ? mst_read_bytes(&r, header) : NULL;

	return bytes && (size_t)(bytes[2] << 8 | bytes[3]) >= header &&
	       mst_checksum(mst_sum_bytes(0, bytes, header)) == 0;
}

/* Whether an IPv6 packet begins here that ends with the frame; a short one, with padding, is told by what it is not. */
static bool is_ipv6(struct mst_reader r, size_t on_wire)
{
	uint8_t version = (uint8_t)(mst_read_u8(&r) >> 4);

	mst_skip(&r, 3);
	return version == 6 && mst_read_be16(&r) + 40u == on_wire && !r.short_read;
}

/* Whether a packet of this EtherType may begin here. */
static bool may_be(uint16_t type, struct mst_reader r)
{
	uint8_t first = mst_read_u8(&r), second = mst_read_u8(&r);

	if (r.short_read)
		return false;
	switch (type) {
	case MST_ETHERTYPE_IPV4: return first >> 4 == 4 && (first & 15) >= 5;
	case MST_ETHERTYPE_IPV6: return first >> 4 == 6;
	case MST_ETHERTYPE_ARP: return first == 0 && (second == 1 || second == 6);
	case MST_ETHERTYPE_PPPOE: return first == 0x11 && second == 0;
	case MST_ETHERTYPE_PPPOE_DISCOVERY: return first == 0x11;
	default: return false;
	}
}

/* The EtherType of an Ethernet frame that begins here, with the reader behind its header; 0: there is none. */
static uint16_t read_ethernet(struct mst_encapsulation *outer, struct mst_reader *r)
{
	struct mst_reader inner = *r;
	const uint8_t *macs = mst_read_bytes(&inner, MACS);
	uint16_t type = mst_read_be16(&inner);

	for (int tags = 0; tags < TAGS_MAX && (type == MST_ETHERTYPE_VLAN || type == MST_ETHERTYPE_QINQ); tags++) {
		mst_skip(&inner, 2);
		type = mst_read_be16(&inner);
	}
	if (!macs || !may_be(type, inner))
		return 0;
	outer->has_mac = true;
	memcpy(outer->mac, macs + 6, sizeof outer->mac);
	*r = inner;
	return type;
}

static uint16_t guess_type(struct mst_encapsulation *outer, struct mst_reader *r, size_t beyond)
{
	struct mst_reader behind_word = *r;
	uint8_t first = r->left ? r->at[0] >> 4 : 0;
	uint16_t type;

	if (is_ipv4(*r))
		return MST_ETHERTYPE_IPV4;
	if (is_ipv6(*r, r->left + beyond))
		return MST_ETHERTYPE_IPV6;
	mst_skip(&behind_word, CONTROL_WORD);
	type = first == 0 ? read_ethernet(outer, &behind_word) : 0;
	if (type) {
		*r = behind_word;
		return type;
	}
	type = read_ethernet(outer, r);
	if (type)
		return type;
	return first == 4 ? MST_ETHERTYPE_IPV4 : first == 6 ? MST_ETHERTYPE_IPV6 : 0;
}

static uint16_t read_mpls(struct mst_encapsulation *outer, struct mst_reader *r, size_t beyond)
{
	uint32_t label = 0;

	while (!(label & BOTTOM_OF_STACK) && outer->label_count < MST_LABELS_MAX) {
		label = mst_read_be32(r);
		if (r->short_read)
			break;
		outer->labels[outer->label_count++] = label;
	}
	outer->cut = r->short_read || !(label & BOTTOM_OF_STACK);
	return outer->cut ? 0 : guess_type(outer, r, beyond);
}

/* ---- PPPoE ---- */

/* Returns the EtherType that corresponds to the protocol; 0: there is none. */
static uint16_t read_ppp(struct mst_encapsulation *outer, struct mst_reader *r)
{
	if (r->left >= 2 && r->at[0] == 0xff && r->at[1] == 3)
		mst_skip(r, 2); /* address and control of HDLC: not to be here, but seen */
	outer->ppp_left = r->left;
	/* A single odd byte is the compressed form (RFC 1661, section 6.5). */
	outer->ppp_protocol = r->left && (r->at[0] & 1) ? mst_read_u8(r) : mst_read_be16(r);
	outer->cut = r->short_read;
	switch (outer->ppp_protocol) {
	case PPP_IPV4: return MST_ETHERTYPE_IPV4;
	case PPP_IPV6: return MST_ETHERTYPE_IPV6;
	case PPP_MPLS: return MST_ETHERTYPE_MPLS;
	case PPP_MPLS_MULTICAST: return MST_ETHERTYPE_MPLS_MULTICAST;
	default: return 0;
	}
}

static uint16_t read_pppoe(struct mst_encapsulation *outer, struct mst_reader *r)
{
	outer->pppoe_version = mst_read_u8(r);
	outer->pppoe_code = mst_read_u8(r);
	outer->pppoe_session = mst_read_be16(r);
	outer->pppoe_declared = mst_read_be16(r);
	outer->cut = r->short_read;
	if (outer->cut)
		return 0;
	outer->pppoe_whole = true;
	if (r->left > outer->pppoe_declared)
		r->left = outer->pppoe_declared; /* what follows is padding */
	outer->pppoe_bytes = r->left;
	return outer->pppoe_code ? 0 : read_ppp(outer, r);
}

uint16_t mst_encapsulation_read(struct mst_encapsulation *outer, struct mst_reader *r, uint16_t type, size_t beyond)
{
	bool in_session = false; /* a second PPP, within the first, is not taken apart */

	while (outer->count < MST_OUTER_MAX && !outer->cut) {
		bool pppoe = mst_encapsulation_is_pppoe(type), ppp = type == MST_ETHERTYPE_PPP;

		if ((pppoe || ppp) && in_session)
			return type;
		in_session |= pppoe || ppp;
		if (!pppoe && !ppp && type != MST_ETHERTYPE_MPLS && type != MST_ETHERTYPE_MPLS_MULTICAST)
			return type;
		outer->types[outer->count++] = type;
		type = pppoe ? read_pppoe(outer, r) : ppp ? read_ppp(outer, r) : read_mpls(outer, r, beyond);
	}
	return outer->cut ? 0 : type;
}
