/* SPDX-License-Identifier: BSD-2-Clause */
/* describers.h - the describers of what is in UDP and TCP, and in other packets too (see layer.h); ports.c chooses one.
 */
#ifndef MST_DISSECT_PAYLOAD_DESCRIBERS_H
#define MST_DISSECT_PAYLOAD_DESCRIBERS_H

#include "dissect/common/layer.h"

/* The payload of UDP or TCP, by the tables of ports. */
mst_describer mst_describe_udp_payload, mst_describe_tcp_payload;

mst_describer mst_describe_dns, mst_describe_dhcp;

#endif
