/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scripts.c - see scripts.h. Numbers stay below 2^53, and go back as %.0f: Lua counts in doubles. What the memory of
 * the store may refuse comes before all else, so that a script changes everything or nothing.
 */
#include "fleet/scripts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define KEYS 6
#define KEY_TEXT 64

/* clang-format off */
#define LUA_WHOLE "local function whole(n) return string.format('%.0f', n) end\n"
#define LUA_NOW "local function now() local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000) end\n"

const char mst_fleet_lua_submit[] =
	"redis.call('HSET', KEYS[1], unpack(ARGV, 3))\n"
	"redis.call('XGROUP', 'CREATE', KEYS[2], 'workers', '0', 'MKSTREAM')\n"
	"redis.call('ZADD', 'muster:plans', ARGV[2], ARGV[1])\n"
	"return 1\n";

const char mst_fleet_lua_take[] =
	LUA_WHOLE
	"local plan = redis.call('HMGET', KEYS[1], 'state', 'lease', 'next', 'end')\n"
	"if plan[1] ~= 'open' then return {plan[1] or 'gone'} end\n"
	"local found, at = nil, '0-0'\n"
	"repeat\n"
	"  local r = redis.call('XAUTOCLAIM', KEYS[2], 'workers', ARGV[1], plan[2], at, 'COUNT', 1)\n"
	"  at, found = r[1], r[2][1]\n"
	"until found or at == '0-0'\n"
	"if found then redis.call('HINCRBY', KEYS[1], 'taken_over', 1) end\n"
	"local function more()\n"
	"  local r = redis.call('XREADGROUP', 'GROUP', 'workers', ARGV[1], 'COUNT', 1, 'STREAMS', KEYS[2], '>')\n"
	"  return r and r[1] and r[1][2][1]\n"
	"end\n"
	"found = found or more()\n"
	"if not found and tonumber(plan[3]) < tonumber(plan[4]) then\n"
	"  local to = math.min(plan[3] + ARGV[3], tonumber(plan[4]))\n"
	"  redis.call('XADD', KEYS[2], '*', 'a', plan[3], 'b', whole(to), 't', '0')\n"
	"  redis.call('HSET', KEYS[1], 'next', whole(to))\n"
	"  found = more()\n"
	"end\n"
	"if not found then return {'open', 'none', redis.call('HGETALL', KEYS[3])} end\n"
	"local epoch, a, b, t = 1, found[2][2], found[2][4], found[2][6]\n"
	"local held = redis.call('HGET', KEYS[3], found[1])\n"
	"if held then\n"
	"  local e, c = held:match('^%S+ (%d+) %d+ %d+ (%d+)')\n"
	"  epoch, b = e + 1, c\n"
	"end\n"
	"redis.call('HSET', KEYS[3], found[1], table.concat({ARGV[2], whole(epoch), a, a, b, '0', t, ARGV[1]}, ' '))\n"
	"return {'open', 'block', found[1], whole(epoch), a, b, t}\n";

const char mst_fleet_lua_split[] =
	"local held = redis.call('HGET', KEYS[3], ARGV[1])\n"
	"if not held or redis.call('HGET', KEYS[1], 'state') ~= 'open' then return 0 end\n"
	"local token, epoch, a, p, b, rest = held:match('^(%S+) (%d+) (%d+) (%d+) (%d+) (.*)$')\n"
	"local m = tonumber(ARGV[3])\n"
	"if token ~= ARGV[2] or m <= tonumber(p) or m <= tonumber(a) or m >= tonumber(b) then return 0 end\n"
	"redis.call('XADD', KEYS[2], '*', 'a', ARGV[3], 'b', b, 't', rest:match('^%d+ (%d+)'))\n"
	"redis.call('HSET', KEYS[3], ARGV[1], table.concat({token, epoch, a, p, ARGV[3], rest}, ' '))\n"
	"redis.call('HINCRBY', KEYS[1], 'split', 1)\n"
	"return 1\n";

