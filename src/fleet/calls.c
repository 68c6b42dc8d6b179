/* SPDX-License-Identifier: BSD-2-Clause */
/* calls.c - the calls of a worker; see store.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/fail.h"
#include "fleet/scripts.h"
#include "fleet/store.h"

#define NUMBER 24
#define SAYS 320

static int make_no_sense(const struct mst_fleet_place *place, struct mst_error *err)
{
	return mst_fail(err, -EBADMSG, "the store says of plan %s what makes no sense: another program wrote there",
	                place->id);
}

static const char *number(char text[NUMBER], uint64_t value)
{
	snprintf(text, NUMBER, "%" PRIu64, value);
	return text;
}

static enum mst_fleet_standing standing_of(const struct mst_reply *reply)
{
	static const char *const words[] = { "open", "paused", "stopped", "done" };

	for (int i = 0; i < MST_STANDING_GONE; i++) {
		if (strcmp(mst_reply_text(reply), words[i]) == 0)
			return (enum mst_fleet_standing)i;
	}
	return MST_STANDING_GONE;
}

static bool copy_text(char *to, size_t room, const struct mst_reply *reply)
{
	const char *text = mst_reply_text(reply);

	if (!*text || strlen(text) >= room)
		return false;
	strcpy(to, text);
	return true;
}

/* ---- take ---- */

static int make_token(char token[MST_FLEET_TOKEN], struct mst_error *err)
{
	uint8_t random[(MST_FLEET_TOKEN - 1) / 2];

	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return mst_fail(err, -errno, "no random numbers: %s", strerror(errno));
	for (size_t i = 0; i < sizeof random; i++)
		snprintf(token + 2 * i, 3, "%02x", random[i]);
	return 0;
}

static bool read_block(struct mst_fleet_block *block, const struct mst_reply *reply)
{
	block->epoch = mst_reply_number(mst_reply_at(reply, 3));
	block->first = mst_reply_number(mst_reply_at(reply, 4));
	block->end = mst_reply_number(mst_reply_at(reply, 5));
	block->tries = mst_reply_number(mst_reply_at(reply, 6));
	block->vantage = (unsigned)mst_reply_number(mst_reply_at(reply, 7));
	return block->vantage < MST_VANTAGES_MAX &&
	       copy_text(block->entry, sizeof block->entry, mst_reply_at(reply, 2)) && block->first < block->end;
}

static bool read_one_held(struct mst_fleet_held *held, const struct mst_reply *entry, const struct mst_reply *text)
{
	uint64_t epoch;

	return copy_text(held->entry, sizeof held->entry, entry) &&
	       sscanf(mst_reply_text(text), "%32s %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64,
	              held->token, &epoch, &held->first, &held->progress, &held->end, &held->rate_pps) == 6 &&
	       held->first <= held->progress && held->progress <= held->end;
}

static int read_held(struct mst_fleet_held **held, size_t *count, const struct mst_reply *list, struct mst_error *err)
{
	size_t most = mst_reply_count(list) / 2;

	*count = 0;
	*held = calloc(most + 1, sizeof **held);
	if (!*held)
		return mst_fail(err, -ENOMEM, "no memory for blocks");
	for (size_t i = 0; i < most; i++) {
		if (read_one_held(&(*held)[*count], mst_reply_at(list, 2 * i), mst_reply_at(list, 2 * i + 1)))
			++*count;
	}
	return 0;
}

static int read_taken(const struct mst_fleet_place *place, struct mst_fleet_taken *taken, const struct mst_reply *reply,
                      struct mst_error *err)
{
	taken->standing = standing_of(mst_reply_at(reply, 0));
	if (taken->standing != MST_STANDING_OPEN)
		return 0;
	taken->found = strcmp(mst_reply_text(mst_reply_at(reply, 1)), "block") == 0;
	if (taken->found && !read_block(&taken->block, reply))
		return make_no_sense(place, err);
	return taken->found ? 0 : read_held(&taken->held, &taken->held_count, mst_reply_at(reply, 2), err);
}

int mst_fleet_take(const struct mst_fleet_place *place, uint64_t size, struct mst_fleet_taken *taken,
                   struct mst_error *err)
{
	char text[NUMBER];
	struct mst_reply *reply;
	int code;

	*taken = (struct mst_fleet_taken){ 0 };
	code = make_token(taken->block.token, err);
	if (code == 0)
		code = mst_fleet_run(place->redis, mst_fleet_lua_take, place->id,
		                     (struct mst_redis_word[]){ mst_redis_text(place->worker),
		                                                mst_redis_text(taken->block.token),
		                                                mst_redis_text(number(text, size)) },
		                     3, &reply, err);
	if (code < 0)
		return code;
	code = read_taken(place, taken, reply, err);
	mst_reply_free(reply);
	return code;
}

