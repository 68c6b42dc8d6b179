/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * irc.c - a server of IRC (RFC 2812) is asked for its capabilities, which holds a registration back, and for a PONG.
 * Nobody registers: no nickname is given.
 */
#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

/* In lines of servers only. */
static const char *const words_of_servers[] = { " CAP ", " PONG ", " NOTICE ", " 451 ", " 421 ", " 020 " };

static bool is_of_server(struct mst_phrase line)
{
	if (mst_phrase_begin(line, "ERROR :") || mst_phrase_begin(line, "NOTICE AUTH "))
		return true;
	for (size_t i = 0; i < sizeof words_of_servers / sizeof *words_of_servers; i++)
		if (mst_phrase_begin(line, ":") && mst_phrase_find(line, words_of_servers[i]) != SIZE_MAX)
			return true;
	return false;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_phrase rest = { bytes, size }, line;

	return mst_phrase_take_line(&rest, &line) && is_of_server(line);
}

static void begin(struct mst_talk *talk)
{
	mst_talk_say(talk, "CAP LS 302\r\nPING muster\r\n");
}

/* ":irc.example.net CAP * LS :multi-prefix sasl"; a "*" before the colon says that more lines follow. */
static void keep_capabilities(struct mst_talk *talk, struct mst_phrase line)
{
	size_t at = mst_phrase_find(line, " LS ");

	if (at == SIZE_MAX || mst_phrase_find(line, " CAP ") == SIZE_MAX)
		return;
	line = mst_phrase_after(line, at + 4);
	if (line.size && *line.at == '*')
		line = mst_phrase_after(line, 1);
	if (line.size && *line.at == ':')
		line = mst_phrase_after(line, 1);
	mst_finding_word(talk, MST_SERVICE_CAPABILITIES, line.at, line.size);
}

static bool is_last(struct mst_phrase line)
{
	return mst_phrase_find(line, " PONG ") != SIZE_MAX || mst_phrase_find(line, " 451 ") != SIZE_MAX ||
	       mst_phrase_begin(line, "ERROR :");
}

static enum mst_step read_irc(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase all = mst_phrase_of(heard), rest = all, line;
	bool last = heard->ended || heard->full, seen = false;

	if (all.size && *all.at != ':' && *all.at != 'E' && *all.at != 'N')
		return MST_STEP_NOT_MINE;
	while (mst_phrase_take_line(&rest, &line)) {
		seen |= is_of_server(line);
		last |= is_last(line);
	}
	if (!last)
		return MST_STEP_READ;
	if (!seen)
		return MST_STEP_NOT_MINE;
	for (rest = all; mst_phrase_take_line(&rest, &line);)
		keep_capabilities(talk, line);
	(void)mst_matcher_match(talk->matcher, MST_KEY_BANNER, all.at, all.size, talk->draft);
	mst_talk_say(talk, "QUIT\r\n");
	return mst_finding_done(talk, "irc");
}

const struct mst_dialogue mst_dialogue_irc = {
	.name = "irc",
	.ports = "6667,6660,6661,6662,6663,6664,6665,6666,6668,6669,194",
	.tls_ports = "6697,6679,994",
	.knows = knows,
	.begin = begin,
	.read = read_irc,
};
