/* SPDX-License-Identifier: BSD-2-Clause */
/* ethertypes.c - chooses the describer of an EtherType. See ethertypes.h. */
#include "dissect/link/ethertypes.h"

#include "dissect/payload/describers.h"

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
