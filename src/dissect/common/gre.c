/* SPDX-License-Identifier: BSD-2-Clause */
/* gre.c - see gre.h. */
#include "dissect/common/gre.h"

#define ROUTES_MAX 16 /* source route entries that are skipped */

/* RFC 1701: address family, offset, length, address; the last one is all zero. */
static void skip_routes(struct mst_reader *r)
{
	for (unsigned i = 0; i < ROUTES_MAX; i++) {
		uint16_t family = mst_read_be16(r);
		uint8_t length;

		mst_skip(r, 1);
		length = mst_read_u8(r);
		mst_skip(r, length);
		if (r->short_read || (family == 0 && length == 0))
			return;
	}
	r->short_read = true;
}

static void read_version0(struct mst_gre *gre, struct mst_reader *r)
{
	if (gre->flags & (MST_GRE_CHECKSUM | MST_GRE_ROUTING)) {
		gre->checksum = mst_read_be16(r);
		gre->offset = mst_read_be16(r);
	}
	if (gre->flags & MST_GRE_KEY)
		gre->key = mst_read_be32(r);
	if (gre->flags & MST_GRE_SEQUENCE)
		gre->sequence = mst_read_be32(r);
	if (gre->flags & MST_GRE_ROUTING)
		skip_routes(r);
}

static void read_version1(struct mst_gre *gre, struct mst_reader *r)
{
	if (gre->flags & MST_GRE_KEY) {
		gre->payload_bytes = mst_read_be16(r);
		gre->call = mst_read_be16(r);
	}
	if (gre->flags & MST_GRE_SEQUENCE)
		gre->sequence = mst_read_be32(r);
	if (gre->flags & MST_GRE_ACKNOWLEDGEMENT)
		gre->acknowledgement = mst_read_be32(r);
}

bool mst_gre_read(struct mst_gre *gre, struct mst_reader *r)
{
	*gre = (struct mst_gre){ .flags = mst_read_be16(r) };
	gre->protocol = mst_read_be16(r);
	if (mst_gre_version(gre) == 0)
		read_version0(gre, r);
	else if (mst_gre_version(gre) == 1)
		read_version1(gre, r);
	else
		return false;
	return !r->short_read;
}

bool mst_erspan_read(struct mst_erspan *erspan, const struct mst_gre *gre, struct mst_reader *r)
{
	uint32_t first;
	uint16_t last;

	*erspan = (struct mst_erspan){ 0 };
	if (gre->protocol == MST_GRE_ERSPAN && !(gre->flags & MST_GRE_SEQUENCE))
		return true;
	first = mst_read_be32(r);
	erspan->version = (uint8_t)(first >> 28);
	erspan->vlan = first >> 16 & 0xfff;
	erspan->session = first & 0x3ff;
	if (gre->protocol == MST_GRE_ERSPAN) {
		erspan->index = mst_read_be32(r) & 0xfffff;
	} else {
		mst_skip(r, 6); /* timestamp, security group */
		last = mst_read_be16(r);
		erspan->ip = (last >> 10 & 31) == 2;
		mst_skip(r, last & 1 ? 8 : 0); /* of the platform */
	}
	return !r->short_read;
}
