/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * addr.h - an address of any family, as a value.
 *
 * Addresses are copied, compared and stored by value; code outside this header does not depend on their length.
 */
#ifndef MUSTER_ADDR_H
#define MUSTER_ADDR_H

#include <arpa/inet.h>
#include <muster/api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A count of addresses, or an IPv6 address as a number. */
__extension__ typedef unsigned __int128 mst_uint128;

enum mst_family { MST_NO_FAMILY = 0, MST_IPV4 = 4, MST_IPV6 = 6 };

struct mst_addr {
	uint8_t bytes[16]; /* network order; IPv4 uses the first four, the others are zero */
	uint32_t scope;    /* interface index of a link-local IPv6 address, else 0 */
	uint8_t family;    /* enum mst_family */
	uint8_t unused[3]; /* zero */
};

/* Room for the longest text of an address with its scope, and the closing NUL. */
#define MST_ADDR_TEXT 64

/* Sixteen bytes that are stored at once: a copy, which loads them at once, would wait for several smaller stores. */
typedef uint64_t mst_addr_words __attribute__((vector_size(16)));

/* From an IPv4 address in host order. (Inline, as is the next: both are called for every frame.) */
static inline struct mst_addr mst_addr_from_ipv4(uint32_t host_order)
{
	struct mst_addr addr = { .family = MST_IPV4 };
	mst_addr_words words = { htonl(host_order) };

	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		words[0] <<= 32;
	memcpy(addr.bytes, &words, sizeof addr.bytes);
	return addr;
}

/* The IPv4 address in host order; 0 for every other family. */
static inline uint32_t mst_addr_ipv4(const struct mst_addr *addr)
{
	uint32_t network_order;

	memcpy(&network_order, addr->bytes, sizeof network_order);
	return addr->family == MST_IPV4 ? ntohl(network_order) : 0;
}

/* An IPv6 address from its number (the first byte is the highest), and back; the number is 0 for every other family. */
static inline struct mst_addr mst_addr_from_ipv6(mst_uint128 number, uint32_t scope)
{
	struct mst_addr addr = { .scope = scope, .family = MST_IPV6 };

	for (int i = 15; i >= 0; i--, number >>= 8)
		addr.bytes[i] = (uint8_t)number;
	return addr;
}

static inline mst_uint128 mst_addr_ipv6(const struct mst_addr *addr)
{
	mst_uint128 number = 0;

	for (int i = 0; i < 16 && addr->family == MST_IPV6; i++)
		number = number << 8 | addr->bytes[i];
	return number;
}

/* Link-local, fe80::/10 (RFC 4291, section 2.5.6): valid on one link only. */
static inline bool mst_addr_is_link_local(const struct mst_addr *addr)
{
	return addr->family == MST_IPV6 && addr->bytes[0] == 0xfe && (addr->bytes[1] & 0xc0) == 0x80;
}

/* Reads one address, numeric only: no host names, no prefix. A scope is an interface's name or index. 0, or -EINVAL. */
MST_API int mst_addr_parse(struct mst_addr *addr, const char *text);

/*
 * For an IPv4 address in another form that inet_aton(3) reads, such as 127.1, 0x7f000001 or 2130706433: words for the
 * end of a sentence that refuses it, in `room`. NULL: it is none, or a number with a leading zero, octal to some
 * programs.
 */
#define MST_ADDR_ADVICE 64
MST_API const char *mst_addr_advice(const char *text, char room[MST_ADDR_ADVICE]);

/* Writes the canonical text (RFC 5952 for IPv6), a scope by the interface's name where there is one, and a NUL; returns
 * its length without the NUL.
 * `text` has MST_ADDR_TEXT bytes. An address without family becomes the empty text. */
MST_API size_t mst_addr_format(const struct mst_addr *addr, char *text);

/* Orders by family, then scope, then bytes, so that the addresses of one link stand together: <0, 0, >0. */
MST_API int mst_addr_compare(const struct mst_addr *a, const struct mst_addr *b);

MST_API bool mst_addr_equal(const struct mst_addr *a, const struct mst_addr *b);

#endif
