/* outage.c - see outage.h. */
#include "scan/outage.h"

#include <errno.h>

#include "base/fail.h"
#include "scan/lane.h"
#include "scan/receiver.h"

/*
 * A cable pulled and plugged in, a switch or a driver that starts anew, a DHCP client or a script that brings routes
 * back: seconds. Who waits longer has another trouble, and wants to be told.
 */
#define PATIENCE_NS (10 * MST_NS_PER_SECOND)

/*
 * What is asked next stands in another quarter second than the loss (track/loss.h), so that one outage costs a
 * question one attempt; and the first frames do not meet a switch that has not learned where we are.
 */
#define SETTLE_NS (300 * MST_NS_PER_MS)

#define ROUTES_EVERY_NS (20 * MST_NS_PER_MS)

/* What was in flight between these moments may never have arrived. */
static void note_loss(struct mst_receiver *receiver, uint64_t until_ns)
{
	struct mst_round *round = receiver->round;
	uint64_t from_ns = receiver->outage.looked_ns ? receiver->outage.looked_ns : until_ns;

	mst_losses_note(&round->losses, from_ns, until_ns);
	mst_losses_note(&round->outages, from_ns, until_ns);
}

/* The worst of the interfaces. */
static enum mst_link_state look_at_links(struct mst_receiver *receiver, struct mst_error *why)
{
	struct mst_gear *gear = receiver->round->gear;
	enum mst_link_state worst = MST_LINK_UP;

	for (size_t i = 0; i < gear->rx_count; i++) {
		struct mst_error error;
		enum mst_link_state state = mst_rx_look(gear->rx[i], &error);

		if (state > worst) {
			worst = state;
			*why = error;
		}
	}
	return worst;
}

static bool has_pleas(const struct mst_round *round)
{
	for (unsigned i = 0; i < round->plan->lanes; i++) {
		if (mst_load(&round->lanes[i].plea, relaxed) == MST_PLEA_RAISED) /* PLEA */
			return true;
	}
	return false;
}

static void answer_pleas(struct mst_round *round)
{
	for (unsigned i = 0; i < round->plan->lanes; i++) {
		if (mst_load(&round->lanes[i].plea, relaxed) == MST_PLEA_RAISED)
			mst_store(&round->lanes[i].plea, MST_PLEA_ANSWERED, relaxed); /* PLEA */
	}
}

static void end(struct mst_receiver *receiver, enum mst_road road)
{
	receiver->outage.running = false;
	answer_pleas(receiver->round);
	mst_store(&receiver->round->gear->road, road, release); /* ROAD */
}

static void begin(struct mst_receiver *receiver, uint64_t now_ns)
{
	receiver->outage.running = true;
	receiver->outage.by_link = receiver->outage.down = false;
	receiver->outage.since_ns = now_ns;
	receiver->outage.back_ns = receiver->outage.routed_ns = 0;
	mst_count(&receiver->counts.outages, 1);
	mst_store(&receiver->round->gear->road, MST_ROAD_AWAY, release); /* ROAD */
}

static void give_up(struct mst_receiver *receiver, const char *why)
{
	struct mst_error error;

	mst_fail(&error, -ENETDOWN, "%s, and that did not change in %d s", why, (int)(PATIENCE_NS / MST_NS_PER_SECOND));
	mst_gear_fail(receiver->round->gear, -ENETDOWN, &error);
	end(receiver, MST_ROAD_LOST);
}

static void stay_down(struct mst_receiver *receiver, const char *why, uint64_t now_ns)
{
	struct mst_outage *outage = &receiver->outage;

	if (!outage->running)
		begin(receiver, now_ns);
	if (!outage->down)
		outage->since_ns = now_ns;
	outage->down = outage->by_link = true;
	outage->back_ns = 0;
	note_loss(receiver, now_ns);
	if (now_ns - outage->since_ns >= PATIENCE_NS)
		give_up(receiver, why);
}

/* Routes through an interface go with it; whoever made them makes them again. */
static void look_for_routes(struct mst_receiver *receiver, uint64_t now_ns)
{
	struct mst_outage *outage = &receiver->outage;

	if (now_ns - outage->routed_ns < ROUTES_EVERY_NS)
		return;
	outage->routed_ns = now_ns;
	if (mst_plan_is_routed(receiver->round->plan))
		outage->back_ns = now_ns;
	else if (now_ns - outage->since_ns < PATIENCE_NS)
		return;
	else if (outage->by_link)
		give_up(receiver, "an interface went down, and with it went routes to the targets");
	else
		end(receiver, MST_ROAD_LOST);
}

/* The links are up. */
static void come_back(struct mst_receiver *receiver, uint64_t now_ns)
{
	struct mst_outage *outage = &receiver->outage;

	if (outage->down) {
		outage->down = false;
		outage->since_ns = now_ns;
		outage->routed_ns = 0;
		note_loss(receiver, now_ns); /* up to here */
	}
	if (outage->back_ns == 0)
		look_for_routes(receiver, now_ns);
	else if (now_ns - outage->back_ns >= SETTLE_NS)
		end(receiver, MST_ROAD_OPEN);
}

static void hear_pleas(struct mst_receiver *receiver, uint64_t now_ns)
{
	if (!has_pleas(receiver->round))
		return;
	if (mst_plan_is_routed(receiver->round->plan))
		answer_pleas(receiver->round);
	else
		begin(receiver, now_ns);
}

void mst_outage_look(struct mst_receiver *receiver, uint64_t now_ns)
{
	struct mst_gear *gear = receiver->round->gear;
	struct mst_outage *outage = &receiver->outage;
	struct mst_error why;
	enum mst_link_state links;

	if (mst_load(&gear->trouble.code, relaxed)) /* TROUBLE: the run is over, and excuses who was in flight */
		return;
	links = look_at_links(receiver, &why);
	if (links == MST_LINK_GONE) {
		note_loss(receiver, now_ns);
		mst_gear_fail(gear, -ENETDOWN, &why);
	} else if (links == MST_LINK_DOWN) {
		stay_down(receiver, why.text, now_ns);
	} else if (outage->running) {
		come_back(receiver, now_ns);
	} else {
		hear_pleas(receiver, now_ns);
	}
	outage->looked_ns = now_ns;
}

bool mst_outage_explains(struct mst_receiver *receiver, uint64_t now_ns)
{
	mst_outage_look(receiver, now_ns);
	return receiver->outage.down;
}
