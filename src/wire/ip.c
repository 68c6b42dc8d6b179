/* SPDX-License-Identifier: BSD-2-Clause */
/* ip.c - see ip.h. */
#include "wire/ip.h"

#include "wire/checksum.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define EXTENSIONS_MAX 8 /* real packets have two or three; the bytes of the frame bound the walk too */

/* Extension headers that may stand before a transport header (IANA, "IPv6 Extension Header Types"). */
enum {
	HOP_BY_HOP = 0,
	ROUTING = 43,
	FRAGMENT = 44,
	AUTHENTICATION = 51,
	OPTIONS = 60,
	MOBILITY = 135,
	HIP = 139,
	SHIM6 = 140
};

static bool read_ipv4(struct mst_reader *r, struct mst_ip *ip)
{
	uint8_t first = mst_read_u8(r);
	uint16_t fragment;

	mst_skip(r, 1); /* type of service */
	ip->total = mst_read_be16(r);
	ip->id = mst_read_be16(r);
	fragment = mst_read_be16(r);
	ip->ttl = mst_read_u8(r);
	ip->proto = mst_read_u8(r);
	mst_skip(r, 2); /* checksum */
	ip->source = mst_addr_from_ipv4(mst_read_be32(r));
	ip->destination = mst_addr_from_ipv4(mst_read_be32(r));
	ip->header = (size_t)(first & 15) * 4;
	ip->fragment = fragment & 0x3fff; /* offset, or "more follow" */
	ip->no_first = fragment & 0x1fff;
	if (r->short_read || ip->header < MST_IPV4_BYTES)
		return false;
	mst_skip(r, ip->header - MST_IPV4_BYTES);
	return !r->short_read;
}

static struct mst_addr read_addr(struct mst_reader *r)
{
	struct mst_addr addr = { .family = MST_IPV6 };
	const uint8_t *bytes = mst_read_bytes(r, sizeof addr.bytes);

	if (bytes)
		memcpy(addr.bytes, bytes, sizeof addr.bytes);
	return addr;
}

/*
 * Skips one extension header. False when ip->proto is none, when bytes are missing, or when data of a later fragment
 * follows.
 */
static bool skip_extension(struct mst_reader *r, struct mst_ip *ip)
{
	uint8_t next, length;
	uint16_t fragment;

	switch (ip->proto) {
	case HOP_BY_HOP:
	case ROUTING:
	case OPTIONS:
	case MOBILITY:
	case HIP:
	case SHIM6:
		next = mst_read_u8(r);
		length = mst_read_u8(r);
		mst_skip(r, (size_t)length * 8 + 6);
		break;
	case AUTHENTICATION:
		next = mst_read_u8(r);
		length = mst_read_u8(r);
		mst_skip(r, (size_t)length * 4 + 6);
		break;
	case FRAGMENT:
		/* Of two fragment headers, also of those that leave the packet whole, Linux takes none. */
		if (ip->fragment_at)
			return false;
		ip->fragment_at = (uint16_t)(r->at - ip->bytes);
		next = mst_read_u8(r);
		mst_skip(r, 1);
		fragment = mst_read_be16(r);
		mst_skip(r, 4);
		/* Offset, or "more follow"; a fragment of the whole is none (RFC 6946). */
		ip->fragment |= fragment & 0xfff9;
		ip->no_first |= fragment & 0xfff8;
		break;
	default: return false;
	}
	ip->proto = next;
	return !r->short_read && !ip->no_first;
}

static bool read_ipv6(struct mst_reader *r, struct mst_ip *ip)
{
	size_t left = r->left;

	ip->id = (uint16_t)mst_read_be32(r);
	ip->total = MST_IPV6_BYTES + (size_t)mst_read_be16(r);
	ip->proto = mst_read_u8(r);
	ip->ttl = mst_read_u8(r);
	ip->source = read_addr(r);
	ip->destination = read_addr(r);
	for (int i = 0; i < EXTENSIONS_MAX && !r->short_read && skip_extension(r, ip); i++)
		;
	ip->header = left - r->left;
	return !r->short_read;
}

bool mst_ip_read(struct mst_reader *r, struct mst_ip *ip)
{
	*ip = (struct mst_ip){ .bytes = r->at };
	if (r->left == 0)
		return false;
	switch (r->at[0] >> 4) {
	case 4: return read_ipv4(r, ip);
	case 6: return read_ipv6(r, ip);
	default: return false;
	}
}

uint32_t mst_ip_pseudo_sum(const struct mst_ip *ip, uint8_t proto, size_t count)
{
	size_t bytes = ip->source.family == MST_IPV6 ? 16 : 4;
	uint32_t sum = mst_sum_bytes(proto, ip->source.bytes, bytes);

	return mst_sum_long(mst_sum_bytes(sum, ip->destination.bytes, bytes), (uint32_t)count);
}
