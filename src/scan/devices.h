/*
 * devices.h - what the interfaces of a round drop: looked at every tenth of a second, in the receiver's thread.
 */
#ifndef MST_SCAN_DEVICES_H
#define MST_SCAN_DEVICES_H

#include "scan/shared.h"

struct mst_device {
	int ifindex;
	bool out, in;       /* these drops are losses; where frames go past the device's queues they are not */
	uint64_t drops;     /* so many when last looked at */
};

struct mst_devices {
	struct mst_rtnl *rtnl; /* NULL: the kernel does not tell */
	struct mst_device devices[MST_CAPTURES_MAX];
	size_t count;
	uint64_t looked_ns;
	uint64_t sent;      /* frames, by then */
	uint64_t drops;     /* of all, since the beginning */
};

/* Nothing is counted where the kernel does not tell. */
void mst_devices_open(struct mst_devices *devices, const struct mst_round *round);
void mst_devices_close(struct mst_devices *devices);

/* Looks when it is time. Returns how many more were dropped, and since when, if they are many beside what was sent; else 0. */
uint64_t mst_devices_look(struct mst_devices *devices, uint64_t sent, uint64_t now_ns, uint64_t *since_ns);

#endif
