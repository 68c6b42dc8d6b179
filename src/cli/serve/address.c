/* SPDX-License-Identifier: BSD-2-Clause */
/* address.c - see address.h. */
#include "cli/serve/address.h"

#include <muster/units.h>
#include <stdio.h>
#include <string.h>

#define LOOPBACK "127.0.0.1"

/* The address in front of the port, copied; false when it is too long. */
static bool copy(char text[MST_ADDR_TEXT], const char *from, size_t length)
{
	if (length >= MST_ADDR_TEXT)
		return false;
	memcpy(text, from, length);
	text[length] = '\0';
	return true;
}

bool mst_serve_address_parse(struct mst_serve_address *address, const char *text)
{
	const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
	bool bracketed = *text == '[' && colon && colon > text && colon[-1] == ']';
	char addr[MST_ADDR_TEXT] = LOOPBACK;
	uint64_t number;

	if (mst_read_whole(&number, port, UINT16_MAX) < 0)
		return false;
	address->port = (uint16_t)number;
	if (bracketed && !copy(addr, text + 1, (size_t)(colon - text) - 2))
		return false;
	if (!bracketed && colon && colon > text && !copy(addr, text, (size_t)(colon - text)))
		return false;
	return mst_addr_parse(&address->addr, addr) == 0 && (address->addr.family == MST_IPV6) == bracketed;
}

bool mst_serve_address_is_local(const struct mst_serve_address *address)
{
	static const uint8_t loopback[16] = { [15] = 1 };

	if (address->addr.family == MST_IPV4)
		return address->addr.bytes[0] == 127;
	return memcmp(address->addr.bytes, loopback, sizeof loopback) == 0;
}

const char *mst_serve_address_format(const struct mst_serve_address *address, char text[MST_SERVE_ADDRESS_TEXT])
{
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&address->addr, addr);
	snprintf(text, MST_SERVE_ADDRESS_TEXT, address->addr.family == MST_IPV6 ? "[%s]:%u" : "%s:%u", addr,
	         address->port);
	return text;
}
