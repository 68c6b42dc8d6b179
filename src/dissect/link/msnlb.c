/* SPDX-License-Identifier: BSD-2-Clause */
/* msnlb.c - heartbeats of Microsoft's network load balancing. */
#include "dissect/link/describers.h"

static void describe_ip(struct mst_line *line, const char *label, const uint8_t *ip)
{
	if (ip)
		mst_line_add(line, ", %s IP: %u.%u.%u.%u", label, ip[0], ip[1], ip[2], ip[3]);
	else
		mst_line_add(line, " [|msnlb]");
}

bool mst_describe_msnlb(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint32_t priority = (mst_skip(&r, 8), mst_read_le32(&r));
	const uint8_t *cluster;

	mst_line_add(line, "MS NLB heartbeat");
	if (r.short_read) {
		mst_line_add(line, " [|msnlb]");
		return true;
	}
	mst_line_add(line, ", host priority: %u", priority);
	cluster = mst_read_bytes(&r, 4);
	describe_ip(line, "cluster", cluster);
	if (cluster)
		describe_ip(line, "host", mst_read_bytes(&r, 4));
	return true;
}
