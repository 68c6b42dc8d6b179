/* SPDX-License-Identifier: BSD-2-Clause */
/* lldp.c - see peer.h: LLDP (IEEE 802.1AB). */
#include "base/reader.h"
#include "dissect/common/line.h"
#include "dissect/names/peer.h"

enum { END = 0, PORT_ID = 2, PORT_DESCRIPTION = 4, SYSTEM_NAME = 5, MANAGEMENT_ADDRESS = 8, ORGANISATION = 127 };
enum { PORT_ALIAS = 1, PORT_MAC = 3, PORT_NAME = 5, PORT_LOCAL = 7 };
enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2 };

static const uint8_t port_vlan[] = { 0x00, 0x80, 0xc2, 0x01 }; /* IEEE 802.1, Port VLAN ID */

static void take_port(struct mst_peer *peer, struct mst_reader *value)
{
	struct mst_line line = mst_line_in(peer->port, sizeof peer->port);
	uint8_t kind = mst_read_u8(value);

	if (kind == PORT_MAC && value->left == 6)
		mst_line_mac(&line, value->at);
	else if (kind == PORT_ALIAS || kind == PORT_NAME || kind == PORT_LOCAL)
		mst_line_text(&line, value->at, value->left);
}

static void take_management(struct mst_peer *peer, struct mst_reader *value)
{
	uint8_t count = mst_read_u8(value), family = mst_read_u8(value);
	const uint8_t *bytes = count ? mst_read_bytes(value, count - 1u) : NULL;
	size_t wanted = family == FAMILY_IPV4 ? 4 : family == FAMILY_IPV6 ? 16 : 0;

	if (!bytes || !wanted || count - 1u != wanted || peer->addr.family != MST_NO_FAMILY)
		return;
	peer->addr.family = family == FAMILY_IPV4 ? MST_IPV4 : MST_IPV6;
	memcpy(peer->addr.bytes, bytes, wanted);
}

static void take_vlan(struct mst_peer *peer, struct mst_reader *value)
{
	const uint8_t *kind = mst_read_bytes(value, sizeof port_vlan);
	uint16_t vlan = mst_read_be16(value);

	if (kind && !value->short_read && memcmp(kind, port_vlan, sizeof port_vlan) == 0)
		peer->vlan = vlan & 0xfff;
}

/* A port that is known by its MAC address or not at all is told by its description, where there is one. */
static void take_description(struct mst_peer *peer, bool named, struct mst_reader *value)
{
	struct mst_line line = mst_line_in(peer->port, sizeof peer->port);

	if (!named && value->left)
		mst_line_text(&line, value->at, value->left);
}

bool mst_lldp_read(struct mst_peer *peer, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	struct mst_line name;
	bool named = false, told = false;

	*peer = (struct mst_peer){ 0 };
	name = mst_line_in(peer->name, sizeof peer->name);
	for (;;) {
		uint16_t head = mst_read_be16(&r);
		const uint8_t *at = mst_read_bytes(&r, head & 0x1ff);
		struct mst_reader value = mst_reader_over(at, at ? head & 0x1ff : 0);

		if (!at || r.short_read || head >> 9 == END)
			return told;
		told = true;
		switch (head >> 9) {
		case PORT_ID:
			named = value.left && (at[0] == PORT_ALIAS || at[0] == PORT_NAME);
			take_port(peer, &value);
			break;
		case PORT_DESCRIPTION: take_description(peer, named, &value); break;
		case SYSTEM_NAME:
			if (!name.length)
				mst_line_text(&name, value.at, value.left);
			break;
		case MANAGEMENT_ADDRESS: take_management(peer, &value); break;
		case ORGANISATION: take_vlan(peer, &value); break;
		default: break;
		}
	}
}
