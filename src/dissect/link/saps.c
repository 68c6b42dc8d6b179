/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * saps.c - describes IEEE 802.2 LLC: the tables of service access points and of SNAP's protocols. See layer.h.
 *
 *     802.3 length │ DSAP │ SSAP │ control │ data
 *     802.3 length │ 0xaa │ 0xaa │ 0x03    │ OUI │ protocol │ data          SNAP
 */
#include "dissect/link/describers.h"

enum { SNAP = 0xaa, UNNUMBERED_INFORMATION = 0x03 };

/* clang-format off */
static const struct {
	uint8_t sap;
	mst_describer *describe;
} saps[] = {
	{ 0, NULL },
};

static const struct {
	uint32_t oui;
	uint16_t protocol;
	mst_describer *describe;
} snaps[] = {
	{ 0, 0, NULL },
};
/* clang-format on */

static bool describe_snap(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	struct mst_layer data = mst_layer_after(layer, 5);
	uint32_t oui = (uint32_t)mst_read_be16(&r) << 8;
	uint16_t protocol;

	oui |= mst_read_u8(&r);
	protocol = mst_read_be16(&r);
	for (size_t i = 0; i < sizeof snaps / sizeof *snaps && !r.short_read; i++) {
		if (snaps[i].describe && snaps[i].oui == oui && snaps[i].protocol == protocol)
			return snaps[i].describe(line, &data);
	}
	return false;
}

bool mst_describe_llc(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t destination = mst_read_u8(&r), source = mst_read_u8(&r), control = mst_read_u8(&r);
	struct mst_layer data = mst_layer_after(layer, 3);

	if (r.short_read || control != UNNUMBERED_INFORMATION)
		return false;
	if (destination == SNAP && source == SNAP)
		return describe_snap(line, &data);
	for (size_t i = 0; i < sizeof saps / sizeof *saps; i++) {
		if (saps[i].describe && saps[i].sap == destination && saps[i].sap == source)
			return saps[i].describe(line, &data);
	}
	return false;
}
