/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * known_ports.h - ports that servers commonly use: which end of a conversation serves, where its beginning was not
 * heard. Pure.
 *
 * Ports below 512 belong to servers. Those from 512 to 1023 do only where they are listed: clients of NFS, mount and
 * rsh take the others (bindresvport(3), rresvport(3)). From 1024 on, too, only the listed ones are known.
 */
#ifndef MST_LISTEN_KNOWN_PORTS_H
#define MST_LISTEN_KNOWN_PORTS_H

#include <stdbool.h>
#include <stdint.h>

bool mst_port_is_known(uint16_t port, bool udp);

#endif
