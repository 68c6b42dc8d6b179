/* SPDX-License-Identifier: BSD-2-Clause */
/* notation.c - see notation.h. */
#include "target/notation.h"

#include <arpa/inet.h>
#include <muster/addr.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define PORT_LIST DIGITS "-,"

static bool is_made_of(const char *text, const char *characters)
{
	return *text && text[strspn(text, characters)] == '\0';
}

/* ---- advice ---- */

static const char *advise_number(const char *text, char room[MST_ADVICE_TEXT])
{
	unsigned long long number = strtoull(text, NULL, 10);

	if (number <= UINT16_MAX) {
		snprintf(room, MST_ADVICE_TEXT,
		         "a number is no address, and ports of scan are joined by commas: expected -p 80,%llu, or an "
		         "address",
		         number);
		return room;
	}
	return number > UINT32_MAX ? "a number is no address: expected one such as 10.0.2.2"
	                           : mst_addr_advice(text, room);
}

const char *mst_notation_advice(const char *text, char room[MST_ADVICE_TEXT])
{
	size_t digits = strspn(text, DIGITS);

	if (text[0] != '0' && is_made_of(text, DIGITS))
		return advise_number(text, room);
	if (mst_addr_advice(text, room))
		return room;
	if (digits && (strcmp(text + digits, "/tcp") == 0 || strcmp(text + digits, "/udp") == 0)) {
		snprintf(room, MST_ADVICE_TEXT, "a port is no address: expected scan -p %.*s%s, or an address",
		         (int)(digits < 8 ? digits : 8), text, strcmp(text + digits, "/udp") == 0 ? " --udp" : "");
		return room;
	}
	if (text[0] == '/' && is_made_of(text + 1, DIGITS "."))
		return "a prefix length without its address: expected both without a blank, as in 10.0.2.0/24";
	if (strcmp(text, "-") == 0)
		return "a number is missing: expected a range without blanks, or -i - for targets from standard input";
	return NULL;
}

/* ---- lists ---- */

/* "5", "5-9", "*": further numbers of the octet before the comma. */
static bool continues(const char *part, size_t length)
{
	return length > 0 && strspn(part, DIGITS "-*") >= length;
}

size_t mst_notation_part(const char **part, const char **rest)
{
	const char *at = *rest + strspn(*rest, ",");
	size_t length = strcspn(at, ",");

	*part = at;
	while (length > 0 && at[length] == ',') {
		const char *next = at + length + 1;
		size_t more = strcspn(next, ",");

		if (!continues(next, more))
			break;
		length += 1 + more;
	}
	*rest = at + length;
	return length;
}

/* ---- parts around a target ---- */

static void cut(char *text, const char *at)
{
	memmove(text, at, strlen(at) + 1);
}

/* "https://user@web/path?x" becomes "web". */
static bool take_url(struct mst_notation *notation)
{
	char *text = notation->text, *mark = strstr(text, "://"), *at;
	size_t scheme = mark ? (size_t)(mark - text) : 0;

	if (scheme == 0 || scheme >= sizeof notation->ports || strspn(text, LETTERS DIGITS "+.-") < scheme)
		return false;
	memcpy(notation->ports, text, scheme);
	notation->ports[scheme] = '\0';
	notation->is_url = notation->by_scheme = true;
	cut(text, mark + 3);
	text[strcspn(text, "/?#")] = '\0';
	at = strrchr(text, '@');
	if (at)
		cut(text, at + 1);
	return true;
}

static bool take_user(char *text)
{
	char *at = strchr(text, '@');

	if (!at || at == text)
		return false;
	cut(text, at + 1);
	return true;
}

static bool take_ports(struct mst_notation *notation, const char *list)
{
	if (!is_made_of(list, PORT_LIST) || strlen(list) >= sizeof notation->ports || !strchr(DIGITS, list[0]))
		return false;
	strcpy(notation->ports, list);
	notation->by_scheme = false;
	return true;
}

/* "[::1]", "[::1]:80", "[2001:db8::]/64" */
static bool take_brackets(struct mst_notation *notation)
{
	char *text = notation->text, *end = strchr(text, ']');

	if (text[0] != '[' || !end)
		return false;
	if (end[1] == ':' && !take_ports(notation, end + 2))
		return false;
	if (end[1] && end[1] != ':' && end[1] != '/')
		return false;
	if (end[1] == '/')
		cut(end, end + 1);
	else
		*end = '\0';
	cut(text, text + 1);
	return true;
}

/* "10.0.2.2:80", "web:80,443": one colon, which no IPv6 address has. */
static bool take_colon(struct mst_notation *notation)
{
	char *colon = strchr(notation->text, ':');

	if (!colon || colon == notation->text || strchr(colon + 1, ':') || !take_ports(notation, colon + 1))
		return false;
	*colon = '\0';
	return true;
}

static bool take_dot(char *text)
{
	size_t length = strlen(text);

	if (length < 2 || text[length - 1] != '.' || !is_made_of(text, DIGITS "."))
		return false;
	text[length - 1] = '\0';
	return true;
}

bool mst_notation_read(struct mst_notation *notation, const char *text)
{
	bool taken;

	*notation = (struct mst_notation){ 0 };
	if (strlen(text) >= sizeof notation->text)
		return false;
	strcpy(notation->text, text);
	taken = take_url(notation);
	taken |= take_user(notation->text);
	taken |= take_brackets(notation) || take_colon(notation);
	taken |= take_dot(notation->text);
	return taken && notation->text[0];
}
