/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trifles.c - the small services of old: echo, character generator, daytime, quote of the day, time (RFCs 862, 864,
 * 867, 865, 868), finger (1288), ident (1413), whois (3912), gopher (1436).
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

static const char call[] = "muster.invalid\r\n";

/* ---- what is sent ---- */

static void begin_silent(struct mst_talk *talk)
{
	(void)talk;
}

static void begin_call(struct mst_talk *talk)
{
	mst_talk_say(talk, call);
}

static void begin_empty(struct mst_talk *talk)
{
	mst_talk_say(talk, "\r\n");
}

/* Ports that no connection of ours has: the answer is an error. */
static void begin_ident(struct mst_talk *talk)
{
	mst_talk_say(talk, "1, 1\r\n");
}

/* ---- whether an answer is theirs ---- */

static bool is_echo(struct mst_phrase all)
{
	return all.size >= sizeof call - 1 && !memcmp(all.at, call, sizeof call - 1);
}

/* Lines of 72 signs, each a step further in ASCII. */
static bool is_chargen(struct mst_phrase all)
{
	if (all.size < 64)
		return false;
	for (size_t i = 1; i < 64; i++)
		if (all.at[i] != all.at[i - 1] + 1 && !(all.at[i - 1] == '~' && all.at[i] == ' '))
			return false;
	return true;
}

static bool is_text(struct mst_phrase all)
{
	for (size_t i = 0; i < all.size; i++)
		if (all.at[i] < ' ' && !memchr("\t\r\n\f", all.at[i], 4))
			return false;
	return all.size > 0;
}

/* A line with a time of day in it, 12:34:56 or 12:34, and no more than that line. */
static bool is_daytime(struct mst_phrase all)
{
	unsigned digits = 0, colons = 0;

	for (size_t i = 0; i < all.size; i++) {
		digits += all.at[i] >= '0' && all.at[i] <= '9';
		colons += all.at[i] == ':';
	}
	return all.size >= 8 && all.size < 80 && digits >= 4 && (colons == 1 || colons == 2) && is_text(all);
}

static bool is_quote(struct mst_phrase all)
{
	return all.size >= 4 && all.size <= 1024 && is_text(all);
}

/* Seconds since 1900, of the years 2000 to 2036. */
static bool is_time(struct mst_phrase all)
{
	return all.size == 4 && all.at[0] >= 0xbc;
}

static bool is_finger(struct mst_phrase all)
{
	return mst_phrase_find(all, "no one logged") != SIZE_MAX || mst_phrase_find(all, "finger:") != SIZE_MAX ||
	       (mst_phrase_find(all, "login") != SIZE_MAX && mst_phrase_find(all, "name") != SIZE_MAX);
}

static bool is_ident(struct mst_phrase all)
{
	return all.size && *all.at >= '0' && *all.at <= '9' &&
	       (mst_phrase_find(all, "ERROR") != SIZE_MAX || mst_phrase_find(all, "USERID") != SIZE_MAX);
}

static bool is_whois(struct mst_phrase all)
{
	return mst_phrase_begin(all, "%") || mst_phrase_begin(all, "#") ||
	       mst_phrase_find(all, "no match") != SIZE_MAX || mst_phrase_find(all, "not found") != SIZE_MAX ||
	       mst_phrase_find(all, "whois") != SIZE_MAX;
}

/* A menu: a type, a name, and three more fields with tabs between. */
static bool is_gopher(struct mst_phrase all)
{
	struct mst_phrase line;
	unsigned tabs = 0;

	if (!mst_phrase_take_line(&all, &line) || !line.size || !memchr("0123456789+gIThis", *line.at, 17))
		return false;
	for (size_t i = 0; i < line.size; i++)
		tabs += line.at[i] == '\t';
	return tabs >= 3;
}

/* Their answers have no end but that of the connection, or a first line. */
static enum mst_step read_trifle(struct mst_talk *talk, struct mst_heard *heard, const char *service,
                                 bool (*is_it)(struct mst_phrase all), bool until_closed)
{
	struct mst_phrase all = mst_phrase_of(heard);
	bool last = heard->ended || heard->full || (!until_closed && all.size && is_it(all));

	if (!last)
		return MST_STEP_READ;
	if (!is_it(all))
		return MST_STEP_NOT_MINE;
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, all.at, all.size, talk->draft);
	return mst_finding_done(talk, service);
}

#define TRIFLE(name_, port_, begin_, listens, is_it, until_closed) \
	static enum mst_step read_##name_(struct mst_talk *talk, struct mst_heard *heard) \
	{ \
		return read_trifle(talk, heard, #name_, is_it, until_closed); \
	} \
	const struct mst_dialogue mst_dialogue_##name_ = { \
		.name = #name_, \
		.ports = port_, \
		.tls_ports = "", \
		.listens_first = listens, \
		.begin = begin_, \
		.read = read_##name_, \
	}

TRIFLE(echo, "7", begin_call, false, is_echo, false);
TRIFLE(chargen, "19", begin_silent, true, is_chargen, false);
TRIFLE(daytime, "13", begin_silent, true, is_daytime, true);
TRIFLE(qotd, "17", begin_silent, true, is_quote, true);
TRIFLE(time, "37", begin_silent, true, is_time, true);
TRIFLE(finger, "79", begin_empty, false, is_finger, true);
TRIFLE(ident, "113", begin_ident, false, is_ident, false);
TRIFLE(whois, "43", begin_call, false, is_whois, true);
TRIFLE(gopher, "70", begin_empty, false, is_gopher, true);
