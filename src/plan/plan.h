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
#include <string.h>

#include "base/cpus.h"
#include "net/hop.h"
#include "net/process.h"
#include "plan/capacity.h"
#include "plan/dead_hops.h"
#include "plan/egress.h"
#include "plan/flows.h"
#include "plan/pacing.h"
#include "plan/paths.h"
#include "plan/patience.h"
#include "plan/phase.h"
#include "plan/probing.h"
#include "plan/resumed.h"
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
	bool absence_repeated; /* a router's report that it finds no such host was asked about once more: records that
	                        * do not say so are of programs that believed the first */
};

/* What the plans of one scan share. */
struct mst_common {
	struct mst_key key;           /* of the tickets */
	const struct mst_seen *hosts; /* how the round before found hosts, by index of the asked targets; NULL: no such
	                               * round. Written until that round ends, then read */
	const struct mst_neighbours *neighbours; /* link-layer addresses that it found; likewise */
	const struct mst_dead_hops *dead;        /* next hops that are not used; NULL: all are */
	const struct mst_given *given;           /* in place of what the kernel says now; NULL: it is asked */
	const struct mst_targets *asked; /* what an earlier process of the run chose of the config's targets, perhaps on
	                                  * another machine; NULL: it is chosen now */
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
	struct mst_process process; /* that the packets are of, as the plan was made */
	struct mst_cpus cpus;       /* where threads run; none: anywhere */
	struct mst_plan_targets targets;
	struct mst_plan_probing probing;
	struct mst_expected expected; /* what frames that come in may answer */
	uint64_t seed;                /* of the order */
	struct mst_space space;       /* the questions, in that order */
	struct mst_flows flows;       /* that policy rules tell apart; empty where paths do not differ */
	struct mst_paths paths;
	struct mst_route_out *routes;   /* one a path, by the same number */
	struct mst_template *templates; /* of all routes */
	struct mst_egresses egresses;
	struct mst_patience patience;
	struct mst_pacing pacing;
	struct mst_unused unused;
	struct mst_capacity capacity;
	struct mst_probe_setup setup;
	bool wide;       /* there are IPv6 targets: entries of the rolls have room for them */
	bool by_sockets; /* the kernel asks: engine connect */
	struct mst_resumed resumed;
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

/* Completes the plan of a run that is resumed: with what is settled, and, for an adaptive rate, where it begins. */
void mst_plan_resume(struct mst_plan *plan, const struct mst_resumed *resumed);

/* What its paths are found by. Pointers into the plan. */
struct mst_paths_wanted mst_plan_paths_wanted(const struct mst_plan *plan);

/* The hops of its paths, as the kernel knows them. Allocated, freed by the caller with free(3). */
int mst_plan_hops(struct mst_hop **hops, const struct mst_plan *plan, struct mst_error *err);

/*
 * The engine that the config names; where it names raw, but lets another one take its place, "packet" if the kernel
 * would not send raw packets as planned: by port, by the next hops of equal-cost routes that are alive, to the
 * link-layer address that a gateway has now.
 */
const char *mst_plan_engine(const struct mst_plan *plan);

/* Whether a router's first report that it finds no such host leads to another attempt. */
static inline bool mst_plan_repeats_absence(const struct mst_plan *plan)
{
	return !plan->common.given || plan->common.given->absence_repeated;
}

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

/* Where policy rules tell flows apart: the route of a question among those of its piece. Of a host it is that of the
 * first probe that can leave. */
const struct mst_route_out *mst_plan_route_among(const struct mst_plan *plan, size_t piece, uint16_t port);

/* Of a question: how frames to it leave; NULL when no path serves its address. */
static inline const struct mst_route_out *mst_plan_route(const struct mst_plan *plan, const struct mst_addr *addr,
                                                         uint16_t port)
{
	const struct mst_path *path = mst_paths_for(&plan->paths, addr);
	size_t piece = path ? (size_t)(path - plan->paths.paths) : 0;

	if (!path)
		return NULL;
	return plan->paths.flows > 1 ? mst_plan_route_among(plan, piece, port) : &plan->routes[piece];
}

/* The same of one of the plan's own targets: where there is one path, it serves them all. For lanes. */
static inline const struct mst_route_out *mst_plan_route_of_target(const struct mst_plan *plan,
                                                                   const struct mst_addr *addr, uint16_t port)
{
	return plan->paths.count == 1 ? &plan->routes[0] : mst_plan_route(plan, addr, port);
}

/* Of one probe of a question whose route is `route`: rules may send it another way. */
static inline const struct mst_route_out *mst_plan_probe_route(const struct mst_plan *plan,
                                                               const struct mst_route_out *route, unsigned probe)
{
	size_t pieces = mst_paths_pieces(&plan->paths);

	if (plan->paths.flows <= 1 || plan->flows.of_port || route->solicits || probe >= MST_PROBES_MAX)
		return route;
	return &plan->routes[plan->flows.of_probe[probe] * pieces + (size_t)(route - plan->routes) % pieces];
}

/* The same of a target or of an unused address that is asked. */
static inline const struct mst_route_out *mst_plan_route_asked(const struct mst_plan *plan, const struct mst_addr *addr,
                                                               uint16_t port)
{
	const struct mst_route_out *route = mst_plan_route(plan, addr, port);
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

/* Whether this probe can ask an address of this family along its own route. */
static inline bool mst_plan_can_ask(const struct mst_plan *plan, const struct mst_route_out *route, unsigned probe,
                                    const struct mst_addr *addr)
{
	if (route->path->kind > MST_PATH_LOCAL || mst_route_is_silent(route))
		return false; /* rules send only other probes along a path that leads there */
	return route->solicits || mst_probe_proto(plan->probing.probes[probe].kind, addr->family) != 0;
}

#endif
