/* SPDX-License-Identifier: BSD-2-Clause */
/* roster.c - see roster.h. */
#include "watch/roster.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "watch/events.h"
#include "watch/macs.h"

#define PORTS 65536

/* What a verdict proves about a host or port. No verdict, "unknown" and a local error prove nothing. */
enum evidence { NOTHING, INACTIVE, ACTIVE };

/* ---- opening ---- */

static size_t rank_ports(struct mst_roster *roster, const struct mst_ports *ports)
{
	uint16_t rank = 0;

	for (uint32_t port = 1; port < PORTS; port++) {
		if (mst_ports_has(ports, (uint16_t)port))
			roster->rank[port] = ++rank;
	}
	return rank;
}

static void name_items(struct mst_roster *roster, const struct mst_targets *targets)
{
	for (size_t i = 0; i < roster->count; i++) {
		struct mst_watch_item *item = &roster->items[i];

		*item = (struct mst_watch_item){
			.addr = mst_targets_at(targets, i / roster->stride),
			.rtt_ns = -1,
			.since = MST_WATCH_NEVER,
			.first_seen = MST_WATCH_NEVER,
			.last_seen = MST_WATCH_NEVER,
		};
	}
	for (uint32_t port = 1; roster->rank && port < PORTS; port++) {
		for (size_t host = 0; roster->rank[port] && host < roster->hosts; host++)
			roster->items[host * roster->stride + roster->rank[port]].port = (uint16_t)port;
	}
}

int mst_roster_open(struct mst_roster *roster, const struct mst_scan_probing *probing, unsigned confirm,
                    struct mst_error *err)
{
	mst_uint128 hosts = mst_targets_count(probing->targets);
	uint64_t stride = 1;
	bool asks_ports = probing->question == MST_ASK_PORTS;
	char number[64];

	*roster = (struct mst_roster){ .confirm = confirm, .discovers = asks_ports && probing->discover };
	if (asks_ports) {
		roster->rank = calloc(PORTS, sizeof *roster->rank);
		if (!roster->rank)
			return mst_fail(err, -ENOMEM, "no memory for ports");
		stride += rank_ports(roster, probing->ports);
	}
	if (hosts > MST_WATCH_ITEMS_MAX / stride)
		return mst_fail(err, -EINVAL, "%s addresses%s: expected at most %d hosts and ports together to watch",
		                mst_write_grouped(number, sizeof number, hosts), asks_ports ? " with their ports" : "",
		                MST_WATCH_ITEMS_MAX);
	roster->hosts = (size_t)hosts;
	roster->stride = (size_t)stride;
	roster->count = (size_t)hosts * roster->stride;
	roster->items = calloc(roster->count, sizeof *roster->items);
	roster->observations = calloc(roster->count, sizeof *roster->observations);
	if (!roster->items || !roster->observations)
		return mst_fail(err, -ENOMEM, "no memory to watch %zu hosts and ports", roster->count);
	name_items(roster, probing->targets);
	return 0;
}

void mst_roster_close(struct mst_roster *roster)
{
	free(roster->items);
	free(roster->observations);
	free(roster->rank);
	*roster = (struct mst_roster){ 0 };
}

/* ---- a round ---- */

struct mst_watch_item *mst_roster_find(const struct mst_roster *roster, const struct mst_addr *addr, uint16_t port)
{
	size_t low = 0, high = roster->hosts, place = 0;

