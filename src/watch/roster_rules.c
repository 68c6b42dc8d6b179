/* SPDX-License-Identifier: BSD-2-Clause */
/* roster_rules.c - see roster_rules.h. */
#include "watch/roster_rules.h"

#include <errno.h>
#include <string.h>

#include "base/fail.h"

/* The index of a host; MST_CAUSES_NO_HOST: it is not watched. */
static size_t index_of(const struct mst_roster *roster, const struct mst_addr *addr)
{
	const struct mst_watch_item *item = mst_roster_find(roster, addr, 0);

	return item ? (size_t)(item - roster->items) / roster->stride : MST_CAUSES_NO_HOST;
}

static const struct mst_addr *addr_of(const struct mst_roster *roster, size_t host)
{
	return &roster->items[host * roster->stride].addr;
}

/* The first host whose address is not below this one. */
static size_t first_from(const struct mst_roster *roster, const struct mst_addr *addr)
{
	size_t low = 0, high = roster->hosts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mst_addr_compare(addr_of(roster, middle), addr) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- sets of hosts ---- */

/* Calls `take` for each watched host of the targets: both are ascending. */
static void for_each(struct mst_roster *roster, const struct mst_targets *targets,
                     void (*take)(struct mst_roster *roster, size_t host, uint32_t value), uint32_t value)
{
	mst_uint128 low = 0, count = mst_targets_count(targets);
	struct mst_addr first = { 0 };

	if (count)
		first = mst_targets_at(targets, 0);
	for (size_t host = first_from(roster, &first); host < roster->hosts; host++) {
		mst_uint128 high = count;

		while (low < high) {
			mst_uint128 middle = low + (high - low) / 2;
			struct mst_addr addr = mst_targets_at(targets, middle);

			if (mst_addr_compare(&addr, addr_of(roster, host)) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == count)
			return;
		struct mst_addr addr = mst_targets_at(targets, low);

		if (mst_addr_equal(&addr, addr_of(roster, host)))
			take(roster, host, value);
	}
}

static void set_asleep(struct mst_roster *roster, size_t host, uint32_t value)
{
	(void)value;
	for (size_t i = 0; i < roster->stride; i++)
		roster->items[host * roster->stride + i].asleep = true;
}

void mst_roster_set_asleep(struct mst_roster *roster, const struct mst_targets *asleep)
{
	if (asleep)
		for_each(roster, asleep, set_asleep, 0);
}

/* ---- parents ---- */

static void set_parent(struct mst_roster *roster, size_t host, uint32_t group)
{
	struct mst_cause_sign *sign = &roster->causes.signs[host];

	if (!sign->parent && roster->causes.groups[group].host != host)
		sign->parent = group;
}

static bool is_in_circle(const struct mst_causes *causes, uint32_t group)
{
	uint32_t at = group;

	for (size_t i = 0; i < causes->count && at; i++) {
		at = causes->signs[causes->groups[at].host].parent;
		if (at == group)
			return true;
	}
	return false;
}

int mst_roster_set_parents(struct mst_roster *roster, const struct mst_watch_config *config, struct mst_error *err)
{
	char addr[MST_ADDR_TEXT];

	for (size_t i = 0; i < config->parent_count; i++) {
		const struct mst_watch_parent *parent = &config->parents[i];
		const struct mst_cause like = { .kind = MST_CAUSE_PARENT,
			                        .addr = parent->parent,
			                        .host = index_of(roster, &parent->parent) };
		uint32_t group;

		mst_addr_format(&parent->parent, addr);
		if (like.host == MST_CAUSES_NO_HOST)
			return mst_fail(err, -EINVAL, "--parent …=%s: expected a host that is watched", addr);
		group = mst_causes_group(&roster->causes, &like);
		if (!group)
			return mst_fail(err, -ENOMEM, "no memory for --parent");
		for_each(roster, parent->children, set_parent, group);
	}
	for (uint32_t i = 1; i < roster->causes.count; i++) {
		if (!is_in_circle(&roster->causes, i))
			continue;
		mst_addr_format(&roster->causes.groups[i].addr, addr);
		return mst_fail(err, -EINVAL, "--parent …=%s: expected no circle, but it is behind itself", addr);
	}
	return 0;
}

int mst_roster_set_rules(struct mst_roster *roster, const struct mst_watch_config *config, struct mst_error *err)
{
	mst_roster_set_asleep(roster, config->asleep);
	return mst_roster_set_parents(roster, config, err);
}

/* ---- ways ---- */

/* 0: no memory, or nothing to tell it by. */
static uint32_t way_of(struct mst_roster *roster, const struct mst_route_piece *piece)
{
	struct mst_cause whole = { .kind = MST_CAUSE_INTERFACE, .host = MST_CAUSES_NO_HOST }, way;

	snprintf(whole.interface, sizeof whole.interface, "%s", piece->interface);
	way = whole;
	way.kind = piece->kind == MST_ROUTE_VIA ? MST_CAUSE_GATEWAY : MST_CAUSE_LINK;
	way.within = mst_causes_group(&roster->causes, &whole);
	/* Of several next hops, which host goes by which is the kernel's hash: they are one group. */
	if (way.kind == MST_CAUSE_GATEWAY && piece->next_hops == 1) {
		way.addr = piece->gateway;
		way.host = index_of(roster, &piece->gateway);
	}
	return way.within ? mst_causes_group(&roster->causes, &way) : 0;
}

void mst_roster_set_ways(struct mst_roster *roster, const struct mst_routing *routing)
{
	for (size_t i = 0; i < routing->count; i++) {
		const struct mst_route_piece *piece = &routing->pieces[i];
		uint32_t way;

		if (piece->kind != MST_ROUTE_VIA && piece->kind != MST_ROUTE_ON_LINK)
			continue;
		way = way_of(roster, piece);
		for (size_t host = first_from(roster, &piece->first);
		     host < roster->hosts && mst_addr_compare(addr_of(roster, host), &piece->last) <= 0; host++)
			roster->causes.signs[host].way = way;
	}
}

bool mst_roster_waits(const struct mst_roster *roster)
{
	bool waits = false;

	for (size_t i = 0; i < roster->count && !waits; i++) {
		const struct mst_watch_item *item = &roster->items[i];

		waits = item->against && item->standing != MST_WATCH_UNDECIDED && !item->flapping && !item->asleep;
	}
	return waits;
}
