/* SPDX-License-Identifier: BSD-2-Clause */
/* replies.c - what follows from the calls of redis.c, with hiredis and without; see redis.h. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "fleet/redis.h"

const struct mst_reply *mst_reply_named(const struct mst_reply *reply, const char *name)
{
	for (size_t i = 0; i + 1 < mst_reply_count(reply); i += 2) {
		if (strcmp(mst_reply_text(mst_reply_at(reply, i)), name) == 0)
			return mst_reply_at(reply, i + 1);
	}
	return NULL;
}

bool mst_redis_is_away(int code)
{
	static const int codes[] = { ECONNREFUSED, ECONNRESET, ECONNABORTED, ETIMEDOUT, EPIPE,        EHOSTUNREACH,
		                     ENETUNREACH,  ENETDOWN,   ENETRESET,    EAGAIN,    EADDRNOTAVAIL };

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		if (code == -codes[i])
			return true;
	}
	return false;
}

int mst_redis_ask(struct mst_redis *redis, struct mst_reply **reply, struct mst_error *err, ...)
{
	struct mst_redis_word words[MST_REDIS_ASK_MAX];
	size_t count = 0;
	const char *text;
	va_list list;

	va_start(list, err);
	while (count < MST_REDIS_ASK_MAX && (text = va_arg(list, const char *)))
		words[count++] = (struct mst_redis_word){ text, strlen(text) };
	va_end(list);
	return mst_redis_call(redis, words, count, reply, err);
}
