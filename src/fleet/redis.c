/* SPDX-License-Identifier: BSD-2-Clause */
/* redis.c - see redis.h. A build without hiredis has a sentence only. */
#include "fleet/redis.h"

#include <errno.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "fleet/link.h"

#ifdef MST_HAVE_HIREDIS
#include <hiredis.h>

const char *mst_fleet_absence(void)
{
	return NULL;
}

#define CONNECT_NS (5 * MST_NS_PER_SECOND)
#define CALL_NS (10 * MST_NS_PER_SECOND)
#define RECEIVED 65536
#define REPLY_MAX (UINT64_C(256) << 20) /* a store that sends more is none of ours */
#define WORDS_MAX (MST_REDIS_WORDS_MAX + 16)

struct mst_redis {
	struct mst_fleet_address address;
	char *user, *password, *ca_file;
	struct mst_fleet_link *link; /* NULL: it broke */
	redisReader *reader;
};

static void hang_up(struct mst_redis *redis)
{
	mst_fleet_link_close(redis->link);
	redis->link = NULL;
	if (redis->reader)
		redisReaderFree(redis->reader);
	redis->reader = NULL;
}

void mst_redis_close(struct mst_redis *redis)
{
	if (!redis)
		return;
	hang_up(redis);
	if (redis->password)
		explicit_bzero(redis->password, strlen(redis->password));
	free(redis->user);
	free(redis->password);
	free(redis->ca_file);
	free(redis);
}

/* ---- one command ---- */

static int fail_link(struct mst_redis *redis, int code, struct mst_error *err)
{
	hang_up(redis);
	return mst_fail(err, code, "the store at %s port %s %s", redis->address.host, redis->address.port,
	                code == -ETIMEDOUT ? "does not answer" : "ended the connection");
}

static int receive(struct mst_redis *redis, struct mst_reply **reply, struct mst_error *err)
{
	uint64_t received = 0;
	char bytes[RECEIVED];
	void *got = NULL;

	while (redisReaderGetReply(redis->reader, &got) == REDIS_OK && !got) {
		ssize_t count = mst_fleet_link_receive(redis->link, bytes, sizeof bytes, CALL_NS);

		if (count < 0)
			return fail_link(redis, (int)count, err);
		received += (uint64_t)count;
		if (received > REPLY_MAX || redisReaderFeed(redis->reader, bytes, (size_t)count) != REDIS_OK)
			break;
	}
	if (!got) {
		hang_up(redis);
		return mst_fail(err, -EPROTO, "what answers at %s port %s is no Redis", redis->address.host,
		                redis->address.port);
	}
	*reply = got;
	return 0;
}

/* An error that the store says begins with a word. */
static const struct {
	const char *word;
	int code;
	const char *meaning;
} errors[] = {
	{ "OOM", -ENOSPC, "has no memory left (maxmemory)" },
	{ "MISCONF", -ENOSPC, "cannot write to its disk" },
	{ "NOAUTH", -EACCES, "wants a password: expected --auth-file, or MUSTER_FLEET_AUTH" },
	{ "WRONGPASS", -EACCES, "does not accept this user and password" },
	{ "NOPERM", -EACCES, "does not let this user do what a fleet needs" },
	{ "LOADING", -EAGAIN, "is starting" },
	{ "BUSY", -EAGAIN, "is busy with a script" },
	{ "READONLY", -EAGAIN, "is a replica that cannot be written" },
	{ "MASTERDOWN", -EAGAIN, "is a replica without its master" },
};

static int fail_reply(const struct mst_redis *redis, const char *text, struct mst_error *err)
{
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		size_t length = strlen(errors[i].word);
		const char *at = strstr(text, errors[i].word);

		/* Errors within a script name the script first, or do not. */
		if (at && (at == text || strncmp(text, "ERR Error", 9) == 0 || at[-1] == ' ' || at[-1] == '-') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return mst_fail(err, errors[i].code, "the store at %s port %s %s", redis->address.host,
			                redis->address.port, errors[i].meaning);
	}
	return mst_fail(err, -EPROTO, "the store at %s port %s refused: %.160s", redis->address.host,
	                redis->address.port, text);
}

