/* SPDX-License-Identifier: BSD-2-Clause */
/* gre.c - describes Generic Routing Encapsulation (RFC 2784, RFC 1701), PPTP's version 1 (RFC 2637) and ERSPAN. */
#include "dissect/common/gre.h"

#include <pcap/dlt.h>

#include "dissect/common/tunnel.h"
#include "dissect/ip/describers.h"

enum { ROUTE_IPV4 = 0x0800, ROUTE_AS = 0xfffe, ROUTES_MAX = 16 };

/* Behind the reader's place: " [|gre]" is written when fewer than `count` bytes are left. */
static bool enough(struct mst_line *line, const struct mst_reader *r, size_t count)
{
	if (r->left >= count)
		return true;
	mst_line_add(line, " [|gre]");
	return false;
}

/* The addresses, or numbers, of one source route entry (RFC 1701); the star is at the next one. */
static void describe_route(struct mst_line *line, uint16_t family, uint8_t offset, struct mst_reader r)
{
	size_t unit = family == ROUTE_IPV4 ? 4 : 2, at = 0;

	if (family != ROUTE_IPV4 && family != ROUTE_AS) {
		mst_line_add(line, "0x%x", family);
		return;
	}
	mst_line_add(line, family == ROUTE_IPV4 ? "ip" : "asn");
	if (offset % unit)
		mst_line_add(line, ", badoffset=%u", offset);
	else if (r.left % unit)
		mst_line_add(line, ", badlength=%zu", r.left);
	else if (offset >= r.left)
		mst_line_add(line, ", badoff/len=%u/%zu", offset, r.left);
	else
		for (; r.left >= unit; at += unit) {
			mst_line_add(line, at == offset ? " *" : " ");
			if (family == ROUTE_IPV4) {
				struct mst_addr addr = mst_addr_from_ipv4(mst_read_be32(&r));

				mst_line_addr(line, &addr);
			} else {
				mst_line_add(line, "%u", mst_read_be16(&r));
			}
		}
}

static bool describe_routes(struct mst_line *line, struct mst_reader *r)
{
	for (unsigned i = 0; i < ROUTES_MAX; i++) {
		uint16_t family = mst_read_be16(r);
		uint8_t offset = mst_read_u8(r), length = mst_read_u8(r);
		const uint8_t *bytes = mst_read_bytes(r, length);

		if (r->short_read)
			break;
		if (family == 0 && length == 0)
			return true;
		mst_line_add(line, ", (rtaf=");
		describe_route(line, family, offset, mst_reader_over(bytes, length));
		mst_line_add(line, ")");
	}
	mst_line_add(line, " [|gre]");
	return false;
}

/* What tcpdump does not take apart: behind its words. */
static void describe_erspan(struct mst_line *line, const struct mst_gre *gre, const struct mst_layer *layer)
{
	static const char *const types[] = { "I", "II", "III" };
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_erspan erspan;
	struct mst_layer content;

	if (!mst_erspan_read(&erspan, gre, &r)) {
		mst_line_add(line, " [|erspan]");
		return;
	}
	content = mst_layer_after(layer, layer->captured - r.left);
	mst_line_add(line, ": ERSPAN %s", erspan.version < 3 ? types[erspan.version] : "?");
	if (erspan.version)
		mst_line_add(line, ", session %u, vlan %u", erspan.session, erspan.vlan);
	mst_line_add(line, ": ");
	mst_describe_inner(line, &content, erspan.ip ? DLT_RAW : DLT_EN10MB);
}

static void describe_content(struct mst_line *line, const struct mst_gre *gre, const struct mst_layer *content)
{
	mst_line_add(line, ": ");
	switch (gre->protocol) {
	case MST_ETHERTYPE_IPV4:
	case MST_ETHERTYPE_IPV6:
	case MST_ETHERTYPE_MPLS:
	case MST_ETHERTYPE_BRIDGED: mst_describe_inner_type(line, content, gre->protocol); return;
	default: mst_line_add(line, "gre-proto-0x%x", gre->protocol);
	}
	if (gre->protocol == MST_GRE_ERSPAN || gre->protocol == MST_GRE_ERSPAN3)
		describe_erspan(line, gre, content);
	if (gre->protocol == MST_ETHERTYPE_ARP || gre->protocol == MST_ETHERTYPE_NSH ||
	    gre->protocol == MST_ETHERTYPE_MPLS_MULTICAST) {
		mst_line_add(line, ": ");
		mst_describe_inner_type(line, content, gre->protocol);
	}
}

static bool describe_version0(struct mst_line *line, const struct mst_gre *gre, struct mst_reader *r)
{
	if (gre->flags & (MST_GRE_CHECKSUM | MST_GRE_ROUTING)) {
		if (!enough(line, r, 4))
			return false;
		mst_skip(r, 2);
		mst_line_add(line, ", off 0x%x", mst_read_be16(r));
	}
	if (gre->flags & MST_GRE_KEY) {
		if (!enough(line, r, 4))
			return false;
		mst_line_add(line, ", key=0x%x", mst_read_be32(r));
	}
	if (gre->flags & MST_GRE_SEQUENCE) {
		if (!enough(line, r, 4))
			return false;
		mst_line_add(line, ", seq %u", mst_read_be32(r));
	}
	return !(gre->flags & MST_GRE_ROUTING) || describe_routes(line, r);
}

static bool describe_version1(struct mst_line *line, const struct mst_gre *gre, struct mst_reader *r)
{
	if (gre->flags & MST_GRE_KEY) {
		if (!enough(line, r, 4))
			return false;
		mst_skip(r, 2);
		mst_line_add(line, ", call %u", mst_read_be16(r));
	}
	if (gre->flags & MST_GRE_SEQUENCE) {
		if (!enough(line, r, 4))
			return false;
		mst_line_add(line, ", seq %u", mst_read_be32(r));
	}
	if (gre->flags & MST_GRE_ACKNOWLEDGEMENT) {
		if (!enough(line, r, 4))
			return false;
		mst_line_add(line, ", ack %u", mst_read_be32(r));
	}
	if (!(gre->flags & MST_GRE_SEQUENCE))
		mst_line_add(line, ", no-payload");
	return true;
}

bool mst_describe_gre(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_gre gre = { .flags = mst_read_be16(&r) };
	unsigned version = mst_gre_version(&gre);
	struct mst_layer content;

	if (r.short_read) {
		mst_line_add(line, " [|gre]");
		return true;
	}
	mst_line_add(line, "GREv%u", version);
	if (version > 1) {
		mst_line_add(line, " ERROR: unknown-version");
		return true;
	}
	if (!enough(line, &r, 2))
		return true;
	gre.protocol = mst_read_be16(&r);
	if (version ? !describe_version1(line, &gre, &r) : !describe_version0(line, &gre, &r))
		return true;
	if (layer->how->link)
		mst_line_add(line, ", proto %s (0x%04x)", mst_tunnel_type_name(gre.protocol), gre.protocol);
	mst_line_add(line, ", length %zu", layer->declared);
	content = mst_layer_after(layer, layer->captured - r.left);
	if (version == 0) {
		describe_content(line, &gre, &content);
	} else if (gre.flags & MST_GRE_SEQUENCE) {
		mst_line_add(line, ": ");
		if (gre.protocol == MST_ETHERTYPE_PPP)
			mst_describe_inner_type(line, &content, gre.protocol);
		else
			mst_line_add(line, "gre-proto-0x%x", gre.protocol);
	}
	return true;
}
