/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port_guard.h - keeps segments to ports that no socket of this machine has from the kernel's TCP, which would answer
 * them with RSTs: for connections that this process makes, or resets, without the kernel. Captures see them before.
 *
 * A table of nftables that belongs to the netlink socket that made it: it is gone with the process, however that ends.
 */
#ifndef MST_NET_PORT_GUARD_H
#define MST_NET_PORT_GUARD_H

#include <muster/addr.h>
#include <muster/error.h>
#include <stddef.h>
#include <stdint.h>

struct mst_port_guard;

/* Guards these TCP ports of these addresses of this machine, at most MST_SOURCES_MAX. 0 and an owned *guard, or a
 * negative errno with a sentence: -EPERM without CAP_NET_ADMIN, -ENOTSUP where the kernel has no nftables, or cannot
 * look sockets up. */
int mst_port_guard_open(struct mst_port_guard **guard, const struct mst_addr *addrs, size_t count, uint16_t first,
                        uint16_t last, struct mst_error *err);

/* The kernel sees them again. Accepts NULL. */
void mst_port_guard_close(struct mst_port_guard *guard);

#endif
