/* SPDX-License-Identifier: BSD-2-Clause */
/* lldp.c - see lldp.h. */
#include "dissect/payload/lldp.h"

#include <string.h>

enum { DESCRIPTION = 6, CAPABILITIES = 7, MANAGEMENT = 8, ORGANISATION = 127 };
enum { OUI_8021 = 0x0080c2, OUI_8023 = 0x00120f, OUI_MED = 0x0012bb };
enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2 }; /* IANA address family numbers */
enum { VOICE = 1 };                        /* LLDP-MED application */

static struct mst_addr addr_of(uint8_t family, const uint8_t *bytes, size_t count)
{
	struct mst_addr addr = { .family = MST_NO_FAMILY };

	if (!bytes || !((family == FAMILY_IPV4 && count == 4) || (family == FAMILY_IPV6 && count == 16)))
		return addr;
	addr.family = family == FAMILY_IPV4 ? MST_IPV4 : MST_IPV6;
	memcpy(addr.bytes, bytes, count);
	return addr;
}

/* `mac`, `address`: the subtypes of these kinds, which chassis and port number differently. */
static struct mst_lldp_id read_id(struct mst_reader r, uint8_t mac, uint8_t address)
{
	uint8_t subtype = mst_read_u8(&r);
	struct mst_lldp_id id = { MST_LLDP_TEXT, { r.at, r.left } };

	if (r.short_read)
		return (struct mst_lldp_id){ 0 };
	if (subtype == mac) {
		id.kind = r.left == 6 ? MST_LLDP_MAC : MST_LLDP_BYTES;
	} else if (subtype == address) {
		uint8_t family = mst_read_u8(&r);

		if (addr_of(family, r.at, r.left).family == MST_NO_FAMILY)
			id.kind = MST_LLDP_BYTES;
		else
			id = (struct mst_lldp_id){ MST_LLDP_ADDRESS, { r.at, r.left } };
	} else if (subtype < 1 || subtype > 7) {
		id.kind = MST_LLDP_BYTES;
	}
	return id;
}

static void read_management(struct mst_lldp *lldp, struct mst_reader r)
{
	uint8_t length = mst_read_u8(&r), family = mst_read_u8(&r);
	const uint8_t *bytes = length > 1 ? mst_read_bytes(&r, length - 1u) : NULL;

	if (bytes && lldp->management.family == MST_NO_FAMILY)
		lldp->management = addr_of(family, bytes, length - 1u);
}

static void read_vlan_name(struct mst_lldp *lldp, struct mst_reader r)
{
	const uint8_t *bytes;
	uint8_t count;

	mst_skip(&r, 2);
	count = mst_read_u8(&r);
	bytes = mst_read_bytes(&r, count);
	if (bytes && !lldp->vlan_name.bytes)
		lldp->vlan_name = (struct mst_heard_text){ bytes, count };
}

/* unknown policy, tagged, reserved; VLAN, 12 bits; priority, 3 bits; DSCP, 6 bits (ANSI/TIA-1057) */
static void read_policy(struct mst_lldp *lldp, struct mst_reader r)
{
	uint8_t application = mst_read_u8(&r), high = mst_read_u8(&r);
	uint16_t low = mst_read_be16(&r);
	uint16_t vlan = (uint16_t)((high & 0x1f) << 7 | low >> 9);

	if (application == VOICE && !r.short_read && vlan < 4095)
		lldp->voice_vlan = vlan;
}

static void read_organisation(struct mst_lldp *lldp, struct mst_reader r)
{
	uint32_t oui = mst_read_be24(&r);
	uint8_t subtype = mst_read_u8(&r);

	if (r.short_read)
		return;
	if (oui == OUI_8021 && subtype == 1)
		lldp->vlan = mst_read_be16(&r);
	else if (oui == OUI_8021 && subtype == 3)
		read_vlan_name(lldp, r);
	else if (oui == OUI_8023 && subtype == 4)
		lldp->frame_bytes_max = mst_read_be16(&r);
	else if (oui == OUI_MED && subtype == 2)
		read_policy(lldp, r);
}

bool mst_lldp_next(struct mst_reader *r, struct mst_lldp_tlv *tlv)
{
	uint16_t head = r->left ? mst_read_be16(r) : 0;

	tlv->type = (uint8_t)(head >> 9);
	tlv->value.count = head & 0x1ff;
	if (r->short_read || tlv->type == MST_LLDP_END)
		return false;
	tlv->value.bytes = mst_read_bytes(r, tlv->value.count);
	return tlv->value.bytes != NULL;
}

bool mst_lldp_read(struct mst_lldp *lldp, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	struct mst_lldp_tlv tlv;

	*lldp = (struct mst_lldp){ .management.family = MST_NO_FAMILY };
	while (mst_lldp_next(&r, &tlv)) {
		struct mst_reader value = mst_reader_over(tlv.value.bytes, tlv.value.count);

		switch (tlv.type) {
		case MST_LLDP_CHASSIS: lldp->chassis = read_id(value, 4, 5); break;
		case MST_LLDP_PORT: lldp->port = read_id(value, 3, 4); break;
		case MST_LLDP_TTL: lldp->ttl_s = mst_read_be16(&value); break;
		case MST_LLDP_PORT_TEXT: lldp->port_description = tlv.value; break;
		case MST_LLDP_NAME: lldp->name = tlv.value; break;
		case DESCRIPTION: lldp->description = tlv.value; break;
		case CAPABILITIES:
			lldp->capabilities = mst_read_be16(&value);
			lldp->enabled = mst_read_be16(&value);
			break;
		case MANAGEMENT: read_management(lldp, value); break;
		case ORGANISATION: read_organisation(lldp, value); break;
		default: break;
		}
	}
	return lldp->chassis.kind != MST_LLDP_NONE && lldp->port.kind != MST_LLDP_NONE;
}
