/* SPDX-License-Identifier: BSD-2-Clause */
/* learned.c - see learned.h. */
#include "nearby/learned.h"

#include "wire/arp.h"
#include "wire/ip.h"
#include "wire/ipv6.h"

enum { MLD_REPORT = 131, MLD_DONE = 132, MLD_REPORT_V2 = 143 };

static bool is_unicast(const struct mst_addr *addr)
{
	static const struct mst_addr unspecified = { .family = MST_IPV6 };

	return addr->bytes[0] != 0xff && !mst_addr_equal(addr, &unspecified);
}

static void add_addr(struct mst_learned *learned, const struct mst_addr *addr)
{
	if (is_unicast(addr) && learned->addr_count < sizeof learned->addrs / sizeof *learned->addrs)
		learned->addrs[learned->addr_count++] = *addr;
}

static struct mst_addr read_addr(struct mst_reader *r)
{
	struct mst_addr addr = { .family = MST_IPV6 };
	const uint8_t *bytes = mst_read_bytes(r, 16);

	if (bytes)
		memcpy(addr.bytes, bytes, 16);
	return addr;
}

/* A host that has an address ending in xx:xxxx joins the solicited-node group ff02::1:ffxx:xxxx. */
static void add_group(struct mst_learned *learned, const struct mst_addr *group)
{
	static const uint8_t solicited_node[13] = { 0xff, 0x02, [11] = 1, 0xff };

	if (memcmp(group->bytes, solicited_node, sizeof solicited_node) != 0 ||
	    learned->suffix_count == MST_LEARNED_MAX)
		return;
	learned->suffixes[learned->suffix_count++] = (uint32_t)group->bytes[13] << 16 |
	                                             (uint32_t)group->bytes[14] << 8 | group->bytes[15];
}

static void read_report_v2(struct mst_learned *learned, struct mst_reader *r)
{
	uint16_t records;

	mst_skip(r, 5); /* reserved, checksum, reserved */
	records = mst_read_be16(r);
	for (uint16_t i = 0; i < records && !r->short_read; i++) {
		uint8_t type_and_aux[2] = { mst_read_u8(r), mst_read_u8(r) };
		uint16_t sources = mst_read_be16(r);
		struct mst_addr group = read_addr(r);

		mst_skip(r, (size_t)sources * 16 + (size_t)type_and_aux[1] * 4);
		if (!r->short_read)
			add_group(learned, &group);
	}
}

static void read_icmp6(struct mst_learned *learned, struct mst_reader r)
{
	uint8_t type = mst_read_u8(&r);
	struct mst_addr addr;

	switch (type) {
	case MST_ICMP6_SOLICITATION:
	case MST_ICMP6_ADVERTISEMENT:
	case MLD_REPORT:
	case MLD_DONE:
		mst_skip(&r, 7);
		addr = read_addr(&r);
		break;
	case MLD_REPORT_V2: read_report_v2(learned, &r); return;
	default: return;
	}
	if (r.short_read)
		return;
	/* A solicitation may ask for another host's address: then that host probably exists. */
	if (type == MST_ICMP6_SOLICITATION || type == MST_ICMP6_ADVERTISEMENT)
		add_addr(learned, &addr);
	else if (type == MLD_REPORT)
		add_group(learned, &addr);
}

bool mst_learned_read(struct mst_learned *learned, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	const uint8_t *ethernet = mst_read_bytes(&r, 14);
	struct mst_ip ip;

	learned->addr_count = learned->suffix_count = 0; /* the arrays are large */
	if (!ethernet || (ethernet[12] << 8 | ethernet[13]) != MST_ETHERTYPE_IPV6 || (ethernet[6] & 1))
		return false;
	memcpy(learned->mac, ethernet + 6, 6);
	if (!mst_ip_read(&r, &ip) || ip.source.family != MST_IPV6 || ip.total < ip.header ||
	    ip.total - ip.header > r.left)
		return false;
	add_addr(learned, &ip.source);
	r.left = ip.total - ip.header;
	if (ip.proto == MST_PROTO_ICMP6 && !ip.fragment)
		read_icmp6(learned, r);
	return true;
}
