/* SPDX-License-Identifier: BSD-2-Clause */
/* redundancy.c - link-layer addresses that several routers of a link share: see muster/net.h. */
#include <muster/net.h>
#include <string.h>

/*
 * VRRP: RFC 9568, section 7.3; CARP takes those of VRRP for IPv4 (carp(4) of OpenBSD). HSRP: RFC 2281, section 5.1;
 * version 2, and for IPv6, and GLBP: Cisco's documentation. A group number follows, of `bits` bits.
 */
static const struct {
	uint8_t prefix[6];
	unsigned bits;
	const char *protocol;
} shared[] = {
	{ { 0x00, 0x00, 0x5e, 0x00, 0x01, 0x00 }, 8, "VRRP" },  { { 0x00, 0x00, 0x5e, 0x00, 0x02, 0x00 }, 8, "VRRP" },
	{ { 0x00, 0x00, 0x0c, 0x07, 0xac, 0x00 }, 8, "HSRP" },  { { 0x00, 0x00, 0x0c, 0x9f, 0xf0, 0x00 }, 12, "HSRP" },
	{ { 0x00, 0x05, 0x73, 0xa0, 0x00, 0x00 }, 12, "HSRP" }, { { 0x00, 0x07, 0xb4, 0x00, 0x00, 0x00 }, 18, "GLBP" },
};

static uint64_t number_of(const uint8_t mac[6])
{
	uint64_t number = 0;

	for (int i = 0; i < 6; i++)
		number = number << 8 | mac[i];
	return number;
}

const char *mst_link_addr_shared_by(const uint8_t mac[6])
{
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
		if (number_of(mac) >> shared[i].bits == number_of(shared[i].prefix) >> shared[i].bits)
			return shared[i].protocol;
	}
	return NULL;
}
