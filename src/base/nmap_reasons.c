/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_reasons.c - see nmap_reasons.h. nmap's words are those of its XML (reason.cc of nmap 7.93). */
#include "base/nmap_reasons.h"

#include <stdio.h>
#include <string.h>

#define WORD_MAX 64

/* Where the words differ. The first row of a reason has the word that is written; the others are only read. */
static const struct {
	enum mst_reason reason;
	const char *word;
} table[] = {
	/* clang-format off */
	{ MST_LOCAL, "localhost-response" },
	{ MST_HOST_DOWN, "no-response" },
	{ MST_ECHO_REPLY_ALTERED, "echo-reply" },
	{ MST_TIMESTAMP_REPLY_ALTERED, "timestamp-reply" },
	{ MST_RESET, "reset" },
	{ MST_RESET, "conn-refused" },
	{ MST_SYN_ACK, "syn-ack" },
	{ MST_SYN_ACK, "split-handshake-syn" },
	{ MST_SYN_ACK, "tcp-response" },
	{ MST_NOT_SENT, "not-sent" },
	{ MST_NOT_SENT, "perm-denied" },
	/* clang-format on */
};

const char *mst_nmap_reason_name(enum mst_reason reason)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i].reason == reason)
			return table[i].word;
	}
	return mst_reason_name(reason);
}

/* muster's own words first: "no-response" is what it says, whatever else is written so. */
static bool find(enum mst_reason *reason, const char *word)
{
	for (unsigned i = 0; i < MST_REASON_COUNT; i++) {
		*reason = (enum mst_reason)i;
		if (strcmp(mst_reason_name(*reason), word) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		*reason = table[i].reason;
		if (strcmp(table[i].word, word) == 0)
			return true;
	}
	return false;
}

bool mst_nmap_reason_parse(enum mst_reason *reason, const char *word)
{
	/* reset, resets; net-unreach, net-unreaches; echo-reply, echo-replies */
	static const struct {
		const char *plural, *singular;
	} ends[] = { { "", "" }, { "s", "" }, { "es", "" }, { "ies", "y" } };
	size_t length = strlen(word);
	char singular[WORD_MAX];

	if (length + 2 > sizeof singular)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t end = strlen(ends[i].plural);

		if (length <= end || strcmp(word + length - end, ends[i].plural) != 0)
			continue;
		snprintf(singular, sizeof singular, "%.*s%s", (int)(length - end), word, ends[i].singular);
		if (find(reason, singular))
			return true;
	}
	return false;
}
