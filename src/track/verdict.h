/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdict.h - which state follows from an answer, and which of two answers is better. Pure.
 */
#ifndef MST_TRACK_VERDICT_H
#define MST_TRACK_VERDICT_H

#include <muster/result.h>

#include "track/entry.h"

/* What a question asks about. */
enum mst_about { MST_ABOUT_HOST, MST_ABOUT_TCP, MST_ABOUT_UDP };

/* What a verdict is about. */
static inline enum mst_about mst_about_of(const struct mst_result *result)
{
	if (!result->about_port)
		return MST_ABOUT_HOST;
	return result->proto == 17 ? MST_ABOUT_UDP : MST_ABOUT_TCP;
}

/*
 * How a target stands after an answer with this reason. `from_target`: the target itself sent it. A host that sends an
 * ICMP error itself is up; one that a router reports as unreachable is down.
 */
enum mst_standing mst_verdict_standing(enum mst_reason reason, enum mst_about about, bool from_target);

/* The state that a standing means. */
enum mst_state mst_verdict_state(enum mst_standing standing, enum mst_about about);

/* How the target of a verdict stands. */
static inline enum mst_standing mst_result_standing(const struct mst_result *result)
{
	return mst_verdict_standing((enum mst_reason)result->reason, mst_about_of(result),
	                            mst_addr_equal(&result->addr, &result->from));
}

#endif
