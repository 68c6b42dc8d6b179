/* SPDX-License-Identifier: BSD-2-Clause */
/* error_pace.c - see error_pace.h. */
#include "round/error_pace.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"
#include "target/set.h"

#define TRIP_UNKNOWN_NS (1000 * MST_NS_PER_MS)

int mst_error_pace_open(struct mst_error_pace *pace, const struct mst_context *context, struct mst_error *err)
{
	pace->context = context;
	if (context->plan->pacing.error_hosts == 0)
		return 0;
	pace->hosts = mst_lines_new(context->plan->pacing.error_hosts, sizeof *pace->hosts);
	return pace->hosts ? 0 : mst_fail(err, -ENOMEM, "no memory for the pace of each host");
}

void mst_error_pace_close(struct mst_error_pace *pace)
{
	free(pace->hosts);
	pace->hosts = NULL;
}

static bool find_host(const struct mst_plan *plan, const struct mst_addr *addr, size_t *host)
{
	mst_uint128 index;

	if (!mst_targets_index(plan->space.targets, addr, &index) || index >= plan->pacing.error_hosts)
		return false;
	*host = (size_t)index;
	return true;
}

static struct mst_errors errors_of(const struct mst_shared *shared, size_t host)
{
	const struct mst_host_errors *errors = &shared->errors[host];

	return (struct mst_errors){
		.count = mst_load(&errors->count, relaxed),                       /* ERRORS */
		.earlier_until_ns = mst_load(&errors->earlier_until_ns, relaxed), /* ERRORS */
		.from_ns = mst_load(&errors->from_ns, relaxed),                   /* ERRORS */
		.last_ns = mst_load(&errors->last_ns, relaxed),                   /* ERRORS */
	};
}

bool mst_error_pace_take(struct mst_error_pace *pace, const struct mst_addr *addr, unsigned attempt)
{
	const struct mst_context *context = pace->context;
	unsigned lanes = context->egress->lanes;
	struct mst_errors errors;
	size_t host;

	if (!pace->hosts || !find_host(context->plan, addr, &host))
		return true;
	errors = errors_of(context->shared, host);
	if (!mst_errors_pace_allows(&pace->hosts[host], &errors, lanes, attempt, context->now_ns)) {
		pace->waits = true;
		return false;
	}
	mst_errors_pace_spend(&pace->hosts[host], &errors, lanes, context->now_ns);
	return true;
}

bool mst_error_pace_hides(const struct mst_error_pace *pace, const struct mst_addr *addr, uint64_t sent_ns)
{
	struct mst_errors errors;
	size_t host;

	if (!pace->hosts || !find_host(pace->context->plan, addr, &host))
		return false;
	errors = errors_of(pace->context->shared, host);
	return mst_errors_hide(&errors, sent_ns);
}

void mst_error_pace_note(struct mst_shared *shared, const struct mst_addr *addr, int64_t rtt_ns, uint64_t now_ns)
{
	struct mst_host_errors *kept;
	struct mst_errors errors;
	size_t host;

	if (!shared->errors || !find_host(shared->plan, addr, &host))
		return;
	kept = &shared->errors[host];
	errors = errors_of(shared, host);
	mst_errors_note(&errors, now_ns - (rtt_ns >= 0 ? (uint64_t)rtt_ns : TRIP_UNKNOWN_NS), now_ns);
	mst_store(&kept->earlier_until_ns, errors.earlier_until_ns, relaxed); /* ERRORS */
	mst_store(&kept->from_ns, errors.from_ns, relaxed);                   /* ERRORS */
	mst_store(&kept->last_ns, errors.last_ns, relaxed);                   /* ERRORS */
	mst_store(&kept->count, errors.count, relaxed);                       /* ERRORS */
	mst_store(&shared->errors_limit, true, relaxed);
}
