/* SPDX-License-Identifier: BSD-2-Clause */
/* flaps.c - see flaps.h. */
#include "watch/flaps.h"

#include <errno.h>
#include <stdlib.h>

int mst_flaps_open(struct mst_flaps *flaps, size_t items, unsigned most, uint64_t window_ns)
{
	*flaps = (struct mst_flaps){ .most = most, .window = (mst_moment)window_ns };
	if (most == 0)
		return 0;
	flaps->last = calloc(items, most * sizeof *flaps->last);
	flaps->items = calloc(items, sizeof *flaps->items);
	return flaps->last && flaps->items ? 0 : -ENOMEM;
}

void mst_flaps_close(struct mst_flaps *flaps)
{
	free(flaps->last);
	free(flaps->items);
	*flaps = (struct mst_flaps){ 0 };
}

enum mst_flap mst_flaps_take(struct mst_flaps *flaps, size_t item, mst_moment moment)
{
	struct mst_flap_item *flap;
	mst_moment *last;
	bool often;

	if (flaps->most == 0)
		return MST_FLAP_NOT;
	flap = &flaps->items[item];
	last = &flaps->last[item * flaps->most];
	often = flap->filled == flaps->most && moment - last[flap->at] < flaps->window;
	last[flap->at] = flap->latest = moment;
	flap->at = (uint8_t)((flap->at + 1u) % flaps->most);
	flap->filled = (uint8_t)(flap->filled + (flap->filled < flaps->most));
	if (flap->flapping) {
		flap->hushed++;
		return MST_FLAP_HUSHED;
	}
	flap->flapping = often;
	return often ? MST_FLAP_BEGINS : MST_FLAP_NOT;
}

bool mst_flaps_is_over(struct mst_flaps *flaps, size_t item, mst_moment moment, uint64_t *hushed)
{
	struct mst_flap_item *flap = flaps->most ? &flaps->items[item] : NULL;

	if (!flap || !flap->flapping || moment - flap->latest < flaps->window)
		return false;
	*hushed = flap->hushed;
	*flap = (struct mst_flap_item){ 0 };
	return true;
}
