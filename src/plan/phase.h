/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * phase.h - the purpose of a plan: the scan itself, or facts that must be known before it.
 */
#ifndef MST_PLAN_PHASE_H
#define MST_PLAN_PHASE_H

enum mst_phase {
	MST_PHASE_ASKED,    /* the scan that the config describes */
	MST_PHASE_DISCOVER, /* which hosts are up, before their ports are asked */
	MST_PHASE_RESOLVE,  /* link-layer addresses of the targets on local links, before their ports are asked */
	MST_PHASE_GATEWAYS, /* link-layer addresses of gateways, before all others: they are on a link, even if routes
	                     * do not show it */
};

#endif
