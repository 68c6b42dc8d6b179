/* SPDX-License-Identifier: BSD-2-Clause */
/* l2tp_avps.h - the attributes of an L2TP control message. */
#ifndef MST_DISSECT_PAYLOAD_L2TP_AVPS_H
#define MST_DISSECT_PAYLOAD_L2TP_AVPS_H

#include "base/reader.h"
#include "dissect/common/line.h"

/* Describes them; `declared` bytes follow the header, and the reader is before what was captured of them. */
void mst_describe_l2tp_attributes(struct mst_line *line, size_t declared, struct mst_reader r);

#endif
