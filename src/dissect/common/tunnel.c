/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tunnel.c - see tunnel.h. A reader gets what the tunnel's packet carries, leaves the reader before the content, and
 * returns its EtherType; 0: there is none. Those of networks with a number note it.
 */
#include "dissect/common/tunnel.h"

#include "dissect/common/ethertype_names.h"
#include "dissect/common/gre.h"
#include "dissect/common/link.h"
#include "dissect/common/reading.h"
#include "dissect/common/udp_tunnels.h"

/* ---- by IP protocol ---- */

static uint16_t read_gre(struct mst_reader *r)
{
	struct mst_erspan erspan;
	struct mst_gre gre;

	if (!mst_gre_read(&gre, r) || r->left == 0)
		return 0;
	switch (gre.protocol) {
	case MST_GRE_ERSPAN:
	case MST_GRE_ERSPAN3:
		if (!mst_erspan_read(&erspan, &gre, r))
			return 0;
		return erspan.ip ? mst_link_type_of_ip(r) : MST_ETHERTYPE_BRIDGED;
	case MST_GRE_WCCP: mst_skip(r, r->at[0] >> 4 == 4 ? 0 : 4); return mst_link_type_of_ip(r);
	default: return mst_reading_ethertype(gre.protocol);
	}
}

static uint16_t read_etherip(struct mst_reader *r)
{
	uint16_t version = mst_read_be16(r);

	return version == 0x3000 ? MST_ETHERTYPE_BRIDGED : 0;
}

static uint16_t read_protocol(const struct mst_packet *packet, struct mst_reader *r)
{
	switch (packet->protocol) {
	case MST_IPPROTO_IPV4:
	case MST_IPPROTO_IPV6: return mst_link_type_of_ip(r);
	case MST_IPPROTO_GRE: return read_gre(r);
	case MST_IPPROTO_ETHERIP: return read_etherip(r);
	case MST_IPPROTO_MPLS: return MST_ETHERTYPE_MPLS;
	case MST_IPPROTO_ETHERNET: return MST_ETHERTYPE_BRIDGED;
	default: return 0;
	}
}

/* ---- by UDP port ---- */

static void note_vni(struct mst_tunnel *tunnel, uint32_t vni)
{
	tunnel->has_vni = true;
	tunnel->vni = vni;
}

static uint16_t read_vxlan(struct mst_tunnel *tunnel, struct mst_reader *r)
{
	struct mst_vxlan vxlan;

	if (!mst_vxlan_read(&vxlan, r) || !(vxlan.flags & MST_VXLAN_ID))
		return 0;
	note_vni(tunnel, vxlan.id);
	return MST_ETHERTYPE_BRIDGED;
}

static uint16_t read_vxlan_gpe(struct mst_tunnel *tunnel, struct mst_reader *r)
{
	struct mst_vxlan vxlan;

	if (!mst_vxlan_read(&vxlan, r) || !(vxlan.flags & MST_VXLAN_NEXT))
		return 0;
	if (vxlan.flags & MST_VXLAN_ID)
		note_vni(tunnel, vxlan.id);
	return mst_vxlan_next_type(vxlan.next);
}

static uint16_t read_geneve(struct mst_tunnel *tunnel, struct mst_reader *r)
{
	struct mst_geneve geneve;

	if (!mst_geneve_read(&geneve, r) || geneve.version != 0)
		return 0;
	note_vni(tunnel, geneve.id);
	return mst_reading_ethertype(geneve.type);
}

static uint16_t read_gtp(struct mst_reader *r)
{
	struct mst_gtp gtp;

	return mst_gtp_read(&gtp, r) && gtp.type == MST_GTP_PACKET ? mst_link_type_of_ip(r) : 0;
}

static uint16_t read_l2tp(struct mst_reader *r)
{
	struct mst_l2tp l2tp;

	return mst_l2tp_read(&l2tp, r) && !(l2tp.flags & MST_L2TP_CONTROL) ? MST_ETHERTYPE_PPP : 0;
}

static uint16_t read_teredo(struct mst_reader *r, size_t declared)
{
	return mst_teredo_read(r, declared) ? MST_ETHERTYPE_IPV6 : 0;
}

static uint16_t read_nsh(struct mst_reader *r)
{
	struct mst_nsh nsh;

	return mst_nsh_read(&nsh, r) ? mst_vxlan_next_type(nsh.next) : 0;
}

static uint16_t read_port(struct mst_tunnel *tunnel, uint16_t port, struct mst_reader *r, size_t declared)
{
	switch (port) {
	case MST_PORT_VXLAN:
	case MST_PORT_OTV: return read_vxlan(tunnel, r);
	case MST_PORT_VXLAN_GPE: return read_vxlan_gpe(tunnel, r);
	case MST_PORT_GENEVE: return read_geneve(tunnel, r);
	case MST_PORT_GTP_U: return read_gtp(r);
	case MST_PORT_MPLS: return MST_ETHERTYPE_MPLS;
	case MST_PORT_L2TP: return read_l2tp(r);
	case MST_PORT_TEREDO: return read_teredo(r, declared);
	default: return 0;
	}
}

bool mst_tunnel_read(struct mst_tunnel *tunnel, const struct mst_packet *packet)
{
	bool udp = packet->protocol == MST_IPPROTO_UDP, nsh = packet->ethertype == MST_ETHERTYPE_NSH;
	size_t at = nsh ? packet->network_at : udp ? packet->payload_at : packet->transport_at;
	size_t captured = nsh ? packet->captured - at : udp ? packet->payload_bytes : packet->transport_bytes;
	size_t declared = nsh ? packet->wire_bytes - at : udp ? packet->payload_declared : packet->transport_declared;
	struct mst_reader r = mst_reader_over(packet->bytes + at, captured), again = r;

	*tunnel = (struct mst_tunnel){ 0 };
	if (packet->fragment_at || captured == 0 || (udp && !packet->has_ports))
		return false;
	if (nsh) {
		tunnel->type = read_nsh(&r);
	} else if (udp) {
		tunnel->type = read_port(tunnel, packet->destination_port, &r, declared);
		if (!tunnel->type) {
			r = again;
			tunnel->type = read_port(tunnel, packet->source_port, &r, declared);
		}
	} else if (packet->network != MST_NETWORK_ARP) {
		tunnel->type = read_protocol(packet, &r);
	}
	if (!tunnel->type || r.short_read)
		return false;
	tunnel->bytes = r.at;
	tunnel->captured = r.left;
	tunnel->declared = declared - (captured - r.left);
	return true;
}

const char *mst_tunnel_type_name(uint16_t protocol)
{
	const char *name = mst_ethertype_known(protocol);

	return name ? name : "unknown";
}
