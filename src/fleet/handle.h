/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - what a struct mst_fleet has.
 */
#ifndef MST_FLEET_HANDLE_H
#define MST_FLEET_HANDLE_H

#include "fleet/redis.h"

struct mst_fleet {
	struct mst_redis *redis;
};

#endif
