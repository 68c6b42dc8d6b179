/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * transport.h - the first fields of TCP, UDP and SCTP (RFC 9293, RFC 768, RFC 9260). Pure; part of mst_packet_read.
 */
#ifndef MST_DISSECT_COMMON_TRANSPORT_H
#define MST_DISSECT_COMMON_TRANSPORT_H

#include "base/reader.h"
#include "dissect/common/packet.h"

/* The reader stands behind the IP header and its extensions; `protocol` and `transport_declared` are set. */
void mst_transport_read(struct mst_packet *packet, struct mst_reader *r);

#endif
