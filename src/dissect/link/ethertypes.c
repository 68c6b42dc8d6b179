/* SPDX-License-Identifier: BSD-2-Clause */
/* ethertypes.c - chooses the describer of an EtherType. See ethertypes.h. */
#include "dissect/link/ethertypes.h"

#include <pcap/dlt.h>

#include "dissect/payload/describers.h"

/* Within another frame: those of a frame's own are read by common/packet.h. */
static bool describe_ip_within(struct mst_line *line, const struct mst_layer *layer)
{
	mst_describe_inner(line, layer, DLT_RAW);
	return true;
}

#define ROW(type, name, describe) { type, describe },
static const struct {
	uint16_t type;
	mst_describer *describe;
} ethertypes[] = { MST_ETHERTYPES(ROW) };
#undef ROW

mst_describer *mst_ethertype_describer(uint16_t type)
{
	for (size_t i = 0; i < sizeof ethertypes / sizeof *ethertypes; i++) {
		if (ethertypes[i].type == type)
			return ethertypes[i].describe;
	}
	return NULL;
}

bool mst_describe_ethertype(struct mst_line *line, const struct mst_layer *layer, uint16_t type)
{
	mst_describer *describe = mst_ethertype_describer(type);

	return describe && describe(line, layer);
}
