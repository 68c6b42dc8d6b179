/* SPDX-License-Identifier: BSD-2-Clause */
/* decnet.h - the layers of DECnet: decnet.c describes routing, decnet_nsp.c what is in a routed packet. */
#ifndef MST_DISSECT_LINK_DECNET_H
#define MST_DISSECT_LINK_DECNET_H

#include "base/reader.h"
#include "dissect/common/line.h"

/* A packet whose lengths cannot be is said to be; one that is cut short shows in the reader. */
enum mst_decnet_outcome { MST_DECNET_WHOLE, MST_DECNET_INVALID };

/* A message of NSP, of which `declared` bytes were on the wire. */
enum mst_decnet_outcome mst_describe_decnet_nsp(struct mst_line *line, struct mst_reader *r, size_t declared);

#endif
