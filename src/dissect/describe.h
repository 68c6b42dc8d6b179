/*
 * describe.h - a packet in one line, in the shape that users of tcpdump read fluently. Pure.
 *
 * Bytes that somebody sent as text are escaped: a line can go to any terminal.
 */
#ifndef MST_DISSECT_DESCRIBE_H
#define MST_DISSECT_DESCRIBE_H

#include "dissect/line.h"
#include "dissect/options.h"
#include "dissect/packet.h"

void mst_describe_packet(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

#endif
