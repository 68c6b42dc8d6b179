/* SPDX-License-Identifier: BSD-2-Clause */
/* said.c - see said.h. */
#include "watch/said.h"

#include <ctype.h>
#include <string.h>

/* Whether two lines are the same but for their numbers: one ends at `end`, the other with its line or text. */
static bool says_the_same(const char *line, const char *end, const char *other)
{
	for (;; line++, other++) {
		while (line < end && isdigit((unsigned char)*line))
			line++;
		while (isdigit((unsigned char)*other))
			other++;
		if (line == end || *line != *other)
			return line == end && (*other == '\n' || !*other);
	}
}

bool mst_said_has(const char *lines, const char *line)
{
	const char *end = line + strcspn(line, "\n");

	for (const char *at = lines; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		if (says_the_same(line, end, at))
			return true;
	}
	return false;
}
