/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_targets.c - lists of targets and excludes: what is accepted makes a set that agrees with itself.
 *
 * Lines are targets, those with a leading '!' excludes. Names are forgotten before the set is closed: no input makes
 * this program ask a name server.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "target/names.h"
#include "target/parse.h"
#include "target/results.h"
#include "target/set.h"
#include "target/zones.h"

#define PIECES_ENOUGH 4096 /* beyond that an input only takes time */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static bool is_too_long(const char *text)
{
	struct mst_expression expression;

	return !mst_expression_parse(&expression, text) && mst_expression_pieces(&expression) > PIECES_ENOUGH;
}

/* Parts of a list, and what stands in a URL, may be patterns too. */
static bool has_long_part(const char *text)
{
	char *copy = strdup(text), *rest = copy, *part;
	bool found = is_too_long(text);

	while ((part = strsep(&rest, "@/[]")) != NULL)
		found |= is_too_long(part) || strchr(part, '-') || strchr(part, '*');
	free(copy);
	return found;
}

static void add(struct mst_targets *targets, const char *text)
{
	bool excluded = text[0] == '!';
	struct mst_expression expression;
	struct mst_error err = { "" };
	bool parsed;
	int code;

	text += excluded;
	parsed = !mst_expression_parse(&expression, text);
	assert(!parsed || (mst_text_is_numeric(text) && !mst_name_is_plausible(text)));
	if (parsed ? is_too_long(text) : has_long_part(text))
		return;
	code = excluded ? mst_targets_exclude(targets, text, &err) : mst_targets_add(targets, text, &err);
	/* What is no expression may have been understood; what is one fails for an interface alone. */
	assert(code == 0 || (*err.text && memchr(err.text, '\0', sizeof err.text)));
	if (parsed && expression.family == MST_IPV4)
		assert(code == 0);
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
		mst_uint128 size = v6 ? mst_addr_ipv6(&last) - mst_addr_ipv6(&first)
		                      : mst_addr_ipv4(&last) - mst_addr_ipv4(&first);

		assert(first.family == last.family && first.scope == last.scope &&
		       mst_addr_compare(&first, &last) <= 0);
		assert(may_be_a_host(&first) && may_be_a_host(&last));
		if (end.family == first.family && end.scope == first.scope) /* and it does not touch the one before */
			assert(v6 ? mst_addr_ipv6(&first) - 1 > mst_addr_ipv6(&end)
			          : mst_addr_ipv4(&first) - 1 > mst_addr_ipv4(&end));
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
	struct mst_ports ports = { 0 };
	struct mst_results results;
	struct mst_error err;
	char *text = strndup((const char *)bytes, count), *rest = text, *line;

	mst_targets_take_ports(targets, &ports);
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (line == text && mst_results_begin(&results, line))
			continue;
		if (results.kind && (mst_results_take(&results, line, &line, &err) < 0 || !line))
			continue;
		add(targets, line);
	}
	mst_name_lookups_free(&targets->lookups);
	if (mst_targets_close(targets, NULL) == 0)
		assert(mst_targets_count(targets) > 0);
	check(targets);
	mst_targets_free(targets);
	free(text);
	return 0;
}