	if (port) {
		place = roster->rank ? roster->rank[port] : 0;
		if (place == 0)
			return NULL;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = mst_addr_compare(addr, &roster->items[middle * roster->stride].addr);

		if (order == 0)
			return &roster->items[middle * roster->stride + place];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

void mst_roster_take(struct mst_roster *roster, const struct mst_result *result)
{
	const struct mst_watch_item *item = mst_roster_find(roster, &result->addr,
	                                                    result->about_port ? result->port : 0);
	struct mst_observation *observation;

	if (!item || result->state >= MST_STATE_COUNT || result->reason >= MST_REASON_COUNT)
		return;
	observation = &roster->observations[item - roster->items];
	*observation = (struct mst_observation){
		.rtt_ns = result->rtt_ns,
		.state = result->state,
		.reason = result->reason,
		.probes = result->attempts,
		.given = true,
		.answered = result->attempt > 0 && mst_addr_equal(&result->from, &result->addr),
		.by_target = mst_addr_equal(&result->from, &result->addr),
		/* No route: reported as unreachable, like a router's error, but without a sender. */
		.local = result->state == MST_UNREACHABLE && result->from.family == MST_NO_FAMILY,
		.has_mac = result->has_mac,
		.disputed = result->suspect == MST_SUSPECT_CONFLICT,
	};
	memcpy(observation->mac, result->mac, sizeof observation->mac);
}

static enum evidence evidence_of(const struct mst_observation *observation)
{
	if (!observation->given || observation->state == MST_UNKNOWN || observation->local)
		return NOTHING;
	return observation->state == MST_UP || observation->state == MST_OPEN ? ACTIVE : INACTIVE;
}

/* What the verdict on a port proves about its host. */
static enum evidence evidence_of_host(const struct mst_roster *roster, const struct mst_observation *port)
{
	if (!port->given || port->state == MST_UNKNOWN || port->local)
		return NOTHING;
	if (port->state == MST_OPEN || port->state == MST_CLOSED || port->by_target)
		return ACTIVE;
	return roster->discovers && port->reason != MST_HOST_DOWN ? ACTIVE : INACTIVE;
}

/*
 * A host is active if any of its ports proves it. It is inactive only if all its ports could be probed and none
 * answered.
 */
static void look_at_ports(struct mst_roster *roster, size_t host)
{
	struct mst_observation *observations = &roster->observations[host], best = { .rtt_ns = -1 };
	enum evidence evidence = NOTHING;
	bool all = true;

	for (size_t i = 1; i < roster->stride; i++) {
		enum evidence of_port = evidence_of_host(roster, &observations[i]);

		best.given |= observations[i].given;
		best.local |= observations[i].local;
		all &= of_port != NOTHING;
		if (of_port > evidence) {
			evidence = of_port;
			best = observations[i]; /* its `local` is false */
		}
	}
	if (evidence == INACTIVE && !all)
		evidence = NOTHING;
	best.state = evidence == ACTIVE ? MST_UP : evidence == INACTIVE ? MST_DOWN : MST_UNKNOWN;
	best.probes = 0; /* its ports have them */
	best.answered = false;
	observations[0] = best;
}

struct conclusion {
	struct mst_roster *roster;
	mst_moment moment;
	mst_roster_changed *changed;
	void *user;
	struct mst_watch_round *round;
};

static void turn(const struct conclusion *c, struct mst_watch_item *item, const struct mst_observation *observation,
                 enum evidence evidence)
{
	c->changed(c->user, mst_watch_turn_of(item->port, evidence == ACTIVE), item, observation, item->against_since);
	c->round->changes++;
	item->turns++;
	item->standing = evidence == ACTIVE ? MST_WATCH_ACTIVE : MST_WATCH_INACTIVE;
	item->since = item->against_since;
	item->against = 0;
}

static void compare(const struct conclusion *c, struct mst_watch_item *item, const struct mst_observation *observation,
                    enum evidence evidence)
{
	enum mst_watch_standing now = evidence == ACTIVE ? MST_WATCH_ACTIVE : MST_WATCH_INACTIVE;

	if (item->standing == MST_WATCH_UNDECIDED) {
		item->standing = (uint8_t)now;
		item->since = c->moment;
	}
	if (item->standing == now) {
		item->against = 0;
	} else {
		if (item->against++ == 0)
			item->against_since = c->moment;
		if (item->against < c->roster->confirm)
			return;
		turn(c, item, observation, evidence);
	}
	item->stood = observation->state;
}

static void judge(const struct conclusion *c, struct mst_watch_item *item, const struct mst_observation *observation,
                  bool is_reported)
{
	enum evidence evidence = is_reported ? evidence_of(observation) : NOTHING;

	item->known = evidence != NOTHING;
	item->strip_known = item->strip_known << 1 | (evidence != NOTHING);
	item->strip_up = item->strip_up << 1 | (evidence == ACTIVE);
	if (evidence == NOTHING)
		return;
	item->rounds_asked++;
	item->rounds_up += evidence == ACTIVE;
	item->probes += observation->probes;
	item->answers += observation->answered;
	if (evidence == ACTIVE) {
		item->last_seen = c->moment;
		if (item->first_seen == MST_WATCH_NEVER)
			item->first_seen = c->moment;
	}
	compare(c, item, observation, evidence);
	item->state = observation->state;
	item->reason = observation->reason;
	item->rtt_ns = observation->rtt_ns;
}

/* Which machine answered. */
static void judge_mac(const struct conclusion *c, struct mst_watch_item *item,
                      const struct mst_observation *observation)
{
	struct mst_watch_macs macs = item->macs;
	enum mst_watch_turn turn;

	if (evidence_of(observation) != ACTIVE || !observation->has_mac)
		return;
	turn = mst_macs_take(&macs, observation->mac, observation->disputed, c->moment);
	if (turn != MST_WATCH_TURN_COUNT) {
		c->changed(c->user, turn, item, observation, c->moment);
		c->round->changes++;
	}
	item->macs = macs;
}

static void count(struct mst_watch_round *round, const struct mst_watch_item *item,
                  const struct mst_observation *observation)
{
	if (item->port) {
		round->ports_open += item->standing == MST_WATCH_ACTIVE;
		return;
	}
	if (!observation->given && item->standing == MST_WATCH_UNDECIDED)
		return; /* not probed, such as the broadcast address of a local subnet */
	round->hosts++;
	round->active += item->standing == MST_WATCH_ACTIVE;
	round->inactive += item->standing == MST_WATCH_INACTIVE;
	round->unknown += !item->known;
	round->unrouted += observation->local;
}

void mst_roster_conclude(struct mst_roster *roster, mst_moment moment, mst_roster_changed *changed, void *user,
                         struct mst_watch_round *round)
{
	const struct conclusion c = { roster, moment, changed, user, round };

	for (size_t host = 0; host < roster->count; host += roster->stride) {
		bool is_up;

		if (roster->rank)
			look_at_ports(roster, host);
		judge(&c, &roster->items[host], &roster->observations[host], true);
		judge_mac(&c, &roster->items[host], &roster->observations[host]);
		count(round, &roster->items[host], &roster->observations[host]);
		is_up = evidence_of(&roster->observations[host]) == ACTIVE;
		for (size_t i = host + 1; i < host + roster->stride; i++) {
			judge(&c, &roster->items[i], &roster->observations[i], is_up);
			count(round, &roster->items[i], &roster->observations[i]);
		}
	}
	mst_roster_forget(roster);
}

void mst_roster_forget(struct mst_roster *roster)
{
	memset(roster->observations, 0, roster->count * sizeof *roster->observations);
}
