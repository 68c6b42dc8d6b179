/* SPDX-License-Identifier: BSD-2-Clause */
/* outage.c - see outage.h. */
#include "round/outage.h"

#include <errno.h>

#include "base/clock.h"
#include "base/fail.h"

/*
 * Replugging a cable, restarting a switch or a driver, or restoring routes by a DHCP client or script takes seconds. A
 * longer outage is another kind of trouble, and is reported.
 */
#define PATIENCE_NS (10 * MST_NS_PER_SECOND)

/*
 * Questions asked next are in another quarter second than the loss (track/loss.h), so that one outage costs a question
 * only one attempt. And a switch has time to learn our port before the first frames.
 */
#define SETTLE_NS (300 * MST_NS_PER_MS)

#define ROUTES_EVERY_NS (20 * MST_NS_PER_MS)
#define GATEWAYS_EVERY_NS (50 * MST_NS_PER_MS)

/* Frames in flight since the last look may be lost. */
static void note_loss(const struct mst_outage *outage, uint64_t until_ns, struct mst_outage_event *event)
{
	event->lossy = true;
	event->lossy_from_ns = outage->looked_ns ? outage->looked_ns : until_ns;
	event->lossy_until_ns = until_ns;
}

static void become(struct mst_outage_event *event, enum mst_reachability reachability)
{
	event->changed = true;
	event->reachability = reachability;
}

static void end(struct mst_outage *outage, enum mst_reachability reachability, struct mst_outage_event *event)
{
	outage->running = false;
	outage->never = reachability == MST_REACHABLE_NEVER;
	event->routes_answered = true;
	event->rerouted = outage->never && !event->code; /* else the run ends */
	become(event, reachability);
}

static void begin(struct mst_outage *outage, uint64_t now_ns, struct mst_outage_event *event)
{
	outage->running = true;
	outage->by_link = outage->down = false;
	outage->since_ns = now_ns;
	outage->back_ns = outage->routed_ns = 0;
	event->begun = true;
	become(event, MST_REACHABLE_LATER);
}

static void give_up(struct mst_outage *outage, const char *why, struct mst_outage_event *event)
{
	event->code = -ENETDOWN;
	mst_fail(&event->error, -ENETDOWN, "%s, and that did not change in %d s", why,
	         (int)(PATIENCE_NS / MST_NS_PER_SECOND));
	end(outage, MST_REACHABLE_NEVER, event);
}

static void stay_down(struct mst_outage *outage, const struct mst_outage_facts *facts, struct mst_outage_event *event)
{
	if (!outage->running)
		begin(outage, facts->now_ns, event);
	if (!outage->down)
		outage->since_ns = facts->now_ns;
	outage->down = outage->by_link = true;
	outage->back_ns = 0;
	note_loss(outage, facts->now_ns, event);
	if (facts->now_ns - outage->since_ns >= PATIENCE_NS)
		give_up(outage, facts->why->text, event);
}

/* The kernel removes routes of an interface that is down; the program that made them must add them again. */
static void look_for_routes(struct mst_outage *outage, const struct mst_outage_facts *facts,
                            struct mst_outage_event *event)
{
	enum mst_routed routed;

	if (facts->now_ns - outage->routed_ns < ROUTES_EVERY_NS)
		return;
	routed = facts->is_routed(facts->user);
	if (routed == MST_ROUTED_LATER)
		return;
	outage->routed_ns = facts->now_ns;
	if (routed == MST_ROUTED)
		outage->back_ns = facts->now_ns;
	else if (facts->now_ns - outage->since_ns < PATIENCE_NS)
		return;
	else if (outage->by_link)
		give_up(outage, "an interface went down, and with it went routes to the targets", event);
	else
		end(outage, MST_REACHABLE_NEVER, event);
}

/* The links are up. */
static void come_back(struct mst_outage *outage, const struct mst_outage_facts *facts, struct mst_outage_event *event)
{
	if (outage->down) {
		outage->down = false;
		outage->since_ns = facts->now_ns;
		outage->routed_ns = 0;
		note_loss(outage, facts->now_ns, event); /* up to here */
	}
	if (outage->back_ns == 0)
		look_for_routes(outage, facts, event);
	else if (facts->now_ns - outage->back_ns >= SETTLE_NS)
		end(outage, MST_REACHABLE, event);
}

static void answer_lanes(struct mst_outage *outage, const struct mst_outage_facts *facts,
                         struct mst_outage_event *event)
{
	enum mst_routed routed;

	if (!facts->lane_waits)
		return;
	routed = facts->is_routed(facts->user);
	if (routed == MST_ROUTED)
		event->routes_answered = true;
	else if (routed == MST_ROUTED_ELSE)
		begin(outage, facts->now_ns, event);
}

/* A route that is gone may show by nothing else: what left since the last look is lost. */
static void watch_gateways(struct mst_outage *outage, const struct mst_outage_facts *facts,
                           struct mst_outage_event *event)
{
	if (!facts->keep_gateways || facts->now_ns - outage->routed_ns < GATEWAYS_EVERY_NS)
		return;
	if (facts->keep_gateways(facts->user)) {
		outage->routed_ns = facts->now_ns;
		return;
	}
	event->lossy = true;
	event->lossy_from_ns = outage->routed_ns ? outage->routed_ns : facts->now_ns;
	event->lossy_until_ns = facts->now_ns;
	outage->routed_ns = facts->now_ns;
	if (!outage->never) /* it was waited for in vain: what leaves without it proves nothing */
		begin(outage, facts->now_ns, event);
}

/* Events say that routes may be other ones. After an outage that did not end, they may be back, or others have gone. */
static void watch_routes(struct mst_outage *outage, const struct mst_outage_facts *facts,
                         struct mst_outage_event *event)
{
	enum mst_routed routed = facts->changed_ns ? facts->is_routed(facts->user) : MST_ROUTED;

	if (routed == MST_ROUTED && facts->changed_ns && outage->never) {
		end(outage, MST_REACHABLE, event);
	} else if (routed == MST_ROUTED_ELSE) {
		event->lossy = true;
		event->lossy_from_ns = facts->changed_ns < outage->looked_ns ? facts->changed_ns : outage->looked_ns;
		event->lossy_until_ns = facts->now_ns;
		event->rerouted = outage->never;
		if (!outage->never)
			begin(outage, facts->now_ns, event);
	}
}

struct mst_outage_event mst_outage_look(struct mst_outage *outage, const struct mst_outage_facts *facts)
{
	struct mst_outage_event event = { 0 };

	if (facts->links == MST_LINK_GONE) {
		note_loss(outage, facts->now_ns, &event);
		event.code = -ENETDOWN;
		event.error = *facts->why;
	} else if (facts->links == MST_LINK_DOWN) {
		stay_down(outage, facts, &event);
	} else if (outage->running) {
		come_back(outage, facts, &event);
	} else {
		answer_lanes(outage, facts, &event);
		if (!outage->running)
			watch_gateways(outage, facts, &event);
		if (!outage->running)
			watch_routes(outage, facts, &event);
	}
	outage->looked_ns = facts->now_ns;
	return event;
}
