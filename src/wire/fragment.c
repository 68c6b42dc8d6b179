/* SPDX-License-Identifier: BSD-2-Clause */
/* fragment.c - see fragment.h. */
#include "wire/fragment.h"

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ip.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

enum { WORD4 = 6, MORE4 = 0x2000, OFFSET4 = 0x1fff };
enum { WORD6 = 2, ID6 = 4, BYTES6 = 8, MORE6 = 1, OFFSET6 = 0xfff8 };
enum { ECN_MASK = 3 };

static void set_scope(struct mst_addr *addr, int ifindex)
{
	if (mst_addr_is_link_local(addr))
		addr->scope = (uint32_t)ifindex;
}

static size_t upper_bytes(uint8_t proto)
{
	switch (proto) {
	case MST_PROTO_TCP: return MST_TCP_BYTES;
	case MST_PROTO_UDP: return MST_UDP_BYTES;
	case MST_PROTO_ICMP6: return MST_ICMP_BYTES;
	default: return 1;
	}
}

static bool read_ipv4(struct mst_fragment *fragment, const struct mst_ip *ip, struct mst_reader r)
{
	uint16_t word = (uint16_t)(ip->bytes[WORD4] << 8 | ip->bytes[WORD4 + 1]);

	fragment->identity.id = ip->id;
	fragment->identity.proto = ip->proto;
	fragment->header_bytes = ip->header;
	fragment->begin = (uint32_t)(word & OFFSET4) * 8;
	fragment->end = fragment->begin + (uint32_t)r.left;
	fragment->last = !(word & MORE4);
	fragment->ecn = (uint8_t)(1 << (ip->bytes[1] & ECN_MASK));
	/* Linux leaves out what is beyond a multiple of eight, if more follows. */
	if (!fragment->last)
		fragment->end &= ~7u;
	return true;
}

/* Its payload begins behind the fragment header: extension headers that follow are a part of it. */
static bool read_ipv6(struct mst_fragment *fragment, const struct mst_ip *ip, struct mst_reader r)
{
	const uint8_t *header = ip->bytes + ip->fragment_at;
	struct mst_reader words = mst_reader_over(header + WORD6, BYTES6 - WORD6);
	uint16_t word = mst_read_be16(&words);

	fragment->identity.id = mst_read_be32(&words);
	fragment->header_bytes = (size_t)ip->fragment_at + BYTES6;
	fragment->payload = header + BYTES6;
	fragment->begin = word & OFFSET6;
	fragment->end = fragment->begin + (uint32_t)(ip->total - fragment->header_bytes);
	fragment->last = !(word & MORE6);
	fragment->ecn = (uint8_t)(1 << (ip->bytes[1] >> 4 & ECN_MASK));
	return (fragment->last || fragment->end % 8 == 0) && (fragment->begin > 0 || r.left >= upper_bytes(ip->proto));
}

bool mst_fragment_read(struct mst_fragment *fragment, const struct mst_fragment_view *view, int ifindex)
{
	struct mst_reader r = mst_reader_over(view->bytes, view->count);
	struct mst_ip ip;

	if (!mst_ip_read(&r, &ip) || !ip.fragment)
		return false;
	*fragment = (struct mst_fragment){
		.identity = { ip.source, ip.destination, 0, 0 },
		.header = ip.bytes,
		.payload = r.at,
	};
	set_scope(&fragment->identity.source, ifindex);
	set_scope(&fragment->identity.destination, ifindex);
	if (ip.source.family == MST_IPV6 ? !read_ipv6(fragment, &ip, r) : !read_ipv4(fragment, &ip, r))
		return false;
	return fragment->end <= MST_PACKET_MAX && fragment->header_bytes <= MST_FRAGMENT_HEADER_MAX;
}

static void finish_ipv4(uint8_t *header, size_t header_bytes, size_t total)
{
	mst_put_be16(header + MST_IPV4_TOTAL, (uint16_t)total);
	mst_put_be16(header + WORD4, 0);
	mst_put_be16(header + MST_IPV4_CHECKSUM, 0);
	mst_put_be16(header + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, header, header_bytes)));
}

static void finish_ipv6(uint8_t *header, size_t header_bytes, size_t total)
{
	mst_put_be16(header + MST_IPV6_PAYLOAD, (uint16_t)(total - MST_IPV6_BYTES));
	mst_put_be16(header + header_bytes - BYTES6 + WORD6, 0);
}

void mst_fragment_finish(uint8_t *header, size_t header_bytes, size_t total)
{
	(header[0] >> 4 == 6 ? finish_ipv6 : finish_ipv4)(header, header_bytes, total);
}
