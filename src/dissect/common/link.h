/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link.h - the headers of link layers: MAC addresses, and the EtherType of what follows. Pure; part of mst_packet_read.
 */
#ifndef MST_DISSECT_COMMON_LINK_H
#define MST_DISSECT_COMMON_LINK_H

#include "base/reader.h"
#include "dissect/common/packet.h"

/*
 * Reads the link header. Returns the EtherType of what follows, or the length of an IEEE 802.3 frame; 0 for none, and
 * with `packet->llc` set where LLC follows.
 */
uint16_t mst_link_read(struct mst_packet *packet, int linktype, struct mst_reader *r);

/* The EtherType of an IP header by its version; 0 for none. */
uint16_t mst_link_type_of_ip(const struct mst_reader *r);

#endif
