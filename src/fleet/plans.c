/* SPDX-License-Identifier: BSD-2-Clause */
/* plans.c - plans as a whole: submitted, fetched, found, told, stopped; see store.h. */
#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "fleet/handle.h"
#include "fleet/scripts.h"
#include "fleet/store.h"
#include "fleet/zip.h"

#define AGAIN_NS (500 * MST_NS_PER_MS)
#define INSIST_NS (15 * MST_NS_PER_SECOND) /* a store that crashed is started again in less */
#define NUMBER 24
#define KEY 96
#define FIELDS 18

static const char *number(char text[NUMBER], uint64_t value)
{
	snprintf(text, NUMBER, "%" PRIu64, value);
	return text;
}

/* ---- submit ---- */

static int put(struct mst_redis *redis, const struct mst_fleet_task *task, const struct mst_fleet_order *order,
               const struct mst_bytes *packed, const struct mst_bytes *settings, struct mst_error *err)
{
	const struct mst_space *space = mst_fleet_space(task);
	const struct mst_scan_rate *rate = &order->scan->rate;
	uint64_t max_pps = rate->pps != MST_RATE_AUTO ? rate->pps : rate->max_pps;
	char begin[NUMBER], end[NUMBER], lease[NUMBER], most[NUMBER], created[NUMBER], version[NUMBER],
		vantages[NUMBER];
	const char *id = task->run.words.id;
	struct mst_reply *reply;
	struct mst_redis_word words[2 + 2 * FIELDS];
	size_t count = 0;
	int code;

	number(created, mst_wall_ns() / MST_NS_PER_MS);
	number(begin, space->begin);
	words[count++] = mst_redis_text(id);
	words[count++] = mst_redis_text(created);
#define FIELD(name, value) (words[count++] = mst_redis_text(name), words[count++] = (value))
	FIELD("version", mst_redis_text(number(version, MST_FLEET_VERSION)));
	FIELD("record", ((struct mst_redis_word){ packed->bytes, packed->count }));
	FIELD("settings", ((struct mst_redis_word){ settings->bytes, settings->count }));
	FIELD("line", mst_redis_text(order->line));
	FIELD("created", mst_redis_text(created));
	FIELD("lease", mst_redis_text(number(lease, order->lease_ns / MST_NS_PER_MS)));
	FIELD("max_pps", mst_redis_text(number(most, max_pps)));
	FIELD("begin", mst_redis_text(begin));
	FIELD("end", mst_redis_text(number(end, space->end)));
	FIELD("vantages", mst_redis_text(number(vantages, order->vantages)));
	FIELD("next", mst_redis_text(begin));
	FIELD("next1", mst_redis_text(begin));
	FIELD("next2", mst_redis_text(begin));
	FIELD("next3", mst_redis_text(begin));
	FIELD("state", mst_redis_text("open"));
	FIELD("done", mst_redis_text("0"));
	FIELD("collected", mst_redis_text("0"));
#undef FIELD
	code = mst_fleet_run(redis, mst_fleet_lua_submit, id, words, count, &reply, err);
	mst_reply_free(reply);
	return code;
}

/* One that goes away before it answers may have the plan, or not: it takes it once. */
static int insist(struct mst_redis *redis, const struct mst_fleet_task *task, const struct mst_fleet_order *order,
                  const struct mst_bytes *packed, const struct mst_bytes *settings, struct mst_error *err)
{
	uint64_t until_ns = mst_now_ns() + INSIST_NS;
	int code = put(redis, task, order, packed, settings, err);
	struct mst_error away;

	if (!mst_redis_is_away(code))
		return code;
	while (mst_redis_is_away(code) && mst_now_ns() < until_ns) {
		mst_sleep_until_ns(mst_now_ns() + AGAIN_NS);
		code = put(redis, task, order, packed, settings, err);
	}
	away = *err;
	return code == 0 ? 0
	                 : mst_fail(err, code, "%s; muster fleet status tells later whether it has the plan %s",
	                            away.text, task->run.words.id);
}

int mst_fleet_submit(struct mst_fleet *fleet, const struct mst_fleet_order *order, char id[MST_JOURNAL_ID],
                     struct mst_error *err)
{
	struct mst_bytes packed = { 0 }, settings = { 0 };
	struct mst_fleet_task task;
	int code = mst_fleet_task_make(&task, order, err);

	if (code < 0)
		return code;
	mst_zip(&packed, task.record.bytes, task.record.count);
	mst_fleet_settings_put(&settings, order->scan);
	code = packed.failed || settings.failed ? mst_fail(err, -ENOMEM, "no memory for the plan")
	                                        : insist(fleet->redis, &task, order, &packed, &settings, err);
	if (code == 0)
		memcpy(id, task.run.words.id, MST_JOURNAL_ID);
	mst_bytes_free(&packed);
	mst_bytes_free(&settings);
	mst_fleet_task_free(&task);
	return code;
}

/* ---- fetch, find ---- */

int mst_fleet_fetch(struct mst_redis *redis, const char *id, struct mst_fleet_task *task, struct mst_fleet_terms *terms,
                    struct mst_error *err)
{
	char key[KEY];
	struct mst_reply *reply;
	struct mst_reader packed, settings;
	uint64_t version, vantages;
	int code;

