/* limits.c - see limits.h. */
#include "scan/limits.h"

#include <errno.h>
#include <math.h>

#include "base/clock.h"
#include "base/fail.h"
#include "scan/ways.h"

#define TIMEOUT_MIN_NS (1 * MST_NS_PER_MS)
#define TIMEOUT_MAX_NS (60 * MST_NS_PER_SECOND)

/*
 * RFC 6298 begins with a second and never waits less, for it fears to burden the network; here the rate takes care of that,
 * and an answer that comes late is still taken. Near by, a host that was slow once is asked again soon.
 */
#define NEAR_INITIAL_NS (500 * MST_NS_PER_MS)
#define NEAR_FLOOR_NS (50 * MST_NS_PER_MS)
#define NEAR_LINGER_NS (10 * MST_NS_PER_MS)
#define FAR_INITIAL_NS (1000 * MST_NS_PER_MS)
#define FAR_FLOOR_NS (300 * MST_NS_PER_MS)
#define FAR_LINGER_NS (500 * MST_NS_PER_MS) /* for a satellite's host among quick ones */
#define CEILING_NS (3 * MST_NS_PER_SECOND)

/*
 * A station that saves power hears what is sent to all only with every first, second or third beacon (IEEE 802.11, DTIM;
 * 102.4 ms apart), and wakes up at leisure, however quick its neighbours are.
 */
#define WIRE_FLOOR_NS (300 * MST_NS_PER_MS)

#define START_PPS 1000
#define FLOOR_PPS 100
#define MANNERS_PPS 100000 /* into networks of others, unless told otherwise */
#define PEAK_PPS 20e6      /* above what any engine does */

/*
 * What is sent to all, all have to look at, and switches and access points carry everywhere: storm control and the CPUs of
 * small routers begin to drop at some thousands a second.
 */
#define WIRE_PPS 2000
#define WIRE_CAPACITY (1u << 17) /* the silent of a /16 wait until everybody has been asked once */

/*
 * That a UDP port is closed, a host says by an ICMP error, of which Linux sends one host a second, after six at once
 * (icmp_ratelimit; RFC 1812, section 4.3.2.8, and RFC 4443, section 2.4, want some limit). Who asks faster finds closed ports
 * open|filtered.
 */
#define ERRORS_PPS 1.0
#define ERRORS_AT_ONCE 6

#define CAPACITY_MIN 1024
#define CAPACITY_MAX (1u << 22)         /* of all rolls together: 64 MiB */
#define CAPACITY_UNBOUNDED (1u << 20)   /* of rates that nobody knows beforehand: 16 MiB */
#define TIMEOUT_USUAL_NS MST_NS_PER_SECOND
#define LAGGING 1.04 /* time-outs are told a little late; a million a second for a second fit 2^20 entries, 16 MiB */

_Static_assert(CAPACITY_MAX <= 1u << MST_SLOT_BITS_MAX, "a ticket can name every slot");

int mst_limits_check(const struct mst_scan_config *config, struct mst_error *err)
{
	uint64_t timeout_ns = config->timeout_ns;

	if (timeout_ns != MST_TIMEOUT_AUTO && (timeout_ns < TIMEOUT_MIN_NS || timeout_ns > TIMEOUT_MAX_NS))
		return mst_fail(err, -EINVAL, "--timeout %.6gs: expected 1ms to 60s, or auto", (double)timeout_ns / 1e9);
	if (config->max_rate_pps && config->min_rate_pps > config->max_rate_pps)
		return mst_fail(err, -EINVAL, "--min-rate %llu is above --max-rate %llu",
		                (unsigned long long)config->min_rate_pps, (unsigned long long)config->max_rate_pps);
	if (config->max_rate_pps && config->arp_rate_pps > config->max_rate_pps)
		return mst_fail(err, -EINVAL, "--arp-rate %llu is above --max-rate %llu",
		                (unsigned long long)config->arp_rate_pps, (unsigned long long)config->max_rate_pps);
	return 0;
}

/* Whether every way is short: attached networks, or addresses of nobody else's. */
static bool is_near(const struct mst_plan *plan)
{
	for (unsigned i = 0; i < plan->way_count; i++) {
		if (!plan->near[i])
			return false;
	}
	return true;
}

static void choose_patience(struct mst_plan *plan)
{
	uint64_t fixed_ns = plan->config->timeout_ns;
	bool near = is_near(plan);

	plan->patience = (struct mst_patience){
		.adaptive = fixed_ns == MST_TIMEOUT_AUTO,
		.initial_ns = near ? NEAR_INITIAL_NS : FAR_INITIAL_NS,
		.floor_ns = near ? NEAR_FLOOR_NS : FAR_FLOOR_NS,
		.wire_floor_ns = WIRE_FLOOR_NS,
		.ceiling_ns = CEILING_NS,
		.linger_ns = near ? NEAR_LINGER_NS : FAR_LINGER_NS,
	};
	if (!plan->patience.adaptive)
		plan->patience = (struct mst_patience){
			.initial_ns = fixed_ns, .floor_ns = fixed_ns, .wire_floor_ns = fixed_ns, .ceiling_ns = fixed_ns,
			.linger_ns = plan->patience.linger_ns,
		};
}