int mst_fleet_look(const struct mst_fleet_place *place, struct mst_fleet_held **held, size_t *count,
                   struct mst_error *err)
{
	char key[96];
	struct mst_reply *reply;
	int code;

	*held = NULL;
	*count = 0;
	snprintf(key, sizeof key, "muster:{%s}:held", place->id);
	code = mst_redis_ask(place->redis, &reply, err, "HGETALL", key, NULL);
	if (code < 0)
		return code;
	code = read_held(held, count, reply, err);
	mst_reply_free(reply);
	return code;
}

int mst_fleet_split(const struct mst_fleet_place *place, const struct mst_fleet_held *held, uint64_t middle, bool *done,
                    struct mst_error *err)
{
	char text[NUMBER];
	struct mst_reply *reply;
	int code = mst_fleet_run(place->redis, mst_fleet_lua_split, place->id,
	                         (struct mst_redis_word[]){ mst_redis_text(held->entry), mst_redis_text(held->token),
	                                                    mst_redis_text(number(text, middle)) },
	                         3, &reply, err);

	*done = code == 0 && mst_reply_number(reply) == 1;
	mst_reply_free(reply);
	return code;
}

/* ---- beat, commit ---- */

int mst_fleet_beat(const struct mst_fleet_place *place, const struct mst_fleet_block *block, uint64_t progress,
                   uint64_t rate_pps, double missed, const char *says, struct mst_fleet_beat *beat,
                   struct mst_error *err)
{
	char at[NUMBER], rate[NUMBER], text[SAYS];
	struct mst_reply *reply;
	int code;

	*beat = (struct mst_fleet_beat){ 0 };
	snprintf(text, sizeof text, "%" PRIu64 " %.4f %s", rate_pps, missed, says);
	code = mst_fleet_run(place->redis, mst_fleet_lua_beat, place->id,
	                     (struct mst_redis_word[]){
				     mst_redis_text(place->worker),
				     mst_redis_text(text),
				     mst_redis_text(block ? block->entry : ""),
				     mst_redis_text(block ? block->token : ""),
				     mst_redis_text(number(at, progress)),
				     mst_redis_text(number(rate, rate_pps)),
			     },
	                     6, &reply, err);
	if (code < 0)
		return code;
	beat->standing = standing_of(mst_reply_at(reply, 0));
	beat->live = (unsigned)mst_reply_number(mst_reply_at(reply, 1));
	beat->holds = mst_reply_number(mst_reply_at(reply, 2)) == 1;
	beat->end = mst_reply_number(mst_reply_at(reply, 3));
	beat->left = mst_reply_number(mst_reply_at(reply, 4));
	mst_reply_free(reply);
	return 0;
}

/* The words behind the end of a commit: holes, chunks. Returns their number. */
static size_t put_pack(struct mst_redis_word *words, char texts[2 * MST_FLEET_HOLES_MAX + 1][NUMBER],
                       const struct mst_fleet_pack *pack)
{
	size_t holes = pack ? pack->hole_count : 0, count = 0;

	words[count++] = mst_redis_text(number(texts[0], holes));
	for (size_t i = 0; i < holes; i++) {
		words[count++] = mst_redis_text(number(texts[2 * i + 1], pack->holes[i].first));
		words[count++] = mst_redis_text(number(texts[2 * i + 2], pack->holes[i].end));
	}
	for (size_t i = 0; pack && i < pack->chunk_count; i++)
		words[count++] = (struct mst_redis_word){ pack->chunks[i].bytes, pack->chunks[i].count };
	return count;
}

int mst_fleet_commit(const struct mst_fleet_place *place, const struct mst_fleet_block *block, uint64_t until,
                     const struct mst_fleet_pack *pack, enum mst_fleet_outcome *outcome, struct mst_error *err)
{
	struct mst_redis_word words[5 + 2 * MST_FLEET_HOLES_MAX + MST_FLEET_CHUNKS_MAX];
	char text[NUMBER], texts[2 * MST_FLEET_HOLES_MAX + 1][NUMBER];
	struct mst_reply *reply;
	const char *said;
	size_t count;
	int code;

	words[0] = mst_redis_text(place->worker);
	words[1] = mst_redis_text(block->token);
	words[2] = mst_redis_text(block->entry);
	words[3] = mst_redis_text(number(text, until));
	count = put_pack(words + 4, texts, until > block->first ? pack : NULL);
	code = mst_fleet_run(place->redis, mst_fleet_lua_commit, place->id, words, 4 + count, &reply, err);
	if (code < 0)
		return code;
	said = mst_reply_text(reply);
	*outcome = strcmp(said, "gone") == 0      ? MST_FLEET_FORGOTTEN
	           : strcmp(said, "refused") == 0 ? MST_FLEET_REFUSED
	                                          : MST_FLEET_COMMITTED;
	mst_reply_free(reply);
	return 0;
}