static int converse(struct mst_redis *redis, const struct mst_redis_word *words, size_t count, struct mst_reply **reply,
                    struct mst_error *err)
{
	const char *texts[WORDS_MAX];
	size_t sizes[WORDS_MAX];
	char *command = NULL;
	long long length; /* an int before hiredis 1.0 */
	int code;

	*reply = NULL;
	if (count > WORDS_MAX)
		return mst_fail(err, -EINVAL, "too many words for the store");
	for (size_t i = 0; i < count; i++) {
		texts[i] = words[i].bytes;
		sizes[i] = words[i].count;
	}
	length = redisFormatCommandArgv(&command, (int)count, texts, sizes);
	if (length < 0)
		return mst_fail(err, -ENOMEM, "no memory for a command to the store");
	code = mst_fleet_link_send(redis->link, command, (size_t)length, CALL_NS);
	redisFreeCommand(command);
	if (code < 0)
		return fail_link(redis, code, err);
	code = receive(redis, reply, err);
	if (code == 0 && ((const redisReply *)*reply)->type == REDIS_REPLY_ERROR) {
		code = fail_reply(redis, ((const redisReply *)*reply)->str, err);
		mst_reply_free(*reply);
		*reply = NULL;
	}
	return code;
}

/* ---- connecting ---- */

static int introduce(struct mst_redis *redis, struct mst_error *err)
{
	const struct mst_redis_word words[] = {
		{ "AUTH", 4 },
		{ redis->user ? redis->user : redis->password, strlen(redis->user ? redis->user : redis->password) },
		{ redis->password, strlen(redis->password) },
	};
	struct mst_reply *reply;
	int code = converse(redis, words, redis->user ? 3 : 2, &reply, err);

	mst_reply_free(reply);
	/* "ERR AUTH <password> called without any password configured" */
	return code == -EPROTO
	               ? mst_fail(err, -EACCES, "the store at %s port %s does not accept this user and password",
	                          redis->address.host, redis->address.port)
	               : code;
}

static int choose_database(struct mst_redis *redis, struct mst_error *err)
{
	char number[16];
	struct mst_redis_word words[] = { { "SELECT", 6 }, { number, 0 } };
	struct mst_reply *reply;
	int code;

	words[1].count = (size_t)snprintf(number, sizeof number, "%u", redis->address.database);
	code = converse(redis, words, 2, &reply, err);
	mst_reply_free(reply);
	return code;
}