	*task = (struct mst_fleet_task){ 0 };
	snprintf(key, sizeof key, "muster:{%s}:plan", id);
	code = mst_redis_ask(redis, &reply, err, "HMGET", key, "record", "settings", "version", "max_pps", "vantages",
	                     NULL);
	if (code < 0)
		return code;
	packed.at = mst_reply_bytes(mst_reply_at(reply, 0), &packed.left);
	settings.at = mst_reply_bytes(mst_reply_at(reply, 1), &settings.left);
	packed.short_read = settings.short_read = false;
	version = mst_reply_number(mst_reply_at(reply, 2));
	vantages = mst_reply_number(mst_reply_at(reply, 4));
	*terms = (struct mst_fleet_terms){ mst_reply_number(mst_reply_at(reply, 3)), (unsigned)vantages };
	if (!packed.at || !settings.at)
		code = mst_fail(err, -ENOENT, "%s: the store has no such plan", id);
	else if (version != MST_FLEET_VERSION)
		code = mst_fail(err, -ENOTSUP, "plan %s is of version %" PRIu64 ": this muster knows version %d", id,
		                version, MST_FLEET_VERSION);
	else if (vantages < 1 || vantages > MST_VANTAGES_MAX)
		code = mst_fail(err, -EBADMSG, "plan %s is damaged: it has no number of vantages", id);
	else
		code = mst_fleet_task_read(task, id, &packed, &settings, err);
	mst_reply_free(reply);
	if (code == 0 && strcmp(task->run.words.id, id) != 0) {
		mst_fleet_task_free(task);
		return mst_fail(err, -EBADMSG, "plan %s is damaged: its record has another ID", id);
	}
	return code;
}

int mst_fleet_ids(struct mst_redis *redis, char (**ids)[MST_JOURNAL_ID], size_t *count, struct mst_error *err)
{
	struct mst_reply *reply;
	int code = mst_redis_ask(redis, &reply, err, "ZRANGE", "muster:plans", "0", "-1", NULL);

	*ids = NULL;
	*count = 0;
	if (code < 0)
		return code;
	*ids = calloc(mst_reply_count(reply) + 1, sizeof **ids);
	if (!*ids)
		code = mst_fail(err, -ENOMEM, "no memory for plans");
	for (size_t i = 0; i < mst_reply_count(reply) && code == 0; i++) {
		const char *id = mst_reply_text(mst_reply_at(reply, i));

		/* An ID becomes a part of keys and of file names. */
		if (strlen(id) < MST_JOURNAL_ID && id[strspn(id, "0123456789abcdef-")] == '\0' && *id)
			strcpy((*ids)[(*count)++], id);
	}
	mst_reply_free(reply);
	return code;
}

int mst_fleet_find(struct mst_redis *redis, const char *word, char id[MST_JOURNAL_ID], struct mst_error *err)
{
	char(*ids)[MST_JOURNAL_ID];
	size_t count, found = 0;
	int code = mst_fleet_ids(redis, &ids, &count, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < count; i++) {
		if (strncmp(ids[i], word, strlen(word)) != 0)
			continue;
		memcpy(id, ids[i], MST_JOURNAL_ID);
		found = strcmp(ids[i], word) == 0 ? 1 : found + 1;
	}
	free(ids);
	if (found == 0)
		return mst_fail(err, -ENOENT, "%s: the store has no such plan; muster fleet status lists them", word);
	return found > 1 ? mst_fail(err, -EINVAL, "%s: %zu plans begin so; expected more of the ID", word, found) : 0;
}

/* ---- commands ---- */

static int run_state(struct mst_redis *redis, const char *id, const char *state, struct mst_error *err)
{
	struct mst_redis_word word = mst_redis_text(state);
	struct mst_reply *reply;
	int code = mst_fleet_run(redis, mst_fleet_lua_state, id, &word, 1, &reply, err);

	if (code == 0 && strcmp(mst_reply_text(reply), "done") == 0)
		code = mst_fail(err, -EALREADY, "plan %s is done: there is nothing to stop or to resume", id);
	mst_reply_free(reply);
	return code;
}

static int run_forget(struct mst_redis *redis, const char *id, bool force, struct mst_error *err)
{
	struct mst_redis_word words[] = { mst_redis_text(id), mst_redis_text(force ? "1" : "0") };
	struct mst_reply *reply;
	int code = mst_fleet_run(redis, mst_fleet_lua_forget, id, words, 2, &reply, err);

	if (code == 0 && strcmp(mst_reply_text(reply), "open") == 0)
		code = mst_fail(err, -EBUSY, "plan %s is open: expected muster fleet stop before, or --force", id);
	if (code == 0 && strcmp(mst_reply_text(reply), "kept") == 0)
		code = mst_fail(err, -EBUSY,
		                "plan %s has results that no collector has yet: expected muster fleet report before, "
		                "or --force",
		                id);
	mst_reply_free(reply);
	return code;
}

int mst_fleet_command(struct mst_fleet *fleet, const char *word, enum mst_fleet_action action, bool force,
                      struct mst_error *err)
{
	static const char *const states[] = { "stopped", "paused", "open" };
	char id[MST_JOURNAL_ID];
	int code = mst_fleet_find(fleet->redis, word, id, err);

	if (code < 0)
		return code;
	return action == MST_FLEET_FORGET ? run_forget(fleet->redis, id, force, err)
	                                  : run_state(fleet->redis, id, states[action], err);
}
