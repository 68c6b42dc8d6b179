/* SPDX-License-Identifier: BSD-2-Clause */
/* dhcp_line.c - describes a BOOTP or DHCP message. */
#include "dissect/payload/describers.h"
#include "dissect/payload/dhcp.h"

static void describe_addr(struct mst_line *line, const char *label, const struct mst_addr *addr)
{
	if (addr->family == MST_NO_FAMILY)
		return;
	mst_line_add(line, ", %s ", label);
	mst_line_addr(line, addr);
}

static void describe_text(struct mst_line *line, const char *label, const struct mst_dhcp_text *text)
{
	if (!text->bytes)
		return;
	mst_line_add(line, ", %s \"", label);
	mst_line_text(line, text->bytes, text->count);
	mst_line_add(line, "\"");
}

bool mst_describe_dhcp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_dhcp dhcp;
	const char *type;

	if (!mst_dhcp_read(&dhcp, layer->bytes, layer->captured))
		return false;
	mst_line_add(line, "BOOTP/DHCP, %s", dhcp.reply ? "Reply" : "Request");
	if (dhcp.has_mac && !dhcp.reply) {
		mst_line_add(line, " from ");
		mst_line_mac(line, dhcp.client_mac);
	}
	type = mst_dhcp_type_name(dhcp.type);
	if (type)
		mst_line_add(line, ", DHCP %s", type);
	else if (dhcp.type)
		mst_line_add(line, ", DHCP type %u", dhcp.type);
	describe_addr(line, "client", &dhcp.client);
	describe_addr(line, "offers", &dhcp.offered);
	describe_addr(line, "requests", &dhcp.requested);
	describe_addr(line, "server", &dhcp.server);
	describe_text(line, "hostname", &dhcp.host_name);
	if (dhcp.lease_s)
		mst_line_add(line, ", lease %us", dhcp.lease_s);
	mst_line_add(line, ", length %zu", layer->declared);
	return true;
}
