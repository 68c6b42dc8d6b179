/* SPDX-License-Identifier: BSD-2-Clause */
/* causes.c - see causes.h. */
#include "watch/causes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS_MIN 16
#define CONTRARY_MOST 2

int mst_causes_open(struct mst_causes *causes, size_t hosts, unsigned confirm)
{
	*causes = (struct mst_causes){ .hosts = hosts, .confirm = confirm, .count = 1 };
	causes->signs = calloc(hosts, sizeof *causes->signs);
	causes->groups = calloc(GROUPS_MIN, sizeof *causes->groups);
	causes->room = GROUPS_MIN;
	return causes->signs && causes->groups ? 0 : -ENOMEM;
}

void mst_causes_close(struct mst_causes *causes)
{
	free(causes->signs);
	free(causes->groups);
	*causes = (struct mst_causes){ 0 };
}

static bool is_like(const struct mst_cause *one, const struct mst_cause *other)
{
	return one->kind == other->kind && mst_addr_equal(&one->addr, &other->addr) &&
	       strcmp(one->interface, other->interface) == 0;
}

uint32_t mst_causes_group(struct mst_causes *causes, const struct mst_cause *like)
{
	for (size_t i = 1; i < causes->count; i++) {
		if (is_like(&causes->groups[i], like))
			return (uint32_t)i;
	}
	if (causes->count == causes->room) {
		struct mst_cause *more = reallocarray(causes->groups, causes->room * 2, sizeof *more);

		if (!more)
			return 0;
		causes->groups = more;
		causes->room *= 2;
	}
	causes->groups[causes->count] = *like;
	return (uint32_t)causes->count++;
}

/* ---- what a round found of each group ---- */

static bool is_lost(const struct mst_cause_sign *sign)
{
	return sign->stood && !sign->asleep && (sign->found == MST_FOUND_CUT || sign->found == MST_FOUND_INACTIVE);
}

/* The group of the parent of the host that this group goes by; 0: none. */
static uint32_t parent_of(const struct mst_causes *causes, uint32_t group)
{
	size_t host = causes->groups[group].host;

	return host < causes->hosts ? causes->signs[host].parent : 0;
}

/* Whether its parent does not answer either: then its silence says nothing about the way to both. */
static bool is_orphan(const struct mst_causes *causes, const struct mst_cause_sign *sign)
{
	const struct mst_cause_sign *parent = sign->parent ? &causes->signs[causes->groups[sign->parent].host] : NULL;

	return parent && parent->found != MST_FOUND_ACTIVE && parent->ever;
}

static void tally_in(struct mst_cause *cause, const struct mst_cause_sign *sign, bool is_news)
{
	bool lost = is_lost(sign);

	cause->hosts++;
	cause->up += sign->found == MST_FOUND_ACTIVE;
	cause->lost += lost;
	cause->fresh += lost && is_news && !sign->held;
	cause->cut += lost && is_news && !sign->held && sign->found == MST_FOUND_CUT;
}

/* Of an interface: those with lost hosts. A gateway that is lost with what is behind it is no host of its link. */
static void count_ways(struct mst_causes *causes)
{
	for (size_t i = 1; i < causes->count; i++) {
		const struct mst_cause *cause = &causes->groups[i];

		if (cause->kind == MST_CAUSE_GATEWAY && cause->host < causes->hosts &&
		    is_lost(&causes->signs[cause->host]))
			causes->groups[causes->signs[cause->host].way].gateways++;
	}
	for (size_t i = 1; i < causes->count; i++)
		causes->groups[causes->groups[i].within].ways += causes->groups[i].lost > causes->groups[i].gateways;
}

static void tally(struct mst_causes *causes)
{
	for (size_t i = 1; i < causes->count; i++) {
		struct mst_cause *cause = &causes->groups[i];

		cause->hosts = cause->up = cause->lost = cause->cut = cause->fresh = cause->ways = cause->gateways = 0;
		cause->ended = false;
	}
	for (size_t i = 0; i < causes->hosts; i++) {
		const struct mst_cause_sign *sign = &causes->signs[i];
		bool is_news = !is_orphan(causes, sign);

		for (uint32_t group = sign->way; group; group = causes->groups[group].within)
			tally_in(&causes->groups[group], sign, is_news);
		for (uint32_t group = sign->parent; group; group = parent_of(causes, group))
			tally_in(&causes->groups[group], sign, true);
	}
	count_ways(causes);
}

