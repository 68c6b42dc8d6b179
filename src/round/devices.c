/* SPDX-License-Identifier: BSD-2-Clause */
/* devices.c - see devices.h. */
#include "round/devices.h"

#include "base/clock.h"
#include "net/drops.h"
#include "pace/epoch.h"

#define LOOK_EVERY_NS (100 * MST_NS_PER_MS)

static uint64_t look_at(const struct mst_devices *devices, const struct mst_device *device)
{
	struct mst_drops drops;

	if (mst_drops_of(devices->rtnl, device->ifindex, &drops) < 0)
		return device->drops;
	return (device->out ? drops.out : 0) + (device->in ? drops.in : 0);
}

void mst_devices_open(struct mst_devices *devices)
{
	*devices = (struct mst_devices){ .looked_ns = mst_now_ns() };
	if (mst_rtnl_open(&devices->rtnl, NULL) < 0)
		devices->rtnl = NULL;
}

void mst_devices_add(struct mst_devices *devices, int ifindex, unsigned egress, bool reports_drops, bool takes_frames)
{
	struct mst_device *device = &devices->devices[devices->count];

	if (!devices->rtnl || devices->count == MST_CAPTURES_MAX)
		return;
	for (size_t i = 0; i < devices->count; i++) {
		if (devices->devices[i].ifindex == ifindex)
			return;
	}
	*device = (struct mst_device){ ifindex, egress, .out = !reports_drops, .in = !takes_frames };
	device->drops = look_at(devices, device);
	devices->count++;
}

void mst_devices_renew(struct mst_devices *devices, struct mst_device *device, bool reports_drops)
{
	if (device->out == !reports_drops)
		return;
	device->out = !reports_drops;
	device->drops = look_at(devices, device);
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
