/*
 * plan.h - everything that is decided before the first frame; constant afterwards. Every limit is in plan.c.
 */
#ifndef MST_SCAN_PLAN_H
#define MST_SCAN_PLAN_H

#include <muster/scan.h>

#include "base/cpus.h"
#include "net/hop.h"
#include "probe/probe.h"
#include "scan/decoys.h"
#include "target/space.h"
#include "track/neighbours.h"
#include "track/seen.h"
#include "track/verdict.h"

#define MST_HEARD_MAX (MST_PROBES_MAX + 2)
#define MST_EXTRA_ATTEMPTS 3 /* for questions that were asked in a bad time, here or on the way */

/* How long answers are waited for. */
struct mst_patience {
	bool adaptive; /* as measured round trips say, between floor and ceiling, doubling from attempt to attempt */
	uint64_t initial_ns, floor_ns, ceiling_ns;
	uint64_t wire_floor_ns; /* of those asked by frames to all */
	uint64_t linger_ns; /* at least so long after the last verdict, while one could still improve */
};

/* Frames a second of all lanes together; 0 is without limit. */
struct mst_pacing {
	bool adaptive; /* as the network bears, between floor and cap: each way by itself, … */
	double start_pps, floor_pps;
	double cap_pps;      /* … all of them together, … */
	double manners_pps;  /* … and a way that is not near */
	double wire_pps;     /* each wire that is asked: fixed. The silent are asked again at half of it */
};

#define MST_WAYS_MAX 8

/* What a plan is for. */
enum mst_phase {
	MST_PHASE_ASKED,    /* what the config asks */
	MST_PHASE_DISCOVER, /* who is up, before ports */
	MST_PHASE_RESOLVE,  /* who is there on the own links, before ports */
	MST_PHASE_GATEWAYS, /* likewise of next hops, before anything: whatever routes say, they are on the link */
};

struct mst_plan {
	const struct mst_scan_config *config;
	enum mst_phase phase;
	struct mst_cpus cpus;              /* where threads run; none: anywhere */
	struct mst_payloads *payloads;     /* what is sent to UDP ports; NULL: none are asked */
	struct mst_targets *own_targets;   /* a copy without what is reserved, or NULL */
	const struct mst_targets *targets;
	uint64_t left_out;
	struct mst_addr *anycast;          /* addresses that the routers of a link share */
	size_t anycast_count;
	struct mst_paths paths;
	struct mst_hop *hops;              /* the first of each path; without link-layer addresses until resolved */
	struct mst_space space;
	bool about_ports;
	enum mst_about about;
	bool probes_by_key;                /* answers to some of `probes` bring no ticket back */
	uint64_t seed;                     /* of the order */
	struct mst_probe probes[MST_PROBES_MAX];
	unsigned probe_count;
	unsigned first_probes;             /* so many of them are asked at first, all when the silent are asked again */
	struct mst_probe heard[MST_HEARD_MAX]; /* what answers may come to: these, and ARP and ND where the wire is asked */
	unsigned heard_count;
	struct mst_probe_setup setup;
	struct mst_template *templates;    /* one a path and probe; of a wire that is asked, the first is of ARP or ND */
	struct mst_patience patience;
	struct mst_pacing pacing;
	unsigned way_count;                /* see ways.h */
	unsigned wire_count;               /* the first of them are wires that are asked */
	uint8_t *way_of;                   /* by number of the path */
	bool *gateway_silent;              /* likewise; NULL: none is */
	bool near[MST_WAYS_MAX];           /* the way leads to attached or private networks alone */
	unsigned lanes;                    /* of all ways together: lane i asks what goes way i % way_count */
	bool wide;                         /* there are IPv6 targets: entries of the rolls have room for them */
	struct mst_decoys decoys;
	uint32_t capacity;                 /* entries of one roll, a power of two */
	unsigned capacity_bits;
	unsigned attempts;                 /* of every question */
	unsigned attempts_at_most;         /* of one whose answer may have been lost here */

	/* What the host phase found: who is up, by index of `up_among`; NULL where there was none. */
	const struct mst_seen *up;
	const struct mst_targets *up_among;
	bool up_only;                      /* who is not up is not asked; otherwise that goes for the own links alone */
	const struct mst_neighbours *neighbours;
};

int mst_plan_open(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_phase phase,
                  struct mst_error *err);

