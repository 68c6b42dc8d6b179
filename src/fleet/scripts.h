/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scripts.h - the Lua that the store runs; see store.h for what each promises. Keys are always the same seven, in
 * this order: plan, offers, held, results, beats, workers, seen.
 */
#ifndef MST_FLEET_SCRIPTS_H
#define MST_FLEET_SCRIPTS_H

#include "fleet/redis.h"

extern const char mst_fleet_lua_submit[]; /* id, created, then fields and values of the plan's hash */
extern const char mst_fleet_lua_take[];   /* worker, token, size */
extern const char mst_fleet_lua_split[];  /* entry, token, middle */
extern const char mst_fleet_lua_beat[];   /* worker, text, entry, token, progress, rate */
extern const char mst_fleet_lua_commit[]; /* worker, token, entry, until, holes, each a, b; chunks … */
extern const char mst_fleet_lua_claim[];  /* collector: it alone takes results from now on */
extern const char mst_fleet_lua_taken[];  /* collector, positions, entries … */
extern const char mst_fleet_lua_reject[]; /* collector, a, e, v, entry: asked again */
extern const char mst_fleet_lua_state[];  /* state */
extern const char mst_fleet_lua_forget[]; /* id, force */

/* Runs one for the plan of this ID: `arguments` are texts or bytes. Codes of mst_redis_call. */
int mst_fleet_run(struct mst_redis *redis, const char *script, const char *id, const struct mst_redis_word *arguments,
                  size_t count, struct mst_reply **reply, struct mst_error *err);

static inline struct mst_redis_word mst_redis_text(const char *text)
{
	return (struct mst_redis_word){ text, __builtin_strlen(text) };
}

#endif
