/* SPDX-License-Identifier: BSD-2-Clause */
/* set.c - closing and reading; see set.h, zones.h and muster/targets.h. */
#include "target/set.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "target/named.h"
#include "target/zones.h"

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
	mst_intervals_free(&targets->covered);
	mst_intervals6_free(&targets->covered6);
	mst_named_free(targets);
	mst_runs_free(&targets->runs);
	for (size_t i = 0; i < targets->zone_count; i++) {
		mst_intervals6_free(&targets->zones[i].asked);
		mst_intervals6_free(&targets->zones[i].excluded);
		mst_runs6_free(&targets->zones[i].runs);
	}
	for (size_t i = 0; i < targets->note_count; i++)
		free(targets->notes[i]);
	free(targets->zones);
	free(targets);
}

size_t mst_targets_bytes(const struct mst_targets *targets)
{
	size_t bytes = sizeof *targets + mst_runs_bytes(&targets->runs) +
	               (targets->asked.capacity + targets->excluded.capacity) * sizeof(struct mst_interval);

	for (size_t i = 0; i < targets->zone_count; i++) {
		const struct mst_zone *zone = &targets->zones[i];

		bytes += sizeof *zone + mst_runs6_bytes(&zone->runs) +
		         (zone->asked.capacity + zone->excluded.capacity) * sizeof(struct mst_interval6);
	}
	return bytes;
}

/* ---- closing ---- */

static int by_scope(const void *a, const void *b)
{
	const struct mst_zone *one = a, *other = b;

	return (one->scope > other->scope) - (one->scope < other->scope);
}

/* A link-local exclude without a scope applies to every link. */
static int exclude_everywhere(struct mst_targets *targets)
{
	const struct mst_zone *everywhere = &targets->zones[0];
	int code = 0;

	for (size_t i = 1; i < targets->zone_count && everywhere->scope == 0; i++) {
		for (size_t j = 0; j < everywhere->excluded.count && code == 0; j++)
			code = mst_intervals6_add(&targets->zones[i].excluded, everywhere->excluded.items[j]);
	}
	return code;
}

static int build_zone(struct mst_targets *targets, struct mst_zone *zone)
{
	int code;

	mst_intervals6_join(&zone->asked);
	mst_intervals6_join(&zone->excluded);
	targets->given |= zone->asked.count > 0;
	code = mst_runs6_build(&zone->runs, &zone->asked, &zone->excluded);
	mst_intervals6_free(&zone->asked);
	zone->before = targets->count;
	targets->count += zone->runs.count;
	targets->left_out += zone->runs.left_out;
	return code;
}

/* Counts the covered addresses that are neither targets nor excluded. */
static mst_uint128 count_covered(const struct mst_intervals *covered, const struct mst_runs *runs,
                                 const struct mst_intervals *excluded)
{
	struct mst_cut cut = { .from = covered, .without = excluded };
	struct mst_interval piece;
	mst_uint128 count = 0;

	while (mst_cut_next(&cut, &piece)) {
		count += (uint64_t)piece.last - piece.first + 1;
		for (size_t i = 0; i < runs->run_count; i++) {
			struct mst_interval run = mst_runs_interval(runs, i);
			uint32_t first = run.first > piece.first ? run.first : piece.first,
				 last = run.last < piece.last ? run.last : piece.last;

			count -= first <= last ? (uint64_t)last - first + 1 : 0;
		}
	}
	return count;
}

static mst_uint128 count_covered6(const struct mst_intervals6 *covered, const struct mst_zone *zone)
{
	struct mst_cut6 cut = { .from = covered, .without = &zone->excluded };
	struct mst_interval6 piece;
	mst_uint128 count = 0;

	while (mst_cut6_next(&cut, &piece)) {
		count += piece.last - piece.first + 1;
		for (size_t i = 0; i < zone->runs.run_count; i++) {
			struct mst_interval6 run = mst_runs6_interval(&zone->runs, i);
			mst_uint128 first = run.first > piece.first ? run.first : piece.first,
				    last = run.last < piece.last ? run.last : piece.last;

			count -= first <= last ? last - first + 1 : 0;
		}
	}
	return count;
}

