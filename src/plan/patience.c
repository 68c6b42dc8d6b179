/* SPDX-License-Identifier: BSD-2-Clause */
/* patience.c - see patience.h. */
#include "plan/patience.h"

#include "base/clock.h"

/*
 * RFC 6298 begins with one second, and never waits less, so that repetitions do not overload the network. Here the rate
 * prevents that, and a late answer still counts. On near networks a slow host is asked again soon.
 */
#define NEAR_INITIAL_NS (500 * MST_NS_PER_MS)
#define NEAR_FLOOR_NS (50 * MST_NS_PER_MS)
#define NEAR_LINGER_NS (10 * MST_NS_PER_MS)
#define FAR_INITIAL_NS (1000 * MST_NS_PER_MS)
#define FAR_FLOOR_NS (300 * MST_NS_PER_MS)
#define FAR_LINGER_NS (500 * MST_NS_PER_MS) /* for one host behind a satellite among fast ones */
#define CEILING_NS (3 * MST_NS_PER_SECOND)
#define LAST_NS CEILING_NS
/*
 * Fast answers prove nothing about hosts behind the same gateway that have not answered: these may be across an ocean,
 * or a satellite, which takes 300 to 900 ms. When one of them answers, the others are waited for as long as LAST_NS.
 * The ports of one host are all as far as it is.
 */
#define NEAR_LAST_NS MST_NS_PER_SECOND

/*
 * A station that saves power receives broadcasts only with every first, second or third beacon (IEEE 802.11, DTIM;
 * 102.4 ms apart), so it answers late, even if its neighbours are fast.
 */
#define ON_LINK_FLOOR_NS (300 * MST_NS_PER_MS)

/* The first repetition of a SYN (RFC 6298, section 2), and some time for it. */
#define REPEATED_NS (1100 * MST_NS_PER_MS)

struct mst_patience mst_patience_choose(const struct mst_scan_retry *retry, bool near, bool one_host)
{
	uint64_t fixed_ns = retry->timeout_ns, linger_ns = near ? NEAR_LINGER_NS : FAR_LINGER_NS;

	if (fixed_ns != MST_TIMEOUT_AUTO)
		return (struct mst_patience){
			.initial_ns = fixed_ns,
			.floor_ns = fixed_ns,
			.ceiling_ns = fixed_ns,
			.on_link_floor_ns = fixed_ns,
			.linger_ns = linger_ns,
		};
	return (struct mst_patience){
		.adaptive = true,
		.initial_ns = near ? NEAR_INITIAL_NS : FAR_INITIAL_NS,
		.floor_ns = near ? NEAR_FLOOR_NS : FAR_FLOOR_NS,
		.ceiling_ns = CEILING_NS,
		.on_link_floor_ns = ON_LINK_FLOOR_NS,
		.last_ns = LAST_NS,
		.near_last_ns = one_host ? 0 : NEAR_LAST_NS,
		.linger_ns = linger_ns,
	};
}

void mst_patience_by_sockets(struct mst_patience *patience)
{
	if (!patience->adaptive)
		return;
	patience->first_ns = REPEATED_NS;
	/* The first attempt has waited for longer than that. */
	patience->near_last_ns = patience->near_last_ns > REPEATED_NS ? patience->near_last_ns - REPEATED_NS : 0;
}

uint64_t mst_patience_last_ns(const struct mst_patience *patience, const struct mst_egress *egress,
                              const struct mst_rtt *rtt)
{
	if (!patience->adaptive || egress->kind == MST_EGRESS_ON_LINK)
		return 0;
	if (mst_rtt_is_far(rtt))
		return patience->last_ns;
	if (!egress->beyond)
		return 0;
	return rtt->smoothed_ns == 0 ? patience->last_ns : patience->near_last_ns;
}
