/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mail.c - servers that greet, tell what they can do, and may begin TLS: SMTP (RFC 5321), LMTP (RFC 2033), POP3 (RFC
 * 2449), IMAP (RFC 9051), FTP (RFC 2389), NNTP (RFC 3977). One conversation for all of them, from a row for each.
 *
 *     greeting ─► ask ─► what it can do ─┬─► start_tls ─► TLS ─► what it can do then
 *                                        └─► over
 */
#include <ctype.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

enum phase { GREETING, ABLE, STARTING };

struct greeter {
	const char *service;
	const char *hello; /* how its greeting begins */
	size_t code;       /* bytes of the greeting before its text */
	enum mst_signature_key key;
	const char *ask; /* what it can do */
	const char *end; /* the line that ends the answer begins so; a line that begins so ends it if it refuses */
	const char *refusal;
	size_t before;       /* bytes of a line of the answer before the words */
	const char *tls;     /* the word that says it can begin TLS */
	const char *start;   /* how TLS is begun */
	const char *started; /* and how the answer begins, if it does */
};

/* clang-format off */
static const struct greeter smtp = { "smtp", "220", 4, MST_KEY_SMTP, "EHLO muster.invalid\r\n", "250 ", "5", 4,
	"STARTTLS", "STARTTLS\r\n", "220" };
static const struct greeter lmtp = { "lmtp", "220", 4, MST_KEY_SMTP, "LHLO muster.invalid\r\n", "250 ", "5", 4,
	"STARTTLS", "STARTTLS\r\n", "220" };
static const struct greeter pop3 = { "pop3", "+OK", 4, MST_KEY_POP3, "CAPA\r\n", ".", "-ERR", 0,
	"STLS", "STLS\r\n", "+OK" };
static const struct greeter imap = { "imap", "* ", 5, MST_KEY_IMAP, "a1 CAPABILITY\r\n", "a1 ", "a1 ", 13,
	"STARTTLS", "a2 STARTTLS\r\n", "a2 OK" };
static const struct greeter ftp = { "ftp", "220", 4, MST_KEY_FTP, "FEAT\r\n", "211 ", "5", 1,
	"AUTH TLS", "AUTH TLS\r\n", "234" };
static const struct greeter nntp = { "nntp", "20", 4, MST_KEY_NNTP, "CAPABILITIES\r\n", ".", "5", 0,
	"STARTTLS", "STARTTLS\r\n", "382" };
/* clang-format on */

/* Whether the answer is whole: its last line begins as one that ends or refuses. */
static bool is_whole(const struct greeter *greeter, struct mst_phrase rest)
{
	struct mst_phrase line;
	bool whole = false;

	while (mst_phrase_take_line(&rest, &line))
		whole |= mst_phrase_begin(line, greeter->end) || mst_phrase_begin(line, greeter->refusal);
	return whole;
}

/* The first line of an answer names no ability, but in IMAP, where all are in it. */
static void keep_abilities(const struct greeter *greeter, struct mst_talk *talk, struct mst_phrase rest)
{
	struct mst_phrase line;
	bool last_counts = greeter == &smtp || greeter == &lmtp;

	if (greeter != &imap && !mst_phrase_take_line(&rest, &line))
		return;
	while (mst_phrase_take_line(&rest, &line)) {
		if (line.size <= greeter->before || mst_phrase_begin(line, greeter->refusal) ||
		    (!last_counts && mst_phrase_begin(line, greeter->end)))
			continue;
		line = mst_phrase_after(line, greeter->before);
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, line.at, line.size);
	}
}

/* A server that lets nobody in now: "421 Too many connections", "500 OOPS: …", "554 No SMTP service here". */
static bool refuses(const struct greeter *greeter, struct mst_phrase line)
{
	return greeter->hello[0] == '2' && line.size > greeter->code && (line.at[0] == '4' || line.at[0] == '5') &&
	       isdigit(line.at[1]) && isdigit(line.at[2]) && (line.at[3] == ' ' || line.at[3] == '-');
}

