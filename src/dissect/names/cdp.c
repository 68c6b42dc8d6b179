/* SPDX-License-Identifier: BSD-2-Clause */
/* cdp.c - see peer.h: CDP, version 1 and 2. */
#include "base/reader.h"
#include "dissect/common/line.h"
#include "dissect/names/peer.h"

enum { DEVICE_ID = 1, ADDRESSES = 2, PORT_ID = 3, NATIVE_VLAN = 10 };

static const uint8_t ipv4[] = { 1, 1, 0xcc }; /* an NLPID, of one byte: IP */

/* The first address, when it is of IPv4. */
static void take_addrs(struct mst_peer *peer, struct mst_reader *value)
{
	uint32_t count = mst_read_be32(value);
	const uint8_t *kind = mst_read_bytes(value, sizeof ipv4);
	uint16_t bytes = mst_read_be16(value);
	uint32_t addr = mst_read_be32(value);

	if (count && kind && !value->short_read && memcmp(kind, ipv4, sizeof ipv4) == 0 && bytes == 4)
		peer->addr = mst_addr_from_ipv4(addr);
}

static void write_text(char *text, size_t size, const struct mst_reader *value)
{
	struct mst_line line = mst_line_in(text, size);

	mst_line_text(&line, value->at, value->left);
}

static void take(struct mst_peer *peer, uint16_t kind, struct mst_reader *value)
{
	switch (kind) {
	case DEVICE_ID: write_text(peer->name, sizeof peer->name, value); break;
	case ADDRESSES: take_addrs(peer, value); break;
	case PORT_ID: write_text(peer->port, sizeof peer->port, value); break;
	case NATIVE_VLAN: peer->vlan = mst_read_be16(value) & 0xfff; break;
	default: break;
	}
}

bool mst_cdp_read(struct mst_peer *peer, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	bool told = false;

	*peer = (struct mst_peer){ 0 };
	mst_skip(&r, 4); /* version, time to live, checksum */
	for (;;) {
		uint16_t kind = mst_read_be16(&r), whole = mst_read_be16(&r);
		const uint8_t *at = whole >= 4 ? mst_read_bytes(&r, whole - 4u) : NULL;
		struct mst_reader value = mst_reader_over(at, at ? whole - 4u : 0);

		if (!at || r.short_read)
			return told;
		told = true;
		take(peer, kind, &value);
	}
}
