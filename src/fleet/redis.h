/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * redis.h - commands to a Redis or Valkey, and their replies. hiredis writes and reads the protocol; the bytes go over
 * a link (link.h), so that TLS and time limits are the same with every version of hiredis.
 *
 * A connection that broke is closed, and made again by the next call: a call may have been carried out although no
 * reply came, so every call can be repeated without harm (scripts.h).
 */
#ifndef MST_FLEET_REDIS_H
#define MST_FLEET_REDIS_H

#include <muster/fleet.h>
#include <stdbool.h>

#include "fleet/address.h"

#define MST_REDIS_ASK_MAX 16
#define MST_FLEET_CHUNKS_MAX 32  /* of one result */
#define MST_REDIS_WORDS_MAX 1024 /* behind the keys of a script */

struct mst_redis;
struct mst_reply; /* a reply, or an element of one; only the outermost is freed */

/* Connects and proves user and password. Codes of mst_fleet_open. The texts are copied. */
int mst_redis_open(struct mst_redis **redis, const struct mst_fleet_store *store, struct mst_error *err);
void mst_redis_close(struct mst_redis *redis);

/* How the store is called: host, port, database; it stays the same over connections. */
void mst_redis_called(const struct mst_redis *redis, char *text, size_t size);

/* One word of a command. */
struct mst_redis_word {
	const void *bytes;
	size_t count;
};

/*
 * A command, and its reply, which the caller frees. -ENOSPC: the store has no memory left; -EACCES: it does not let
 * this user do so; -EPROTO: it refused or did not understand the command; -EAGAIN: it is starting or busy; other codes:
 * it cannot be reached. With a sentence.
 */
int mst_redis_call(struct mst_redis *redis, const struct mst_redis_word *words, size_t count, struct mst_reply **reply,
                   struct mst_error *err);

/* Whether a code of a call means that the store is away, and may be back later. */
bool mst_redis_is_away(int code);

/* The same of texts, the last one NULL. */
int mst_redis_ask(struct mst_redis *redis, struct mst_reply **reply, struct mst_error *err, ...);

void mst_reply_free(struct mst_reply *reply);

/* Elements; 0 of what is no list. */
size_t mst_reply_count(const struct mst_reply *reply);

/* NULL where there is none. NULL may be asked, too. */
const struct mst_reply *mst_reply_at(const struct mst_reply *reply, size_t i);

/* Closed by a NUL; "" of what is no text. */
const char *mst_reply_text(const struct mst_reply *reply);
const uint8_t *mst_reply_bytes(const struct mst_reply *reply, size_t *count);

/* A whole number that is not negative, as number or text; 0 of anything else. */
uint64_t mst_reply_number(const struct mst_reply *reply);

/* In a list of names and values, the value of this name; NULL. */
const struct mst_reply *mst_reply_named(const struct mst_reply *reply, const char *name);

#endif
