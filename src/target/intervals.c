/*
 * intervals.c - see intervals.h.
 *
 * A list of a million lines shall cost little more than its eight bytes a line, at its peak too: it grows by
 * half (not by doubling), and is sorted where it stands (qsort(3) would take a copy).
 */
#include "target/intervals.h"

#include <errno.h>
#include <stdlib.h>

#define SMALL 24 /* below this, sorting by insertion is faster */

static int grow(struct mst_intervals *list)
{
	size_t capacity = list->capacity + list->capacity / 2 + 16;
	struct mst_interval *items = reallocarray(list->items, capacity, sizeof *items);

	if (!items)
		return -ENOMEM;
	list->items = items;
	list->capacity = capacity;
	return 0;
}

/* Joins `next` to `last` when it begins inside it or right behind it. */
static bool join_behind(struct mst_interval *last, struct mst_interval next)
{
	if (next.first < last->first || (uint64_t)next.first > (uint64_t)last->last + 1)
		return false;
	if (next.last > last->last)
		last->last = next.last;
	return true;
}

int mst_intervals_add(struct mst_intervals *list, struct mst_interval interval)
{
	if (list->count > 0 && join_behind(&list->items[list->count - 1], interval))
		return 0;
	if (list->count == list->capacity && grow(list) < 0)
		return -ENOMEM;
	list->items[list->count++] = interval;
	return 0;
}

static void sort_few(struct mst_interval *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct mst_interval moved = items[i];
		size_t to = i;

		for (; to > 0 && items[to - 1].first > moved.first; to--)
			items[to] = items[to - 1];
		items[to] = moved;
	}
}

/* Radix exchange from the highest bit down: in place, at most 32 deep whatever the input looks like. */
static void sort_by_bit(struct mst_interval *items, size_t count, unsigned bit)
{
	size_t zeros = 0, ones = count;

	if (count <= SMALL) {
		sort_few(items, count);
		return;
	}
	while (zeros < ones) {
		struct mst_interval item = items[zeros];

		if (item.first >> bit & 1) {
			items[zeros] = items[--ones];
			items[ones] = item;
		} else {
			zeros++;
		}
	}
	if (bit == 0)
		return;
	sort_by_bit(items, zeros, bit - 1);
	sort_by_bit(items + zeros, count - zeros, bit - 1);
}

static bool is_sorted(const struct mst_intervals *list)
{
	for (size_t i = 1; i < list->count; i++) {
		if (list->items[i - 1].first > list->items[i].first)
			return false;
	}
	return true;
}

static void shrink(struct mst_intervals *list)
{
	struct mst_interval *items;

	if (list->count == 0) {
		mst_intervals_free(list);
		return;
	}
	items = reallocarray(list->items, list->count, sizeof *items);
	if (!items)
		return;
	list->items = items;
	list->capacity = list->count;
}

void mst_intervals_join(struct mst_intervals *list)
{
	size_t kept = 0;

	if (!is_sorted(list))
		sort_by_bit(list->items, list->count, 31);
	for (size_t i = 0; i < list->count; i++) {
		if (kept == 0 || !join_behind(&list->items[kept - 1], list->items[i]))
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
	shrink(list);
}

void mst_intervals_free(struct mst_intervals *list)
{
	free(list->items);
	*list = (struct mst_intervals){ 0 };
}

bool mst_cut_next(struct mst_cut *cut, struct mst_interval *piece)
{
	const struct mst_intervals *from = cut->from, *without = cut->without;

	while (cut->at < from->count) {
		struct mst_interval rest = from->items[cut->at];
		const struct mst_interval *hole = NULL;

		if (cut->resume > rest.last) {
			cut->at++;
			continue;
		}
		if (cut->resume > rest.first)
			rest.first = (uint32_t)cut->resume;
		while (cut->skip < without->count && without->items[cut->skip].last < rest.first)
			cut->skip++;
		if (cut->skip < without->count && without->items[cut->skip].first <= rest.last)
			hole = &without->items[cut->skip];
		if (hole && hole->first <= rest.first) {
			cut->resume = (uint64_t)hole->last + 1;
			continue;
		}
		if (hole)
			rest.last = hole->first - 1;
		cut->resume = (uint64_t)rest.last + 1;
		*piece = rest;
		return true;
	}
	return false;
}
