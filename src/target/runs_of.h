/* SPDX-License-Identifier: BSD-2-Clause */
/* runs_of.h - the body of runs.c, for one family: WORD is its address as a number, WIDE a count, UNUSABLE
 * what no host can have, in ascending order. Included once for each. */

static void LOCAL(add_run)(struct RUNS *runs, struct INTERVAL piece)
{
	if (runs->items)
		runs->items[runs->run_count] = (struct RUN){ piece.first, (WORD)runs->count };
	runs->run_count++;
	runs->count += (WIDE)piece.last - piece.first + 1;
}

/* Adds the parts of a piece that hosts can have. The rest counts as left out. */
static void LOCAL(add_hosts)(struct RUNS *runs, struct INTERVAL piece)
{
	struct INTERVAL unusable[] = UNUSABLE;
	const struct INTERVALS whole = { .items = &piece, .count = 1 };
	const struct INTERVALS without = { .items = unusable, .count = sizeof unusable / sizeof unusable[0] };
	struct CUT cut = { .from = &whole, .without = &without };
	WIDE before = runs->count;
	struct INTERVAL part;

	while (CUT_NEXT(&cut, &part))
		LOCAL(add_run)(runs, part);
	runs->left_out += (WIDE)piece.last - piece.first + 1 - (runs->count - before);
}

/* Once with items NULL to count them, once to write them. */
static void LOCAL(cut_runs)(struct RUNS *runs, const struct INTERVALS *asked, const struct INTERVALS *without)
{
	struct CUT cut = { .from = asked, .without = without };
	struct INTERVAL piece;

	runs->count = runs->left_out = 0;
	runs->run_count = 0;
	while (CUT_NEXT(&cut, &piece))
		LOCAL(add_hosts)(runs, piece);
	if (runs->items)
		runs->items[runs->run_count] = (struct RUN){ 0, (WORD)runs->count };
}

static void LOCAL(fill_top)(struct RUNS *runs)
{
	size_t run = 0;

	for (size_t i = 0; i + 1 < runs->top_count; i++) {
		while (runs->items[run + 1].before <= (WIDE)i << runs->top_shift)
			run++;
		runs->top[i] = (uint32_t)run;
	}
	runs->top[runs->top_count - 1] = (uint32_t)runs->run_count - 1;
}

static int LOCAL(build_top)(struct RUNS *runs)
{
	if (runs->count == 0)
		return 0;
	while ((runs->count - 1) >> runs->top_shift > runs->run_count / RUNS_PER_SLOT + 1)
		runs->top_shift++;
	runs->top_count = (size_t)((runs->count - 1) >> runs->top_shift) + 2;
	runs->top = reallocarray(NULL, runs->top_count, sizeof *runs->top);
	if (!runs->top)
		return -ENOMEM;
	LOCAL(fill_top)(runs);
	return 0;
}

int NAMED(build)(struct RUNS *runs, const struct INTERVALS *asked, const struct INTERVALS *without)
{
	int code = -ENOMEM;

	*runs = (struct RUNS){ 0 };
	LOCAL(cut_runs)(runs, asked, without);
	if (runs->run_count < TOP_MAX)
		runs->items = reallocarray(NULL, runs->run_count + 1, sizeof *runs->items);
	if (runs->items)
		LOCAL(cut_runs)(runs, asked, without);
	if (runs->items)
		code = LOCAL(build_top)(runs);
	if (code < 0)
		NAMED(free)(runs);
	return code;
}

void NAMED(free)(struct RUNS *runs)
{
	free(runs->items);
	free(runs->top);
	*runs = (struct RUNS){ 0 };
}

WORD NAMED(at)(const struct RUNS *runs, WIDE index)
{
	const uint32_t *top = &runs->top[index >> runs->top_shift];
	const struct RUN *run = &runs->items[top[0]];

	/* A binary search: a slot may hold many small runs beside a huge one. The compiler turns this form into
	 * conditional moves; branches on a random index could not be predicted. */
	for (uint32_t left = top[1] - top[0] + 1, half; left > 1; left -= half) {
		half = left / 2;
		run = run[half].before <= index ? run + half : run;
	}
	return (WORD)(run->first + (WORD)index - run->before);
}

bool NAMED(index)(const struct RUNS *runs, WORD addr, WIDE *index)
{
	size_t low = 0, high = runs->run_count;
	WIDE found;

	while (low < high) { /* the first run that begins behind it */
		size_t middle = low + (high - low) / 2;

		if (runs->items[middle].first <= addr)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return false;
	found = (WIDE)runs->items[low - 1].before + (WORD)(addr - runs->items[low - 1].first);
	if (found >= runs->items[low].before)
		return false;
	*index = found;
	return true;
}

struct INTERVAL NAMED(interval)(const struct RUNS *runs, size_t i)
{
	const struct RUN *run = &runs->items[i];

	return (struct INTERVAL){ run->first, (WORD)(run->first + (run[1].before - run->before) - 1) };
}

size_t NAMED(bytes)(const struct RUNS *runs)
{
	return (runs->items ? runs->run_count + 1 : 0) * sizeof *runs->items + runs->top_count * sizeof *runs->top;
}

#undef WORD
#undef WIDE
#undef UNUSABLE
#undef RUN
#undef RUNS
#undef INTERVAL
#undef INTERVALS
#undef CUT
#undef CUT_NEXT
#undef NAMED
#undef LOCAL
