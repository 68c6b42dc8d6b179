/* SPDX-License-Identifier: BSD-2-Clause */
/* config.c - see config.h. */
#include "watch/config.h"

#include <errno.h>
#include <muster/units.h>

#include "base/fail.h"

#define EVERY_MIN_NS (50 * MST_NS_PER_MS)
#define EVERY_MAX_NS (7 * 86400 * MST_NS_PER_SECOND)

struct mst_watch_config mst_watch_defaults(void)
{
	return (struct mst_watch_config){
		.scan = mst_scan_defaults(),
		.every_ns = 10 * MST_NS_PER_SECOND,
		.confirm = 1,
		.command_jobs = 4,
		.command_time_ns = 30 * MST_NS_PER_SECOND,
	};
}

int mst_watch_config_check(const struct mst_watch_config *config, struct mst_error *err)
{
	if (config->every_ns < EVERY_MIN_NS || config->every_ns > EVERY_MAX_NS)
		return mst_fail(err, -EINVAL, "--every: expected 50 ms to 7 days");
	if (config->confirm < 1 || config->confirm > MST_WATCH_CONFIRM_MAX)
		return mst_fail(err, -EINVAL, "--confirm %u: expected 1 to %d", config->confirm, MST_WATCH_CONFIRM_MAX);
	if (config->confirm_every_ns &&
	    (config->confirm_every_ns < EVERY_MIN_NS || config->confirm_every_ns > EVERY_MAX_NS))
		return mst_fail(err, -EINVAL, "--confirm-every: expected 50 ms to 7 days");
	if (config->flap_changes > MST_WATCH_FLAP_MAX ||
	    (config->flap_changes && (config->flap_ns < MST_NS_PER_SECOND || config->flap_ns > EVERY_MAX_NS)))
		return mst_fail(err, -EINVAL, "--flap: expected 1 to %d changes within 1 s to 7 days",
		                MST_WATCH_FLAP_MAX);
	if (config->parent_count > MST_WATCH_PARENTS_MAX)
		return mst_fail(err, -EINVAL, "%zu parents: expected at most %d", config->parent_count,
		                MST_WATCH_PARENTS_MAX);
	if (config->command && (config->command_jobs < 1 || config->command_jobs > MST_WATCH_JOBS_MAX))
		return mst_fail(err, -EINVAL, "%u commands at once: expected 1 to %d", config->command_jobs,
		                MST_WATCH_JOBS_MAX);
	return 0;
}
