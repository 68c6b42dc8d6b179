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

#define KEYS 7
#define KEY_TEXT 64

/* clang-format off */
#define LUA_WHOLE "local function whole(n) return string.format('%.0f', n) end\n"
#define LUA_NOW "local function now() local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000) end\n"

const char mst_fleet_lua_submit[] =
	"if redis.call('EXISTS', KEYS[1]) == 1 then return 1 end\n"
	"redis.call('HSET', KEYS[1], unpack(ARGV, 3))\n"
	"redis.call('XGROUP', 'CREATE', KEYS[2], 'workers', '0', 'MKSTREAM')\n"
	"redis.call('ZADD', 'muster:plans', ARGV[2], ARGV[1])\n"
	"return 1\n";

/* What a worker was given at one vantage it gets at no other: `mine` has what it has committed or holds. A block that
 * is its own in part is offered again in parts. */
#define LUA_MINE \
	"local mine = {}\n" \
	"local function note(a, e, id) mine[#mine + 1] = {tonumber(a), tonumber(e), id} end\n" \
	"if count > 1 then\n" \
	"  for a, e in (redis.call('HGET', KEYS[7], ARGV[1]) or ''):gmatch('(%d+)-(%d+)') do note(a, e) end\n" \
	"  local held = redis.call('HGETALL', KEYS[3])\n" \
	"  for i = 1, #held, 2 do\n" \
	"    local a, b, w = held[i + 1]:match('^%S+ %d+ (%d+) %d+ (%d+) %d+ %d+ %d+ (.+)$')\n" \
	"    if w == ARGV[1] then note(a, b, held[i]) end\n" \
	"  end\n" \
	"end\n" \
	"local function clash(a, e, id)\n" \
	"  for _, m in ipairs(mine) do\n" \
	"    if m[3] ~= id and m[1] < tonumber(e) and m[2] > tonumber(a) then return true end\n" \
	"  end\n" \
	"end\n"

