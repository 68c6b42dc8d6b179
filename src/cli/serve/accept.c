/* SPDX-License-Identifier: BSD-2-Clause */
/* accept.c - see accept.h. */
#include "cli/serve/accept.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "cli/serve/address.h"

#define BLANKS " \t"

/* A part of a header: without blanks around it. */
struct piece {
	const char *text;
	size_t length;
};

/* Up to the separator, which *at is then behind. */
static struct piece next_piece(const char **at, char separator, const char *end)
{
	const char *from = *at, *to = memchr(from, separator, (size_t)(end - from));

	to = to ? to : end;
	*at = to < end ? to + 1 : end;
	while (from < to && strchr(BLANKS, *from))
		from++;
	while (to > from && strchr(BLANKS, to[-1]))
		to--;
	return (struct piece){ from, (size_t)(to - from) };
}

static bool is(struct piece piece, const char *word)
{
	return piece.length == strlen(word) && strncasecmp(piece.text, word, piece.length) == 0;
}

static bool begins(struct piece piece, const char *word)
{
	return piece.length > strlen(word) && strncasecmp(piece.text, word, strlen(word)) == 0;
}

/* "1", "0.75": thousandths; anything else is 0. */
static int read_quality(const char *digits, size_t length)
{
	int quality = 0, place = 1000;

	for (size_t i = 0; i < length && place; i++) {
		if (digits[i] == '.' && i == 1)
			continue;
		if (digits[i] < '0' || digits[i] > '9')
			return 0;
		quality += (digits[i] - '0') * place;
		place /= 10;
	}
	return quality > 1000 ? 1000 : quality;
}

/* What a range of media says of each format; -1: nothing. */
static void read_range(struct piece range, int *open, int *text)
{
	const char *at = range.text, *end = range.text + range.length;
	struct piece type = next_piece(&at, ';', end);
	int quality = 1000;
	bool fits = true;

	while (at < end) {
		struct piece parameter = next_piece(&at, ';', end);

		if (begins(parameter, "q="))
			quality = read_quality(parameter.text + 2, parameter.length - 2);
		else if (begins(parameter, "version="))
			fits = is(parameter, "version=1.0.0") || is(parameter, "version=\"1.0.0\"");
	}
	if (is(type, "application/openmetrics-text") && fits && quality > *open)
		*open = quality;
	if (is(type, "text/plain") && quality > *text)
		*text = quality;
}

bool mst_serve_prefers_openmetrics(const char *accept)
{
	const char *at = accept, *end = accept ? accept + strlen(accept) : NULL;
	int open = 0, text = -1;

	while (at < end)
		read_range(next_piece(&at, ',', end), &open, &text);
	return open > 0 && open >= text;
}

bool mst_serve_host_is_own(const char *host)
{
	static const char name[] = "localhost";
	struct mst_serve_address address;
	struct mst_addr addr;
	size_t length = strlen(name);

	if (!host || (strncasecmp(host, name, length) == 0 && (!host[length] || host[length] == ':')))
		return true;
	return *host == '[' || mst_addr_parse(&addr, host) == 0 ||
	       (*host != ':' && strchr(host, ':') && mst_serve_address_parse(&address, host));
}
