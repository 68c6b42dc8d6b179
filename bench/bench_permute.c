/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_permute.c - position → index and back; goal: 25 ns. For comparison the textbook method: a Feistel network of
 * SipHash over the next even power of two, applied again until the result is in range.
 */
#include "bench.h"

#include "base/siphash.h"
#include "target/permute.h"

static uint64_t forward(void *user, uint64_t count)
{
	const struct mst_permute *permute = user;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++)
		sum += mst_permute_index(permute, i % permute->size);
	return sum;
}

static uint64_t inverse(void *user, uint64_t count)
{
	const struct mst_permute *permute = user;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++)
		sum += mst_permute_position(permute, i % permute->size);
	return sum;
}

/* Each position depends on the last result: calls cannot overlap, so this is the time of one call. */
static uint64_t chained(void *user, uint64_t count)
{
	const struct mst_permute *permute = user;
	uint64_t index = 0;

	for (uint64_t i = 0; i < count; i++)
		index = mst_permute_index(permute, index);
	return index;
}

static uint64_t naive_step(uint64_t value, unsigned half_bits)
{
	static const struct mst_key key = { { 1, 2 } };
	uint64_t mask = (UINT64_C(1) << half_bits) - 1, left = value >> half_bits, right = value & mask;

	for (uint64_t i = 0; i < MST_PERMUTE_ROUNDS; i++) {
		uint64_t message[] = { right, i };
		uint64_t next = left ^ (mst_siphash(&key, message, 2) & mask);

		left = right;
		right = next;
	}
	return left << half_bits | right;
}

static uint64_t naive(void *user, uint64_t count)
{
	const struct mst_permute *permute = user;
	unsigned half_bits = (64 - (unsigned)__builtin_clzll(permute->size - 1) + 1) / 2;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		uint64_t value = i % permute->size;

		do
			value = naive_step(value, half_bits);
		while (value >= permute->size);
		sum += value;
	}
	return sum;
}

int main(void)
{
	static const struct {
		const char *name;
		uint64_t size;
	} sizes[] = {
		{ "/24", 256 },
		{ "/16 x 5 ports", 65536 * 5 },
		{ "internet", UINT64_C(3741319168) },
		{ "internet x 65,535 ports", UINT64_C(3741319168) * 65535 },
	};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct mst_permute permute;

		mst_permute_init(&permute, sizes[i].size, 1);
		printf("permute, %s\n", sizes[i].name);
		bench_run("  position -> index", forward, &permute, 4000000);
		bench_run("  position -> index, each depends on the last", chained, &permute, 4000000);
		bench_run("  index -> position", inverse, &permute, 4000000);
		bench_run("  naive: SipHash Feistel on a power of two", naive, &permute, 400000);
	}
	return 0;
}
