/* SPDX-License-Identifier: BSD-2-Clause */
/* cdp.c - see cdp.h. */
#include "dissect/payload/cdp.h"

#include <string.h>

#define ADDRESSES_MAX 16

bool mst_cdp_next(struct mst_reader *r, struct mst_cdp_tlv *tlv)
{
	uint16_t length;

	if (!r->left)
		return false;
	tlv->type = mst_read_be16(r);
	length = mst_read_be16(r);
	if (!r->short_read && length < MST_CDP_HEADER)
		r->short_read = true;
	if (r->short_read)
		return false;
	tlv->value.count = length - (size_t)MST_CDP_HEADER;
	tlv->value.bytes = mst_read_bytes(r, tlv->value.count);
	return tlv->value.bytes != NULL;
}

/* count, 32 bits; of each: protocol type, length, protocol; length, address. The first of IP's: NLPID 0xcc is IPv4,
 * 802.2 with EtherType 0x86dd is IPv6. */
static struct mst_addr read_addresses(struct mst_reader r)
{
	static const uint8_t ipv6[] = { 0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd };
	uint32_t count = mst_read_be32(&r);
	struct mst_addr addr = { .family = MST_NO_FAMILY };

	for (uint32_t i = 0; i < count && i < ADDRESSES_MAX && addr.family == MST_NO_FAMILY; i++) {
		uint8_t protocol_bytes = (mst_skip(&r, 1), mst_read_u8(&r));
		const uint8_t *protocol = mst_read_bytes(&r, protocol_bytes);
		uint16_t bytes = mst_read_be16(&r);
		const uint8_t *value = mst_read_bytes(&r, bytes);

		if (!protocol || !value)
			break;
		if (protocol_bytes == 1 && protocol[0] == 0xcc && bytes == 4)
			addr.family = MST_IPV4;
		else if (protocol_bytes == 8 && memcmp(protocol, ipv6, 8) == 0 && bytes == 16)
			addr.family = MST_IPV6;
		else
			continue;
		memcpy(addr.bytes, value, bytes);
	}
	return addr;
}

static void take(struct mst_cdp *cdp, const struct mst_cdp_tlv *tlv)
{
	struct mst_reader value = mst_reader_over(tlv->value.bytes, tlv->value.count);

	switch (tlv->type) {
	case MST_CDP_DEVICE: cdp->device = tlv->value; break;
	case MST_CDP_ADDRESSES: cdp->address = read_addresses(value); break;
	case MST_CDP_PORT: cdp->port = tlv->value; break;
	case MST_CDP_CAPABILITIES: cdp->capabilities = mst_read_be32(&value); break;
	case MST_CDP_VERSION: cdp->software = tlv->value; break;
	case MST_CDP_PLATFORM: cdp->platform = tlv->value; break;
	case MST_CDP_VTP_DOMAIN: cdp->vtp_domain = tlv->value; break;
	case MST_CDP_NATIVE_VLAN: cdp->native_vlan = mst_read_be16(&value); break;
	case MST_CDP_DUPLEX:
		cdp->has_duplex = value.left > 0;
		cdp->full_duplex = mst_read_u8(&value) != 0;
		break;
	case MST_CDP_VOICE_VLAN:
		mst_skip(&value, 1);
		cdp->voice_vlan = mst_read_be16(&value);
		break;
	case MST_CDP_MANAGEMENT: cdp->management = read_addresses(value); break;
	default: break;
	}
}

bool mst_cdp_read(struct mst_cdp *cdp, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	struct mst_cdp_tlv tlv;

	*cdp = (struct mst_cdp){ .address.family = MST_NO_FAMILY, .management.family = MST_NO_FAMILY };
	cdp->version = mst_read_u8(&r);
	cdp->ttl_s = mst_read_u8(&r);
	mst_skip(&r, 2);
	while (mst_cdp_next(&r, &tlv))
		take(cdp, &tlv);
	return cdp->device.bytes != NULL;
}