static enum mst_step read_greeting(const struct greeter *greeter, struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase rest = mst_phrase_of(heard), line, text;

	if (!mst_phrase_take_line(&rest, &line))
		return mst_finding_wait(heard);
	if (refuses(greeter, line)) {
		text = mst_phrase_after(line, greeter->code);
		(void)mst_matcher_match(talk->matcher, greeter->key, text.at, text.size, talk->draft);
		return mst_finding_spoke(talk, greeter->service);
	}
	if (!mst_phrase_begin(line, greeter->hello))
		return MST_STEP_NOT_MINE;
	text = line.size > greeter->code ? mst_phrase_after(line, greeter->code) : (struct mst_phrase){ 0 };
	(void)mst_matcher_match(talk->matcher, greeter->key, text.at, text.size, talk->draft);
	(void)mst_finding_spoke(talk, greeter->service);
	heard->used = heard->size;
	mst_talk_say(talk, greeter->ask);
	talk->phase = ABLE;
	return MST_STEP_READ;
}

static enum mst_step read_abilities(const struct greeter *greeter, struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase rest = mst_phrase_of(heard);
	bool whole = is_whole(greeter, rest);

	if (!whole && !heard->ended && !heard->full)
		return MST_STEP_READ;
	keep_abilities(greeter, talk, rest);
	if (whole && !talk->secure && mst_phrase_find(rest, greeter->tls) != SIZE_MAX) {
		heard->used = heard->size;
		mst_talk_say(talk, greeter->start);
		talk->phase = STARTING;
		return MST_STEP_READ;
	}
	return MST_STEP_DONE;
}

static enum mst_step read_greeter(const struct greeter *greeter, struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase rest = mst_phrase_of(heard), line;

	switch (talk->phase) {
	case GREETING: return read_greeting(greeter, talk, heard);
	case ABLE: return read_abilities(greeter, talk, heard);
	default: break;
	}
	if (!mst_phrase_take_line(&rest, &line))
		return heard->ended || heard->full ? MST_STEP_DONE : MST_STEP_READ;
	return mst_phrase_begin(line, greeter->started) ? MST_STEP_TLS : MST_STEP_DONE;
}

/* In TLS that began in clear, everything was said; in TLS from the start, the greeting comes. */
static void begin_greeter(struct mst_talk *talk)
{
	if (!talk->secure || talk->phase != STARTING)
		talk->phase = GREETING;
}

static enum mst_step read_or_end(const struct greeter *greeter, struct mst_talk *talk, struct mst_heard *heard)
{
	return talk->secure && talk->phase == STARTING ? MST_STEP_DONE : read_greeter(greeter, talk, heard);
}

static bool greets(const uint8_t *bytes, size_t size, const char *hello, const char *word)
{
	struct mst_phrase words = { bytes, size };

	return mst_phrase_begin(words, hello) && mst_phrase_find(words, word) != SIZE_MAX;
}

#define GREETER(row, wanted_ports, wanted_tls_ports, hello, word) \
	static bool knows_##row(const uint8_t *bytes, size_t size) \
	{ \
		return greets(bytes, size, hello, word); \
	} \
	static enum mst_step read_##row(struct mst_talk *talk, struct mst_heard *heard) \
	{ \
		return read_or_end(&row, talk, heard); \
	} \
	const struct mst_dialogue mst_dialogue_##row = { \
		.name = #row, \
		.ports = wanted_ports, \
		.tls_ports = wanted_tls_ports, \
		.listens_first = true, \
		.knows = knows_##row, \
		.begin = begin_greeter, \
		.read = read_##row, \
	}

GREETER(smtp, "25,587,2525", "465", "220", "SMTP");
GREETER(lmtp, "24", "", "220", "LMTP");
GREETER(pop3, "110", "995", "+OK", "");
GREETER(imap, "143", "993", "* OK", "");
GREETER(ftp, "21,2121", "990", "220", "FTP");
GREETER(nntp, "119,433", "563", "20", "NNTP");
