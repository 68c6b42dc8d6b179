/*
 * answer.c - one frame, from its bytes to the verdict it settles: the receiver's work. See receiver.h.
 *
 *     frame ─► view ─► ours? ─┬─► entry: first, or better ─► verdict
 *                             ├─► entry used anew since ───► the reporter can tell
 *                             └─► a canary ───────────────► felt, and forgotten
 */
#include <errno.h>
#include <string.h>

#include "scan/lane.h"
#include "scan/receiver.h"
#include "scan/trip.h"
#include "scan/wire.h"
#include "track/verdict.h"
#include "wire/ipv4.h"

/* Whether a neighbour speaks to the machine that asks on this path, or to all; not to another one of the link. */
static bool is_told_us(const struct mst_plan *plan, const struct mst_view *view, const struct mst_path *path)
{
	const uint8_t *own = plan->hops[path - plan->paths.paths].ethernet + 6;

	return !view->ethernet || view->ethernet[0] & 1 || memcmp(view->ethernet, own, 6) == 0;
}

/* Whether this round asks such a target, from the address that the answer came to; on a wire, through this interface. */
static bool is_ours(const struct mst_plan *plan, const struct mst_view *view, const struct mst_answer *answer, int ifindex)
{
	const struct mst_path *path = mst_decoys_path(plan, &answer->target);
	const struct mst_addr *asker = mst_view_is_error(view) ? &view->quoted.source : &view->destination;

	if (!path || !mst_addr_equal(asker, &path->source) || !mst_addr_equal(&view->destination, &path->source))
		return false;
	return !answer->has_mac || (mst_plan_asks_wire(plan, path) && is_told_us(plan, view, path) &&
	                            (ifindex == 0 || ifindex == path->ifindex));
}

/* The link-layer address of a target on the own link. */
static void name_machine(const struct mst_plan *plan, const struct mst_answer *answer, struct mst_result *result)
{
	const struct mst_path *path = mst_paths_for(&plan->paths, &answer->target);
	const uint8_t *mac = answer->has_mac ? answer->mac : path ? mst_plan_mac(plan, path, &answer->target) : NULL;

	result->has_mac = mac != NULL;
	if (mac)
		memcpy(result->mac, mac, sizeof result->mac);
}

struct mst_result mst_receiver_result(const struct mst_receiver *receiver, const struct mst_answer *answer,
                                      uint64_t wall_ns, enum mst_standing standing)
{
	const struct mst_plan *plan = receiver->round->plan;
	bool about_port = plan->about_ports;
	struct mst_result result = {
		.addr = answer->target,
		.from = answer->from,
		.time_ns = wall_ns,
		.rtt_ns = -1,
		.port = about_port ? answer->port : 0,
		.proto = about_port ? mst_plan_port_proto(plan) : answer->proto,
		.state = (uint8_t)mst_verdict_state(standing, plan->about),
		.reason = answer->reason,
		.ttl = answer->ttl,
		.attempt = answer->ticket.attempt,
		.icmp_type = answer->icmp_type,
		.icmp_code = answer->icmp_code,
		.about_port = about_port,
	};

	name_machine(plan, answer, &result);
	return result;
}

void mst_receiver_put(struct mst_receiver *receiver, const struct mst_result *result, const struct mst_note *note)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };

	/* A full batch of amendments leaves by itself: the verdicts they amend leave before. */
	if (note)
		mst_outbox_flush(&receiver->verdicts);
	if (!mst_outbox_put(note ? &receiver->news : &receiver->verdicts, result, note))
		mst_gear_fail(receiver->round->gear, -ENOMEM, &no_memory);
}

static bool has_been_asked(const struct mst_round *round, const struct mst_addr *addr, uint64_t position)
{
	unsigned way = mst_plan_way(round->plan, mst_paths_for(&round->plan->paths, addr));

	if (position >= round->plan->space.end || position >= mst_load(&round->ways[way].next_position, relaxed)) /* NEXT */
		return false;
	for (unsigned i = way; i < round->plan->lanes; i += round->plan->way_count) {
		if (position >= mst_load(&round->lanes[i].chunk_at, relaxed) &&
		    position < mst_load(&round->lanes[i].chunk_end, relaxed))
			return false;
	}
	return true;
}

