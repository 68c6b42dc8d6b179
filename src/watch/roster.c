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
#include "watch/evidence.h"
#include "watch/macs.h"

#define PORTS 65536

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

static int count_items(struct mst_roster *roster, const struct mst_scan_probing *probing, struct mst_error *err)
{
	mst_uint128 hosts = mst_targets_count(probing->targets);
	bool asks_ports = probing->question == MST_ASK_PORTS;
	uint64_t stride = 1;
	char number[64];

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
	return 0;
}

int mst_roster_open(struct mst_roster *roster, const struct mst_watch_config *config, struct mst_error *err)
{
	const struct mst_scan_probing *probing = &config->scan.probing;
	int code;

	*roster = (struct mst_roster){
		.confirm = config->confirm,
		.discovers = probing->question == MST_ASK_PORTS && probing->discover,
	};
	code = count_items(roster, probing, err);
	if (code < 0)
		return code;
	roster->items = calloc(roster->count, sizeof *roster->items);
	roster->observations = calloc(roster->count, sizeof *roster->observations);
	if (!roster->items || !roster->observations ||
	    mst_flaps_open(&roster->flaps, roster->count, config->flap_changes, config->flap_ns) < 0 ||
	    mst_causes_open(&roster->causes, roster->hosts, config->confirm) < 0)
		return mst_fail(err, -ENOMEM, "no memory to watch %zu hosts and ports", roster->count);
	name_items(roster, probing->targets);
	return 0;
}

void mst_roster_close(struct mst_roster *roster)
{
	free(roster->items);
	free(roster->observations);
	free(roster->rank);
	mst_flaps_close(&roster->flaps);
	mst_causes_close(&roster->causes);
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
		.cut = mst_evidence_cuts(result),
		.has_mac = result->has_mac,
		.disputed = result->suspect == MST_SUSPECT_CONFLICT,
	};
	memcpy(observation->mac, result->mac, sizeof observation->mac);
	if (result->icmp_type && !observation->by_target)
		observation->from = result->from;
}

struct conclusion {
	struct mst_roster *roster;
	mst_moment moment;
	mst_roster_changed *changed;
	void *user;
	struct mst_watch_round *round;
};

/* Tells a change, unless its host may sleep. */
static void tell(const struct conclusion *c, struct mst_roster_change change)
{
	change.hushed |= change.was->asleep;
	c->changed(c->user, &change);
	c->round->changes += !change.hushed;
}

static void turn(const struct conclusion *c, struct mst_watch_item *item, const struct mst_observation *observation,
                 enum mst_evidence evidence)
{
	struct mst_flaps *flaps = &c->roster->flaps;
	enum mst_flap flap = mst_flaps_take(flaps, (size_t)(item - c->roster->items), c->moment);
	struct mst_roster_change change = {
		.turn = mst_watch_turn_of(item->port, evidence == MST_PROVES_ACTIVE),
		.was = item,
		.now = observation,
		.since = item->against_since,
		.hushed = flap != MST_FLAP_NOT,
	};

	tell(c, change);
	if (flap == MST_FLAP_BEGINS) {
		item->flapping = true;
		change.turn = MST_FLAPPING;
		change.count = flaps->most + 1;
		change.hushed = false;
		tell(c, change);
	}
	item->turns++;
	item->standing = evidence == MST_PROVES_ACTIVE ? MST_WATCH_ACTIVE : MST_WATCH_INACTIVE;
	item->since = item->against_since;
	item->against = 0;
}

static void look_at_flapping(const struct conclusion *c, struct mst_watch_item *item,
                             const struct mst_observation *observation)
{
	struct mst_roster_change change = { .turn = MST_STEADY, .was = item, .now = observation, .since = item->since };

	if (!mst_flaps_is_over(&c->roster->flaps, (size_t)(item - c->roster->items), c->moment, &change.count))
		return;
	item->flapping = false;
	tell(c, change);
}

static void compare(const struct conclusion *c, struct mst_watch_item *item, const struct mst_observation *observation,
                    enum mst_evidence evidence)
{
	enum mst_watch_standing now = evidence == MST_PROVES_ACTIVE ? MST_WATCH_ACTIVE : MST_WATCH_INACTIVE;

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
	enum mst_evidence evidence = is_reported ? mst_evidence_of(observation) : MST_PROVES_NOTHING;

