/* SPDX-License-Identifier: BSD-2-Clause */
/* bgp.c - describes BGP (RFC 4271): only that it is there, as tcpdump does. */
#include "dissect/payload/describers.h"

bool mst_describe_bgp(struct mst_line *line, const struct mst_layer *layer)
{
	(void)layer;
	mst_line_add(line, ": BGP");
	return true;
}
