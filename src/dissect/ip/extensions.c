/* SPDX-License-Identifier: BSD-2-Clause */
/* extensions.c - see extensions.h. */
#include "dissect/ip/extensions.h"

#include "dissect/common/network.h"
#include "dissect/ip/describers.h"

enum { PAD1 = 0, JUMBO = 0xc2 };

/* What one header leads to. */
enum step { STOP, GO_ON };

bool mst_has_extensions(const struct mst_packet *packet)
{
	if (packet->network == MST_NETWORK_IPV4 && packet->fragment_at)
		return false;
	return mst_network_is_extension(packet->network, packet->first_protocol);
}

/* Whether the options (RFC 8200, section 4.2) end where the header does; `jumbo`: one of them is that payload length.
 */
static bool read_options(struct mst_reader r, bool *jumbo)
{
	while (r.left) {
		uint8_t type = mst_read_u8(&r), length;

		if (type == PAD1)
			continue;
		length = mst_read_u8(&r);
		if (type == JUMBO && length == 4)
			*jumbo |= mst_read_be32(&r) > UINT16_MAX;
		else
			mst_skip(&r, length);
	}
	return !r.short_read;
}

static enum step describe_options(struct mst_line *line, const struct mst_packet *packet, struct mst_reader header,
                                  uint8_t kind, bool whole)
{
	const char *name = kind == MST_EXTENSION_HOP_BY_HOP ? "hbhopt" : "dstopt";
	bool jumbo = false, fine = kind != MST_EXTENSION_HOP_BY_HOP || (whole && read_options(header, &jumbo));

	if (!whole) {
		mst_line_add(line, " [|%s]", name);
		return STOP;
	}
	mst_line_add(line, kind == MST_EXTENSION_HOP_BY_HOP ? "HBH " : "DSTOPT ");
	if (!fine) {
		mst_line_add(line, " [|%s]", name);
		return STOP;
	}
	if (kind == MST_EXTENSION_HOP_BY_HOP && packet->ip_bytes == 0 && !jumbo) {
		mst_line_add(line, "[No valid Jumbo Payload Hop-by-Hop option found] (invalid)");
		return STOP;
	}
	return GO_ON;
}

/* `behind`: where the header ends. */
static enum step describe_fragment(struct mst_line *line, const struct mst_packet *packet, size_t behind, bool whole)
{
	size_t more = packet->transport_at > behind ? packet->transport_at - behind : 0; /* headers */

	if (!whole) {
		mst_line_add(line, " [|frag]");
		return STOP;
	}
	mst_line_add(line, "frag (%u|%zu)", packet->fragment_at, packet->transport_declared + more);
	if (packet->fragment_at)
		return STOP;
	mst_line_add(line, " ");
	return GO_ON;
}

/* `length`: in words of four bytes, less two. */
static enum step describe_authentication(struct mst_line *line, struct mst_reader r, uint8_t length)
{
	size_t icv = length ? length * 4u + 8 - 12 : 0;
	uint32_t spi, sequence;

	mst_skip(&r, 2);
	spi = mst_read_be32(&r);
	if (r.short_read) {
		mst_line_add(line, " [|ah]");
		return STOP;
	}
	mst_line_add(line, "AH(spi=0x%08x,", spi);
	sequence = mst_read_be32(&r);
	if (r.short_read) {
		mst_line_add(line, " [|ah]");
		return STOP;
	}
	mst_line_add(line, "seq=0x%x,icv=0x", sequence);
	mst_line_digits(line, r.at, icv < r.left ? icv : r.left);
	mst_line_add(line, icv > r.left ? " [|ah]" : "): ");
	return icv > r.left ? STOP : GO_ON;
}

/* Describes the header of this kind at the reader, and moves behind it. */
static enum step describe_one(struct mst_line *line, const struct mst_packet *packet, struct mst_reader *r,
                              uint8_t *kind)
{
	uint8_t this = *kind, length;
	size_t bytes;
	struct mst_reader header;
	bool begun, whole;

	*kind = mst_read_u8(r);
	length = mst_read_u8(r);
	begun = !r->short_read;
	header = *r;
	bytes = this == MST_EXTENSION_FRAGMENT         ? 6
	        : this == MST_EXTENSION_AUTHENTICATION ? length * 4u + 6
	                                               : length * 8u + 6;
	mst_skip(r, bytes);
	whole = !r->short_read;
	if (whole && this != MST_EXTENSION_AUTHENTICATION)
		header.left = bytes;
	switch (this) {
	case MST_EXTENSION_HOP_BY_HOP:
	case MST_EXTENSION_DESTINATION_OPTIONS: return describe_options(line, packet, header, this, whole);
	case MST_EXTENSION_FRAGMENT: return describe_fragment(line, packet, (size_t)(r->at - packet->bytes), whole);
	case MST_EXTENSION_AUTHENTICATION: return describe_authentication(line, header, length);
	case MST_EXTENSION_ROUTING:
		mst_line_add(line, "RT6 ");
		if (!begun)
			mst_line_add(line, "[|rt6]");
		return begun && mst_describe_routing_header(line, header, length) && whole ? GO_ON : STOP;
	default:
		if (begun)
			mst_describe_mobility(line, header, length);
		else
			mst_line_add(line, " [|mobility]");
		return STOP;
	}
}

bool mst_describe_ipcomp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint16_t index;

	mst_skip(&r, 2);
	index = mst_read_be16(&r);
	if (r.short_read)
		mst_line_add(line, " [|ipcomp]");
	else
		mst_line_add(line, "IPComp(cpi=0x%04x)", index);
	return true;
}

bool mst_describe_no_next(struct mst_line *line, const struct mst_layer *layer)
{
	bool ipv6 = layer->packet->network == MST_NETWORK_IPV6;

	mst_line_add(line, ipv6 ? "no next header" : " ip-proto-59 %zu", layer->declared);
	return true;
}

bool mst_describe_extensions(struct mst_line *line, const struct mst_packet *packet)
{
	size_t end = packet->network_at + packet->ip_bytes + (packet->network == MST_NETWORK_IPV6 ? 40 : 0);
	uint8_t kind = packet->first_protocol;
	struct mst_reader r;

	if (packet->ip_bytes == 0 || end > packet->captured)
		end = packet->captured;
	r = mst_reader_over(packet->bytes + packet->extensions_at,
	                    end > packet->extensions_at ? end - packet->extensions_at : 0);
	for (unsigned i = 0; i < MST_EXTENSIONS_MAX; i++) {
		if (!mst_network_is_extension(packet->network, kind))
			return true;
		if (kind == MST_EXTENSION_HOP_BY_HOP && i) {
			mst_line_add(line, "[The Hop-by-Hop Options header was already found] (invalid)");
			return false;
		}
		if (describe_one(line, packet, &r, &kind) == STOP)
			return false;
		if (packet->network != MST_NETWORK_IPV6)
			return true;
	}
	return true;
}
