/*
 * plan.h - everything that is decided before the first frame; constant afterwards. Every limit is in plan.c.
 */
#ifndef MST_SCAN_PLAN_H
#define MST_SCAN_PLAN_H

#include <muster/scan.h>

#include "base/cpus.h"
#include "net/hop.h"
#include "probe/probe.h"
#include "target/space.h"
#include "track/seen.h"

#define MST_EXTRA_ATTEMPTS 3 /* for questions that were asked in a bad time, here or on the way */

/* How long answers are waited for. */
struct mst_patience {
	bool adaptive; /* as measured round trips say, between floor and ceiling, doubling from attempt to attempt */
	uint64_t initial_ns, floor_ns, ceiling_ns;
	uint64_t linger_ns; /* at least so long after the last verdict, while one could still improve */
};

/* Frames a second of all lanes together; 0 is without limit. */
struct mst_pacing {
	bool adaptive; /* as the network bears, between floor and cap: each way by itself, … */
	double start_pps, floor_pps;
	double cap_pps;      /* … all of them together, … */
	double manners_pps;  /* … and a way that is not near */
};

#define MST_WAYS_MAX 8

struct mst_plan {
	const struct mst_scan_config *config;
	struct mst_cpus cpus;              /* where threads run; none: anywhere */
	struct mst_targets *own_targets;   /* a copy without what is reserved, or NULL */
	const struct mst_targets *targets;
	uint64_t left_out;
	struct mst_paths paths;
	struct mst_hop *hops;              /* the first of each path; without link-layer addresses until resolved */
	struct mst_space space;
	bool about_ports;
	uint64_t seed;                     /* of the order */
	struct mst_probe probes[MST_PROBES_MAX];
	unsigned probe_count;
	struct mst_probe_setup setup;
	struct mst_template *templates;    /* one a path and probe */
	struct mst_patience patience;
	struct mst_pacing pacing;
	unsigned way_count;                /* see ways.h; 1 at a fixed rate */
	uint8_t *way_of;                   /* by number of the path */
	bool near[MST_WAYS_MAX];           /* the way leads to attached or private networks alone */
	unsigned lanes;                    /* of all ways together: lane i asks what goes way i % way_count */
	bool wide;                         /* there are IPv6 targets: entries of the rolls have room for them */
	uint32_t capacity;                 /* entries of one roll, a power of two */
	unsigned capacity_bits;
	unsigned attempts;                 /* of every question */
	unsigned attempts_at_most;         /* of one whose answer may have been lost here */

	/* Who is up, by index of `up_among`, when only those are asked; else NULL. */
	const struct mst_seen *up;
	const struct mst_targets *up_among;
};

/* `question` may be MST_ASK_HOSTS for a config about ports: the host phase of `discover`. */
int mst_plan_open(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_question question,
                  struct mst_error *err);
void mst_plan_close(struct mst_plan *plan);

/* Finds the link-layer addresses of the hops; the kernel may have to ask for some. */
int mst_plan_resolve(struct mst_plan *plan, struct mst_error *err);

/* Whether the kernel still routes every target as it did at the start. Needs no rights. */
bool mst_plan_is_routed(const struct mst_plan *plan);

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

/* Whether this probe can ask an address of this family. */
static inline bool mst_plan_can_ask(const struct mst_plan *plan, unsigned probe, const struct mst_addr *addr)
{
	return mst_probe_proto(plan->probes[probe].kind, addr->family) != 0;
}

/* The template of this probe through this path. */
static inline const struct mst_template *mst_plan_template(const struct mst_plan *plan, const struct mst_path *path,
                                                           unsigned probe)
{
	return &plan->templates[(size_t)(path - plan->paths.paths) * plan->probe_count + probe];
}

#endif
