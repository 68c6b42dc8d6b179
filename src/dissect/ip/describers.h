/* SPDX-License-Identifier: BSD-2-Clause */
/* describers.h - the describers of what is in IP (see layer.h), written after "IP a > b: "; protocols.c names them. */
#ifndef MST_DISSECT_IP_DESCRIBERS_H
#define MST_DISSECT_IP_DESCRIBERS_H

#include "dissect/common/layer.h"

/* An IP protocol: the name of the line when there is no describer, or NULL; and the describer, or NULL. */
const char *mst_protocol_name(uint8_t protocol);
mst_describer *mst_protocol_describer(uint8_t protocol);

mst_describer mst_describe_tcp, mst_describe_udp, mst_describe_icmp, mst_describe_icmp6, mst_describe_igmp;

/* Other transports. */
mst_describer mst_describe_sctp, mst_describe_dccp, mst_describe_pgm;

/* Routing: IGRP and EGP are of the past. */
mst_describer mst_describe_egp, mst_describe_eigrp, mst_describe_igrp, mst_describe_ospf, mst_describe_pim,
	mst_describe_rsvp, mst_describe_vrrp;

/* IP within IP: the inner packet with its own "IP c > d: ". */
mst_describer mst_describe_tunnel;

/* Tunnels that tcpdump does not know: EtherIP, MPLS in IP. */
mst_describer mst_describe_tunnel_behind, mst_describe_ethernet_in_ip;

mst_describer mst_describe_gre, mst_describe_ipcomp, mst_describe_no_next;

#endif
