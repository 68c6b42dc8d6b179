/*
 * set.c - see set.h and muster/targets.h.
 *
 * While open: two lists of intervals, 8 bytes each. Once closed: runs of addresses with the count of
 * addresses before each, again 8 bytes (where a run ends follows from the next count), and a table that
 * index → address starts from, one slot for some eight runs, which are a cache line; so a look-up in a million
 * runs is two cache misses, and the table is small enough to make the first one cheap:
 *
 *     top[index >> shift] ≤ the run ≤ top[(index >> shift) + 1]
 */
#include "target/set.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "target/intervals.h"
#include "target/names.h"
#include "target/parse.h"

/* 0/8 is "this network", 224/4 multicast, 240/4 reserved with the limited broadcast (RFC 1122, RFC 1112). */
#define FIRST_HOST UINT32_C(0x01000000)
#define LAST_HOST UINT32_C(0xdfffffff)

#define RUNS_PER_SLOT 8

struct run {
	uint32_t first;
	uint32_t before; /* addresses of all runs before: fits, fewer than 2^32 can be hosts */
};

struct mst_targets {
	struct mst_intervals asked, excluded; /* while open */
	struct run *runs;                     /* run_count of them and an end mark */
	size_t run_count;
	uint32_t *top;
	size_t top_count;
	unsigned top_shift;
	bool closed, given;
	uint64_t count, left_out;
};

struct mst_targets *mst_targets_new(void)
{
	return calloc(1, sizeof(struct mst_targets));
}

void mst_targets_free(struct mst_targets *targets)
{
	if (!targets)
		return;
	mst_intervals_free(&targets->asked);
	mst_intervals_free(&targets->excluded);
	free(targets->runs);
	free(targets->top);
	free(targets);
}

size_t mst_targets_bytes(const struct mst_targets *targets)
{
	size_t intervals = targets->asked.capacity + targets->excluded.capacity;
	size_t runs = targets->runs ? targets->run_count + 1 : 0;

	return sizeof *targets + intervals * sizeof(struct mst_interval) + runs * sizeof *targets->runs +
	       targets->top_count * sizeof *targets->top;
}

/* For sentences: what came from outside may be long, or try to write to a terminal. */
struct quoted {
	char text[64];
};

static struct quoted quote(const char *text)
{
	struct quoted quoted;
	size_t at = 0;

	for (; *text && at < sizeof quoted.text - 4; text++)
		quoted.text[at++] = (unsigned char)*text < ' ' || (unsigned char)*text > '~' ? '?' : *text;
	strcpy(quoted.text + at, *text ? "..." : "");
	return quoted;
}

static int fail_expression(struct mst_error *err, const char *what, const char *text, const char *wrong)
{
	return mst_fail(err, -EINVAL,
	                "%s \"%s\": %s; expected 10.0.2.2, 10.0.2.0/24, 10.0.2.2-10.0.3.9, 10.0.2.2-4, "
	                "10.0.0-3.1,5-9 or a host name",
	                what, quote(text).text, wrong);
}

static int add_name(struct mst_intervals *list, const char *what, const char *name, struct mst_error *err)
{
	const char *wrong = mst_name_resolve(name, list);

	if (!wrong)
		return 0;
	return mst_fail(err, -EINVAL, "%s \"%s\": no IPv4 address found for this name (%s)", what, quote(name).text,
	                wrong);
}

static bool looks_like_ipv6(const char *text)
{
	const char *colon = strchr(text, ':');

	return colon && strchr(colon + 1, ':') && strspn(text, "0123456789abcdefABCDEF:.") >= 2;
}

