/* SPDX-License-Identifier: BSD-2-Clause */
/* learn_key.h - the keys of hosts: an address or a MAC address, with the VLANs and the network of a tunnel in
 * which it was heard. */
#ifndef MST_LISTEN_LEARN_KEY_H
#define MST_LISTEN_LEARN_KEY_H

#include "dissect/common/packet.h"
#include "listen/learner.h"

/* Whether a host can have this address: not multicast, broadcast or unspecified. */
bool mst_learn_is_hosts(const struct mst_addr *addr);

/* The key of an address that was heard, or told of, in this packet. */
struct mst_host_key mst_learn_key(const struct mst_learner *learner, const struct mst_packet *packet,
                                  const struct mst_addr *addr);

/* The same of a machine without an address. */
struct mst_host_key mst_learn_machine_key(const struct mst_learner *learner, const struct mst_packet *packet,
                                          const uint8_t mac[6]);

#endif
