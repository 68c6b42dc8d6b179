/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c - see names.h.
 *
 * getaddrinfo(3) also accepts numbers: 0x7f.1, 2130706433 and 127.1 all mean 127.0.0.1. A mistyped address must not
 * be taken for such a number, or sent to a name server. So the last label of a dotted name must begin with a letter,
 * as every top-level domain does (RFC 3696, section 2).
 */
#include "target/names.h"

#include <arpa/inet.h>
#include <muster/targets.h>
#include <muster/units.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "target/parse.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAME_MAX_LENGTH 253

bool mst_name_is_plausible(const char *text)
{
	size_t length = strlen(text);
	struct in_addr number;
	const char *label;

	if (length == 0 || length > NAME_MAX_LENGTH || strspn(text, LETTERS "0123456789-_.") != length)
		return false;
	if (text[0] == '-' || text[0] == '.' || strstr(text, "..") || inet_aton(text, &number))
		return false;
	if (text[length - 1] == '.')
		length--;
	label = memrchr(text, '.', length);
	return label ? strchr(LETTERS, label[1]) != NULL : strpbrk(text, LETTERS) != NULL;
}

bool mst_text_is_name(const char *text)
{
	struct mst_expression expression;

	return mst_expression_parse(&expression, text) && !mst_text_is_numeric(text) && mst_name_is_plausible(text);
}

uint32_t mst_scope_resolve(const char *scope)
{
	char name[IF_NAMESIZE];
	uint64_t index;

	if (mst_read_whole(&index, scope, INT32_MAX) == 0)
		return if_indextoname((uint32_t)index, name) ? (uint32_t)index : 0;
	return if_nametoindex(scope);
}

const char *mst_scopes(char *text, size_t size)
{
	struct if_nameindex *list = if_nameindex();
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; list && list[i].if_index && at + IF_NAMESIZE + 2 < size; i++)
		at += (size_t)snprintf(text + at, size - at, "%s%s", i ? ", " : "", list[i].if_name);
	if (list)
		if_freenameindex(list);
	return text;
}
