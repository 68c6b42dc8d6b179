/* SPDX-License-Identifier: BSD-2-Clause */
/* geneve.c - describes Geneve (RFC 8926). */
#include "dissect/common/tunnel.h"
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"

static void describe_flags(struct mst_line *line, uint8_t flags)
{
	static const char *const names[] = { "O", "C", "R1", "R2", "R3", "R4", "R5", "R6" };

	mst_line_add(line, ", Flags [");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (flags & 0x80u >> i)
			mst_line_add(line, "%s", names[i]);
	}
	mst_line_add(line, flags ? "]" : "none]");
}

static void describe_content(struct mst_line *line, const struct mst_layer *content, uint16_t type)
{
	/* Those that are described here and by tcpdump, of MACsec only its own frames. */
	static const uint16_t carried[] = {
		MST_ETHERTYPE_IPV4,
		MST_ETHERTYPE_IPV6,
		MST_ETHERTYPE_ARP,
		MST_ETHERTYPE_MPLS,
		MST_ETHERTYPE_MPLS_MULTICAST,
		MST_ETHERTYPE_NSH,
		MST_ETHERTYPE_BRIDGED,
		MST_ETHERTYPE_PPPOE,
		MST_ETHERTYPE_PPPOE_DISCOVERY,
		0x8035, /* RARP */
		0x8137, /* IPX */
		0x8809, /* slow protocols */
		0x886f, /* Microsoft's load balancing */
		0x888e, /* EAPOL */
		0x8899, /* Realtek */
		0x88a2, /* ATA over Ethernet */
		0x88cc, /* LLDP */
		0x88f7, /* PTP */
		0x8902, /* connectivity fault management */
		0x9000, /* loopback */
	};

	for (size_t i = 0; i < sizeof carried / sizeof *carried; i++) {
		if (carried[i] == type) {
			mst_describe_inner_type(line, content, type);
			return;
		}
	}
	mst_line_add(line, "geneve-proto-0x%x", type);
}

bool mst_describe_geneve(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer content;
	struct mst_geneve geneve;
	bool whole = mst_geneve_read(&geneve, &r);

	mst_line_add(line, "Geneve");
	if (layer->declared < 8) {
		mst_line_add(line, " [length %zu < 8] (invalid)", layer->declared);
		return true;
	}
	if (layer->captured < 8) {
		mst_line_add(line, " [|geneve]");
		return true;
	}
	if (geneve.version) {
		mst_line_add(line, " ERROR: unknown-version %u", geneve.version);
		return true;
	}
	describe_flags(line, geneve.flags);
	mst_line_add(line, ", vni 0x%x", geneve.id);
	if (layer->bytes[7])
		mst_line_add(line, ", rsvd 0x%x", layer->bytes[7]);
	if (layer->declared < 8u + geneve.option_bytes) {
		mst_line_add(line, " truncated-geneve - %zu bytes missing", 8u + geneve.option_bytes - layer->declared);
		return true;
	}
	if (layer->how->link)
		mst_line_add(line, ", proto %s (0x%04x)", mst_tunnel_type_name(geneve.type), geneve.type);
	if (geneve.option_bytes)
		mst_line_add(line, ", options [%u bytes", geneve.option_bytes);
	if (!whole) {
		mst_line_add(line, " [|geneve]");
		return true;
	}
	mst_line_add(line, geneve.option_bytes ? "]: " : ": ");
	content = mst_layer_after(layer, layer->captured - r.left);
	describe_content(line, &content, geneve.type);
	return true;
}