const char mst_fleet_lua_take[] =
	LUA_WHOLE
	"local plan = redis.call('HMGET', KEYS[1], 'state', 'lease', 'end', 'vantages')\n"
	"if plan[1] ~= 'open' then return {plan[1] or 'gone'} end\n"
	"local last, count, size, at = tonumber(plan[3]), tonumber(plan[4]), tonumber(ARGV[3]), nil\n"
	LUA_MINE
	"local function offer(a, b, t, v)\n"
	"  redis.call('XADD', KEYS[2], '*', 'a', whole(a), 'b', whole(b), 't', t, 'v', v)\n"
	"end\n"
	"local function claim()\n"
	"  while at do\n"
	"    local r = redis.call('XAUTOCLAIM', KEYS[2], 'workers', ARGV[1], plan[2], at, 'COUNT', 1)\n"
	"    at = r[1] ~= '0-0' and r[1]\n"
	"    if r[2][1] then redis.call('HINCRBY', KEYS[1], 'taken_over', 1) return r[2][1] end\n"
	"  end\n"
	"end\n"
	"local function more()\n"
	"  local r = redis.call('XREADGROUP', 'GROUP', 'workers', ARGV[1], 'COUNT', 1, 'STREAMS', KEYS[2], '>')\n"
	"  return r and r[1] and r[1][2][1]\n"
	"end\n"
	/* Positions that were in no block yet: of the vantage that is farthest behind, if it is not this worker's. */
	"local function make(from, v, skipped)\n"
	"  local to = math.min(from + size, last)\n"
	"  for _, m in ipairs(mine) do if m[1] > from and m[1] < to then to = m[1] end end\n"
	"  if from >= last or clash(from, to, '') then return end\n"
	"  offer(from, to, '0', v)\n"
	"  redis.call('HSET', KEYS[1], v == 0 and 'next' or 'next' .. v, whole(to))\n"
	"  local found = more()\n"
	"  for a = skipped, from - 1, size do offer(a, math.min(a + size, from), '0', v) end\n"
	"  return found\n"
	"end\n"
	"local function fresh()\n"
	"  local behind, found = {}, nil\n"
	"  for v = 0, count - 1 do\n"
	"    local n = tonumber(redis.call('HGET', KEYS[1], v == 0 and 'next' or 'next' .. v))\n"
	"    if n < last then behind[#behind + 1] = {n, v} end\n"
	"  end\n"
	"  table.sort(behind, function(x, y) return x[1] < y[1] or (x[1] == y[1] and x[2] < y[2]) end)\n"
	"  for _, b in ipairs(behind) do found = found or make(b[1], b[2], b[1]) end\n"
	"  if found or #mine == 0 then return found end\n"
	"  table.sort(mine, function(x, y) return x[1] < y[1] end)\n"
	"  for _, b in ipairs(behind) do\n"
	"    local from = b[1]\n"
	"    for _, m in ipairs(mine) do if m[1] <= from and m[2] > from then from = m[2] end end\n"
	"    if from - b[1] <= 256 * size then found = found or make(from, b[2], b[1]) end\n"
	"  end\n"
	"  return found\n"
	"end\n"
	"local found, epoch, a, b, t, v\n"
	"local function look()\n"
	"  found = claim() or more() or fresh()\n"
	"  if not found then return end\n"
	"  epoch, a, b, t, v = 1, found[2][2], found[2][4], found[2][6], found[2][8]\n"
	"  local held = redis.call('HGET', KEYS[3], found[1])\n"
	"  if held then\n"
	"    local e, c = held:match('^%S+ (%d+) %d+ %d+ (%d+)')\n"
	"    epoch, b = e + 1, c\n"
	"  end\n"
	"end\n"
	"for pass = 1, 2 do\n"
	"  local back, parts = {}, false\n"
	"  at = '0-0'\n"
	"  look()\n"
	"  while found and clash(a, b, found[1]) do\n"
	"    local ends = {tonumber(b)}\n"
	"    for _, m in ipairs(mine) do\n"
	"      for i = 1, 2 do\n"
	"        if m[i] > tonumber(a) and m[i] < tonumber(b) then ends[#ends + 1] = m[i] parts = true end\n"
	"      end\n"
	"    end\n"
	"    table.sort(ends)\n"
	"    for i, e in ipairs(ends) do back[#back + 1] = {ends[i - 1] or tonumber(a), e, t, v} end\n"
	"    redis.call('XACK', KEYS[2], 'workers', found[1])\n"
	"    redis.call('XDEL', KEYS[2], found[1])\n"
	"    redis.call('HDEL', KEYS[3], found[1])\n"
	"    look()\n"
	"  end\n"
	"  for _, o in ipairs(back) do if o[1] < o[2] then offer(o[1], o[2], o[3], o[4]) end end\n"
	"  if found or not parts then break end\n"
	"end\n"
	"if not found then\n"
	"  local held, theirs = redis.call('HGETALL', KEYS[3]), {}\n"
	"  for i = 1, #held, 2 do\n"
	"    local p, e = held[i + 1]:match('^%S+ %d+ %d+ (%d+) (%d+)')\n"
	"    if not clash(p, e, '') then theirs[#theirs + 1] = held[i] theirs[#theirs + 1] = held[i + 1] end\n"
	"  end\n"
	"  return {'open', 'none', theirs}\n"
	"end\n"
	"redis.call('HSET', KEYS[3], found[1],\n"
	"  table.concat({ARGV[2], whole(epoch), a, a, b, '0', t, v, ARGV[1]}, ' '))\n"
	"return {'open', 'block', found[1], whole(epoch), a, b, t, v}\n";

const char mst_fleet_lua_split[] =
	"local held = redis.call('HGET', KEYS[3], ARGV[1])\n"
	"if not held or redis.call('HGET', KEYS[1], 'state') ~= 'open' then return 0 end\n"
	"local token, epoch, a, p, b, rest = held:match('^(%S+) (%d+) (%d+) (%d+) (%d+) (.*)$')\n"
	"local m = tonumber(ARGV[3])\n"
	"if token ~= ARGV[2] or m <= tonumber(p) or m <= tonumber(a) or m >= tonumber(b) then return 0 end\n"
	"local t, v = rest:match('^%d+ (%d+) (%d+)')\n"
	"redis.call('XADD', KEYS[2], '*', 'a', ARGV[3], 'b', b, 't', t, 'v', v)\n"
	"redis.call('HSET', KEYS[3], ARGV[1], table.concat({token, epoch, a, p, ARGV[3], rest}, ' '))\n"
	"redis.call('HINCRBY', KEYS[1], 'split', 1)\n"
	"return 1\n";

