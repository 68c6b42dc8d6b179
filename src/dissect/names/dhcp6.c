/* SPDX-License-Identifier: BSD-2-Clause */
/* dhcp6.c - see dhcp6.h. */
#include "dissect/names/dhcp6.h"

#include "base/reader.h"

#define RELAYS_MAX 8 /* RFC 8415, section 19.1.2: HOP_COUNT_LIMIT */
#define TYPE_MOST 11

enum { RECONFIGURE = 10, RELAY_FORWARD = 12, RELAY_REPLY = 13 };
enum { IA_NA = 3, IA_TA = 4, IA_ADDRESS = 5, RELAY_MESSAGE = 9, CLIENT_FQDN = 39 };

static struct mst_addr read_addr(struct mst_reader *r)
{
	const uint8_t *bytes = mst_read_bytes(r, 16);
	struct mst_addr addr = { .family = bytes ? MST_IPV6 : MST_NO_FAMILY };

	if (bytes)
		memcpy(addr.bytes, bytes, 16);
	return addr;
}

/* The next option's value; false at the end. */
static bool next_option(struct mst_reader *r, uint16_t *code, struct mst_reader *value)
{
	const uint8_t *bytes;
	uint16_t count;

	*code = mst_read_be16(r);
	count = mst_read_be16(r);
	bytes = mst_read_bytes(r, count);
	*value = mst_reader_over(bytes, bytes ? count : 0);
	return bytes && !r->short_read;
}

static void take_addr(struct mst_dhcp6 *dhcp, struct mst_reader *value)
{
	struct mst_addr addr = read_addr(value);
	uint32_t valid_s;

	mst_skip(value, 4);
	valid_s = mst_read_be32(value);
	if (!value->short_read && valid_s && dhcp->addr_count < MST_DHCP6_ADDRS)
		dhcp->addrs[dhcp->addr_count++] = addr;
}

/* The addresses in an identity association, behind `fixed` bytes. */
static void take_association(struct mst_dhcp6 *dhcp, struct mst_reader *value, size_t fixed)
{
	struct mst_reader inner;
	uint16_t code;

	mst_skip(value, fixed);
	while (next_option(value, &code, &inner)) {
		if (code == IA_ADDRESS)
			take_addr(dhcp, &inner);
	}
}

static void take_options(struct mst_dhcp6 *dhcp, struct mst_reader *r)
{
	struct mst_reader value;
	uint16_t code;

	while (next_option(r, &code, &value)) {
		if (code == IA_NA)
			take_association(dhcp, &value, 12);
		else if (code == IA_TA)
			take_association(dhcp, &value, 4);
		else if (code == CLIENT_FQDN) {
			dhcp->fqdn = value.at;
			dhcp->fqdn_bytes = value.left;
		}
	}
}

/* Moves the reader to the message in the envelope. */
static bool open_envelope(struct mst_dhcp6 *dhcp, struct mst_reader *r)
{
	struct mst_reader value;
	uint16_t code;

	mst_skip(r, 1 + 16); /* hop count, address of the link */
	dhcp->peer = read_addr(r);
	dhcp->relayed = true;
	while (next_option(r, &code, &value)) {
		if (code == RELAY_MESSAGE) {
			*r = value;
			return true;
		}
	}
	return false;
}

bool mst_dhcp6_read(struct mst_dhcp6 *dhcp, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	*dhcp = (struct mst_dhcp6){ .type = mst_read_u8(&r) };
	for (unsigned i = 0; dhcp->type == RELAY_FORWARD || dhcp->type == RELAY_REPLY; i++) {
		if (i == RELAYS_MAX || !open_envelope(dhcp, &r))
			return false;
		dhcp->type = mst_read_u8(&r);
	}
	mst_skip(&r, 3); /* transaction */
	if (r.short_read || dhcp->type == 0 || dhcp->type > TYPE_MOST)
		return false;
	dhcp->to_client = dhcp->type == MST_DHCP6_ADVERTISE || dhcp->type == MST_DHCP6_REPLY ||
	                  dhcp->type == RECONFIGURE;
	take_options(dhcp, &r);
	return true;
}
