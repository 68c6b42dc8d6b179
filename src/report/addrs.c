/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * addrs.c - see addrs.h. The hash table has open addressing, and is at most half full.
 */
#include "report/addrs.h"

#include <errno.h>
#include <roaring/roaring.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 64

/* The user chose the addresses, so no attacker can cause collisions: multiplying and folding is enough. */
static size_t hash(const struct mst_addr *addr)
{
	uint64_t words[2];
	uint64_t sum = addr->scope;

	memcpy(words, addr->bytes, sizeof words);
	for (size_t i = 0; i < 2; i++) {
		sum = (sum ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		sum ^= sum >> 32;
	}
	return (size_t)sum;
}

/* The slot that holds this address, or the free one where it belongs. */
static struct mst_addr *slot_of(const struct mst_addrs *addrs, const struct mst_addr *addr)
{
	size_t i = hash(addr) & (addrs->size - 1);

	while (addrs->slots[i].family != MST_NO_FAMILY && mst_addr_compare(&addrs->slots[i], addr) != 0)
		i = (i + 1) & (addrs->size - 1);
	return &addrs->slots[i];
}

static int grow(struct mst_addrs *addrs)
{
	struct mst_addrs larger = *addrs;

	larger.size = addrs->size ? 2 * addrs->size : FIRST_SIZE;

	larger.slots = calloc(larger.size, sizeof *larger.slots);
	if (!larger.slots)
		return -ENOMEM;
	for (size_t i = 0; i < addrs->size; i++) {
		if (addrs->slots[i].family != MST_NO_FAMILY)
			*slot_of(&larger, &addrs->slots[i]) = addrs->slots[i];
	}
	free(addrs->slots);
	*addrs = larger;
	return 0;
}

static int add_ipv4(struct mst_addrs *addrs, uint32_t number)
{
	if (!addrs->ipv4)
		addrs->ipv4 = roaring_bitmap_create();
	return addrs->ipv4 ? roaring_bitmap_add_checked(addrs->ipv4, number) : -ENOMEM;
}

int mst_addrs_add(struct mst_addrs *addrs, const struct mst_addr *addr)
{
	struct mst_addr *slot;

	if (addr->family == MST_IPV4)
		return add_ipv4(addrs, mst_addr_ipv4(addr));
	if (2 * (addrs->count + 1) > addrs->size && grow(addrs) < 0)
		return -ENOMEM;
	slot = slot_of(addrs, addr);
	if (slot->family != MST_NO_FAMILY)
		return 0;
	*slot = *addr;
	addrs->count++;
	return 1;
}

void mst_addrs_free(struct mst_addrs *addrs)
{
	if (addrs->ipv4)
		roaring_bitmap_free(addrs->ipv4);
	free(addrs->slots);
	*addrs = (struct mst_addrs){ 0 };
}
