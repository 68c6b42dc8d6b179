/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * driver.h - the driver of an interface, and whether and how it takes part in XDP: as the kernel reports it, or, for
 * kernels that do not (before Linux 6.3), as the table of xdp_drivers.h has it.
 */
#ifndef MST_NET_DRIVER_H
#define MST_NET_DRIVER_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/netdev.h"
#include "net/xdp_drivers.h"

#define MST_DRIVER_NAME 32

struct mst_driver {
	char name[MST_DRIVER_NAME];       /* as `ethtool -i` prints it; "" when the interface has none */
	const struct mst_xdp_driver *row; /* NULL: the table does not have it */
	bool reported;                    /* the features are the kernel's own */
	uint64_t features;                /* MST_XDP_… of netdev.h */
};

/* The name alone; "" when the kernel knows none. */
void mst_driver_name(char name[MST_DRIVER_NAME], const char *interface);

/*
 * 0, or a negative errno with a sentence: -ENOSYS when the kernel does not report features, and the table does not have
 * the driver.
 */
int mst_driver_read(struct mst_driver *driver, const char *interface, int ifindex, struct mst_error *err);

/* The features that a driver of this row has on a kernel that does not report them. Pure. */
uint64_t mst_driver_expected(const struct mst_xdp_driver *row, unsigned kernel);

#endif
