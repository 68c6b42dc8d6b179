/* SPDX-License-Identifier: BSD-2-Clause */
/* found.c - see found.h. */
#include "nearby/found.h"

#include <errno.h>
#include <stdlib.h>

#include "target/set.h"

#define LOW_LAST 0xff

void mst_found_free(struct mst_found *found)
{
	free(found->addrs);
	free(found->macs);
	free(found->suffixes);
	found->suffixes = NULL;
	found->addrs = NULL;
	found->macs = NULL;
}

/* ---- sorted arrays ---- */

typedef int compare_items(const void *a, const void *b);

static int by_addr(const void *a, const void *b)
{
	return mst_addr_compare(a, b);
}

static int by_suffix(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

	return (one > other) - (one < other);
}

static int by_mac(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct mst_neighbour_mac));
}

/* Inserts a copy where there is none yet. */
static int insert(void **items, size_t *count, size_t *room, const void *item, size_t size, compare_items *compare)
{
	char *array = *items;
	size_t low = 0, high = *count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(array + middle * size, item);

		if (order == 0)
			return 0;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (*count == MST_FOUND_MAX)
		return 0;
	if (*count == *room) {
		size_t more = *room ? *room * 2 : 64;

		array = reallocarray(array, more, size);
		if (!array)
			return -ENOMEM;
		*items = array;
		*room = more;
	}
	memmove(array + (low + 1) * size, array + low * size, (*count - low) * size);
	memcpy(array + low * size, item, size);
	++*count;
	return 0;
}

/* ---- addresses that were learned ---- */

static bool is_ours(const struct mst_found *found, const struct mst_iface_addr *own)
{
	return own->index == found->link->index && own->addr.family == MST_IPV6;
}

static bool shares_prefix(const struct mst_iface_addr *own, const struct mst_addr *addr)
{
	unsigned rest = 128u - own->prefix_length;
	mst_uint128 mine = mst_addr_ipv6(&own->subnet), theirs = mst_addr_ipv6(addr);

	return rest == 128 || mine >> rest == theirs >> rest;
}

/* Whether the address belongs to this link, and not to this machine. */
static bool is_neighbour(const struct mst_found *found, const struct mst_addr *addr)
{
	bool near = mst_addr_is_link_local(addr);

	for (size_t i = 0; i < found->ifaces->addr_count; i++) {
		const struct mst_iface_addr *own = &found->ifaces->addrs[i];

		if (!is_ours(found, own))
			continue;
		if (memcmp(own->addr.bytes, addr->bytes, 16) == 0 && !own->duplicate)
			return false;
		near |= shares_prefix(own, addr);
	}
	return near;
}

int mst_found_add_mac(struct mst_found *found, const uint8_t mac[6])
{
	struct mst_neighbour_mac machine;

	if (mac[0] & 1 || memcmp(mac, found->link->mac, 6) == 0)
		return 0;
	memcpy(machine.mac, mac, 6);
	return insert((void **)&found->macs, &found->mac_count, &found->mac_room, &machine, sizeof machine, by_mac);
}

int mst_found_add(struct mst_found *found, const struct mst_learned *learned)
{
	int code = mst_found_add_mac(found, learned->mac);

	for (size_t i = 0; i < learned->addr_count && code == 0; i++) {
		struct mst_addr addr = learned->addrs[i];

		if (!is_neighbour(found, &addr) || (found->has_lower && mst_addr_is_link_local(&addr)))
			continue;
		if (mst_addr_is_link_local(&addr))
			addr.scope = (uint32_t)found->link->index;
		code = insert((void **)&found->addrs, &found->addr_count, &found->addr_room, &addr, sizeof addr,
		              by_addr);
	}
	for (size_t i = 0; i < learned->suffix_count && code == 0; i++)
		code = insert((void **)&found->suffixes, &found->suffix_count, &found->suffix_room,
		              &learned->suffixes[i], sizeof *found->suffixes, by_suffix);
	return code;
}

int mst_found_add_targets(const struct mst_found *found, struct mst_targets *targets)
{
	int code = 0;

	for (size_t i = 0; i < found->addr_count && code == 0; i++)
		code = mst_targets_add_addr(targets, &found->addrs[i], false);
	return code;
}

/* ---- guesses ---- */

/* The next /64 prefix from *at on, as its first address; false when there is none. */
static bool next_prefix(const struct mst_found *found, size_t *at, struct mst_addr *prefix)
{
	while (*at < found->ifaces->addr_count) {
		const struct mst_iface_addr *own = &found->ifaces->addrs[(*at)++];

		if (!is_ours(found, own) || own->prefix_length != 64)
			continue;
		*prefix = own->subnet;
		prefix->scope = mst_addr_is_link_local(prefix) ? (uint32_t)found->link->index : 0;
		memset(prefix->bytes + 8, 0, 8);
		return true;
	}
	return false;
}

/* RFC 4291, appendix A: the universal bit is inverted, and fffe inserted in the middle. */
static struct mst_addr eui64_of(const struct mst_addr *prefix, const uint8_t mac[6])
{
	struct mst_addr addr = *prefix;

	addr.bytes[8] = mac[0] ^ 2;
	addr.bytes[9] = mac[1];
	addr.bytes[10] = mac[2];
	addr.bytes[11] = 0xff;
	addr.bytes[12] = 0xfe;
	memcpy(addr.bytes + 13, mac + 3, 3);
	return addr;
}

int mst_found_guess_suffixes(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed)
{
	struct mst_addr prefix;
	size_t at = 0;
	int code = 0;

	while (code == 0 && next_prefix(found, &at, &prefix)) {
		for (size_t i = 0; i < found->suffix_count && code == 0; i++) {
			struct mst_addr addr = mst_addr_from_ipv6(mst_addr_ipv6(&prefix) | found->suffixes[i],
			                                          prefix.scope);

			code = mst_targets_add_addr(targets, &addr, false);
			++*guessed;
		}
	}
	return code;
}

int mst_found_guess_eui64(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed)
{
	struct mst_addr prefix;
	size_t at = 0;
	int code = 0;

	while (code == 0 && next_prefix(found, &at, &prefix)) {
		for (size_t i = 0; i < found->mac_count && code == 0; i++) {
			struct mst_addr addr = eui64_of(&prefix, found->macs[i].mac);

			code = mst_targets_add_addr(targets, &addr, false);
			++*guessed;
		}
	}
	return code;
}

int mst_found_guess_low(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed)
{
	struct mst_addr prefix;
	size_t at = 0;
	int code = 0;

	while (code == 0 && next_prefix(found, &at, &prefix)) {
		struct mst_addr first = prefix, last = prefix;

		first.bytes[15] = 1;
		last.bytes[15] = LOW_LAST;
		code = mst_targets_add_interval(targets, &first, &last);
		*guessed += LOW_LAST;
	}
	return code;
}
