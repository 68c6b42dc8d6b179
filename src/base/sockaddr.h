/* SPDX-License-Identifier: BSD-2-Clause */
/* sockaddr.h - addresses as sockets have them (ip(7), ipv6(7)). */
#ifndef MST_BASE_SOCKADDR_H
#define MST_BASE_SOCKADDR_H

#include <muster/addr.h>
#include <sys/socket.h>

/* Address and port (host order) as a socket address; returns its size. */
socklen_t mst_sockaddr_of(struct sockaddr_storage *to, const struct mst_addr *addr, uint16_t port);

/* The address of a socket address, which may stand at any place in memory; MST_NO_FAMILY where it is of no IP. */
struct mst_addr mst_sockaddr_addr(const void *from);

#endif