static int add_expression(struct mst_targets *targets, struct mst_intervals *list, const char *what,
                          const char *text, struct mst_error *err)
{
	struct mst_expression expression;
	const char *wrong;

	if (targets->closed)
		return mst_fail(err, -EINVAL, "%s \"%s\": the list of targets is closed", what, quote(text).text);
	wrong = mst_expression_parse(&expression, text);
	if (!wrong && mst_expression_expand(&expression, list) < 0)
		return mst_fail(err, -ENOMEM, "%s \"%s\": no memory for so many targets", what, quote(text).text);
	if (!wrong)
		return 0;
	if (mst_text_is_numeric(text))
		return fail_expression(err, what, text, wrong);
	if (looks_like_ipv6(text))
		return mst_fail(err, -EINVAL,
		                "%s \"%s\": IPv6 targets are not supported yet; expected IPv4 or a host name", what,
		                quote(text).text);
	if (!mst_name_is_plausible(text))
		return fail_expression(err, what, text, "neither an address nor a host name");
	return add_name(list, what, text, err);
}

int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err)
{
	return add_expression(targets, &targets->asked, "target", text, err);
}

int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err)
{
	return add_expression(targets, &targets->excluded, "exclude", text, err);
}

/* The part of a piece that hosts can have; false when there is none. The rest counts as left out. */
static bool keep_hosts(struct mst_interval *piece, uint64_t *left_out)
{
	uint64_t whole = (uint64_t)piece->last - piece->first + 1;

	if (piece->first < FIRST_HOST)
		piece->first = FIRST_HOST;
	if (piece->last > LAST_HOST)
		piece->last = LAST_HOST;
	if (piece->first > piece->last) {
		*left_out += whole;
		return false;
	}
	*left_out += whole - ((uint64_t)piece->last - piece->first + 1);
	return true;
}

/* Once with runs NULL to count them, once to write them: the peak of memory stays at 16 bytes a line. */
static void cut_runs(struct mst_targets *targets, struct run *runs)
{
	struct mst_cut cut = { .from = &targets->asked, .without = &targets->excluded };
	struct mst_interval piece;

	targets->count = targets->left_out = targets->run_count = 0;
	while (mst_cut_next(&cut, &piece)) {
		if (!keep_hosts(&piece, &targets->left_out))
			continue;
		if (runs)
			runs[targets->run_count] = (struct run){ piece.first, (uint32_t)targets->count };
		targets->run_count++;
		targets->count += piece.last - piece.first + 1;
	}
	if (runs)
		runs[targets->run_count] = (struct run){ 0, (uint32_t)targets->count };
}

static void fill_top(struct mst_targets *targets)
{
	size_t run = 0;

	for (size_t i = 0; i + 1 < targets->top_count; i++) {
		while (targets->runs[run + 1].before <= (uint64_t)i << targets->top_shift)
			run++;
		targets->top[i] = (uint32_t)run;
	}
	targets->top[targets->top_count - 1] = (uint32_t)targets->run_count - 1;
}

static int build_top(struct mst_targets *targets)
{
	if (targets->count == 0)
		return 0;
	while ((targets->count - 1) >> targets->top_shift > targets->run_count / RUNS_PER_SLOT)
		targets->top_shift++;
	targets->top_count = (size_t)((targets->count - 1) >> targets->top_shift) + 2;
	targets->top = reallocarray(NULL, targets->top_count, sizeof *targets->top);
	if (!targets->top)
		return -ENOMEM;
	fill_top(targets);
	return 0;
}

/* From lists to runs. The set may turn out empty: that is for the caller to judge. */
static int build(struct mst_targets *targets)
{
	int code = -ENOMEM;

	targets->closed = true;
	mst_intervals_join(&targets->asked);
	mst_intervals_join(&targets->excluded);
	targets->given = targets->asked.count > 0;
	cut_runs(targets, NULL);
	targets->runs = reallocarray(NULL, targets->run_count + 1, sizeof *targets->runs);
	if (targets->runs)
		cut_runs(targets, targets->runs);
	mst_intervals_free(&targets->asked);
	mst_intervals_free(&targets->excluded);
	if (targets->runs)
		code = build_top(targets);
	if (code < 0)
		targets->count = targets->run_count = targets->top_count = 0;
	return code;
}

