/*
 * phase.h - what a plan is for: what was asked for, or what must be known before.
 */
#ifndef MST_PLAN_PHASE_H
#define MST_PLAN_PHASE_H

enum mst_phase {
	MST_PHASE_ASKED,    /* what the config asks */
	MST_PHASE_DISCOVER, /* which hosts are up, before their ports are asked */
	MST_PHASE_RESOLVE,  /* link-layer addresses of the targets on local links, before their ports are asked */
	MST_PHASE_GATEWAYS, /* link-layer addresses of gateways, before anything: they are on the link, whatever routes say */
};

#endif