/* The entry has been used for another target since: whether this one was asked, and how it stands, the reporter
 * can tell. */
static void settle_beyond(struct mst_receiver *receiver, const struct mst_answer *answer, enum mst_standing standing,
                          unsigned lane, uint64_t wall_ns)
{
	struct mst_round *round = receiver->round;
	const struct mst_plan *plan = round->plan;
	struct mst_note note = { .lane = lane, .is = (uint8_t)standing, .beyond = true,
	                         .second = mst_plan_is_second(plan, answer->probe) };
	struct mst_result result = mst_receiver_result(receiver, answer, wall_ns, standing);
	uint64_t position;

	if (!answer->proven || !mst_plan_forgets(plan) ||
	    !mst_space_find(&plan->space, &answer->target, result.port, &position) ||
	    position < plan->space.begin || !has_been_asked(round, &answer->target, position)) {
		mst_count(&receiver->counts.strays, 1);
		return;
	}
	result.rtt_ns = mst_trip_ns(receiver, answer, NULL, wall_ns);
	result.attempts = answer->ticket.attempt;
	mst_count(&receiver->counts.answers, 1);
	mst_receiver_put(receiver, &result, &note);
}

static void join_flock(struct mst_receiver *receiver, unsigned way, const struct mst_result *result, unsigned probe)
{
	struct mst_hearing *hearing = &receiver->hearings[way];
	struct mst_way *flock = &receiver->round->ways[way];
	struct mst_member member = { .probe = probe };
	uint64_t key = mst_flock_key(&result->addr, result->port);

	if (mst_hearing_has_place(hearing, flock, key, receiver->now_ns) &&
	    mst_space_find(&receiver->round->plan->space, &result->addr, result->port, &member.position) &&
	    member.position < MST_MEMBER_POSITIONS)
		mst_hearing_member(hearing, flock, key, member, result->rtt_ns, receiver->now_ns);
}

/* A target answered for itself. What routers say of others is limited by them, and late as they like: it tells nothing. */
static void hear(struct mst_receiver *receiver, unsigned way, const struct mst_answer *answer, const struct mst_result *result,
                 const struct mst_settlement *settlement, enum mst_settled how)
{
	struct mst_hearing *hearing = &receiver->hearings[way];

	if (result->rtt_ns >= 0)
		mst_rtt_sample(&hearing->rtt, (uint64_t)result->rtt_ns);
	if (!receiver->round->plan->pacing.adaptive || way < receiver->round->plan->wire_count)
		return;
	/* Hosts send few ICMP errors a second (RFC 1812, section 4.3.2.8): who asks them twice, loses one. */
	if (receiver->round->plan->about == MST_ABOUT_UDP && result->state != MST_OPEN)
		return;
	/* A canary is told by its ticket. */
	if (!answer->by_key)
		join_flock(receiver, way, result, answer->probe);
	/* Whoever answers only what the silent are asked by was asked so for the first time: nothing was lost. */
	if (mst_plan_is_second(receiver->round->plan, answer->probe))
		return;
	/* Frames that this machine refused to send, or whose answers it may have lost, were not lost on the way. */
	if (how == MST_SETTLED_FIRST && mst_word_refused(settlement->was) + mst_word_excused(settlement->was) == 0)
		mst_firsts_note(&hearing->firsts, mst_settlement_asked_ns(settlement, receiver->now_ns), result->attempt > 1);
}

