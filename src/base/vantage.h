/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vantage.h - what several workers of a fleet saw of one target, in sixteen bits of its verdict: which vantage the
 * verdict is of, and for each vantage 0 (nothing yet) or 1 + its state, to the base MST_STATE_COUNT + 1.
 */
#ifndef MST_BASE_VANTAGE_H
#define MST_BASE_VANTAGE_H

#include <muster/result.h>

#define MST_VANTAGE_BASE (MST_STATE_COUNT + 1)
_Static_assert(MST_VANTAGES_MAX *MST_VANTAGE_BASE *MST_VANTAGE_BASE *MST_VANTAGE_BASE *MST_VANTAGE_BASE <= UINT16_MAX,
               "four vantages fit sixteen bits");

/* Adds a state to what was put together so far; `vantage` has none yet. */
static inline uint16_t mst_vantages_add(uint16_t vantages, unsigned vantage, uint8_t state)
{
	unsigned weight = MST_VANTAGES_MAX;

	for (unsigned i = 0; i < vantage; i++)
		weight *= MST_VANTAGE_BASE;
	return (uint16_t)(vantages + weight * (1u + state));
}

/* The verdict is that of this vantage. */
static inline uint16_t mst_vantages_choose(uint16_t vantages, unsigned vantage)
{
	return (uint16_t)(vantages - vantages % MST_VANTAGES_MAX + vantage);
}

#endif