static int check_not_empty(const struct mst_targets *targets, struct mst_error *err)
{
	if (targets->count > 0)
		return 0;
	if (!targets->given)
		return mst_fail(err, -EINVAL, "nothing to ask: no targets given");
	if (targets->left_out == 0)
		return mst_fail(err, -EINVAL, "nothing to ask: every target is excluded");
	return mst_fail(err, -EINVAL,
	                "nothing to ask: the targets hold only addresses that can never answer as a host "
	                "(0.0.0.0/8, multicast 224.0.0.0/4, reserved 240.0.0.0/4)");
}

int mst_targets_close(struct mst_targets *targets, struct mst_error *err)
{
	if (!targets->closed && build(targets) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the list of targets");
	return check_not_empty(targets, err);
}

uint64_t mst_targets_count(const struct mst_targets *targets)
{
	return targets->count;
}

uint64_t mst_targets_left_out(const struct mst_targets *targets)
{
	return targets->left_out;
}

struct mst_addr mst_targets_at(const struct mst_targets *targets, uint64_t index)
{
	const uint32_t *top = &targets->top[index >> targets->top_shift];
	const struct run *run = &targets->runs[top[0]];

	/* Halving, not walking: many small runs may share a slot with a huge one. Written to become conditional
	 * moves: where a random index falls cannot be predicted. */
	for (uint32_t left = top[1] - top[0] + 1, half; left > 1; left -= half) {
		half = left / 2;
		run = run[half].before <= index ? run + half : run;
	}
	return mst_addr_from_ipv4(run->first + (uint32_t)index - run->before);
}

bool mst_targets_index(const struct mst_targets *targets, const struct mst_addr *addr, uint64_t *index)
{
	uint32_t ipv4 = mst_addr_ipv4(addr);
	size_t low = 0, high = targets->run_count;
	uint64_t found;

	while (low < high) { /* the first run that begins behind it */
		size_t middle = low + (high - low) / 2;

		if (targets->runs[middle].first <= ipv4)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return false;
	found = (uint64_t)targets->runs[low - 1].before + (ipv4 - targets->runs[low - 1].first);
	if (found >= targets->runs[low].before)
		return false;
	*index = found;
	return true;
}

static struct mst_interval interval_of(const struct run *run)
{
	return (struct mst_interval){ run->first, run->first + (run[1].before - run->before) - 1 };
}

bool mst_targets_interval(const struct mst_targets *targets, size_t index, struct mst_addr *first,
                          struct mst_addr *last)
{
	struct mst_interval interval;

	if (index >= targets->run_count)
		return false;
	interval = interval_of(&targets->runs[index]);
	*first = mst_addr_from_ipv4(interval.first);
	*last = mst_addr_from_ipv4(interval.last);
	return true;
}

static int copy_without(struct mst_targets *copy, const struct mst_targets *targets, const struct mst_addr *addrs,
                        size_t count)
{
	int code = 0;

	for (size_t i = 0; i < targets->run_count && code == 0; i++)
		code = mst_intervals_add(&copy->asked, interval_of(&targets->runs[i]));
	for (size_t i = 0; i < count && code == 0; i++) {
		struct mst_interval one = { mst_addr_ipv4(&addrs[i]), mst_addr_ipv4(&addrs[i]) };

		code = mst_intervals_add(&copy->excluded, one);
	}
	return code < 0 ? code : build(copy);
}

struct mst_targets *mst_targets_without(const struct mst_targets *targets, const struct mst_addr *addrs,
                                        size_t count, uint64_t *left_out)
{
	struct mst_targets *copy = mst_targets_new();

	if (!copy)
		return NULL;
	if (copy_without(copy, targets, addrs, count) < 0) {
		mst_targets_free(copy);
		return NULL;
	}
	*left_out = targets->count - copy->count;
	copy->left_out = targets->left_out;
	return copy;
}
