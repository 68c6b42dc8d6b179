/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intervals_of.h - the body of intervals.c, for one family: WORD is its address as a number. Included once for each.
 *
 * A list of a million lines must need little more memory than its intervals, even at its peak: it grows by half (not by
 * doubling), and is sorted in place (qsort(3) would make a copy).
 */
static int LOCAL(grow)(struct INTERVALS *list)
{
	size_t capacity = list->capacity + list->capacity / 2 + 16;
	struct INTERVAL *items = reallocarray(list->items, capacity, sizeof *items);

	if (!items)
		return -ENOMEM;
	list->items = items;
	list->capacity = capacity;
	return 0;
}

/* Joins `next` to `last` when it begins inside it or right behind it. */
static bool LOCAL(join_behind)(struct INTERVAL *last, struct INTERVAL next)
{
	if (next.first < last->first || (next.first > last->last && next.first - last->last > 1))
		return false;
	if (next.last > last->last)
		last->last = next.last;
	return true;
}

int NAMED(add)(struct INTERVALS *list, struct INTERVAL interval)
{
	if (list->count > 0 && LOCAL(join_behind)(&list->items[list->count - 1], interval))
		return 0;
	if (list->count == list->capacity && LOCAL(grow)(list) < 0)
		return -ENOMEM;
	list->items[list->count++] = interval;
	return 0;
}

static void LOCAL(sort_few)(struct INTERVAL *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct INTERVAL moved = items[i];
		size_t to = i;

		for (; to > 0 && items[to - 1].first > moved.first; to--)
			items[to] = items[to - 1];
		items[to] = moved;
	}
}

/*
 * Radix exchange sort from the highest bit down: in place, and at most as many levels as a word has bits, for any
 * input.
 */
static void LOCAL(sort_by_bit)(struct INTERVAL *items, size_t count, unsigned bit)
{
	size_t zeros = 0, ones = count;

	if (count <= SMALL) {
		LOCAL(sort_few)(items, count);
		return;
	}
	while (zeros < ones) {
		struct INTERVAL item = items[zeros];

		if (item.first >> bit & 1) {
			items[zeros] = items[--ones];
			items[ones] = item;
		} else {
			zeros++;
		}
	}
	if (bit == 0)
		return;
	LOCAL(sort_by_bit)(items, zeros, bit - 1);
	LOCAL(sort_by_bit)(items + zeros, count - zeros, bit - 1);
}

static bool LOCAL(is_sorted)(const struct INTERVALS *list)
{
	for (size_t i = 1; i < list->count; i++) {
		if (list->items[i - 1].first > list->items[i].first)
			return false;
	}
	return true;
}

static void LOCAL(shrink)(struct INTERVALS *list)
{
	struct INTERVAL *items;

	if (list->count == 0) {
		NAMED(free)(list);
		return;
	}
	items = reallocarray(list->items, list->count, sizeof *items);
	if (!items)
		return;
	list->items = items;
	list->capacity = list->count;
}

void NAMED(join)(struct INTERVALS *list)
{
	size_t kept = 0;

	if (!LOCAL(is_sorted)(list))
		LOCAL(sort_by_bit)(list->items, list->count, sizeof(WORD) * 8 - 1);
	for (size_t i = 0; i < list->count; i++) {
		if (kept == 0 || !LOCAL(join_behind)(&list->items[kept - 1], list->items[i]))
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
	LOCAL(shrink)(list);
}

bool NAMED(have)(const struct INTERVALS *list, WORD addr)
{
	size_t low = 0, high = list->count;

	while (low < high) { /* the first that ends at it or behind it */
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].last < addr)
			low = middle + 1;
		else
			high = middle;
	}
	return low < list->count && list->items[low].first <= addr;
}

void NAMED(free)(struct INTERVALS *list)
{
	free(list->items);
	*list = (struct INTERVALS){ 0 };
}

/* Everything up to `last` is done: the rest of the current interval begins behind it, or the next one does. */
static void LOCAL(pass)(struct CUT *cut, WORD last)
{
	cut->resuming = last < cut->from->items[cut->at].last;
	if (cut->resuming)
		cut->resume = (WORD)(last + 1);
	else
		cut->at++;
}

bool CUT_NEXT(struct CUT *cut, struct INTERVAL *piece)
{
	const struct INTERVALS *from = cut->from, *without = cut->without;

	while (cut->at < from->count) {
		struct INTERVAL rest = from->items[cut->at];
		const struct INTERVAL *hole = NULL;

		if (cut->resuming)
			rest.first = cut->resume;
		while (cut->skip < without->count && without->items[cut->skip].last < rest.first)
			cut->skip++;
		if (cut->skip < without->count && without->items[cut->skip].first <= rest.last)
			hole = &without->items[cut->skip];
		if (hole && hole->first <= rest.first) {
			LOCAL(pass)(cut, hole->last);
			continue;
		}
		if (hole)
			rest.last = (WORD)(hole->first - 1);
		LOCAL(pass)(cut, rest.last);
		*piece = rest;
		return true;
	}
	return false;
}

#undef WORD
#undef INTERVAL
#undef INTERVALS
#undef CUT
#undef NAMED
#undef CUT_NEXT
#undef LOCAL