/* ---- phases ---- */

static void enter(struct mst_cause *cause, enum mst_cause_phase phase, mst_moment moment)
{
	if (cause->phase == MST_CAUSE_CLEAR && phase != MST_CAUSE_CLEAR)
		cause->since = moment;
	if (phase == MST_CAUSE_CLEAR) {
		cause->ended = cause->told;
		cause->told = false;
		cause->rounds = 0;
	}
	cause->returns = phase == MST_CAUSE_RETURNING ? cause->returns + 1 : 0;
	cause->rounds += phase == MST_CAUSE_SILENT || phase == MST_CAUSE_DOUBT;
	cause->phase = phase;
}

/* Something new is wrong. A whole interface explains more than one way of it that is silent. */
static bool is_struck(const struct mst_cause *cause)
{
	if (cause->kind == MST_CAUSE_INTERFACE && cause->ways < 2)
		return false;
	return cause->cut || cause->fresh >= MST_CAUSES_MANY;
}

static enum mst_cause_phase phase_of(const struct mst_cause *cause)
{
	switch (cause->phase) {
	case MST_CAUSE_SILENT:
		if (cause->hosts && !cause->up)
			return MST_CAUSE_SILENT;
		return cause->lost ? MST_CAUSE_RETURNING : MST_CAUSE_CLEAR;
	case MST_CAUSE_RETURNING:
		if (cause->hosts && !cause->up)
			return MST_CAUSE_SILENT;
		return is_struck(cause) && cause->returns < MST_CAUSES_DOUBTS ? MST_CAUSE_RETURNING : MST_CAUSE_CLEAR;
	default:
		if (!cause->up && (is_struck(cause) || (cause->phase == MST_CAUSE_DOUBT && cause->lost)))
			return MST_CAUSE_SILENT;
		return is_struck(cause) ? MST_CAUSE_DOUBT : MST_CAUSE_CLEAR;
	}
}

/* A parent. One that is silent while hosts behind it answer is itself in doubt, for a round. */
static enum mst_cause_phase phase_by_host(const struct mst_cause *cause, const struct mst_cause_sign *host)
{
	bool is_up = host->found == MST_FOUND_ACTIVE, goes_on = cause->phase >= MST_CAUSE_SILENT;

	if (is_up && cause->phase == MST_CAUSE_SILENT)
		return cause->lost ? MST_CAUSE_RETURNING : MST_CAUSE_CLEAR;
	if (is_up && cause->phase == MST_CAUSE_RETURNING)
		return host->stood ? MST_CAUSE_CLEAR : MST_CAUSE_RETURNING;
	if (is_up)
		return cause->fresh ? MST_CAUSE_DOUBT : MST_CAUSE_CLEAR;
	if (goes_on || host->held)
		return MST_CAUSE_SILENT;
	if (host->found == MST_FOUND_NOTHING || !host->ever)
		return MST_CAUSE_CLEAR;
	if (cause->up)
		return cause->phase == MST_CAUSE_CLEAR && host->stood ? MST_CAUSE_DOUBT : MST_CAUSE_CLEAR;
	return MST_CAUSE_SILENT;
}

static enum mst_cause_phase next_phase(struct mst_causes *causes, struct mst_cause *cause)
{
	const struct mst_cause_sign *host;

	if (cause->kind != MST_CAUSE_PARENT)
		return phase_of(cause);
	host = &causes->signs[cause->host];
	cause->contrary = cause->up && host->found != MST_FOUND_ACTIVE ? cause->contrary + 1 : 0;
	return phase_by_host(cause, host);
}

/*
 * Which of two groups explains that a host is lost: what is silent does, before what is in doubt; of two that are, the
 * outer one. In doubt a host is held by its link or gateway rather than by the whole interface.
 */
