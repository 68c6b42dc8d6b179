/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * describe.h - describes a packet in one line, in the form of tcpdump's lines. Pure.
 *
 * Text from packets is escaped, so that a line is safe for any terminal.
 */
#ifndef MST_DISSECT_DESCRIBE_H
#define MST_DISSECT_DESCRIBE_H

#include "dissect/common/line.h"
#include "dissect/common/options.h"
#include "dissect/common/packet.h"

void mst_describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

/* Bytes before the network layer: link header, VLAN tags, LLC and SNAP. At most the captured ones. */
size_t mst_describe_link_bytes(const struct mst_packet *packet);

#endif
