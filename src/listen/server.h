/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * server.h - whether the sender of a packet serves at its port.
 *
 *     TCP   the sender of SYN is the client, that of SYN-ACK the server
 *           heard from the middle on: data from the port that is the better known one (known_ports.h)
 *     UDP   the better known port serves; where both are equally known, the end that speaks first asks
 *           where both ends have one port, the message of DNS, NTP or DHCP tells which is the answer
 */
#ifndef MST_LISTEN_SERVER_H
#define MST_LISTEN_SERVER_H

#include "listen/conversations.h"

/* Updates the flows; only those where a port up to max_port is in question are kept. */
bool mst_server_is_sender(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet,
                          uint16_t max_port);

#endif