/* Builds the runs from the lists. The set may become empty: the caller decides whether that is an error. */
static int build(struct mst_targets *targets)
{
	int code;

	targets->closed = true;
	mst_intervals_join(&targets->asked);
	mst_intervals_join(&targets->excluded);
	targets->given = targets->asked.count > 0;
	code = mst_runs_build(&targets->runs, &targets->asked, &targets->excluded);
	mst_intervals_free(&targets->asked);
	targets->count = targets->runs.count;
	mst_intervals_join(&targets->covered);
	targets->left_out = targets->runs.left_out +
	                    count_covered(&targets->covered, &targets->runs, &targets->excluded);
	mst_intervals_free(&targets->covered);
	if (targets->zone_count > 0)
		qsort(targets->zones, targets->zone_count, sizeof *targets->zones, by_scope);
	if (code == 0 && targets->zone_count > 0)
		code = exclude_everywhere(targets);
	for (size_t i = 0; i < targets->zone_count && code == 0; i++)
		code = build_zone(targets, &targets->zones[i]);
	if (code == 0 && targets->covered6.count > 0) { /* ranges that cover are in the first zone */
		mst_intervals6_join(&targets->covered6);
		targets->left_out += count_covered6(&targets->covered6, &targets->zones[0]);
	}
	mst_intervals6_free(&targets->covered6);
	if (code < 0)
		targets->count = 0;
	return code;
}

static int check_not_empty(const struct mst_targets *targets, struct mst_error *err)
{
	int without_names = targets->no_name_server ? -EAGAIN : -EINVAL;

	if (targets->count > 0)
		return 0;
	if (!targets->given && targets->unresolved_count == 1)
		return mst_fail(err, without_names, "%s", targets->unresolved[0]);
	if (!targets->given && targets->unresolved_count)
		return mst_fail(err, without_names, "nothing to ask: none of %zu names has an address; the first: %s",
		                targets->unresolved_count, targets->unresolved[0]);
	if (!targets->given)
		return mst_fail(err, -EINVAL, "nothing to ask: no targets given");
	if (targets->left_out == 0)
		return mst_fail(err, -EINVAL, "nothing to ask: every target is excluded");
	return mst_fail(err, -EINVAL,
	                "nothing to ask: the targets hold only addresses that can never answer as a host "
	                "(0.0.0.0/8, multicast 224.0.0.0/4 and ff00::/8, reserved 240.0.0.0/4, unspecified ::, "
	                "IPv4-mapped ::ffff:0:0/96)");
}

/* Ports of one target would apply to the others too: some targets with ports and some without is an error. */
static int check_ports(const struct mst_targets *targets, struct mst_error *err)
{
	if (!targets->with_port[0] || targets->ports_given || !targets->without_port)
		return 0;
	return mst_fail(err, -EINVAL,
	                "target \"%s\" names a port and other targets name none, but every target is asked the same "
	                "ports: expected them with -p",
	                targets->with_port);
}

