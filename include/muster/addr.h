/*
 * addr.h - an address of any family, as a value.
 *
 * Addresses are copied, compared and stored by value; nothing outside this type knows how many bytes one has.
 */
#ifndef MUSTER_ADDR_H
#define MUSTER_ADDR_H

#include <arpa/inet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum mst_family { MST_NO_FAMILY = 0, MST_IPV4 = 4, MST_IPV6 = 6 };

struct mst_addr {
	uint8_t bytes[16]; /* network order; IPv4 uses the first four, the others are zero */
	uint32_t scope;    /* interface index of a link-local IPv6 address, else 0 */
	uint8_t family;    /* enum mst_family */
	uint8_t unused[3]; /* zero */
};

/* Room for the longest text of an address with its scope, and the closing NUL. */
#define MST_ADDR_TEXT 64

/* From an IPv4 address in host order. (Here, as is the next: both are called for every frame.) */
static inline struct mst_addr mst_addr_from_ipv4(uint32_t host_order)
{
	/* One literal: a variable filled piece by piece would be copied with wider loads than its stores, 10 ns. */
	return (struct mst_addr){
		.bytes = { (uint8_t)(host_order >> 24), (uint8_t)(host_order >> 16), (uint8_t)(host_order >> 8),
		           (uint8_t)host_order },
		.family = MST_IPV4,
	};
}

/* The IPv4 address in host order; 0 for every other family. */
static inline uint32_t mst_addr_ipv4(const struct mst_addr *addr)
{
	uint32_t network_order;

	memcpy(&network_order, addr->bytes, sizeof network_order);
	return addr->family == MST_IPV4 ? ntohl(network_order) : 0;
}

/* Reads one address, numeric only: no names, no prefix. 0, or -EINVAL. */
int mst_addr_parse(struct mst_addr *addr, const char *text);

/* Writes the canonical text (RFC 5952 for IPv6) and a NUL; returns its length without the NUL.
 * `text` has MST_ADDR_TEXT bytes. An address without family becomes the empty text. */
size_t mst_addr_format(const struct mst_addr *addr, char *text);

/* Orders by family, then bytes, then scope: <0, 0, >0. */
int mst_addr_compare(const struct mst_addr *a, const struct mst_addr *b);

bool mst_addr_equal(const struct mst_addr *a, const struct mst_addr *b);

#endif
