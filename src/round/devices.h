/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devices.h - how many frames the interfaces of a round drop, every tenth of a second. For the receiver only.
 */
#ifndef MST_ROUND_DEVICES_H
#define MST_ROUND_DEVICES_H

#include "net/rtnl.h"
#include "round/captures.h"

struct mst_device {
	int ifindex;
	unsigned egress; /* that it belongs to: whose engine sends there */
	bool out, in;    /* these drops are losses; where frames go past the device's queues they are not */
	uint64_t drops;  /* so many when last looked at */
};

struct mst_devices {
	struct mst_rtnl *rtnl; /* NULL: the kernel does not report drops */
	struct mst_device devices[MST_CAPTURES_MAX];
	size_t count;
	uint64_t looked_ns;
	uint64_t sent;  /* frames, by then */
	uint64_t drops; /* of all, since the beginning */
};

/* Begins without devices; counts nothing where the kernel does not report drops. */
void mst_devices_open(struct mst_devices *devices);

/*
 * Looks at this one too. `reports_drops`: the engine that sends there reports drops itself, and has made them good;
 * `takes_frames`: the capture takes frames off the interface, which some drivers count as dropped.
 */
void mst_devices_add(struct mst_devices *devices, int ifindex, unsigned egress, bool reports_drops, bool takes_frames);

/* What the engine is that sends there now, which may be another one (prover.h): only drops from then on count. */
void mst_devices_renew(struct mst_devices *devices, struct mst_device *device, bool reports_drops);

void mst_devices_close(struct mst_devices *devices);

/* Looks when it is time. Returns how many more were dropped, and since when, if they are many beside what was sent;
 * else 0. */
uint64_t mst_devices_look(struct mst_devices *devices, uint64_t sent, uint64_t now_ns, uint64_t *since_ns);

#endif