const char mst_fleet_lua_beat[] =
	LUA_WHOLE
	LUA_NOW
	"local plan = redis.call('HMGET', KEYS[1], 'state', 'end', 'vantages', 'next', 'next1', 'next2', 'next3')\n"
	"if not plan[1] then return {'gone'} end\n"
	"local ms, holds, till, left = now(), '0', '0', 0\n"
	"redis.call('ZADD', KEYS[5], ms, ARGV[1])\n"
	"redis.call('HSET', KEYS[6], ARGV[1], ARGV[2])\n"
	"local held = ARGV[3] ~= '' and redis.call('HGET', KEYS[3], ARGV[3])\n"
	"if held then\n"
	"  local token, epoch, a, p, b, t, v = held:match('^(%S+) (%d+) (%d+) (%d+) (%d+) %d+ (%d+) (%d+)')\n"
	"  if token == ARGV[4] then\n"
	"    local held = table.concat({token, epoch, a, ARGV[5], b, ARGV[6], t, v, ARGV[1]}, ' ')\n"
	"    redis.call('HSET', KEYS[3], ARGV[3], held)\n"
	"    redis.call('XCLAIM', KEYS[2], 'workers', ARGV[1], 0, ARGV[3], 'JUSTID')\n"
	"    holds, till = '1', b\n"
	"  end\n"
	"end\n"
	"if ARGV[3] ~= '' and holds == '0' then redis.call('HINCRBY', KEYS[1], 'refused', 1) end\n"
	"for v = 1, tonumber(plan[3]) do left = left + plan[2] - plan[3 + v] end\n"
	"return {plan[1], redis.call('ZCOUNT', KEYS[5], ms - 1500, '+inf'), holds, till, whole(left)}\n";