static int hook_up(struct mst_redis *redis, struct mst_error *err)
{
	int code = mst_fleet_link_open(&redis->link, &redis->address, redis->ca_file, CONNECT_NS, err);

	if (code < 0)
		return code;
	redis->reader = redisReaderCreate();
	if (!redis->reader)
		code = mst_fail(err, -ENOMEM, "no memory for replies of the store");
	if (code == 0 && redis->password)
		code = introduce(redis, err);
	if (code == 0)
		code = choose_database(redis, err);
	if (code < 0)
		hang_up(redis);
	return code;
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

int mst_redis_open(struct mst_redis **out, const struct mst_fleet_store *store, struct mst_error *err)
{
	struct mst_redis *redis = calloc(1, sizeof *redis);
	int code;

	*out = NULL;
	if (!redis)
		return mst_fail(err, -ENOMEM, "no memory for a connection");
	redis->user = copy(store->user);
	redis->password = copy(store->password);
	redis->ca_file = copy(store->ca_file);
	code = mst_fleet_address_read(&redis->address, store->url, err);
	if (code == 0)
		code = hook_up(redis, err);
	if (code < 0) {
		mst_redis_close(redis);
		return code;
	}
	*out = redis;
	return 0;
}

void mst_redis_called(const struct mst_redis *redis, char *text, size_t size)
{
	snprintf(text, size, "%s port %s, database %u", redis->address.host, redis->address.port,
	         redis->address.database);
}

int mst_redis_call(struct mst_redis *redis, const struct mst_redis_word *words, size_t count, struct mst_reply **reply,
                   struct mst_error *err)
{
	int code = redis->link ? 0 : hook_up(redis, err);

	*reply = NULL;
	return code < 0 ? code : converse(redis, words, count, reply, err);
}

/* ---- replies ---- */

void mst_reply_free(struct mst_reply *reply)
{
	if (reply)
		freeReplyObject(reply);
}

size_t mst_reply_count(const struct mst_reply *reply)
{
	const redisReply *is = (const redisReply *)reply;

	return is && is->type == REDIS_REPLY_ARRAY ? is->elements : 0;
}

const struct mst_reply *mst_reply_at(const struct mst_reply *reply, size_t i)
{
	return i < mst_reply_count(reply) ? (const struct mst_reply *)((const redisReply *)reply)->element[i] : NULL;
}

const uint8_t *mst_reply_bytes(const struct mst_reply *reply, size_t *count)
{
	const redisReply *is = (const redisReply *)reply;

	*count = 0;
	if (!is || (is->type != REDIS_REPLY_STRING && is->type != REDIS_REPLY_STATUS))
		return NULL;
	*count = (size_t)is->len;
	return (const uint8_t *)is->str;
}

uint64_t mst_reply_number(const struct mst_reply *reply)
{
	const redisReply *is = (const redisReply *)reply;
	char *end;
	unsigned long long number;

	if (is && is->type == REDIS_REPLY_INTEGER)
		return is->integer > 0 ? (uint64_t)is->integer : 0;
	errno = 0;
	number = strtoull(mst_reply_text(reply), &end, 10);
	return *end || errno || *mst_reply_text(reply) == '-' ? 0 : number;
}

#else /* without hiredis */

const char *mst_fleet_absence(void)
{
	return "fleet is missing: this muster was built without hiredis (Debian: apt install libhiredis-dev, and build "
	       "again)";
}

int mst_redis_open(struct mst_redis **out, const struct mst_fleet_store *store, struct mst_error *err)
{
	struct mst_fleet_address address;
	int code = mst_fleet_address_read(&address, store->url, err);

	*out = NULL;
	return code < 0 ? code : mst_fail(err, -ENOTSUP, "%s", mst_fleet_absence());
}

void mst_redis_close(struct mst_redis *redis)
{
	(void)redis;
}

void mst_redis_called(const struct mst_redis *redis, char *text, size_t size)
{
	(void)redis;
	snprintf(text, size, "-");
}

int mst_redis_call(struct mst_redis *redis, const struct mst_redis_word *words, size_t count, struct mst_reply **reply,
                   struct mst_error *err)
{
	(void)redis;
	(void)words;
	(void)count;
	*reply = NULL;
	return mst_fail(err, -ENOTSUP, "%s", mst_fleet_absence());
}

void mst_reply_free(struct mst_reply *reply)
{
	(void)reply;
}

size_t mst_reply_count(const struct mst_reply *reply)
{
	(void)reply;
	return 0;
}

const struct mst_reply *mst_reply_at(const struct mst_reply *reply, size_t i)
{
	(void)reply;
	(void)i;
	return NULL;
}

const uint8_t *mst_reply_bytes(const struct mst_reply *reply, size_t *count)
{
	(void)reply;
	*count = 0;
	return NULL;
}

uint64_t mst_reply_number(const struct mst_reply *reply)
{
	(void)reply;
	return 0;
}

#endif

/* ---- by the calls above ---- */

const char *mst_reply_text(const struct mst_reply *reply)
{
	size_t count;
	const uint8_t *bytes = mst_reply_bytes(reply, &count);

	return bytes ? (const char *)bytes : "";
}