static void settled(struct mst_receiver *receiver, const struct mst_answer *answer, enum mst_settled how,
                    const struct mst_settlement *settlement, enum mst_standing standing, unsigned lane,
                    uint64_t wall_ns)
{
	struct mst_result result = mst_receiver_result(receiver, answer, wall_ns, standing);
	enum mst_standing was = mst_word_standing(settlement->was);
	struct mst_note note = { .lane = lane, .was = (uint8_t)was, .is = (uint8_t)standing };

	result.rtt_ns = answer->by_key ? mst_trip_by_key_ns(receiver, settlement, wall_ns) : mst_trip_ns(receiver, answer, settlement, wall_ns);
	result.attempts = (uint8_t)mst_word_attempt(settlement->was);
	if (answer->by_key)
		result.attempt = result.attempts;
	if (answer->has_mac)
		result.suspect = (uint8_t)mst_wire_hear(receiver, &result);
	if (was == MST_STANDING_SILENT || was == MST_STANDING_UNKNOWN)
		mst_count(&receiver->counts.late, 1);
	/* Routers are not whom we asked: what they say, and how rarely they may, tells nothing of what was missed. */
	if (was <= MST_STANDING_SILENT && mst_addr_equal(&answer->from, &answer->target))
		mst_firsts_heard_note(&receiver->first_heard, mst_word_proving(settlement->was, result.attempt),
		                      mst_plan_is_second(receiver->round->plan, answer->probe));
	if (standing == MST_STANDING_BEST)
		mst_count(&receiver->best, 1);
	if (standing == MST_STANDING_BEST && receiver->suspects)
		mst_suspects_hear(receiver, &result, lane, answer->probe);
	if (standing >= MST_STANDING_CLOSED)
		hear(receiver, lane % receiver->round->plan->way_count, answer, &result, settlement, how);
	mst_count(&receiver->counts.answers, 1);
	mst_receiver_put(receiver, &result, how == MST_SETTLED_BETTER ? &note : NULL);
}

/* Whether it answers a canary of this lane; what it says is known. */
static bool settle_canary(struct mst_receiver *receiver, const struct mst_answer *answer, enum mst_standing standing,
                          unsigned lane, uint64_t wall_ns)
{
	const struct mst_plan *plan = receiver->round->plan;
	struct mst_settlement settlement;
	unsigned way = lane % plan->way_count;
	struct mst_roll *roll;
	enum mst_settled how;

	if (!plan->pacing.adaptive || lane >= plan->lanes)
		return false;
	roll = &receiver->round->lanes[lane].canaries;
	how = mst_roll_settle(roll, answer->ticket.slot & (roll->capacity - 1), &answer->target,
	                      plan->about_ports ? answer->port : 0, answer->ticket.attempt, standing, &settlement);
	if (how == MST_SETTLED_FORGED)
		return false;
	if (how != MST_SETTLED_FIRST)
		return true;
	mst_hearing_canary(&receiver->hearings[way], &receiver->round->ways[way],
	                   mst_flock_key(&answer->target, plan->about_ports ? answer->port : 0),
	                   mst_settlement_asked_ns(&settlement, receiver->now_ns),
	                   mst_trip_ns(receiver, answer, &settlement, wall_ns));
	return true;
}

/* Only that it is answered is of interest. */
static void settle_decoy(struct mst_receiver *receiver, const struct mst_answer *answer, enum mst_standing standing,
                         unsigned lane)
{
	const struct mst_plan *plan = receiver->round->plan;
	struct mst_settlement settlement;
	struct mst_roll *roll;

	if (!plan->decoys.wanted || lane >= plan->lanes || !mst_lane_has_decoys(&receiver->round->lanes[lane])) {
		mst_count(&receiver->counts.strays, 1);
		return;
	}
	roll = &receiver->round->lanes[lane].decoys;
	if (mst_roll_settle(roll, answer->ticket.slot & (roll->capacity - 1), &answer->target,
	                    plan->about_ports ? answer->port : 0, answer->ticket.attempt, standing, &settlement) ==
	        MST_SETTLED_FIRST && standing == MST_STANDING_BEST)
		mst_suspects_note(receiver, &answer->target, lane % plan->way_count, answer->probe);
}

/* Where the question stands that it answers: its ticket tells, or the index. False when there is none. */
static bool find_entry(const struct mst_round *round, const struct mst_answer *answer, unsigned *lane, uint32_t *slot)
{
	uint16_t port = round->plan->about_ports ? answer->port : 0;

	if (answer->by_key)
		return round->index && mst_index_find(round->index, &answer->target, port, lane, slot); /* INDEX */
	*lane = answer->ticket.slot >> round->plan->capacity_bits;
	*slot = answer->ticket.slot & (round->plan->capacity - 1);
	return true;
}

