/* SPDX-License-Identifier: BSD-2-Clause */
/* driver.c - see driver.h. */
#include "net/driver.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "net/ethtool.h"

void mst_driver_name(char name[MST_DRIVER_NAME], const char *interface)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	_Static_assert(sizeof info.driver <= MST_DRIVER_NAME, "the kernel's names fit");
	name[0] = '\0';
	if (fd < 0)
		return;
	if (mst_ethtool(fd, interface, &info) && !memccpy(name, info.driver, '\0', MST_DRIVER_NAME - 1))
		name[MST_DRIVER_NAME - 1] = '\0';
	close(fd);
}

uint64_t mst_driver_expected(const struct mst_xdp_driver *row, unsigned kernel)
{
	if (kernel < row->since)
		return 0;
	return MST_XDP_BASIC | (row->xmit == MST_XDP_XMIT_ALWAYS ? MST_XDP_NDO_XMIT : 0);
}

int mst_driver_read(struct mst_driver *driver, const char *interface, int ifindex, struct mst_error *err)
{
	int code = mst_netdev_xdp(&driver->features, ifindex, err);

	mst_driver_name(driver->name, interface);
	driver->row = mst_xdp_driver_named(driver->name);
	driver->reported = code == 0;
	if (code == 0 || !driver->row)
		return code;
	driver->features = mst_driver_expected(driver->row, mst_kernel());
	return 0;
}
