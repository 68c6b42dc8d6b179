/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filter.c - see filter.h.
 *
 * libpcap reports what is wrong, but not where. The wrong word is the first one with which the filter can no longer be
 * completed: this is found by compiling the words up to each one with several endings that the language allows.
 */
#include "capture/filter.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define PARENTHESES_MAX 3

static bool compiles(pcap_t *pcap, const char *filter)
{
	struct bpf_program program;

	if (pcap_compile(pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) < 0)
		return false;
	pcap_freecode(&program);
	return true;
}

/* Whether the first `length` characters could be the beginning of a filter. */
static bool may_begin(pcap_t *pcap, const char *filter, size_t length)
{
	static const char *const endings[] = {
		"",
		" 80",
		" 1-2",
		" 10.0.0.1",
		" 10.0.0.0/8",
		" ::1",
		" 02:00:00:00:00:01",
		" tcp",
		" port 80",
		" host 10.0.0.1",
		" net 10.0.0.0/8",
		" 255.0.0.0",
		" = 1",
		" 1 = 1",
		" (tcp)",
		" 0] = 1",
		"] = 1",
		" 1",
		" proto 1",
		" broadcast",
		" portrange 1-2",
	};
	static const char *const closing[PARENTHESES_MAX + 1] = { "", ")", "))", ")))" };
	char *text = malloc(length + 64);
	bool may = false;

	for (size_t i = 0; text && !may && i < sizeof endings / sizeof *endings; i++) {
		for (size_t k = 0; !may && k <= PARENTHESES_MAX; k++) {
			sprintf(text, "%.*s%s%s", (int)length, filter, endings[i], closing[k]);
			may = compiles(pcap, text);
		}
	}
	free(text);
	return may;
}

static size_t next_word(const char *filter, size_t at)
{
	while (isspace((unsigned char)filter[at]))
		at++;
	return at;
}

static size_t word_end(const char *filter, size_t at)
{
	while (filter[at] && !isspace((unsigned char)filter[at]))
		at++;
	return at;
}

/* The message quotes the word, as in: unknown host 'x'. */
static bool is_quoted(const char *message, const char *filter, size_t *at)
{
	const char *from = strpbrk(message, "'\""), *to = from ? strpbrk(from + 1, "'\"") : NULL, *found = NULL;
	char word[128];

	if (!to || to == from + 1 || (size_t)(to - from) > sizeof word)
		return false;
	memcpy(word, from + 1, (size_t)(to - from - 1));
	word[to - from - 1] = '\0';
	found = strstr(filter, word);
	if (found)
		*at = (size_t)(found - filter);
	return found != NULL;
}

static size_t find_wrong_word(pcap_t *pcap, const char *filter, const char *message)
{
	size_t at = 0;

	if (is_quoted(message, filter, &at))
		return at;
	for (at = next_word(filter, 0); filter[at]; at = next_word(filter, word_end(filter, at))) {
		if (!may_begin(pcap, filter, word_end(filter, at)))
			return at;
	}
	return at; /* the filter is incomplete: point at its end */
}

int mst_filter_compile(pcap_t *pcap, const char *filter, struct bpf_program *program, struct mst_error *err)
{
	char message[PCAP_ERRBUF_SIZE];
	size_t at;

	if (pcap_compile(pcap, program, filter, 1, PCAP_NETMASK_UNKNOWN) == 0)
		return 0;
	strncpy(message, pcap_geterr(pcap), sizeof message - 1);
	message[sizeof message - 1] = '\0';
	at = find_wrong_word(pcap, filter, message);
	return mst_fail(err, -EINVAL, "%s; expected a filter as pcap-filter(7) has them\n  %s\n  %*s^%s", message,
	                filter, (int)at, "", filter[at] ? "" : " ends too early");
}

int mst_filter_set(pcap_t *pcap, const char *filter, struct mst_error *err)
{
	struct bpf_program program;
	int status, code = mst_filter_compile(pcap, filter, &program, err);

	if (code < 0)
		return code;
	status = pcap_setfilter(pcap, &program);
	pcap_freecode(&program);
	return status < 0 ? mst_fail(err, -EIO, "cannot set the filter: %s", pcap_geterr(pcap)) : 0;
}
