/* SPDX-License-Identifier: BSD-2-Clause */
/* dhcp.c - see dhcp.h. */
#include "dissect/payload/dhcp.h"

#include "base/reader.h"

#define MAGIC 0x63825363u
#define SERVER_NAME_AND_FILE (64 + 128)

static struct mst_addr read_addr(struct mst_reader *r)
{
	uint32_t addr = mst_read_be32(r);

	return addr ? mst_addr_from_ipv4(addr) : (struct mst_addr){ .family = MST_NO_FAMILY };
}

static void take_option(struct mst_dhcp *dhcp, uint8_t code, const uint8_t *bytes, size_t count)
{
	struct mst_reader value = mst_reader_over(bytes, count);
	struct mst_dhcp_text text = { bytes, count };

	switch (code) {
	case 12: dhcp->host_name = text; break;
	case 50: dhcp->requested = read_addr(&value); break;
	case 51: dhcp->lease_s = mst_read_be32(&value); break;
	case 53: dhcp->type = mst_read_u8(&value); break;
	case 54: dhcp->server = read_addr(&value); break;
	case 60: dhcp->vendor_class = text; break;
	case 81: dhcp->client_fqdn = text; break;
	default: break;
	}
}

static void read_options(struct mst_dhcp *dhcp, struct mst_reader *r)
{
	while (r->left > 0) {
		uint8_t code = mst_read_u8(r), count;
		const uint8_t *bytes;

		if (code == 255)
			return;
		if (code == 0)
			continue;
		count = mst_read_u8(r);
		bytes = mst_read_bytes(r, count);
		if (!bytes)
			return;
		take_option(dhcp, code, bytes, count);
	}
}

bool mst_dhcp_read(struct mst_dhcp *dhcp, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint8_t op = mst_read_u8(&r), hardware = mst_read_u8(&r), hardware_bytes = mst_read_u8(&r);
	const uint8_t *mac;

	*dhcp = (struct mst_dhcp){ .reply = op == 2 };
	mst_skip(&r, 1);
	dhcp->transaction = mst_read_be32(&r);
	mst_skip(&r, 4);
	dhcp->client = read_addr(&r);
	dhcp->offered = read_addr(&r);
	mst_skip(&r, 4); /* the next server, of BOOTP */
	dhcp->relay = read_addr(&r);
	mac = mst_read_bytes(&r, 16);
	mst_skip(&r, SERVER_NAME_AND_FILE);
	if (r.short_read || (op != 1 && op != 2))
		return false;
	dhcp->has_mac = hardware == 1 && hardware_bytes == 6;
	memcpy(dhcp->client_mac, mac, 6);
	if (mst_read_be32(&r) == MAGIC && !r.short_read)
		read_options(dhcp, &r);
	return true;
}

const char *mst_dhcp_type_name(uint8_t type)
{
	static const char *const names[] = { NULL,  "Discover", "Offer",   "Request", "Decline",
		                             "ACK", "NACK",     "Release", "Inform" };

	return type < sizeof names / sizeof *names ? names[type] : NULL;
}