static uint32_t better_of(const struct mst_causes *causes, const struct mst_cause_sign *sign, uint32_t inner,
                          uint32_t outer)
{
	const struct mst_cause *cause = &causes->groups[outer];
	bool doubts = cause->phase == MST_CAUSE_DOUBT && cause->kind != MST_CAUSE_INTERFACE &&
	              sign->doubted < MST_CAUSES_DOUBTS;

	if (cause->phase >= MST_CAUSE_SILENT && cause->contrary < CONTRARY_MOST)
		return outer;
	return doubts && !inner ? outer : inner;
}

static uint32_t explained_by(const struct mst_causes *causes, const struct mst_cause_sign *sign)
{
	uint32_t by_way = 0, by_parent = 0;

	for (uint32_t group = sign->way; group; group = causes->groups[group].within)
		by_way = better_of(causes, sign, by_way, group);
	for (uint32_t group = sign->parent; group; group = parent_of(causes, group))
		by_parent = better_of(causes, sign, by_parent, group);
	return by_parent ? better_of(causes, sign, by_parent, by_way) : by_way;
}

/* Whether the host at a group's own address fell silent in this round although hosts behind it answer. */
static bool is_contradicted(const struct mst_causes *causes, size_t host)
{
	const struct mst_cause *cause = mst_causes_with(causes, host);

	return cause && cause->up && cause->phase <= MST_CAUSE_DOUBT && !causes->signs[host].held;
}

static void hold(struct mst_causes *causes, size_t host)
{
	struct mst_cause_sign *sign = &causes->signs[host];
	uint32_t group = 0;

	if (is_lost(sign))
		group = explained_by(causes, sign);
	if (!group && is_lost(sign) && is_contradicted(causes, host)) {
		group = (uint32_t)(mst_causes_with(causes, host) - causes->groups);
		causes->doubts = true;
	}
	sign->held = group;
	sign->doubted = group && causes->groups[group].phase == MST_CAUSE_DOUBT ? (uint8_t)(sign->doubted + 1) : 0;
	causes->groups[group].held += group != 0;
}

/* ---- the round ---- */

/* Holds of the round before decide what is fresh, so parents are judged while those still stand. */
void mst_causes_judge(struct mst_causes *causes, mst_moment moment)
{
	causes->doubts = false;
	tally(causes);
	for (size_t i = 1; i < causes->count; i++) {
		struct mst_cause *cause = &causes->groups[i];

		enter(cause, next_phase(causes, cause), moment);
		cause->held = 0;
	}
	for (size_t i = 0; i < causes->hosts; i++)
		hold(causes, i);
	for (size_t i = 1; i < causes->count; i++) {
		struct mst_cause *cause = &causes->groups[i];

		cause->members = cause->phase == MST_CAUSE_CLEAR && !cause->ended ? 0
		                 : cause->held > cause->members                   ? cause->held
		                                                                  : cause->members;
		causes->doubts |= cause->held &&
		                  (cause->phase == MST_CAUSE_DOUBT || cause->phase == MST_CAUSE_RETURNING);
	}
}

struct mst_cause *mst_causes_with(const struct mst_causes *causes, size_t host)
{
	struct mst_cause *found = NULL;

	for (size_t i = 1; i < causes->count; i++) {
		struct mst_cause *cause = &causes->groups[i];

		if (cause->host == host && (!found || (cause->held > found->held)))
			found = cause;
	}
	return found;
}

bool mst_causes_explain(const struct mst_causes *causes)
{
	for (size_t i = 1; i < causes->count; i++) {
		if (causes->groups[i].phase >= MST_CAUSE_SILENT && causes->groups[i].held)
			return true;
	}
	return false;
}

bool mst_causes_misses(const struct mst_causes *causes, const struct mst_cause *cause, size_t host)
{
	const struct mst_cause_sign *sign = &causes->signs[host];
	uint32_t wanted = (uint32_t)(cause - causes->groups);
	bool is_in = false;

	for (uint32_t group = sign->way; group && !is_in; group = causes->groups[group].within)
		is_in = group == wanted;
	for (uint32_t group = sign->parent; group && !is_in; group = parent_of(causes, group))
		is_in = group == wanted;
	return is_in && is_lost(sign);
}

bool mst_cause_begins(const struct mst_causes *causes, const struct mst_cause *cause)
{
	return cause->phase == MST_CAUSE_SILENT && !cause->told && cause->held &&
	       (cause->kind == MST_CAUSE_PARENT || cause->rounds >= causes->confirm);
}
