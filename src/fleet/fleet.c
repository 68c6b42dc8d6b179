/* SPDX-License-Identifier: BSD-2-Clause */
/* fleet.c - the handle of muster/fleet.h. */
#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "fleet/handle.h"

int mst_fleet_check_url(const char *url, struct mst_error *err)
{
	struct mst_fleet_address address;

	return mst_fleet_address_read(&address, url, err);
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
