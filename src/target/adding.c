/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * adding.c - adds intervals and expressions to an open set. See adding.h.
 *
 * A range such as 0.0.0.0/0 or ::/0 includes loopback and link-local addresses, but does not mean them: they are left
 * out and counted. A range that lies wholly inside them means them.
 */
#include "target/adding.h"

#include <errno.h>
#include <stdlib.h>

#include "target/names.h"
#include "target/zones.h"

#define LOOPBACK_FIRST UINT32_C(0x7f000000)
#define LOOPBACK_LAST UINT32_C(0x7fffffff)

void mst_targets_take_names(struct mst_targets *targets, bool ipv4, bool ipv6)
{
	targets->ipv4_names = ipv4;
	targets->ipv6_names = ipv6;
}

void mst_targets_watch_names(struct mst_targets *targets, mst_forward_watch *watch, void *user)
{
	targets->watch = watch;
	targets->watch_user = user;
}

void mst_targets_be_strict(struct mst_targets *targets)
{
	targets->strict = true;
}

void mst_targets_take_zone(struct mst_targets *targets, const char *interface)
{
	targets->zone = mst_scope_resolve(interface);
}

void mst_targets_take_ports(struct mst_targets *targets, struct mst_ports *ports)
{
	targets->ports = ports;
	targets->ports_given = mst_ports_count(ports) > 0;
}

/* The zone of this scope; it is added when missing. NULL without memory. */
static struct mst_zone *zone_of(struct mst_targets *targets, uint32_t scope)
{
	struct mst_zone *zones;

	for (size_t i = 0; i < targets->zone_count; i++) {
		if (targets->zones[i].scope == scope)
			return &targets->zones[i];
	}
	zones = reallocarray(targets->zones, targets->zone_count + 1, sizeof *zones);
	if (!zones)
		return NULL;
	targets->zones = zones;
	zones[targets->zone_count] = (struct mst_zone){ .scope = scope };
	return &zones[targets->zone_count++];
}

static int add_ipv6(struct mst_targets *targets, struct mst_interval6 interval, uint32_t scope, bool exclude)
{
	struct mst_zone *zone = zone_of(targets, scope);

	return zone ? mst_intervals6_add(exclude ? &zone->excluded : &zone->asked, interval) : -ENOMEM;
}

/* ---- ranges that include loopback or link-local addresses ---- */

/*
 * Adds the interval without [first, last]; the part left out goes to `covered`, to be counted. An interval inside
 * [first, last] is added whole.
 */
static int add_around(struct mst_targets *targets, struct mst_interval interval, uint32_t first, uint32_t last)
{
	bool meets = interval.first <= last && interval.last >= first;
	struct mst_interval part = {
		interval.first > first ? interval.first : first,
		interval.last < last ? interval.last : last,
	};
	int code = 0;

	if (!meets || (interval.first >= first && interval.last <= last))
		return mst_intervals_add(&targets->asked, interval);
	if (interval.first < first)
		code = mst_intervals_add(&targets->asked, (struct mst_interval){ interval.first, first - 1 });
	if (code == 0 && interval.last > last)
		code = mst_intervals_add(&targets->asked, (struct mst_interval){ last + 1, interval.last });
	return code < 0 ? code : mst_intervals_add(&targets->covered, part);
}

/* A pattern whose first octet takes 127 and other values is split: 127 goes to `covered`. */
static int add_pattern(struct mst_targets *targets, const struct mst_expression *pattern)
{
	struct mst_expression rest = *pattern, loopback = *pattern;
	const uint64_t bit = UINT64_C(1) << (127 % 64);
	int code;

	rest.octets[0].bits[1] &= ~bit;
	loopback.octets[0] = (struct mst_octet_set){ .bits = { 0, pattern->octets[0].bits[1] & bit } };
	if (loopback.octets[0].bits[1] == 0 || mst_expression_pieces(&rest) == 0)
		return mst_expression_expand(pattern, &targets->asked);
	code = mst_expression_expand(&rest, &targets->asked);
	return code < 0 ? code : mst_expression_expand(&loopback, &targets->covered);
}

int mst_targets_add_ipv4(struct mst_targets *targets, const struct mst_expression *expression, bool exclude)
{
	if (exclude)
		return mst_expression_expand(expression, &targets->excluded);
	if (expression->is_pattern)
		return add_pattern(targets, expression);
	return add_around(targets, expression->interval, LOOPBACK_FIRST, LOOPBACK_LAST);
}

/* The same for ::1 and for link-local addresses. */
static int add_around6(struct mst_targets *targets, struct mst_interval6 interval)
{
	static const struct mst_interval6 holes[] = { { 1, 1 }, { MST_LINK_LOCAL_FIRST, MST_LINK_LOCAL_LAST } };
	int code = 0;

	for (size_t i = 0; i < 2 && code == 0; i++) {
		struct mst_interval6 hole = holes[i];

		if (interval.first > hole.last || interval.last < hole.first ||
		    (interval.first >= hole.first && interval.last <= hole.last))
			continue;
		if (interval.first < hole.first)
			code = add_ipv6(targets, (struct mst_interval6){ interval.first, hole.first - 1 }, 0, false);
		if (code == 0)
			code = mst_intervals6_add(&targets->covered6,
			                          (struct mst_interval6){
							  interval.first > hole.first ? interval.first : hole.first,
							  interval.last < hole.last ? interval.last : hole.last,
						  });
		if (interval.last <= hole.last)
			return code;
		interval.first = hole.last + 1;
	}
	return code < 0 ? code : add_ipv6(targets, interval, 0, false);
}

int mst_targets_add_ipv6(struct mst_targets *targets, struct mst_interval6 interval, uint32_t scope, bool exclude)
{
	return scope || exclude ? add_ipv6(targets, interval, scope, exclude) : add_around6(targets, interval);
}

int mst_targets_add_addr(struct mst_targets *targets, const struct mst_addr *addr, bool exclude)
{
	uint32_t ipv4 = mst_addr_ipv4(addr);
	mst_uint128 ipv6 = mst_addr_ipv6(addr);

	if (addr->family == MST_IPV6)
		return add_ipv6(targets, (struct mst_interval6){ ipv6, ipv6 }, addr->scope, exclude);
	return mst_intervals_add(exclude ? &targets->excluded : &targets->asked, (struct mst_interval){ ipv4, ipv4 });
}

int mst_targets_add_interval(struct mst_targets *targets, const struct mst_addr *first, const struct mst_addr *last)
{
	if (first->family == MST_IPV6)
		return add_ipv6(targets, (struct mst_interval6){ mst_addr_ipv6(first), mst_addr_ipv6(last) },
		                first->scope, false);
	return mst_intervals_add(&targets->asked, (struct mst_interval){ mst_addr_ipv4(first), mst_addr_ipv4(last) });
}
