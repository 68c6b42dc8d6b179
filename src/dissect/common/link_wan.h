/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link_wan.h - the headers of PPP, HDLC, frame relay, ATM, FDDI, Token Ring and Fibre Channel. Each as mst_link_read.
 * Pure.
 */
#ifndef MST_DISSECT_COMMON_LINK_WAN_H
#define MST_DISSECT_COMMON_LINK_WAN_H

#include "base/reader.h"
#include "dissect/common/packet.h"

typedef uint16_t mst_link_reader(struct mst_packet *packet, struct mst_reader *r);

/* PPP, or Cisco's HDLC where its first byte says so. */
mst_link_reader mst_read_ppp_link;
mst_link_reader mst_read_ppp_ether, mst_read_ppp_with_direction, mst_read_hdlc;
mst_link_reader mst_read_frame_relay, mst_read_multilink_frame_relay; /* RFC 2427, FRF.16 */
mst_link_reader mst_read_atm, mst_read_sunatm;                        /* RFC 2684 */
mst_link_reader mst_read_fddi, mst_read_token_ring, mst_read_fibre_channel;

#endif