int mst_targets_close(struct mst_targets *targets, struct mst_error *err)
{
	int code = targets->closed ? 0 : check_ports(targets, err);

	if (code == 0 && !targets->closed)
		code = mst_named_add(targets, err);
	if (code < 0)
		return code;
	if (!targets->closed && build(targets) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the list of targets");
	return check_not_empty(targets, err);
}

/* ---- once closed ---- */

mst_uint128 mst_targets_count(const struct mst_targets *targets)
{
	return targets->count;
}

mst_uint128 mst_targets_left_out(const struct mst_targets *targets)
{
	return targets->left_out;
}

bool mst_targets_have(const struct mst_targets *targets, enum mst_family family)
{
	return family == MST_IPV4 ? targets->runs.count > 0 : targets->count > targets->runs.count;
}

static __attribute__((noinline)) struct mst_addr zone_at(const struct mst_targets *targets, mst_uint128 index)
{
	const struct mst_zone *zone = &targets->zones[targets->zone_count - 1];

	while (zone->before > index)
		zone--;
	return mst_addr_from_ipv6(mst_runs6_at(&zone->runs, index - zone->before), zone->scope);
}

struct mst_addr mst_targets_at(const struct mst_targets *targets, mst_uint128 index)
{
	if (index < targets->runs.count)
		return mst_addr_from_ipv4(mst_runs_at(&targets->runs, (uint64_t)index));
	return zone_at(targets, index);
}

static bool zone_index(const struct mst_targets *targets, const struct mst_addr *addr, mst_uint128 *index)
{
	for (size_t i = 0; i < targets->zone_count; i++) {
		const struct mst_zone *zone = &targets->zones[i];

		if (zone->scope != addr->scope)
			continue;
		if (!mst_runs6_index(&zone->runs, mst_addr_ipv6(addr), index))
			return false;
		*index += zone->before;
		return true;
	}
	return false;
}

bool mst_targets_index(const struct mst_targets *targets, const struct mst_addr *addr, mst_uint128 *index)
{
	uint64_t narrow;

	if (addr->family == MST_IPV6)
		return zone_index(targets, addr, index);
	if (!mst_runs_index(&targets->runs, mst_addr_ipv4(addr), &narrow))
		return false;
	*index = narrow;
	return true;
}

bool mst_targets_excludes(const struct mst_targets *targets, const struct mst_addr *addr)
{
	if (addr->family == MST_IPV4)
		return mst_intervals_have(&targets->excluded, mst_addr_ipv4(addr));
	for (size_t i = 0; i < targets->zone_count; i++) {
		const struct mst_zone *zone = &targets->zones[i];

		if ((zone->scope == 0 || zone->scope == addr->scope) &&
		    mst_intervals6_have(&zone->excluded, mst_addr_ipv6(addr)))
			return true;
	}
	return false;
}

bool mst_targets_interval(const struct mst_targets *targets, size_t index, struct mst_addr *first,
                          struct mst_addr *last)
{
	if (index < targets->runs.run_count) {
		struct mst_interval interval = mst_runs_interval(&targets->runs, index);

		*first = mst_addr_from_ipv4(interval.first);
		*last = mst_addr_from_ipv4(interval.last);
		return true;
	}
	index -= targets->runs.run_count;
	for (size_t i = 0; i < targets->zone_count; i++) {
		const struct mst_zone *zone = &targets->zones[i];

		if (index < zone->runs.run_count) {
			struct mst_interval6 interval = mst_runs6_interval(&zone->runs, index);

			*first = mst_addr_from_ipv6(interval.first, zone->scope);
			*last = mst_addr_from_ipv6(interval.last, zone->scope);
			return true;
		}
		index -= zone->runs.run_count;
	}
	return false;
}

static int copy_without(struct mst_targets *copy, const struct mst_targets *targets, const struct mst_addr *addrs,
                        size_t count)
{
	struct mst_addr first, last;
	int code = 0;

	for (size_t i = 0; code == 0 && mst_targets_interval(targets, i, &first, &last); i++)
		code = mst_targets_add_interval(copy, &first, &last);
	for (size_t i = 0; i < count && code == 0; i++)
		code = mst_targets_add_addr(copy, &addrs[i], true);
	return code < 0 ? code : build(copy);
}

struct mst_targets *mst_targets_without(const struct mst_targets *targets, const struct mst_addr *addrs, size_t count,
                                        uint64_t *left_out)
{
	struct mst_targets *copy = mst_targets_new();

	if (!copy)
		return NULL;
	if (copy_without(copy, targets, addrs, count) < 0) {
		mst_targets_free(copy);
		return NULL;
	}
	*left_out = (uint64_t)(targets->count - copy->count);
	copy->left_out = targets->left_out;
	return copy;
}
