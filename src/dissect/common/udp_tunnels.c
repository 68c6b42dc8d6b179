/* SPDX-License-Identifier: BSD-2-Clause */
/* udp_tunnels.c - see udp_tunnels.h. */
#include "dissect/common/udp_tunnels.h"

#include "dissect/common/encapsulation.h"

#define EXTENSIONS_MAX 8 /* extension headers of GTP */

bool mst_vxlan_read(struct mst_vxlan *vxlan, struct mst_reader *r)
{
	vxlan->flags = mst_read_u8(r);
	mst_skip(r, 2);
	vxlan->next = mst_read_u8(r);
	vxlan->id = mst_read_be32(r) >> 8;
	return !r->short_read;
}

uint16_t mst_vxlan_next_type(uint8_t next)
{
	static const uint16_t types[] = {
		0, MST_ETHERTYPE_IPV4, MST_ETHERTYPE_IPV6, MST_ETHERTYPE_BRIDGED, MST_ETHERTYPE_NSH, MST_ETHERTYPE_MPLS
	};

	return next < sizeof types / sizeof *types ? types[next] : 0;
}

bool mst_geneve_read(struct mst_geneve *geneve, struct mst_reader *r)
{
	uint8_t first = mst_read_u8(r);

	geneve->version = first >> 6;
	geneve->option_bytes = (uint8_t)((first & 63) * 4);
	geneve->flags = mst_read_u8(r);
	geneve->type = mst_read_be16(r);
	geneve->id = mst_read_be32(r) >> 8;
	mst_skip(r, geneve->option_bytes);
	return !r->short_read;
}

bool mst_gtp_read(struct mst_gtp *gtp, struct mst_reader *r)
{
	uint8_t flags = mst_read_u8(r), next = 0;

	gtp->type = mst_read_u8(r);
	gtp->declared = mst_read_be16(r);
	gtp->tunnel = mst_read_be32(r);
	if (flags >> 4 != 3) /* version 1, and GTP (not the one of charging) */
		return false;
	if (flags & 7) {
		mst_skip(r, 3); /* sequence number, N-PDU number */
		next = mst_read_u8(r);
	}
	for (unsigned i = 0; next && (flags & 4) && i < EXTENSIONS_MAX; i++) {
		uint8_t words = mst_read_u8(r);

		if (words == 0)
			return false;
		mst_skip(r, words * 4u - 2u);
		next = mst_read_u8(r);
	}
	return !r->short_read;
}

bool mst_l2tp_read(struct mst_l2tp *l2tp, struct mst_reader *r)
{
	*l2tp = (struct mst_l2tp){ .flags = mst_read_be16(r) };
	if ((l2tp->flags & 15) != 2)
		return false;
	if (l2tp->flags & MST_L2TP_LENGTH)
		l2tp->length = mst_read_be16(r);
	l2tp->tunnel = mst_read_be16(r);
	l2tp->session = mst_read_be16(r);
	if (l2tp->flags & MST_L2TP_SEQUENCE) {
		l2tp->sent = mst_read_be16(r);
		l2tp->received = mst_read_be16(r);
	}
	if (l2tp->flags & MST_L2TP_OFFSET) {
		l2tp->offset = mst_read_be16(r);
		mst_skip(r, l2tp->offset);
	}
	return !r->short_read;
}

bool mst_teredo_read(struct mst_reader *r, size_t declared)
{
	size_t before = r->left, header;
	struct mst_reader peek;

	if (r->left >= 4 && r->at[0] == 0 && r->at[1] == 1) /* authentication, with client and value */
		mst_skip(r, 4u + r->at[2] + r->at[3] + 9u);
	if (r->left >= 2 && r->at[0] == 0 && r->at[1] == 0) /* origin */
		mst_skip(r, 8);
	header = before - r->left;
	peek = *r;
	if (mst_read_u8(&peek) >> 4 != 6)
		return false;
	mst_skip(&peek, 3);
	return header + 40 + mst_read_be16(&peek) <= declared && !peek.short_read; /* a trailer may follow: RFC 6081 */
}

bool mst_nsh_read(struct mst_nsh *nsh, struct mst_reader *r)
{
	uint16_t first = mst_read_be16(r);
	unsigned bytes = (first & 63u) * 4u;
	uint32_t path;

	nsh->version = (uint8_t)(first >> 14);
	nsh->flags = first >> 13 & 1;
	nsh->metadata = mst_read_u8(r) & 15;
	nsh->next = mst_read_u8(r);
	path = mst_read_be32(r);
	nsh->path = path >> 8;
	nsh->index = path & 0xff;
	if (bytes < 8)
		return false;
	mst_skip(r, bytes - 8);
	return !r->short_read;
}
