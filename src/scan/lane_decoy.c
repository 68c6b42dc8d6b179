/* lane_decoy.c - a lane's decoys: asked, asked again, and forgotten. See decoys.h. */
#include "scan/lane.h"
#include "scan/receiver.h"

/* One lane of each way asks them. */
bool mst_lane_has_decoys(const struct mst_lane *lane)
{
	const struct mst_plan *plan = lane->round->plan;

	return plan->decoys.wanted && lane->index < plan->way_count && !lane->wire;
}

static void ask(struct mst_lane *lane, const struct mst_addr *addr, uint16_t port, const struct mst_path *path)
{
	uint32_t slot = mst_roll_arm(&lane->decoys, addr, port, lane->now_ns);

	mst_lane_ask_decoy(lane, addr, port, path, (struct mst_ticket){ .slot = slot, .attempt = 1 });
	mst_count(&lane->counts.decoys, 1);
}

static const struct mst_path *path_of(const struct mst_plan *plan, const struct mst_addr *addr)
{
	const struct mst_decoy_addr *decoy = mst_decoys_find(&plan->decoys, addr);

	return decoy ? decoy->path : mst_paths_for(&plan->paths, addr);
}

static bool may_ask(const struct mst_lane *lane, uint32_t wanted)
{
	return lane->burst.count < wanted && mst_roll_has_room(&lane->decoys) && !mst_gear_stopped(lane->round->gear);
}

/* The addresses that nobody has, at the beginning. */
static void ask_addrs(struct mst_lane *lane, uint32_t wanted)
{
	const struct mst_decoys *decoys = &lane->round->plan->decoys;

	for (; lane->decoy_at < decoys->addr_count && may_ask(lane, wanted); lane->decoy_at++) {
		const struct mst_decoy_addr *decoy = &decoys->addrs[lane->decoy_at];

		if (decoy->way == lane->index)
			ask(lane, &decoy->addr, 0, decoy->path);
	}
}

/* The ports that nobody uses, of hosts that have an open one. */
static void ask_ports(struct mst_lane *lane, uint32_t wanted)
{
	struct mst_decoy decoy;

	while (may_ask(lane, wanted) && mst_decoy_queue_take(&lane->way->decoys, &decoy)) /* DECOY */
		ask(lane, &decoy.host, decoy.port, mst_paths_for(&lane->round->plan->paths, &decoy.host));
}

static void ask_again(struct mst_lane *lane, const struct mst_due *due)
{
	struct mst_ticket ticket = { .slot = due->slot, .attempt = (uint8_t)(due->attempt + 1) };

	if (mst_roll_again(&lane->decoys, due, lane->now_ns))
		mst_lane_ask_decoy(lane, &due->addr, due->port, path_of(lane->round->plan, &due->addr), ticket);
}

void mst_lane_tend_decoys(struct mst_lane *lane, uint32_t wanted)
{
	uint64_t horizon_ns = mst_load(&lane->round->horizon_ns, acquire); /* HORIZON */
	struct mst_due due;

	mst_roll_set_timeout(&lane->decoys, mst_load(&lane->way->timeout_ns, relaxed)); /* TIMEOUT */
	while (lane->burst.count < wanted + 1 && mst_roll_due(&lane->decoys, horizon_ns, &due)) {
		bool last = due.attempt == MST_DECOY_ATTEMPTS || mst_gear_stopped(lane->round->gear);

		if (last)
			mst_roll_give_up(&lane->decoys, &due, MST_STANDING_SILENT);
		else if (lane->burst.count < wanted)
			ask_again(lane, &due);
		else
			break;
	}
	ask_addrs(lane, wanted);
	ask_ports(lane, wanted);
}

/*
 * Whether a lane that has nothing else to do may end: its decoys are over, and every answer that came before it had
 * nothing else to do has been looked at.
 */
bool mst_lane_decoys_are_over(struct mst_lane *lane)
{
	if (!mst_lane_has_decoys(lane) || mst_gear_stopped(lane->round->gear))
		return true;
	if (!mst_roll_is_empty(&lane->decoys) || !mst_decoy_queue_is_empty(&lane->way->decoys))
		return false;
	if (!lane->round->plan->decoys.port_count || mst_load(&lane->round->receiver->best, relaxed) == 0)
		return true;
	if (lane->over_ns == 0)
		lane->over_ns = lane->now_ns;
	return mst_load(&lane->round->horizon_ns, acquire) >= lane->over_ns; /* HORIZON */
}