const char mst_fleet_lua_beat[] =
	LUA_NOW
	"local plan = redis.call('HMGET', KEYS[1], 'state', 'next', 'end')\n"
	"if not plan[1] then return {'gone'} end\n"
	"local ms, holds, till = now(), '0', '0'\n"
	"redis.call('ZADD', KEYS[5], ms, ARGV[1])\n"
	"redis.call('HSET', KEYS[6], ARGV[1], ARGV[2])\n"
	"local held = ARGV[3] ~= '' and redis.call('HGET', KEYS[3], ARGV[3])\n"
	"if held then\n"
	"  local token, epoch, a, p, b, t = held:match('^(%S+) (%d+) (%d+) (%d+) (%d+) %d+ (%d+)')\n"
	"  if token == ARGV[4] then\n"
	"    local held = table.concat({token, epoch, a, ARGV[5], b, ARGV[6], t, ARGV[1]}, ' ')\n"
	"    redis.call('HSET', KEYS[3], ARGV[3], held)\n"
	"    redis.call('XCLAIM', KEYS[2], 'workers', ARGV[1], 0, ARGV[3], 'JUSTID')\n"
	"    holds, till = '1', b\n"
	"  end\n"
	"end\n"
	"if ARGV[3] ~= '' and holds == '0' then redis.call('HINCRBY', KEYS[1], 'refused', 1) end\n"
	"return {plan[1], redis.call('ZCOUNT', KEYS[5], ms - 1500, '+inf'), holds, till, plan[2], plan[3]}\n";

const char mst_fleet_lua_commit[] =
	LUA_WHOLE
	"if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end\n"
	"local held = redis.call('HGET', KEYS[3], ARGV[3])\n"
	"local token, a, b, t\n"
	"if held then token, a, b, t = held:match('^(%S+) %d+ (%d+) %d+ (%d+) %d+ (%d+)') end\n"
	"if token ~= ARGV[2] then\n"
	"  if redis.call('HGET', KEYS[6], 'last:' .. ARGV[1]) == ARGV[2] then return 'again' end\n"
	"  redis.call('HINCRBY', KEYS[1], 'refused', 1)\n"
	"  return 'refused'\n"
	"end\n"
	"local e = tonumber(ARGV[4]) < tonumber(b) and ARGV[4] or b\n"
	"local holes, open = 2 * ARGV[5], 0\n"
	"for i = 6, 5 + holes, 2 do\n"
	"  local till = math.min(tonumber(ARGV[i + 1]), tonumber(e))\n"
	"  open = open + math.max(till - ARGV[i], 0)\n"
	"end\n"
	"if tonumber(e) > tonumber(a) then\n"
	"  for i = 6 + holes, #ARGV do\n"
	"    redis.call('XADD', KEYS[4], '*', 'a', a, 'e', e, 'i', i - 5 - holes, 'n', #ARGV - 5 - holes,\n"
	"      'w', ARGV[1], 'h', whole(open), 'd', ARGV[i])\n"
	"  end\n"
	"else e = a end\n"
	"for i = 6, 5 + holes, 2 do\n"
	"  local till = math.min(tonumber(ARGV[i + 1]), tonumber(e))\n"
	"  if tonumber(ARGV[i]) < till then\n"
	"    redis.call('XADD', KEYS[2], '*', 'a', ARGV[i], 'b', whole(till), 't', whole(t + 1))\n"
	"  end\n"
	"end\n"
	"if tonumber(e) < tonumber(b) then redis.call('XADD', KEYS[2], '*', 'a', e, 'b', b, 't', t) end\n"
	"redis.call('HSET', KEYS[6], 'last:' .. ARGV[1], ARGV[2])\n"
	"redis.call('XACK', KEYS[2], 'workers', ARGV[3])\n"
	"redis.call('XDEL', KEYS[2], ARGV[3])\n"
	"redis.call('HDEL', KEYS[3], ARGV[3])\n"
	"local done = redis.call('HINCRBY', KEYS[1], 'done', whole(e - a - open))\n"
	"local plan = redis.call('HMGET', KEYS[1], 'begin', 'end')\n"
	"if done >= plan[2] - plan[1] then redis.call('HSET', KEYS[1], 'state', 'done') end\n"
	"return 'done'\n";

