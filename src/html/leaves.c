/* SPDX-License-Identifier: BSD-2-Clause */
/* leaves.c - see leaves.h. */
#include "html/leaves.h"

#include <stdio.h>
#include <stdlib.h>

#include "html/changes.h"

static mst_uint128 prefix_of(mst_uint128 number, unsigned shift)
{
	return shift >= 128 ? 0 : number >> shift << shift;
}

static void add_counts(uint32_t to[MST_STATE_COUNT], const uint32_t from[MST_STATE_COUNT])
{
	for (size_t i = 0; i < MST_STATE_COUNT; i++)
		to[i] = to[i] > UINT32_MAX - from[i] ? UINT32_MAX : to[i] + from[i];
}

/* Leaves of one prefix stand together, and become one. */
static void join(struct mst_html_leaves *leaves)
{
	size_t kept = 0;

	for (size_t i = 0; i < leaves->count; i++) {
		struct mst_html_leaf leaf = leaves->at[i];

		leaf.first = prefix_of(leaf.first, leaves->shift);
		if (kept > 0 && leaves->at[kept - 1].first == leaf.first)
			add_counts(leaves->at[kept - 1].states, leaf.states);
		else
			leaves->at[kept++] = leaf;
	}
	leaves->count = kept;
}

void mst_html_leaves_shorten(struct mst_html_leaves *leaves, size_t most)
{
	while (leaves->count > most && leaves->shift < leaves->bits) {
		leaves->shift++;
		join(leaves);
	}
}

static bool make_room(struct mst_html_leaves *leaves)
{
	if (!leaves->at)
		leaves->at = calloc(leaves->most, sizeof *leaves->at);
	leaves->lost |= !leaves->at;
	if (!leaves->at)
		return false;
	if (leaves->count == leaves->most) /* by a quarter, lest each address finds the room full again */
		mst_html_leaves_shorten(leaves, leaves->most - 1 - leaves->most / 4);
	return leaves->count < leaves->most;
}

void mst_html_leaves_add(struct mst_html_leaves *leaves, mst_uint128 number, enum mst_state state)
{
	struct mst_html_leaf *last = leaves->count ? &leaves->at[leaves->count - 1] : NULL;

	if (!last || last->first != prefix_of(number, leaves->shift)) {
		if (!make_room(leaves))
			return;
		last = leaves->count ? &leaves->at[leaves->count - 1] : NULL;
		if (!last || last->first != prefix_of(number, leaves->shift)) {
			last = &leaves->at[leaves->count++];
			*last = (struct mst_html_leaf){ .first = prefix_of(number, leaves->shift) };
		}
	}
	last->states[state] += last->states[state] < UINT32_MAX;
}

static int compare(const void *one, const void *other)
{
	const struct mst_html_leaf *a = one, *b = other;

	return a->first < b->first ? -1 : a->first > b->first;
}

void mst_html_leaves_end(struct mst_html_leaves *leaves)
{
	if (leaves->count > 1)
		qsort(leaves->at, leaves->count, sizeof *leaves->at, compare);
	join(leaves);
}

size_t mst_html_leaves_find(const struct mst_html_leaves *leaves, mst_uint128 number)
{
	size_t from = 0, to = leaves->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (leaves->at[middle].first < number)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct mst_html_leaf mst_html_leaves_sum(const struct mst_html_leaves *leaves, size_t from, size_t to)
{
	struct mst_html_leaf sum = { 0 };

	if (from < to)
		sum.first = leaves->at[from].first;
	for (size_t i = from; i < to; i++)
		add_counts(sum.states, leaves->at[i].states);
	return sum;
}

uint64_t mst_html_leaf_count(const struct mst_html_leaf *leaf)
{
	uint64_t count = 0;

	for (size_t i = 0; i < MST_STATE_COUNT; i++)
		count += leaf->states[i];
	return count;
}

enum mst_state mst_html_leaf_state(const struct mst_html_leaf *leaf, bool changes)
{
	enum mst_state most = MST_UNKNOWN;

	for (size_t i = 0; changes && i < MST_HTML_CHANGES; i++) {
		if (leaf->states[mst_html_changes[i].state])
			return mst_html_changes[i].state;
	}

	if (leaf->states[MST_OPEN] || leaf->states[MST_UP])
		return leaf->states[MST_OPEN] ? MST_OPEN : MST_UP;
	for (enum mst_state state = 0; state < MST_STATE_COUNT; state++) {
		if (leaf->states[state] > leaf->states[most])
			most = state;
	}
	return most;
}

void mst_html_leaves_free(struct mst_html_leaves *leaves)
{
	free(leaves->at);
	leaves->at = NULL;
	leaves->count = 0;
}

mst_uint128 mst_html_number(const struct mst_addr *addr)
{
	return addr->family == MST_IPV4 ? mst_addr_ipv4(addr) : mst_addr_ipv6(addr);
}

const char *mst_html_prefix(char text[MST_HTML_PREFIX_TEXT], unsigned bits, mst_uint128 first, unsigned shift)
{
	struct mst_addr addr = bits == 32 ? mst_addr_from_ipv4((uint32_t)first) : mst_addr_from_ipv6(first, 0);
	size_t length = mst_addr_format(&addr, text);

	if (shift > 0)
		snprintf(text + length, MST_HTML_PREFIX_TEXT - length, "/%u", bits - shift);
	return text;
}