/* What is left of a rate for the ways that are no wires. A wire's own pace is gentle unless told; then, as told. */
static double choose_wire_pace(struct mst_plan *plan, uint64_t all_pps)
{
	struct mst_pacing *pacing = &plan->pacing;
	double told_pps = (double)plan->config->arp_rate_pps;

	pacing->wire_pps = told_pps > 0 ? told_pps : WIRE_PPS;
	if (all_pps == 0 || plan->wire_count == 0)
		return (double)all_pps;
	if (told_pps <= 0)
		pacing->wire_pps = fmin(pacing->wire_pps, (double)all_pps / plan->way_count);
	return fmax((double)all_pps - plan->wire_count * pacing->wire_pps, (double)all_pps / plan->way_count);
}

static void choose_bounds(struct mst_plan *plan)
{
	const struct mst_scan_config *config = plan->config;
	struct mst_pacing *pacing = &plan->pacing;
	unsigned ways = plan->way_count - plan->wire_count;
	double bound_pps = choose_wire_pace(plan, config->max_rate_pps), share_pps;

	pacing->manners_pps = bound_pps > 0 ? bound_pps : MANNERS_PPS;
	for (unsigned i = plan->wire_count; i < plan->way_count; i++)
		pacing->cap_pps += plan->near[i] ? PEAK_PPS : MANNERS_PPS;
	pacing->cap_pps = bound_pps > 0 ? bound_pps : fmin(pacing->cap_pps, PEAK_PPS);
	if (plan->about == MST_ABOUT_UDP && plan->space.port_count > ERRORS_AT_ONCE && !config->max_rate_pps)
		pacing->cap_pps = fmin(pacing->cap_pps, (double)mst_targets_count(plan->targets) * ERRORS_PPS);
	if (ways == 0)
		ways = 1;
	share_pps = pacing->cap_pps / ways;
	pacing->floor_pps = fmin(config->min_rate_pps ? (double)config->min_rate_pps / ways : FLOOR_PPS, share_pps);
	pacing->start_pps = fmin(fmax(pacing->floor_pps, START_PPS), share_pps);
}

/* What the config says is said of all ways together. */
static void choose_pacing(struct mst_plan *plan)
{
	struct mst_pacing *pacing = &plan->pacing;

	if (pacing->adaptive)
		choose_bounds(plan);
	else
		pacing->start_pps = pacing->cap_pps = pacing->floor_pps = choose_wire_pace(plan, plan->config->rate_pps);
}

static unsigned bits_for(uint64_t count)
{
	unsigned bits = 0;

	while (bits < 63 && UINT64_C(1) << bits < count)
		bits++;
	return bits;
}

/* What may be in flight: each frame keeps its entry busy for one time-out, whichever attempt it is. */
static uint64_t entries_wanted(const struct mst_plan *plan)
{
	uint64_t timeout_ns = plan->patience.adaptive ? TIMEOUT_USUAL_NS : plan->patience.ceiling_ns;
	unsigned probes = plan->first_probes ? plan->first_probes : 1;
	double in_flight = plan->pacing.cap_pps / probes * ((double)timeout_ns / 1e9) * LAGGING;

	if (plan->pacing.cap_pps <= 0 || plan->pacing.cap_pps >= PEAK_PPS)
		return plan->patience.adaptive ? CAPACITY_UNBOUNDED : CAPACITY_MAX;
	return (uint64_t)in_flight + CAPACITY_MIN;
}

/* Memory follows rate × time-out, never the range; small scans need less still. */
static void choose_capacity(struct mst_plan *plan)
{
	uint64_t each = entries_wanted(plan) / plan->config->lanes;
	unsigned rolls = plan->decoys.wanted ? 3 : plan->pacing.adaptive ? 2 : 1; /* questions, canaries, decoys */
	unsigned lane_bits = bits_for((uint64_t)plan->lanes * rolls);

	if (each < CAPACITY_MIN)
		each = CAPACITY_MIN;
	if (plan->wire_count && each < WIRE_CAPACITY)
		each = WIRE_CAPACITY;
	if (each > CAPACITY_MAX >> lane_bits)
		each = CAPACITY_MAX >> lane_bits;
	if (each > mst_plan_targets(plan))
		each = mst_plan_targets(plan);
	plan->capacity_bits = bits_for(each);
	if (plan->capacity_bits + lane_bits > bits_for(CAPACITY_MAX))
		plan->capacity_bits = bits_for(CAPACITY_MAX) - lane_bits;
	plan->capacity = 1u << plan->capacity_bits;
	plan->setup.slot_bits = plan->capacity_bits + lane_bits;
}

int mst_limits_choose(struct mst_plan *plan, struct mst_error *err)
{
	int code;

	plan->pacing.adaptive = plan->config->rate_pps == MST_RATE_AUTO;
	code = mst_ways_choose(plan, err);
	if (code < 0)
		return code;
	choose_patience(plan);
	choose_pacing(plan);
	choose_capacity(plan);
	return 0;
}
