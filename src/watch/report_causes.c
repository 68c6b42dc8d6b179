/* SPDX-License-Identifier: BSD-2-Clause */
/* report_causes.c - reports to the sink with what many hosts fell silent, and that it is back. See handle.h. */
#include <stdlib.h>
#include <string.h>

#include "watch/handle.h"

/* Whether a host is told of as silent with it. */
static bool is_member(const struct mst_watch *watch, const struct mst_cause *cause, bool begins, size_t host)
{
	const struct mst_causes *causes = &watch->roster.causes;

	return begins ? &causes->groups[causes->signs[host].held] == cause : mst_causes_misses(causes, cause, host);
}

/* Fills `count` or `missing`, and the list, which is to be freed. */
static struct mst_addr *list_members(const struct mst_watch *watch, const struct mst_cause *cause, bool begins,
                                     struct mst_watch_cause *told)
{
	const struct mst_roster *roster = &watch->roster;
	struct mst_addr *members = calloc(begins ? cause->held + 1u : cause->lost + 1u, sizeof *members);
	uint64_t count = 0;

	for (size_t host = 0; host < roster->hosts; host++) {
		if (!is_member(watch, cause, begins, host))
			continue;
		if (members)
			members[count] = roster->items[host * roster->stride].addr;
		count++;
	}
	told->count = begins ? count : cause->members;
	told->missing = begins ? 0 : count;
	told->members = members;
	told->member_count = members ? (size_t)count : 0;
	return members;
}

/* Of a host that fell silent with it, if possible of one that a router tells about; or of the parent itself. */
static const struct mst_observation *seen_of(const struct mst_watch *watch, const struct mst_cause *cause)
{
	const struct mst_roster *roster = &watch->roster;
	const struct mst_observation *seen = NULL;

	if (cause->kind == MST_CAUSE_PARENT)
		return &roster->observations[cause->host * roster->stride];
	for (size_t host = 0; host < roster->hosts && !(seen && seen->from.family); host++) {
		const struct mst_observation *one = &roster->observations[host * roster->stride];

		if (is_member(watch, cause, true, host) && (!seen || one->from.family))
			seen = one;
	}
	return seen ? seen : roster->observations;
}

/* Without a route there is no gateway: it is the interface that is gone. */
static void name_cause(const struct mst_watch *watch, const struct mst_cause *cause, struct mst_watch_cause *told)
{
	bool is_here = cause->kind != MST_CAUSE_PARENT &&
	               (cause->reason == MST_NO_ROUTE || cause->reason == MST_NOT_SENT);

	told->kind = is_here ? MST_CAUSE_INTERFACE : (uint8_t)cause->kind;
	if (!is_here)
		told->addr = cause->addr;
	memcpy(told->interface, cause->interface, sizeof told->interface);
	told->name = told->addr.family ? mst_targets_name(watch->config.scan.probing.targets, &told->addr) : NULL;
}

static void report(struct mst_watch *watch, struct mst_cause *cause, bool begins)
{
	struct mst_watch_event event = {
		.kind = MST_EVENT_CAUSE,
		.cause = {
			.turn = begins ? MST_WENT_DOWN : MST_CAME_BACK,
			.reason = cause->reason,
			.round = watch->rounds,
			.hosts = watch->roster.watched,
		},
	};
	struct mst_addr *members = list_members(watch, cause, begins, &event.cause);
	mst_moment since = begins ? cause->since : watch->round_moment;

	if (begins) {
		const struct mst_observation *seen = seen_of(watch, cause);

		event.cause.reason = cause->reason = seen->reason;
		event.cause.from = seen->from;
	}
	name_cause(watch, cause, &event.cause);
	event.cause.since_ns = mst_clocks_wall_of(&watch->clocks, since);
	event.cause.lasted_ns = since > cause->since ? (uint64_t)(since - cause->since) : 0;
	cause->told = begins;
	mst_watch_tell(watch, &event);
	free(members);
}

bool mst_watch_report_cause_of(struct mst_watch *watch, const struct mst_roster_change *change)
{
	const struct mst_roster *roster = &watch->roster;
	struct mst_cause *cause = mst_causes_with(&roster->causes,
	                                          (size_t)(change->was - roster->items) / roster->stride);
	bool begins = change->turn == MST_WENT_DOWN;

	if (!cause || change->was->port || (!begins && change->turn != MST_CAME_BACK))
		return false;
	if (begins && cause->told && cause->reason == MST_GATEWAY_SILENT)
		return true; /* it was told to be silent before it was asked itself */
	if (begins ? !mst_cause_begins(&roster->causes, cause) : !(cause->told || cause->ended))
		return false;
	report(watch, cause, begins);
	cause->ended = false;
	return true;
}

/* The end of one whose own host came back just now is told in place of that change. */
void mst_watch_report_ends(struct mst_watch *watch)
{
	const struct mst_causes *causes = &watch->roster.causes;

	for (size_t i = 1; i < causes->count; i++) {
		struct mst_cause *cause = &causes->groups[i];

		if (!cause->ended || (cause->host < causes->hosts && !causes->signs[cause->host].stood))
			continue;
		report(watch, cause, false);
		cause->ended = false;
	}
}

void mst_watch_report_causes(struct mst_watch *watch)
{
	const struct mst_causes *causes = &watch->roster.causes;

	for (size_t i = 1; i < causes->count; i++) {
		struct mst_cause *cause = &causes->groups[i];

		if (cause->ended)
			report(watch, cause, false);
		else if (cause->kind != MST_CAUSE_PARENT && mst_cause_begins(causes, cause))
			report(watch, cause, true);
	}
}
