/* SPDX-License-Identifier: BSD-2-Clause */
/* osi.h - the describers of OSI's routing; osi.c chooses. The layer begins with the protocol's number (NLPID). */
#ifndef MST_DISSECT_LINK_OSI_H
#define MST_DISSECT_LINK_OSI_H

#include "dissect/common/layer.h"

/* The name of a protocol (NLPID), or NULL. */
const char *mst_osi_name(uint8_t number);

void mst_describe_isis(struct mst_line *line, const struct mst_layer *layer);
void mst_describe_esis(struct mst_line *line, const struct mst_layer *layer);

#endif
