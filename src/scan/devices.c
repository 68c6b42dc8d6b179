/* devices.c - see devices.h. */
#include "scan/devices.h"

#include <string.h>

#include "net/drops.h"
#include "pace/epoch.h"

#define LOOK_EVERY_NS (100 * MST_NS_PER_MS)

static const struct mst_rx *capture_at(const struct mst_gear *gear, const char *interface)
{
	for (size_t i = 0; i < gear->rx_count; i++) {
		if (strcmp(gear->rx[i]->interface, interface) == 0)
			return gear->rx[i];
	}
	return NULL;
}

/* Drops that the engine hears of have been made good; what a program took is counted by some drivers as dropped. */
static void add(struct mst_devices *devices, const struct mst_round *round, const struct mst_path *path)
{
	const struct mst_rx *rx = capture_at(round->gear, path->interface);
	const struct mst_tx *tx = round->tx[mst_plan_way(round->plan, path)];

	for (size_t i = 0; i < devices->count; i++) {
		if (devices->devices[i].ifindex == path->ifindex)
			return;
	}
	if (!rx || !tx || devices->count == MST_CAPTURES_MAX)
		return;
	devices->devices[devices->count++] = (struct mst_device){
		.ifindex = path->ifindex,
		.out = !tx->engine->tells_drops,
		.in = rx->engine != &mst_rx_xdp,
	};
}

static uint64_t look_at(const struct mst_devices *devices, const struct mst_device *device)
{
	struct mst_drops drops;

	if (mst_drops_of(devices->rtnl, device->ifindex, &drops) < 0)
		return device->drops;
	return (device->out ? drops.out : 0) + (device->in ? drops.in : 0);
}

void mst_devices_open(struct mst_devices *devices, const struct mst_round *round)
{
	const struct mst_paths *paths = &round->plan->paths;

	*devices = (struct mst_devices){ .looked_ns = mst_now_ns() };
	if (mst_rtnl_open(&devices->rtnl, NULL) < 0) {
		devices->rtnl = NULL;
		return;
	}
	for (size_t i = 0; i < paths->count; i++) {
		if (paths->paths[i].kind == MST_PATH_UNICAST)
			add(devices, round, &paths->paths[i]);
	}
	for (size_t i = 0; i < devices->count; i++)
		devices->devices[i].drops = look_at(devices, &devices->devices[i]);
}

void mst_devices_close(struct mst_devices *devices)
{
	mst_rtnl_close(devices->rtnl);
	devices->rtnl = NULL;
}

uint64_t mst_devices_look(struct mst_devices *devices, uint64_t sent, uint64_t now_ns, uint64_t *since_ns)
{
	uint64_t more = 0, sent_more = sent - devices->sent;

	if (!devices->rtnl || now_ns - devices->looked_ns < LOOK_EVERY_NS)
		return 0;
	for (size_t i = 0; i < devices->count; i++) {
		uint64_t drops = look_at(devices, &devices->devices[i]);

		/* A device that was taken down and up begins anew. */
		if (drops > devices->devices[i].drops)
			more += drops - devices->devices[i].drops;
		devices->devices[i].drops = drops;
	}
	*since_ns = devices->looked_ns;
	devices->looked_ns = now_ns;
	devices->sent = sent;
	devices->drops += more;
	return mst_drops_matter((double)more, (double)sent_more) ? more : 0;
}
