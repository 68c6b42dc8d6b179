/*
 * gateways.h - gateways whose link-layer address nobody knows are asked for it, as targets on the own link are.
 */
#ifndef MST_SCAN_GATEWAYS_H
#define MST_SCAN_GATEWAYS_H

#include "scan/plan.h"

/*
 * Completes the hops of a plan. Waits a few seconds at most, for all gateways together. Targets behind one that stays silent
 * are noted in gateway_silent; that nobody is left to ask is -EHOSTUNREACH, with a sentence. Without privilege nobody is
 * asked: who opens the engines tells.
 */
int mst_gateways_ask(struct mst_plan *plan, struct mst_error *err);

#endif
