/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probing.h - by what each question is asked, how often, and what may answer it.
 */
#ifndef MST_PLAN_PROBING_H
#define MST_PLAN_PROBING_H

#include <muster/scan_config.h>

#include "plan/phase.h"
#include "probe/probe.h"
#include "track/verdict.h"

#define MST_EXPECTED_MAX (MST_PROBES_MAX + 2)
#define MST_EXTRA_ATTEMPTS 3 /* for questions that were asked in a bad time, here or in the network */

struct mst_plan_probing {
	bool about_ports;
	enum mst_about about;
	struct mst_probe probes[MST_PROBES_MAX];
	unsigned count;
	unsigned first_count; /* so many of them are asked at first, all of them when silent hosts are asked again */
	bool by_key;          /* answers to some of them bring no ticket back */
	unsigned attempts;    /* of every question */
	unsigned attempts_at_most;     /* of one whose answer may have been lost in this machine or in a congestion */
	struct mst_payloads *payloads; /* what is sent to UDP ports; NULL when none are asked */
};

/* What a frame that comes in may answer. */
struct mst_expected {
	/* Those of a mst_plan_probing by the same numbers, then ARP and ND. */
	struct mst_probe probes[MST_EXPECTED_MAX];
	unsigned count;
};

/* -EINVAL: the probes wanted are none, or cannot ask its targets; -ENOMEM; -errno of the payload file. */
int mst_plan_probing_choose(struct mst_plan_probing *probing, const struct mst_scan_probing *wanted,
                            const struct mst_scan_retry *retry, enum mst_phase phase, struct mst_error *err);
void mst_plan_probing_free(struct mst_plan_probing *probing);

/* `solicits`: some targets are asked by ARP or neighbour solicitation. */
struct mst_expected mst_plan_probing_expected(const struct mst_plan_probing *probing, bool solicits);

/* How many of the probes are sent at this attempt, from 1: the first ones. */
static inline unsigned mst_plan_probing_sent(const struct mst_plan_probing *probing, unsigned attempt)
{
	return attempt == 1 ? probing->first_count : probing->count;
}

/* Whether only silent hosts are asked by this probe. */
static inline bool mst_plan_probing_is_second(const struct mst_plan_probing *probing, unsigned probe)
{
	return probe >= probing->first_count && probe < probing->count;
}

/* The IP protocol of the ports asked; 0 when hosts are. */
static inline uint8_t mst_plan_probing_port_proto(const struct mst_plan_probing *probing)
{
	static const uint8_t protos[] = { [MST_ABOUT_HOST] = 0, [MST_ABOUT_TCP] = 6, [MST_ABOUT_UDP] = 17 };

	return protos[probing->about];
}

/* The verdict of a question that no answer settled. `time_ns`: of the verdict, since 1970. */
static inline struct mst_result mst_plan_probing_unanswered(const struct mst_plan_probing *probing,
                                                            const struct mst_addr *addr, uint16_t port,
                                                            enum mst_state state, enum mst_reason reason,
                                                            uint8_t attempts, uint64_t time_ns)
{
	return (struct mst_result){
		.position = MST_NO_POSITION,
		.addr = *addr,
		.port = port,
		.proto = mst_plan_probing_port_proto(probing),
		.state = (uint8_t)state,
		.reason = (uint8_t)reason,
		.about_port = probing->about_ports,
		.attempts = attempts,
		.rtt_ns = -1,
		.time_ns = time_ns,
	};
}

#endif