const char mst_fleet_lua_commit[] =
	LUA_WHOLE
	"if redis.call('EXISTS', KEYS[1]) == 0 then return 'gone' end\n"
	"local held = redis.call('HGET', KEYS[3], ARGV[3])\n"
	"local token, a, b, t, v\n"
	"if held then token, a, b, t, v = held:match('^(%S+) %d+ (%d+) %d+ (%d+) %d+ (%d+) (%d+)') end\n"
	"if token ~= ARGV[2] then\n"
	"  if redis.call('HGET', KEYS[6], 'last:' .. ARGV[1]) == ARGV[2] then return 'again' end\n"
	"  redis.call('HINCRBY', KEYS[1], 'refused', 1)\n"
	"  return 'refused'\n"
	"end\n"
	"local e = tonumber(ARGV[4]) < tonumber(b) and ARGV[4] or b\n"
	"local holes, open, list = 2 * ARGV[5], 0, ''\n"
	"for i = 6, 5 + holes, 2 do\n"
	"  local till = math.min(tonumber(ARGV[i + 1]), tonumber(e))\n"
	"  if tonumber(ARGV[i]) < till then list = list .. ARGV[i] .. '-' .. whole(till) .. ' ' end\n"
	"  open = open + math.max(till - ARGV[i], 0)\n"
	"end\n"
	"if tonumber(e) > tonumber(a) then\n"
	"  for i = 6 + holes, #ARGV do\n"
	"    redis.call('XADD', KEYS[4], '*', 'a', a, 'e', e, 'i', i - 5 - holes, 'n', #ARGV - 5 - holes,\n"
	"      'w', ARGV[1], 'h', whole(open), 'o', list, 'v', v, 'd', ARGV[i])\n"
	"  end\n"
	"else e = a end\n"
	"for i = 6, 5 + holes, 2 do\n"
	"  local till = math.min(tonumber(ARGV[i + 1]), tonumber(e))\n"
	"  if tonumber(ARGV[i]) < till then\n"
	"    redis.call('XADD', KEYS[2], '*', 'a', ARGV[i], 'b', whole(till), 't', whole(t + 1), 'v', v)\n"
	"  end\n"
	"end\n"
	"if tonumber(e) < tonumber(b) then redis.call('XADD', KEYS[2], '*', 'a', e, 'b', b, 't', t, 'v', v) end\n"
	"redis.call('HSET', KEYS[6], 'last:' .. ARGV[1], ARGV[2])\n"
	"redis.call('XACK', KEYS[2], 'workers', ARGV[3])\n"
	"redis.call('XDEL', KEYS[2], ARGV[3])\n"
	"redis.call('HDEL', KEYS[3], ARGV[3])\n"
	"local done = redis.call('HINCRBY', KEYS[1], 'done', whole(e - a - open))\n"
	"local plan = redis.call('HMGET', KEYS[1], 'begin', 'end', 'vantages')\n"
	"if done >= (plan[2] - plan[1]) * plan[3] then redis.call('HSET', KEYS[1], 'state', 'done') end\n"
	"if plan[3] == '1' then return 'done' end\n"
	"local seen, from = redis.call('HGET', KEYS[7], ARGV[1]) or '', tonumber(a)\n"
	"local function add(to)\n"
	"  local tail = '-' .. whole(from) .. ' '\n"
	"  if to <= from then return end\n"
	"  if seen:sub(-#tail) == tail then seen = seen:sub(1, -#tail - 1)\n"
	"  else seen = seen .. whole(from) end\n"
	"  seen = seen .. '-' .. whole(to) .. ' '\n"
	"end\n"
	"for i = 6, 5 + holes, 2 do\n"
	"  add(math.min(tonumber(ARGV[i]), tonumber(e)))\n"
	"  from = math.min(tonumber(ARGV[i + 1]), tonumber(e))\n"
	"end\n"
	"add(tonumber(e))\n"
	"redis.call('HSET', KEYS[7], ARGV[1], seen)\n"
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
	"local found, said = redis.call('XRANGE', KEYS[4], ARGV[5], ARGV[5])[1], {}\n"
	"if not found then return 0 end\n"
	"for i = 1, #found[2], 2 do said[found[2][i]] = found[2][i + 1] end\n"
	"redis.call('XDEL', KEYS[4], ARGV[5])\n"
	"local from, till = tonumber(ARGV[2]), tonumber(ARGV[3])\n"
	"local seen = redis.call('HGET', KEYS[7], said.w or '')\n"
	"local function part(a, e)\n"
	"  if e <= a then return end\n"
	"  redis.call('XADD', KEYS[2], '*', 'a', whole(a), 'b', whole(e), 't', '0', 'v', ARGV[4])\n"
	"  redis.call('HINCRBY', KEYS[1], 'done', whole(a - e))\n"
	"  local left, mine = '', seen or ''\n"
	"  local function keep(x, y) if x < y then left = left .. whole(x) .. '-' .. whole(y) .. ' ' end end\n"
	"  for x, y in mine:gmatch('(%d+)-(%d+)') do\n"
	"    x, y = tonumber(x), tonumber(y)\n"
	"    keep(x, math.min(y, a))\n"
	"    keep(math.max(x, e), y)\n"
	"  end\n"
	"  seen = seen and left\n"
	"end\n"
	"for x, y in (said.o or ''):gmatch('(%d+)-(%d+)') do\n"
	"  part(from, math.min(tonumber(x), till))\n"
	"  from = math.max(from, tonumber(y))\n"
	"end\n"
	"part(from, till)\n"
	"if seen then redis.call('HSET', KEYS[7], said.w, seen) end\n"
	"if tonumber(ARGV[3]) > tonumber(ARGV[2]) and redis.call('HGET', KEYS[1], 'state') == 'done' then\n"
	"  redis.call('HSET', KEYS[1], 'state', 'open')\n"
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
	static const char *const names[KEYS] = { "plan", "offers", "held", "results", "beats", "workers", "seen" };
	struct mst_redis_word words[3 + KEYS + MST_REDIS_WORDS_MAX];
	char keys[KEYS][KEY_TEXT];

	*reply = NULL;
	if (count > MST_REDIS_WORDS_MAX)
		return mst_fail(err, -EINVAL, "too many words for the store");
	words[0] = mst_redis_text("EVAL");
	words[1] = mst_redis_text(script);
	words[2] = mst_redis_text("7");
	for (size_t i = 0; i < KEYS; i++) {
		snprintf(keys[i], sizeof keys[i], "muster:{%s}:%s", id, names[i]);
		words[3 + i] = mst_redis_text(keys[i]);
	}
	memcpy(words + 3 + KEYS, arguments, count * sizeof *arguments);
	return mst_redis_call(redis, words, 3 + KEYS + count, reply, err);
}
