/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * known_ports.h - ports that servers commonly use: which end of a conversation serves, where its beginning was not
 * heard. Pure.
 *
 * Ports below 512 belong to servers. Those from 512 on may do where they are listed: clients of NFS, mount and rsh take
 * any from 512 to 1023 (bindresvport(3), rresvport(3)), other clients any from 1024 on.
 */
#ifndef MST_LISTEN_KNOWN_PORTS_H
#define MST_LISTEN_KNOWN_PORTS_H

#include <stdbool.h>
#include <stdint.h>

/* 2: a server's; 1: listed; 0: neither. Of two ends, the one with the higher rank serves. */
unsigned mst_port_rank(uint16_t port, bool udp);

#endif
