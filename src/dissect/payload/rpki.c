/* SPDX-License-Identifier: BSD-2-Clause */
/* rpki.c - names the protocol by which routers learn of RPKI (RFC 8210). */
#include "dissect/payload/describers.h"

bool mst_describe_rpki(struct mst_line *line, const struct mst_layer *layer)
{
	(void)layer;
	mst_line_add(line, ", RPKI-RTR");
	return true;
}
