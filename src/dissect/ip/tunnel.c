/* SPDX-License-Identifier: BSD-2-Clause */
/* tunnel.c - describes IP within IP (RFC 2003, RFC 4213). */
#include <pcap/dlt.h>

#include "dissect/ip/describers.h"

bool mst_describe_tunnel(struct mst_line *line, const struct mst_layer *layer)
{
	mst_describe_inner(line, layer, DLT_RAW);
	return true;
}
