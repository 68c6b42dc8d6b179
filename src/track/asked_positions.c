/* SPDX-License-Identifier: BSD-2-Clause */
/* asked_positions.c - see asked_positions.h. */
#include "track/asked_positions.h"

#include <stdlib.h>

void mst_asked_positions_keep(struct mst_asked_positions *asked, uint64_t begin, uint64_t end, uint32_t slots)
{
	asked->begin = begin;
	if (end - begin <= UINT32_MAX)
		asked->less_begin = calloc(slots, sizeof *asked->less_begin);
}

void mst_asked_positions_free(struct mst_asked_positions *asked)
{
	free(asked->less_begin);
	asked->less_begin = NULL;
}