const char mst_fleet_lua_claim[] =
	"if redis.call('EXISTS', KEYS[1]) == 0 then return '' end\n"
	"redis.call('HSETNX', KEYS[1], 'collector', ARGV[1])\n"
	"return redis.call('HGET', KEYS[1], 'collector')\n";

const char mst_fleet_lua_taken[] =
	"if redis.call('HGET', KEYS[1], 'collector') ~= ARGV[1] then return 0 end\n"
	"if redis.call('XDEL', KEYS[4], unpack(ARGV, 3)) > 0 then\n"
	"  redis.call('HINCRBY', KEYS[1], 'collected', ARGV[2])\n"
	"end\n"
	"return 1\n";

const char mst_fleet_lua_reject[] =
	LUA_WHOLE
	"if redis.call('HGET', KEYS[1], 'collector') ~= ARGV[1] then return 0 end\n"
	"if redis.call('XDEL', KEYS[4], unpack(ARGV, 5)) == 0 then return 0 end\n"
	"local a, e = tonumber(ARGV[2]), tonumber(ARGV[3])\n"
	"if e > a then\n"
	"  redis.call('XADD', KEYS[2], '*', 'a', ARGV[2], 'b', ARGV[3], 't', '0')\n"
	"  redis.call('HINCRBY', KEYS[1], 'done', whole(a - e + ARGV[4]))\n"
	"  if redis.call('HGET', KEYS[1], 'state') == 'done' then redis.call('HSET', KEYS[1], 'state', 'open') end\n"
	"end\n"
	"redis.call('HINCRBY', KEYS[1], 'rejected', 1)\n"
	"return 1\n";

const char mst_fleet_lua_state[] =
	"local state = redis.call('HGET', KEYS[1], 'state')\n"
	"if not state then return 'gone' end\n"
	"if state ~= 'done' then redis.call('HSET', KEYS[1], 'state', ARGV[1]) end\n"
	"return state\n";

const char mst_fleet_lua_forget[] =
	"local plan = redis.call('HMGET', KEYS[1], 'state', 'done', 'collected')\n"
	"if not plan[1] then return 'gone' end\n"
	"if ARGV[2] ~= '1' then\n"
	"  if plan[1] == 'open' then return 'open' end\n"
	"  if redis.call('XLEN', KEYS[4]) > 0 then return 'kept' end\n"
	"end\n"
	"redis.call('DEL', unpack(KEYS))\n"
	"redis.call('ZREM', 'muster:plans', ARGV[1])\n"
	"return 'done'\n";
/* clang-format on */

int mst_fleet_run(struct mst_redis *redis, const char *script, const char *id, const struct mst_redis_word *arguments,
                  size_t count, struct mst_reply **reply, struct mst_error *err)
{
	static const char *const names[KEYS] = { "plan", "offers", "held", "results", "beats", "workers" };
	struct mst_redis_word words[3 + KEYS + MST_REDIS_WORDS_MAX];
	char keys[KEYS][KEY_TEXT];

	*reply = NULL;
	if (count > MST_REDIS_WORDS_MAX)
		return mst_fail(err, -EINVAL, "too many words for the store");
	words[0] = mst_redis_text("EVAL");
	words[1] = mst_redis_text(script);
	words[2] = mst_redis_text("6");
	for (size_t i = 0; i < KEYS; i++) {
		snprintf(keys[i], sizeof keys[i], "muster:{%s}:%s", id, names[i]);
		words[3 + i] = mst_redis_text(keys[i]);
	}
	memcpy(words + 3 + KEYS, arguments, count * sizeof *arguments);
	return mst_redis_call(redis, words, 3 + KEYS + count, reply, err);
}
