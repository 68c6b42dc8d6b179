/* SPDX-License-Identifier: BSD-2-Clause */
/* osi.c - packets of ISO's network layer: a number first says of which protocol (NLPID, ISO/IEC TR 9577). */
#include "dissect/link/osi.h"

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { NONE = 0x00, CLNP = 0x81, ES_IS = 0x82, IS_IS = 0x83, IPV6 = 0x8e, IPV4 = 0xcc };

static const struct mst_word names[] = {
	{ 0x00, "NULL" },     { 0x08, "Q.933" },     { 0x09, "LMI" },    { 0x80, "SNAP" },
	{ CLNP, "CLNP" },     { ES_IS, "ES-IS" },    { IS_IS, "IS-IS" }, { 0x84, "CONS" },
	{ 0x85, "IDRP" },     { 0x8a, "X25 ES-IS" }, { IPV6, "IPv6" },   { 0xb1, "FRF.15" },
	{ 0xc1, "ISIS_SPB" }, { IPV4, "IPv4" },      { 0xcf, "PPP" },    { 0 },
};

const char *mst_osi_name(uint8_t number)
{
	return mst_word_of(names, number);
}

static void describe_unknown(struct mst_line *line, const struct mst_layer *layer, uint8_t number)
{
	if (!layer->how->link)
		mst_line_add(line, "OSI NLPID 0x%02x unknown, ", number);
	mst_line_add(line, "length: %zu", layer->declared);
	if (layer->captured > 1 && !layer->how->quick && !layer->how->bytes)
		mst_line_add(line, " ");
	mst_describe_bytes(line, layer);
}

bool mst_describe_osi(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer packet = mst_layer_after(layer, 1);
	uint8_t number = mst_read_u8(&r);
	const char *name = mst_osi_name(number);

	if (r.short_read) {
		mst_line_add(line, " [|isoclns]");
		return true;
	}
	if (layer->how->link)
		mst_line_add(line, "OSI NLPID %s (0x%02x): ", name ? name : "Unknown", number);
	switch (number) {
	case ES_IS: mst_describe_esis(line, layer); break;
	case IS_IS: mst_describe_isis(line, layer); break;
	case CLNP: mst_line_add(line, "CLNP, length %zu", layer->declared); break;
	case IPV4: mst_describe_inner_type(line, &packet, MST_ETHERTYPE_IPV4); break;
	case IPV6: mst_describe_inner_type(line, layer, MST_ETHERTYPE_IPV6); break;
	case NONE: mst_line_add(line, "%slength: %zu", layer->how->link ? "" : ", ", layer->declared); break;
	default: describe_unknown(line, layer, number); break;
	}
	return true;
}
