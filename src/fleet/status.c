/* SPDX-License-Identifier: BSD-2-Clause */
/* status.c - what the store says of plans and workers; see muster/fleet.h. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "fleet/handle.h"
#include "fleet/store.h"

#define KEY 96

struct look {
	struct mst_redis *redis;
	const char *id;
	struct mst_error *err;
	uint64_t now_ms;
};

static int ask(const struct look *look, struct mst_reply **reply, const char *command, const char *name, const char *a,
               const char *b, const char *c)
{
	char key[KEY];

	snprintf(key, sizeof key, "muster:{%s}:%s", look->id, name);
	return mst_redis_ask(look->redis, reply, look->err, command, key, a, b, c, NULL);
}

static int count_of(const struct look *look, const char *command, const char *name, uint64_t *count)
{
	struct mst_reply *reply;
	int code = ask(look, &reply, command, name, NULL, NULL, NULL);

	*count = code == 0 ? mst_reply_number(reply) : 0;
	mst_reply_free(reply);
	return code;
}

/* ---- the plan ---- */

static enum mst_fleet_state state_of(const char *word)
{
	for (int i = MST_FLEET_OPEN; i < MST_FLEET_DONE; i++) {
		if (strcmp(word, mst_fleet_state_word((enum mst_fleet_state)i)) == 0)
			return (enum mst_fleet_state)i;
	}
	return MST_FLEET_DONE;
}

static int look_at_plan(const struct look *look, struct mst_fleet_plan *plan)
{
	struct mst_reply *reply;
	uint64_t begin, end;
	int code = ask(look, &reply, "HGETALL", "plan", NULL, NULL, NULL);

	if (code < 0)
		return code;
#define NUMBER(name) mst_reply_number(mst_reply_named(reply, name))
	begin = NUMBER("begin");
	end = NUMBER("end");
	plan->vantages = (unsigned)NUMBER("vantages");
	plan->total = end > begin ? (end - begin) * plan->vantages : 0;
	plan->done = NUMBER("done");
	plan->collected = NUMBER("collected");
	plan->taken_over = NUMBER("taken_over");
	plan->split = NUMBER("split");
	plan->refused = NUMBER("refused");
	plan->max_pps = NUMBER("max_pps");
	plan->created_ns = NUMBER("created") * MST_NS_PER_MS;
#undef NUMBER
	plan->state = state_of(mst_reply_text(mst_reply_named(reply, "state")));
	snprintf(plan->line, sizeof plan->line, "%s", mst_reply_text(mst_reply_named(reply, "line")));
	snprintf(plan->id, sizeof plan->id, "%s", look->id);
	mst_reply_free(reply);
	code = count_of(look, "HLEN", "held", &plan->held);
	if (code == 0)
		code = count_of(look, "XLEN", "offers", &plan->offered);
	plan->offered -= plan->offered > plan->held ? plan->held : plan->offered;
	return code;
}

/* ---- its workers ---- */

/* "rate missed text" */
static void read_says(struct mst_fleet_worker *worker, const char *text)
{
	char *end;

	worker->rate_pps = (double)strtoull(text, &end, 10);
	worker->missed = strtod(end, &end);
	if (!isfinite(worker->missed) || worker->missed > 1)
		worker->missed = -1;
	if (*end == ' ')
		snprintf(worker->says, sizeof worker->says, "%s", end + 1);
}

static void read_workers(struct mst_fleet_plan *plan, const struct mst_reply *reply)
{
	for (size_t i = 0; i + 1 < mst_reply_count(reply); i += 2) {
		const char *name = mst_reply_text(mst_reply_at(reply, i));
		struct mst_fleet_worker *worker = &plan->workers[plan->worker_count];

		if (strncmp(name, "last:", 5) == 0 || strlen(name) >= MST_FLEET_NAME)
			continue;
		strcpy(worker->name, name);
		worker->silent_ns = UINT64_MAX;
		read_says(worker, mst_reply_text(mst_reply_at(reply, i + 1)));
		plan->worker_count++;
	}
}

static struct mst_fleet_worker *find_worker(struct mst_fleet_plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->worker_count; i++) {
		if (strcmp(plan->workers[i].name, name) == 0)
			return &plan->workers[i];
	}
	return NULL;
}

