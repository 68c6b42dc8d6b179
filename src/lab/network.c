/* SPDX-License-Identifier: BSD-2-Clause */
/* network.c - the rows of MST_LAB_NETWORKS in muster/lab.h, in words. */
#include <muster/lab.h>

static const struct {
	const char *name, *meaning;
} networks[] = {
#define ROW(constant, name, meaning) [constant] = { name, meaning },
	MST_LAB_NETWORKS(ROW)
#undef ROW
};

const char *mst_lab_network_name(enum mst_lab_network network)
{
	return network < MST_LAB_NETWORK_COUNT ? networks[network].name : "?";
}

const char *mst_lab_network_meaning(enum mst_lab_network network)
{
	return network < MST_LAB_NETWORK_COUNT ? networks[network].meaning : "?";
}
