/* SPDX-License-Identifier: BSD-2-Clause */
/* hilbert.c - see hilbert.h. Two bits of the number a time choose a quadrant, which turns what is within it. */
#include "html/hilbert.h"

/* Within a square of `side`: quadrants 0 and 3 are mirrored along a diagonal. */
static void turn(struct mst_html_place *place, uint32_t side, uint32_t x, uint32_t y)
{
	uint32_t kept;

	if (y)
		return;
	if (x) {
		place->x = side - 1 - place->x;
		place->y = side - 1 - place->y;
	}
	kept = place->x;
	place->x = place->y;
	place->y = kept;
}

struct mst_html_place mst_html_hilbert(unsigned order, uint32_t at)
{
	struct mst_html_place place = { 0 };

	for (uint32_t level = 0; level < order; level++, at >>= 2) {
		uint32_t x = at >> 1 & 1, y = (at ^ x) & 1, side = UINT32_C(1) << level;

		turn(&place, side, x, y);
		place.x += x * side;
		place.y += y * side;
	}
	return place;
}

uint32_t mst_html_hilbert_at(unsigned order, struct mst_html_place place)
{
	uint32_t at = 0;

	for (uint32_t level = order; level-- > 0;) {
		uint32_t side = UINT32_C(1) << level, x = place.x >> level & 1, y = place.y >> level & 1;

		at = at << 2 | ((3 * x) ^ y);
		place.x &= side - 1;
		place.y &= side - 1;
		turn(&place, side, x, y);
	}
	return at;
}
