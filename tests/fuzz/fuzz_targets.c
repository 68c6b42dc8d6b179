/*
 * fuzz_targets.c - lists of targets and excludes: what is accepted makes a set that agrees with itself.
 *
 * Lines are targets, those with a leading '!' excludes. Only text that can never be a name gets as far as a
 * set: no input makes this program ask a name server.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "target/names.h"
#include "target/parse.h"
#include "target/set.h"

#define PIECES_ENOUGH 4096 /* beyond that an input only takes time */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void add(struct mst_targets *targets, const char *text)
{
	bool excluded = text[0] == '!';
	struct mst_expression expression;
	struct mst_error err;
	bool parsed;

	text += excluded;
	parsed = !mst_expression_parse(&expression, text);
	assert(!parsed || (mst_text_is_numeric(text) && !mst_name_is_plausible(text)));
	if (parsed && mst_expression_pieces(&expression) > PIECES_ENOUGH)
		return;
	if (!mst_text_is_numeric(text))
		return;
	if (excluded)
		assert((mst_targets_exclude(targets, text, &err) == 0) == parsed);
	else
		assert((mst_targets_add(targets, text, &err) == 0) == parsed);
}

static void check_index(const struct mst_targets *targets, const struct mst_addr *addr, mst_uint128 expected)
{
	struct mst_addr at = mst_targets_at(targets, expected);
	mst_uint128 index = UINT64_MAX;

	assert(mst_targets_index(targets, addr, &index) && index == expected);
	assert(mst_addr_equal(&at, addr));
}

static void check(const struct mst_targets *targets)
{
	struct mst_addr first, last;
	uint64_t before = 0, end = 0;

	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++) {
		uint32_t a = mst_addr_ipv4(&first), b = mst_addr_ipv4(&last);

		assert(a <= b && a > end && a >> 24 != 0 && b < UINT32_C(224) << 24);
		check_index(targets, &first, before);
		check_index(targets, &last, before + b - a);
		before += (uint64_t)b - a + 1;
		end = (uint64_t)b + 1; /* the next one does not touch it */
	}
	assert(before == mst_targets_count(targets));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_targets *targets = mst_targets_new();
	char *text = strndup((const char *)bytes, count), *rest = text, *line;

	while ((line = strsep(&rest, "\n")) != NULL)
		add(targets, line);
	if (mst_targets_close(targets, NULL) == 0)
		assert(mst_targets_count(targets) > 0);
	check(targets);
	mst_targets_free(targets);
	free(text);
	return 0;
}
