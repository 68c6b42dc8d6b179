/*
 * senders.c - see senders.h.
 *
 * Wires are asked by frames that only a packet socket sends; the other ways each take what the config names, or the fastest
 * that they allow.
 */
#include "scan/senders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scan/seats.h"

/* The hops of one way. */
static size_t hops_of(struct mst_hop *hops, const struct mst_plan *plan, unsigned way)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];
		bool silent = plan->gateway_silent && plan->gateway_silent[i];

		if (path->kind <= MST_PATH_LOCAL && plan->way_of[i] == way && !silent)
			hops[count++] = plan->hops[i];
	}
	return count;
}

static bool is_wire(const struct mst_plan *plan, unsigned way)
{
	return way < plan->wire_count;
}

static bool same_hop(const struct mst_hop *one, const struct mst_hop *other)
{
	return one->kind == other->kind && one->ifindex == other->ifindex && one->family == other->family &&
	       memcmp(one->ethernet, other->ethernet, sizeof one->ethernet) == 0;
}

/* Whether two ways of two rounds have the very same hops. */
static bool same_hops(const struct mst_plan *one, unsigned way, const struct mst_plan *other, unsigned other_way)
{
	struct mst_hop *hops = calloc(one->paths.count + other->paths.count + 1, sizeof *hops);
	size_t count, other_count;
	bool same = false;

	if (hops) {
		count = hops_of(hops, one, way);
		other_count = hops_of(hops + count, other, other_way);
		same = count == other_count;
		for (size_t i = 0; i < count && same; i++)
			same = same_hop(&hops[i], &hops[count + i]);
	}
	free(hops);
	return same && is_wire(one, way) == is_wire(other, other_way) && !one->payloads == !other->payloads;
}

/* Engines of one way into tx[way], tx[way + ways] …: those of the round before, if they fit. */
static bool borrow(struct mst_scan *scan, size_t index, unsigned way, struct mst_tx **tx, struct mst_tx *const *before)
{
	const struct mst_plan *plan = &scan->plans[index];

	for (unsigned other = 0; before && other < scan->plans[index - 1].way_count; other++) {
		const struct mst_plan *earlier = &scan->plans[index - 1];

		if (!same_hops(plan, way, earlier, other))
			continue;
		for (unsigned i = 0; i < scan->config.lanes; i++)
			tx[way + i * plan->way_count] = before[other + i * earlier->way_count];
		return true;
	}
	return false;
}

/* Which all paths that leave the machine share, when one was asked for; by its name, whatever it was asked by. */
static const char *interface_of(const struct mst_plan *plan)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (plan->paths.paths[i].kind == MST_PATH_UNICAST)
			return plan->paths.paths[i].interface;
	}
	return NULL;
}

static int open_way(struct mst_scan *scan, const struct mst_plan *plan, unsigned way, struct mst_tx **tx, struct mst_error *err)
{
	struct mst_tx *opened[MST_LANES_MAX] = { 0 };
	cpu_set_t seats[MST_LANES_MAX];
	struct mst_hop *hops = calloc(plan->paths.count + 1, sizeof *hops);
	struct mst_error why = { "" };
	struct mst_tx_config config = {
		.interface = scan->config.interface ? interface_of(plan) : NULL,
		.hops = hops,
		.lanes = scan->config.lanes,
		.seats = plan->cpus.count ? seats : NULL,
		.tails = plan->payloads && !is_wire(plan, way),
	};
	int code;

	if (!hops)
		return mst_fail(err, -ENOMEM, "no memory for hops");
	config.hop_count = hops_of(hops, plan, way);
	for (unsigned i = 0; i < config.lanes; i++)
		mst_seat_of(&seats[i], &plan->cpus, MST_ROLE_LANE, way + i * plan->way_count, plan->lanes);
	code = mst_tx_open(opened, is_wire(plan, way) ? "packet" : scan->config.engine, &config, &why, err);
	free(hops);
	if (code == 0 && *why.text && !is_wire(plan, way))
		scan->gear.why_out = why;
	for (unsigned i = 0; i < config.lanes && code == 0; i++)
		tx[way + i * plan->way_count] = scan->gear.tx[scan->gear.tx_count++] = opened[i];
	return code;
}

int mst_senders_open(struct mst_scan *scan, size_t index, struct mst_tx **tx, struct mst_tx *const *before,
                     struct mst_error *err)
{
	const struct mst_plan *plan = &scan->plans[index];
	int code = 0;

	for (unsigned way = 0; way < plan->way_count && code == 0; way++) {
		if (!borrow(scan, index, way, tx, before))
			code = open_way(scan, plan, way, tx, err);
	}
	return code;
}
