/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ethtool.h - asks or tells the driver of an interface something (SIOCETHTOOL).
 */
#ifndef MST_NET_ETHTOOL_H
#define MST_NET_ETHTOOL_H

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>

/* By any socket. `command` is a structure of linux/ethtool.h, which begins with its number and gets the answer. False:
 * errno says why. A system call only. */
static inline bool mst_ethtool(int fd, const char *interface, void *command)
{
	struct ifreq request = { .ifr_data = command };

	memccpy(request.ifr_name, interface, '\0', sizeof request.ifr_name - 1);
	return ioctl(fd, SIOCETHTOOL, &request) == 0;
}

#endif
