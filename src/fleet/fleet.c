/* SPDX-License-Identifier: BSD-2-Clause */
/* fleet.c - the handle of muster/fleet.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/worker_sets.h"
#include "fleet/handle.h"

int mst_fleet_check_url(const char *url, struct mst_error *err)
{
	struct mst_fleet_address address;

	return mst_fleet_address_read(&address, url, err);
}

int mst_fleet_check_name(const char *name, struct mst_error *err)
{
	return mst_worker_is_name(name, strlen(name))
	               ? 0
	               : mst_fail(err, -EINVAL, "expected 1 to %d letters, digits, - _ and .", MST_WORKER_NAME_MAX);
}

void mst_fleet_usual_name(char name[MST_FLEET_NAME])
{
	char host[48] = "worker";

	_Static_assert(MST_FLEET_NAME == MST_WORKER_NAME_MAX + 1, "a name fits");
	(void)gethostname(host, sizeof host - 1);
	for (char *at = host; *at; at++)
		*at = mst_worker_is_name(at, 1) ? *at : '-';
	snprintf(name, MST_FLEET_NAME, "%s.%d", host, (int)getpid());
}

int mst_fleet_open(struct mst_fleet **out, const struct mst_fleet_store *store, struct mst_error *err)
{
	struct mst_fleet *fleet = calloc(1, sizeof *fleet);
	int code = fleet ? mst_redis_open(&fleet->redis, store, err) : mst_fail(err, -ENOMEM, "no memory for a fleet");

	*out = NULL;
	if (code < 0) {
		mst_fleet_close(fleet);
		return code;
	}
	*out = fleet;
	return 0;
}

void mst_fleet_close(struct mst_fleet *fleet)
{
	if (!fleet)
		return;
	mst_redis_close(fleet->redis);
	free(fleet);
}

const char *mst_fleet_state_word(enum mst_fleet_state state)
{
#define WORD(constant, word) [constant] = (word),
	static const char *const words[] = { MST_FLEET_STATES(WORD) };
#undef WORD

	return words[state];
}
