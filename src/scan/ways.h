/*
 * ways.h - which targets share a way: the same interface and next hop, or all that are on its link.
 */
#ifndef MST_SCAN_WAYS_H
#define MST_SCAN_WAYS_H

#include "scan/plan.h"

/*
 * Wires whose targets are asked by ARP or neighbour solicitation come first, one an interface: their pace is their own.
 * At a fixed rate the other targets share one way.
 */

/* Fills way_count, wire_count, way_of, lanes and near[] of a plan whose paths and pacing are known. -ENOMEM with a sentence. */
int mst_ways_choose(struct mst_plan *plan, struct mst_error *err);

#endif
