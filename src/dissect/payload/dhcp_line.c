/* SPDX-License-Identifier: BSD-2-Clause */
/* dhcp_line.c - describes a BOOTP or DHCP message: tcpdump's few words, and behind the length what it is about. */
#include "dissect/payload/describers.h"
#include "dissect/payload/dhcp.h"

enum { REQUEST = 1, REPLY = 2 };

#define CLIENT_MAC_AT 28

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

/* What tcpdump does not say. */
static void describe_content(struct mst_line *line, const struct mst_dhcp *dhcp)
{
	const char *type = mst_dhcp_type_name(dhcp->type);

	if (type)
		mst_line_add(line, ", DHCP %s", type);
	else if (dhcp->type)
		mst_line_add(line, ", DHCP type %u", dhcp->type);
	describe_addr(line, "client", &dhcp->client);
	describe_addr(line, "offers", &dhcp->offered);
	describe_addr(line, "requests", &dhcp->requested);
	describe_addr(line, "server", &dhcp->server);
	describe_text(line, "hostname", &dhcp->host_name);
	if (dhcp->lease_s)
		mst_line_add(line, ", lease %us", dhcp->lease_s);
}

bool mst_describe_dhcp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t operation = mst_read_u8(&r), hardware = mst_read_u8(&r), hardware_bytes = mst_read_u8(&r);
	const uint8_t *mac;
	struct mst_dhcp dhcp;

	if (!layer->captured) {
		mst_line_add(line, " [|bootp]");
		return true;
	}
	if (operation == REQUEST || operation == REPLY)
		mst_line_add(line, "BOOTP/DHCP, %s", operation == REQUEST ? "Request" : "Reply");
	else
		mst_line_add(line, "BOOTP/DHCP, unknown (0x%02x)", operation);
	if (r.short_read || (operation == REQUEST && hardware == 1 && hardware_bytes == 6)) {
		mst_skip(&r, CLIENT_MAC_AT - 3);
		mac = mst_read_bytes(&r, 6);
		if (!mac) {
			mst_line_add(line, " [|bootp]");
			return true;
		}
		mst_line_add(line, " from ");
		mst_line_mac(line, mac);
	}
	mst_line_add(line, ", length %zu", layer->declared);
	if (mst_dhcp_read(&dhcp, layer->bytes, layer->captured))
		describe_content(line, &dhcp);
	return true;
}
