/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * amendments.c - amended verdicts by target: open addressing, at most half full.
 */
#include "report/amendments.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 64

/* The user chose the targets, so no attacker can cause collisions: multiplying and folding is enough. */
static size_t hash(const struct mst_result *result)
{
	uint64_t words[2];
	uint64_t sum = (uint64_t)result->port << 1 | result->about_port;

	memcpy(words, result->addr.bytes, sizeof words);
	for (size_t i = 0; i < 2; i++) {
		sum = (sum ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
		sum ^= sum >> 32;
	}
	return (size_t)sum;
}

static bool same_target(const struct mst_result *a, const struct mst_result *b)
{
	return a->port == b->port && a->about_port == b->about_port && mst_addr_compare(&a->addr, &b->addr) == 0;
}

/* The slot that holds this target, or the free one where it belongs. */
static struct mst_amendment *slot_of(const struct mst_amendments *amendments, const struct mst_result *result)
{
	size_t i = hash(result) & (amendments->size - 1);

	while (amendments->slots[i].used && !same_target(&amendments->slots[i].result, result))
		i = (i + 1) & (amendments->size - 1);
	return &amendments->slots[i];
}

static int grow(struct mst_amendments *amendments)
{
	struct mst_amendments larger = { .count = amendments->count };

	larger.size = amendments->size ? 2 * amendments->size : FIRST_SIZE;
	larger.slots = calloc(larger.size, sizeof *larger.slots);
	if (!larger.slots)
		return -ENOMEM;
	for (size_t i = 0; i < amendments->size; i++) {
		if (amendments->slots[i].used)
			*slot_of(&larger, &amendments->slots[i].result) = amendments->slots[i];
	}
	free(amendments->slots);
	*amendments = larger;
	return 0;
}

int mst_amendments_add(struct mst_amendments *amendments, const struct mst_result *result)
{
	struct mst_amendment *slot;

	if (2 * (amendments->count + 1) > amendments->size && grow(amendments) < 0)
		return -ENOMEM;
	slot = slot_of(amendments, result);
	amendments->count += !slot->used;
	*slot = (struct mst_amendment){ .result = *result, .used = true };
	return 0;
}

const struct mst_amendment *mst_amendments_find(const struct mst_amendments *amendments,
                                                const struct mst_result *result)
{
	const struct mst_amendment *slot;

	if (amendments->count == 0)
		return NULL;
	slot = slot_of(amendments, result);
	return slot->used ? slot : NULL;
}

void mst_amendments_free(struct mst_amendments *amendments)
{
	free(amendments->slots);
	*amendments = (struct mst_amendments){ 0 };
}
