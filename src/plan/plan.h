/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plan.h - everything that is decided before the first frame; constant afterwards.
 *
 *     config ─► targets ─► paths ─► egress ─► patience, pacing ─► capacity ─┐
 *        └────► probing, secrets, unused ───────────────────────────────────┴─► plan
 *
 * Each part is chosen by its own file, which takes values and returns its struct; plan.c alone puts them together.
 */
#ifndef MST_PLAN_PLAN_H
#define MST_PLAN_PLAN_H

#include <muster/scan.h>

#include "base/cpus.h"
#include "net/hop.h"
#include "plan/capacity.h"
#include "plan/egress.h"
#include "plan/pacing.h"
#include "plan/patience.h"
#include "plan/phase.h"
#include "plan/probing.h"
#include "plan/secrets.h"
#include "plan/targets.h"
#include "plan/unused.h"
#include "probe/probe.h"
#include "target/space.h"
#include "track/neighbours.h"
#include "track/seen.h"

/* Facts of the kernel or of chance, for a plan that is made again: see facts.h. Copied. */
struct mst_given {
	struct mst_paths paths;
	struct mst_hop *hops; /* one a path */
	struct mst_addr *anycast;
	size_t anycast_count;
	uint64_t left_out;
	struct mst_capacity capacity;
	struct mst_unused unused; /* paths and egresses of addresses as they were chosen */
	struct mst_source_ports source_ports;
};

/* What the plans of one scan share. */
struct mst_common {
	struct mst_key key;           /* of the tickets */
	const struct mst_seen *hosts; /* how the round before found hosts, by index of the asked targets; NULL: no such
	                               * round. Written until that round ends, then read */
	const struct mst_neighbours *neighbours; /* link-layer addresses that it found; likewise */
	const struct mst_given *given;           /* in place of what the kernel says now; NULL: it is asked */
};

/* A path with everything that frames along it need. */
struct mst_route_out {
	const struct mst_path *path;
	const struct mst_egress *egress; /* the first one where nothing can be sent: its lanes give those verdicts */
	bool solicits;                   /* its targets are asked by ARP or neighbour solicitation */
	struct mst_hop hop;              /* without link-layer address until mst_plan_take_hops */
	const struct mst_template *templates; /* of each probe; where it solicits, the first is of ARP or ND */
};

struct mst_plan {
	const struct mst_scan_config *config;
	enum mst_phase phase;
	struct mst_common common;
	struct mst_cpus cpus; /* where threads run; none: anywhere */
	struct mst_plan_targets targets;
	struct mst_plan_probing probing;
	struct mst_expected expected; /* what frames that come in may answer */
	uint64_t seed;                /* of the order */
	struct mst_space space;       /* the questions, in that order */
	struct mst_paths paths;
	struct mst_route_out *routes;   /* one a path, by the same number */
	struct mst_template *templates; /* of all routes */
	struct mst_egresses egresses;
	struct mst_patience patience;
	struct mst_pacing pacing;
	struct mst_unused unused;
	struct mst_capacity capacity;
	struct mst_probe_setup setup;
	bool wide; /* there are IPv6 targets: entries of the rolls have room for them */
};

/* 0, -EINVAL for a config that cannot be carried out, or the error of a part; each with a sentence.
 * `config` is borrowed. */
int mst_plan_open(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_phase phase,
                  const struct mst_common *common, struct mst_error *err);

/*
 * The plan of the round that resolves the neighbours whose ports `ports` will ask. Where there are none,
 * it stays zeroed.
 */
int mst_plan_open_resolving(struct mst_plan *plan, const struct mst_plan *ports, struct mst_error *err);

void mst_plan_close(struct mst_plan *plan);

/* Completes the plan: hops with link-layer addresses, one for each path (see mst_plan_hops); copied. */
void mst_plan_take_hops(struct mst_plan *plan, const struct mst_hop *hops);

/* The hops of its paths, as the kernel knows them. Allocated, freed by the caller with free(3). */
int mst_plan_hops(struct mst_hop **hops, const struct mst_plan *plan, struct mst_error *err);

/* How many questions. */
static inline uint64_t mst_plan_questions(const struct mst_plan *plan)
{
	return plan->space.end - plan->space.begin;
}

/* Whether a lane may ask more questions than its roll has entries. */
static inline bool mst_plan_forgets(const struct mst_plan *plan)
{
	return mst_plan_questions(plan) > plan->capacity.entries;
}

/* Of an address: how frames to it leave; NULL when no path serves it. */
static inline const struct mst_route_out *mst_plan_route(const struct mst_plan *plan, const struct mst_addr *addr)
{
	const struct mst_path *path = mst_paths_for(&plan->paths, addr);

	return path ? &plan->routes[path - plan->paths.paths] : NULL;
}

/* The same of a target or of an unused address that is asked. */
static inline const struct mst_route_out *mst_plan_route_asked(const struct mst_plan *plan, const struct mst_addr *addr)
{
	const struct mst_route_out *route = mst_plan_route(plan, addr);
	const struct mst_unused_addr *unused = route || !plan->unused.addr_count ? NULL
	                                                                         : mst_unused_find(&plan->unused, addr);

	return unused ? &plan->routes[unused->path] : route;
}

/* Whether the gateway of a route was asked for its link-layer address and is silent. */
static inline bool mst_route_is_silent(const struct mst_route_out *route)
{
	return route->hop.kind == MST_HOP_SILENT && route->hop.asked;
}

/* The target's own link-layer address, where the hop of its route is a neighbour; else NULL. */
static inline const uint8_t *mst_plan_mac(const struct mst_plan *plan, const struct mst_route_out *route,
                                          const struct mst_addr *addr)
{
	const struct mst_neighbour *neighbour = route->hop.kind == MST_HOP_NEIGHBOUR && plan->common.neighbours
	                                                ? mst_neighbours_find(plan->common.neighbours, addr)
	                                                : NULL;

	return neighbour ? neighbour->mac : NULL;
}

/* How many of the probes are sent along this route at this attempt, from 1: the first ones. */
static inline unsigned mst_plan_probes(const struct mst_plan *plan, const struct mst_route_out *route, unsigned attempt)
{
	return route->solicits ? 1 : mst_plan_probing_sent(&plan->probing, attempt);
}

/* Whether this probe can ask an address of this family along this route. */
static inline bool mst_plan_can_ask(const struct mst_plan *plan, const struct mst_route_out *route, unsigned probe,
                                    const struct mst_addr *addr)
{
	return route->solicits || mst_probe_proto(plan->probing.probes[probe].kind, addr->family) != 0;
}

#endif
