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
	if (parsed && expression.scope[0])
		parsed = mst_scope_resolve(expression.scope) != 0;
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

/* Whether an address can be a host's: not of 0/8, 224/4, 240/4, ff00::/8, and not ::. */
static bool may_be_a_host(const struct mst_addr *addr)
{
	uint32_t ipv4;

	if (addr->family == MST_IPV6)
		return addr->bytes[0] != 0xff && mst_addr_ipv6(addr) != 0;
	ipv4 = mst_addr_ipv4(addr);
	return ipv4 >> 24 != 0 && ipv4 >> 24 < 224;
}

static void check(const struct mst_targets *targets)
{
	struct mst_addr first, last, end = { 0 };
	mst_uint128 before = 0;

	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++) {
		bool v6 = first.family == MST_IPV6;
		mst_uint128 size = v6 ? mst_addr_ipv6(&last) - mst_addr_ipv6(&first) : mst_addr_ipv4(&last) - mst_addr_ipv4(&first);

		assert(first.family == last.family && first.scope == last.scope && mst_addr_compare(&first, &last) <= 0);
		assert(may_be_a_host(&first) && may_be_a_host(&last));
		if (end.family == first.family && end.scope == first.scope) /* and it does not touch the one before */
			assert(v6 ? mst_addr_ipv6(&first) - 1 > mst_addr_ipv6(&end) : mst_addr_ipv4(&first) - 1 > mst_addr_ipv4(&end));
		else
			assert(i == 0 || mst_addr_compare(&end, &first) < 0);
		check_index(targets, &first, before);
		check_index(targets, &last, before + size);
		before += size + 1;
		end = last;
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