	item->known = evidence != MST_PROVES_NOTHING;
	item->strip_known = item->strip_known << 1 | (evidence != MST_PROVES_NOTHING);
	item->strip_up = item->strip_up << 1 | (evidence == MST_PROVES_ACTIVE);
	if (evidence == MST_PROVES_NOTHING)
		return;
	item->rounds_asked++;
	item->rounds_up += evidence == MST_PROVES_ACTIVE;
	item->probes += observation->probes;
	item->answers += observation->answered;
	if (evidence == MST_PROVES_ACTIVE) {
		item->last_seen = c->moment;
		if (item->first_seen == MST_WATCH_NEVER)
			item->first_seen = c->moment;
	}
	compare(c, item, observation, evidence);
	look_at_flapping(c, item, observation);
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

	if (mst_evidence_of(observation) != MST_PROVES_ACTIVE || !observation->has_mac)
		return;
	turn = mst_macs_take(&macs, observation->mac, observation->disputed, c->moment);
	if (turn != MST_WATCH_TURN_COUNT) {
		c->changed(c->user, &(struct mst_roster_change){ turn, item, observation, c->moment, 0, false });
		c->round->changes++;
	}
	item->macs = macs;
}

/* Not probed are such as the broadcast address of a local subnet. */
static bool is_watched(const struct mst_watch_item *item, const struct mst_observation *observation)
{
	return observation->given || item->standing != MST_WATCH_UNDECIDED;
}

static void count(struct mst_watch_round *round, const struct mst_watch_item *item,
                  const struct mst_observation *observation)
{
	if (item->port) {
		round->ports_open += item->standing == MST_WATCH_ACTIVE;
		return;
	}
	if (!is_watched(item, observation))
		return;
	round->hosts++;
	round->active += item->standing == MST_WATCH_ACTIVE;
	round->inactive += item->standing == MST_WATCH_INACTIVE;
	round->unknown += !item->known;
	round->unrouted += observation->local;
}

static enum mst_finding finding_of(const struct mst_watch_item *item, const struct mst_observation *observation)
{
	switch (mst_evidence_of(observation)) {
	case MST_PROVES_ACTIVE: return MST_FOUND_ACTIVE;
	case MST_PROVES_INACTIVE: return MST_FOUND_INACTIVE;
	default: return observation->cut && is_watched(item, observation) ? MST_FOUND_CUT : MST_FOUND_NOTHING;
	}
}

void mst_roster_explain(struct mst_roster *roster, mst_moment moment)
{
	roster->watched = 0;
	for (size_t host = 0; host < roster->hosts; host++) {
		const struct mst_watch_item *item = &roster->items[host * roster->stride];
		struct mst_cause_sign *sign = &roster->causes.signs[host];

		if (roster->rank)
			mst_evidence_of_ports(&roster->observations[host * roster->stride], roster->stride,
			                      roster->discovers);
		sign->found = (uint8_t)finding_of(item, &roster->observations[host * roster->stride]);
		sign->stood = item->standing == MST_WATCH_ACTIVE ||
		              (item->standing == MST_WATCH_UNDECIDED && sign->found == MST_FOUND_CUT);
		sign->ever = item->first_seen != MST_WATCH_NEVER;
		sign->asleep = item->asleep;
		roster->watched += is_watched(item, &roster->observations[host * roster->stride]);
	}
	mst_causes_judge(&roster->causes, moment);
}

void mst_roster_conclude(struct mst_roster *roster, mst_moment moment, mst_roster_changed *changed, void *user,
                         struct mst_watch_round *round)
{
	const struct conclusion c = { roster, moment, changed, user, round };

	for (size_t host = 0; host < roster->count; host += roster->stride) {
		bool held = roster->causes.signs[host / roster->stride].held, is_up;

		roster->items[host].held = held;
		judge(&c, &roster->items[host], &roster->observations[host], !held);
		judge_mac(&c, &roster->items[host], &roster->observations[host]);
		count(round, &roster->items[host], &roster->observations[host]);
		is_up = mst_evidence_of(&roster->observations[host]) == MST_PROVES_ACTIVE;
		for (size_t i = host + 1; i < host + roster->stride; i++) {
			judge(&c, &roster->items[i], &roster->observations[i], is_up);
			count(round, &roster->items[i], &roster->observations[i]);
		}
	}
}

void mst_roster_cut(struct mst_roster *roster, enum mst_reason reason)
{
	for (size_t i = 0; i < roster->count; i++)
		roster->observations[i] = (struct mst_observation){ .cut = true, .reason = (uint8_t)reason };
}

void mst_roster_forget(struct mst_roster *roster)
{
	memset(roster->observations, 0, roster->count * sizeof *roster->observations);
}
