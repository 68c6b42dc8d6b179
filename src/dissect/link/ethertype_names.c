/* SPDX-License-Identifier: BSD-2-Clause */
/* ethertype_names.c - the names of EtherTypes. See ethertypes.h. */
#include "dissect/link/ethertypes.h"

#define CASE(type, name, describe) \
	case type: return name;

static const char *name_of(uint16_t type)
{
	switch (type) {
		MST_ETHERTYPES(CASE)
	default: return NULL;
	}
}
#undef CASE

const char *mst_ethertype_name(uint16_t type)
{
	const char *name = name_of(type);

	return name ? name : "Unknown";
}

bool mst_ethertype_is_named(uint16_t type)
{
	return name_of(type) != NULL;
}
