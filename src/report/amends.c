/*
 * amends.c - amended verdicts by target: open addressing, at most half full.
 */
#include "report/amends.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 64

/* Targets are of our choosing, so nobody can aim at collisions: multiplying and folding is enough. */
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
	return a->port == b->port && a->about_port == b->about_port &&
	       mst_addr_compare(&a->addr, &b->addr) == 0;
}

/* The slot that holds this target, or the free one where it belongs. */
static struct mst_amend *slot_of(const struct mst_amends *amends, const struct mst_result *result)
{
	size_t i = hash(result) & (amends->size - 1);

	while (amends->slots[i].used && !same_target(&amends->slots[i].result, result))
		i = (i + 1) & (amends->size - 1);
	return &amends->slots[i];
}

static int grow(struct mst_amends *amends)
{
	struct mst_amends larger = { .count = amends->count };

	larger.size = amends->size ? 2 * amends->size : FIRST_SIZE;
	larger.slots = calloc(larger.size, sizeof *larger.slots);
	if (!larger.slots)
		return -ENOMEM;
	for (size_t i = 0; i < amends->size; i++) {
		if (amends->slots[i].used)
			*slot_of(&larger, &amends->slots[i].result) = amends->slots[i];
	}
	free(amends->slots);
	*amends = larger;
	return 0;
}

int mst_amends_add(struct mst_amends *amends, const struct mst_result *result)
{
	struct mst_amend *slot;

	if (2 * (amends->count + 1) > amends->size && grow(amends) < 0)
		return -ENOMEM;
	slot = slot_of(amends, result);
	amends->count += !slot->used;
	*slot = (struct mst_amend){ .result = *result, .used = true };
	return 0;
}

const struct mst_amend *mst_amends_find(const struct mst_amends *amends, const struct mst_result *result)
{
	const struct mst_amend *slot;

	if (amends->count == 0)
		return NULL;
	slot = slot_of(amends, result);
	return slot->used ? slot : NULL;
}

void mst_amends_free(struct mst_amends *amends)
{
	free(amends->slots);
	*amends = (struct mst_amends){ 0 };
}