/* The resolving phase before this plan about ports: hosts on its wires, of which ports will be asked. Without any, the plan
 * stays zeroed. */
int mst_plan_open_resolving(struct mst_plan *plan, const struct mst_plan *ports, struct mst_error *err);

void mst_plan_close(struct mst_plan *plan);

/* Finds the link-layer addresses of the gateways; those that the kernel does not know are asked, and may not answer. */
int mst_plan_resolve(struct mst_plan *plan, struct mst_error *err);

/* The part of opening that finds paths and room for their hops. A target that nothing leads to is -EINVAL, with a sentence. */
int mst_plan_find_paths(struct mst_plan *plan, struct mst_error *err);

/* Whether any path is a wire. */
bool mst_plan_has_wire(const struct mst_plan *plan);

/* Whether the targets of this path are asked by ARP or neighbour solicitation. */
static inline bool mst_plan_asks_wire(const struct mst_plan *plan, const struct mst_path *path)
{
	return path->wire && !plan->about_ports;
}

/* How many of its probes are sent this way at this attempt, from 1: the first ones. */
static inline unsigned mst_plan_probes(const struct mst_plan *plan, const struct mst_path *path, unsigned attempt)
{
	if (mst_plan_asks_wire(plan, path))
		return 1;
	return attempt == 1 ? plan->first_probes : plan->probe_count;
}

/* Whether only silent hosts are asked by this probe. */
static inline bool mst_plan_is_second(const struct mst_plan *plan, unsigned probe)
{
	return probe >= plan->first_probes && probe < plan->probe_count;
}

/* Whether the kernel still routes every target as it did at the start. Needs no rights. */
bool mst_plan_is_routed(const struct mst_plan *plan);

/* The IP protocol of the ports asked; 0 of hosts. */
static inline uint8_t mst_plan_port_proto(const struct mst_plan *plan)
{
	static const uint8_t protos[] = { [MST_ABOUT_HOST] = 0, [MST_ABOUT_TCP] = 6, [MST_ABOUT_UDP] = 17 };

	return protos[plan->about];
}

/* How many questions. */
static inline uint64_t mst_plan_targets(const struct mst_plan *plan)
{
	return plan->space.end - plan->space.begin;
}

/* Whether a lane may ask more questions than its roll keeps in mind. */
static inline bool mst_plan_forgets(const struct mst_plan *plan)
{
	return mst_plan_targets(plan) > plan->capacity;
}

/* The target's own link-layer address, where the hop of its path is a neighbour; else NULL. */
static inline const uint8_t *mst_plan_mac(const struct mst_plan *plan, const struct mst_path *path,
                                          const struct mst_addr *addr)
{
	bool is_neighbour = plan->hops[path - plan->paths.paths].kind == MST_HOP_NEIGHBOUR;

	const struct mst_neighbour *neighbour =
		is_neighbour && plan->neighbours ? mst_neighbours_find(plan->neighbours, addr) : NULL;

	return neighbour ? neighbour->mac : NULL;
}

/* What can be said of a question without sending anything. */
struct mst_foregone {
	bool settled;
	enum mst_state state;
	enum mst_reason reason;
};
struct mst_foregone mst_plan_foregone(const struct mst_plan *plan, const struct mst_path *path,
                                      const struct mst_question_at *question);

/* The way of a target that this path serves; NULL is the first one. */
static inline unsigned mst_plan_way(const struct mst_plan *plan, const struct mst_path *path)
{
	return path ? plan->way_of[path - plan->paths.paths] : 0;
}

/* Whether this probe of a path can ask an address of this family. */
static inline bool mst_plan_can_ask(const struct mst_plan *plan, const struct mst_path *path, unsigned probe,
                                    const struct mst_addr *addr)
{
	return mst_plan_asks_wire(plan, path) || mst_probe_proto(plan->probes[probe].kind, addr->family) != 0;
}

static inline struct mst_template *mst_plan_template_at(const struct mst_plan *plan, const struct mst_path *path,
                                                        unsigned probe)
{
	return &plan->templates[(size_t)(path - plan->paths.paths) * (plan->probe_count + 1) + probe];
}

/* The template of this probe through this path. */
static inline const struct mst_template *mst_plan_template(const struct mst_plan *plan, const struct mst_path *path,
                                                           unsigned probe)
{
	return mst_plan_template_at(plan, path, probe);
}

#endif