static void settle(struct mst_receiver *receiver, const struct mst_answer *answer, uint64_t wall_ns)
{
	const struct mst_plan *plan = receiver->round->plan;
	bool from_target = mst_addr_equal(&answer->from, &answer->target);
	enum mst_standing standing =
		mst_verdict_standing((enum mst_reason)answer->reason, plan->about, from_target);
	struct mst_settlement settlement;
	enum mst_settled how;
	unsigned lane;
	uint32_t slot;

	if (!find_entry(receiver->round, answer, &lane, &slot)) {
		mst_count(&receiver->counts.strays, 1);
		return;
	}
	if (lane >= 2 * plan->lanes) {
		settle_decoy(receiver, answer, standing, lane - 2 * plan->lanes);
		return;
	}
	if (lane >= plan->lanes) {
		if (!settle_canary(receiver, answer, standing, lane - plan->lanes, wall_ns))
			mst_count(&receiver->counts.strays, 1);
		return;
	}
	how = mst_roll_settle(&receiver->round->lanes[lane].roll, slot, &answer->target, plan->about_ports ? answer->port : 0,
	                      answer->by_key ? 0 : answer->ticket.attempt, standing, &settlement);
	switch (how) {
	case MST_SETTLED_FIRST:
	case MST_SETTLED_BETTER:
		settled(receiver, answer, how, &settlement, standing, lane, wall_ns);
		break;
	case MST_SETTLED_DUPLICATE:
		mst_count(&receiver->counts.duplicates, 1);
		if (answer->has_mac)
			mst_wire_hear_again(receiver, answer, wall_ns);
		break;
	case MST_SETTLED_GONE:
		settle_beyond(receiver, answer, standing, lane, wall_ns);
		break;
	case MST_SETTLED_FORGED:
		mst_count(&receiver->counts.strays, 1);
		break;
	}
}

/* Of the capture being read; 0 for tests that bring their own frames. */
static int receiver_ifindex(const struct mst_receiver *receiver)
{
	const struct mst_gear *gear = receiver->round->gear;

	return receiver->at < gear->rx_count ? gear->rx[receiver->at]->link.ifindex : 0;
}

/* The link of what is heard at this device: of own link-local addresses, heard at the loopback, the one that they are of. */
static uint32_t scope_of(const struct mst_plan *plan, const struct mst_addr *source, int ifindex)
{
	struct mst_addr addr = *source;

	for (size_t i = 0; i < plan->paths.count && mst_addr_is_link_local(source); i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		addr.scope = path->first.scope;
		if (path->kind == MST_PATH_LOCAL && path->ifindex == ifindex && mst_addr_compare(&path->first, &addr) <= 0 &&
		    mst_addr_compare(&addr, &path->last) <= 0)
			return addr.scope;
	}
	return (uint32_t)ifindex;
}

void mst_receiver_read(struct mst_receiver *receiver, int linktype, uint64_t wall_ns, const uint8_t *bytes,
                       size_t count)
{
	const struct mst_plan *plan = receiver->round->plan;
	struct mst_answer answer;
	struct mst_view view;
	int ifindex;

	mst_count(&receiver->counts.received, 1);
	switch (mst_frame_read(&view, linktype, bytes, count)) {
	case MST_FATE_WHOLE:
		break;
	case MST_FATE_FOREIGN:
		mst_count(&receiver->counts.strays, 1);
		return;
	case MST_FATE_CUT:
	case MST_FATE_BAD_SUM:
		mst_count(&receiver->counts.malformed, 1);
		return;
	}
	ifindex = receiver_ifindex(receiver);
	mst_view_set_scope(&view, scope_of(plan, &view.source, ifindex));
	if (mst_probe_recognise(plan->heard, plan->heard_count, &plan->setup, &view, &answer) &&
	    is_ours(plan, &view, &answer, ifindex))
		settle(receiver, &answer, wall_ns);
	else
		mst_count(&receiver->counts.strays, 1);
}

void mst_receiver_take(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes)
{
	struct mst_receiver *receiver = user;

	(void)wire_bytes; /* what the capture cut off shows in the IP length */
	mst_receiver_read(receiver, mst_rx_linktype(receiver->round->gear->rx[receiver->at]), wall_ns, bytes, count);
	receiver->latest_ns[receiver->at] = mst_trip_received_ns(receiver, wall_ns);
}