static void read_beats(struct mst_fleet_plan *plan, const struct mst_reply *reply, uint64_t now_ms)
{
	for (size_t i = 0; i + 1 < mst_reply_count(reply); i += 2) {
		struct mst_fleet_worker *worker = find_worker(plan, mst_reply_text(mst_reply_at(reply, i)));
		uint64_t at_ms = mst_reply_number(mst_reply_at(reply, i + 1));

		if (worker)
			worker->silent_ns = at_ms < now_ms ? (now_ms - at_ms) * MST_NS_PER_MS : 0;
	}
}

static void read_held(struct mst_fleet_plan *plan, const struct mst_reply *reply)
{
	for (size_t i = 1; i < mst_reply_count(reply); i += 2) {
		uint64_t first, progress, end;
		char name[MST_FLEET_NAME];
		unsigned vantage;
		struct mst_fleet_worker *worker;

		if (sscanf(mst_reply_text(mst_reply_at(reply, i)),
		           "%*s %*u %" SCNu64 " %" SCNu64 " %" SCNu64 " %*u %*u %u %64s", &first, &progress, &end,
		           &vantage, name) != 5)
			continue;
		worker = find_worker(plan, name);
		if (!worker || first > progress || progress > end)
			continue;
		worker->first = first;
		worker->end = end;
		worker->done = progress - first;
		worker->vantage = vantage;
	}
}

static int look_at_workers(const struct look *look, struct mst_fleet_plan *plan)
{
	struct mst_reply *workers, *beats = NULL, *held = NULL;
	int code = ask(look, &workers, "HGETALL", "workers", NULL, NULL, NULL);

	if (code == 0)
		code = ask(look, &beats, "ZRANGE", "beats", "0", "-1", "WITHSCORES");
	if (code == 0)
		code = ask(look, &held, "HGETALL", "held", NULL, NULL, NULL);
	if (code == 0) {
		plan->workers = calloc(mst_reply_count(workers) / 2 + 1, sizeof *plan->workers);
		code = plan->workers ? 0 : mst_fail(look->err, -ENOMEM, "no memory for workers");
	}
	if (code == 0) {
		read_workers(plan, workers);
		read_beats(plan, beats, look->now_ms);
		read_held(plan, held);
	}
	mst_reply_free(workers);
	mst_reply_free(beats);
	mst_reply_free(held);
	return code;
}

/* ---- all of them ---- */

static int look_at_clock(struct look *look)
{
	struct mst_reply *reply;
	int code = mst_redis_ask(look->redis, &reply, look->err, "TIME", NULL);

	if (code == 0)
		look->now_ms = mst_reply_number(mst_reply_at(reply, 0)) * 1000 +
		               mst_reply_number(mst_reply_at(reply, 1)) / 1000;
	mst_reply_free(reply);
	return code;
}

int mst_fleet_plans(struct mst_fleet *fleet, const char *word, struct mst_fleet_plan **plans, size_t *count,
                    struct mst_error *err)
{
	struct look look = { .redis = fleet->redis, .err = err };
	char(*ids)[MST_JOURNAL_ID] = NULL, id[MST_JOURNAL_ID];
	size_t all = 0;
	int code = word ? mst_fleet_find(fleet->redis, word, id, err) : 0;

	*plans = NULL;
	*count = 0;
	if (code == 0)
		code = mst_fleet_ids(fleet->redis, &ids, &all, err);
	if (code == 0)
		code = look_at_clock(&look);
	if (code == 0 && !(*plans = calloc(all + 1, sizeof **plans)))
		code = mst_fail(err, -ENOMEM, "no memory for plans");
	for (size_t i = 0; i < all && code == 0; i++) {
		if (word && strcmp(ids[i], id) != 0)
			continue;
		look.id = ids[i];
		code = look_at_plan(&look, &(*plans)[(*count)++]);
		if (code == 0)
			code = look_at_workers(&look, &(*plans)[*count - 1]);
	}
	free(ids);
	if (code < 0) {
		mst_fleet_plans_free(*plans, *count);
		*plans = NULL;
	}
	return code;
}

void mst_fleet_plans_free(struct mst_fleet_plan *plans, size_t count)
{
	for (size_t i = 0; plans && i < count; i++)
		free(plans[i].workers);
	free(plans);
}
