/* SPDX-License-Identifier: BSD-2-Clause */
/* peer.c - see peer.h. */
#include "dissect/names/peer.h"

#include "base/reader.h"
#include "dissect/common/line.h"
#include "dissect/payload/cdp.h"
#include "dissect/payload/lldp.h"

#define ETHERTYPE_LLDP 0x88cc
#define MAC_BYTES 6

static const uint8_t cdp_header[] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c, 0x20, 0x00 }; /* LLC, SNAP */

static void write(char *text, size_t size, struct mst_heard_text span)
{
	struct mst_line line = mst_line_in(text, size);

	if (span.count)
		mst_line_text(&line, span.bytes, span.count);
}

/* A port without a name of its own is told by its description, where there is one, before its MAC address. */
static void write_port(struct mst_peer *peer, const struct mst_lldp *lldp)
{
	struct mst_line line;

	write(peer->port, sizeof peer->port,
	      lldp->port.kind == MST_LLDP_TEXT ? lldp->port.value : lldp->port_description);
	if (peer->port[0] || lldp->port.kind != MST_LLDP_MAC || lldp->port.value.count != MAC_BYTES)
		return;
	line = mst_line_in(peer->port, sizeof peer->port);
	mst_line_mac(&line, lldp->port.value.bytes);
}

static bool read_lldp(struct mst_peer *peer, const uint8_t *bytes, size_t count)
{
	struct mst_lldp lldp;

	if (!mst_lldp_read(&lldp, bytes, count))
		return false;
	write(peer->name, sizeof peer->name, lldp.name);
	write_port(peer, &lldp);
	peer->vlan = lldp.vlan;
	peer->addr = lldp.management;
	return true;
}

static bool read_cdp(struct mst_peer *peer, const uint8_t *bytes, size_t count)
{
	struct mst_cdp cdp;

	if (!mst_cdp_read(&cdp, bytes, count))
		return false;
	write(peer->name, sizeof peer->name, cdp.device);
	write(peer->port, sizeof peer->port, cdp.port);
	peer->vlan = cdp.native_vlan;
	peer->addr = cdp.management.family != MST_NO_FAMILY ? cdp.management : cdp.address;
	return true;
}

bool mst_peer_read(struct mst_peer *peer, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes + packet->network_at,
	                                      packet->captured - packet->network_at);
	const uint8_t *header;

	*peer = (struct mst_peer){ 0 };
	if (packet->ethertype == ETHERTYPE_LLDP)
		return read_lldp(peer, r.at, r.left);
	if (!packet->llc)
		return false;
	header = mst_read_bytes(&r, sizeof cdp_header);
	return header && memcmp(header, cdp_header, sizeof cdp_header) == 0 && read_cdp(peer, r.at, r.left);
}
