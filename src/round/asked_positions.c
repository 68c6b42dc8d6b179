/* SPDX-License-Identifier: BSD-2-Clause */
/* asked_positions.c - see asked_positions.h. */
#include "round/asked_positions.h"

#include <stdlib.h>

void mst_asked_positions_keep(struct mst_asked_positions *asked, const struct mst_space *space, uint32_t slots)
{
	asked->begin = space->begin;
	if (space->end - space->begin <= UINT32_MAX)
		asked->less_begin = calloc(slots, sizeof *asked->less_begin);
}

void mst_asked_positions_free(struct mst_asked_positions *asked)
{
	free(asked->less_begin);
	asked->less_begin = NULL;
}
