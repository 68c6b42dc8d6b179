/* SPDX-License-Identifier: BSD-2-Clause */
/* asked.c - see asked.h. */
#include "compare/asked.h"

#include <string.h>

#include "target/set.h"

#define ROWS_AT_ONCE 256
#define STATE(state) (UINT32_C(1) << (state))
#define SILENT (STATE(MST_DOWN) | STATE(MST_FILTERED) | STATE(MST_OPEN_FILTERED))
#define ANSWERED (STATE(MST_UP) | STATE(MST_OPEN) | STATE(MST_CLOSED))

static int read_states(struct mst_rows *rows, uint32_t *states, struct mst_error *err)
{
	struct mst_result results[ROWS_AT_ONCE];
	size_t count;

	*states = 0;
	mst_rows_rewind(rows);
	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < count; i++)
			*states |= STATE(results[i].state % MST_STATE_COUNT);
	}
	return mst_rows_code(rows, err);
}

/* csv has no summary that could say it: who lists silent targets beside others, lists all. */
static bool lists_all(const struct mst_side *side)
{
	return strcmp(side->about->format, "csv") == 0 && (side->listed & SILENT) && (side->listed & ANSWERED);
}

int mst_sides_init(struct mst_side sides[2], struct mst_rows *const rows[2], struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < 2 && code == 0; i++) {
		sides[i] = (struct mst_side){ .about = mst_rows_about(rows[i]) };
		sides[i].complete = sides[i].about->complete;
		if (!sides[i].complete)
			code = read_states(rows[i], &sides[i].listed, err);
		sides[i].complete |= lists_all(&sides[i]);
	}
	for (size_t i = 0; i < 2; i++) {
		struct mst_side *side = &sides[i], *other = &sides[1 - i];

		if (!side->complete && side->listed == 0)
			side->listed = other->complete ? STATE(MST_UP) | STATE(MST_OPEN) : other->listed;
	}
	return code;
}

static bool is_among(const struct mst_rows_about *about, const struct mst_result *row)
{
	mst_uint128 index;

	if (about->targets && !mst_targets_index(about->targets, &row->addr, &index))
		return false;
	if (!row->about_port)
		return true;
	if (about->proto && row->proto && about->proto != row->proto)
		return false;
	if (about->endpoints)
		return mst_endpoints_have(about->endpoints, &row->addr, row->port);
	return !about->port_set || mst_ports_has(about->port_set, row->port);
}

enum mst_absence mst_side_absence(const struct mst_side *side, const struct mst_result *row)
{
	if (side->complete || !is_among(side->about, row))
		return MST_NOT_ASKED;
	if (side->about->cut)
		return MST_NOT_REACHED;
	return side->listed & STATE(row->state) ? MST_ANOTHER_STATE : MST_NOT_LISTED;
}
