/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * netdev.h - the XDP features of a device, from the kernel's netdev family of generic netlink (since Linux 6.3).
 */
#ifndef MST_NET_NETDEV_H
#define MST_NET_NETDEV_H

#include <muster/error.h>
#include <stdint.h>

/* As in the kernel's include/uapi/linux/netdev.h. */
enum {
	MST_XDP_BASIC = 1 << 0,    /* programs can drop, pass and send back */
	MST_XDP_REDIRECT = 1 << 1, /* … and redirect */
	MST_XDP_NDO_XMIT = 1 << 2, /* frames can be redirected to it */
	MST_XDP_ZEROCOPY = 1 << 3, /* AF_XDP without copying */
};

/* 0; or a negative errno with a sentence: -ENOSYS when the kernel does not report them. */
int mst_netdev_xdp(uint64_t *features, int ifindex, struct mst_error *err);

#endif
