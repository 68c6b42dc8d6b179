/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parse.h - one target expression, from text to intervals. Pure: no names, no memory, no system calls. IPv6 is
 * parse6.c.
 */
#ifndef MST_TARGET_PARSE_H
#define MST_TARGET_PARSE_H

#include "target/intervals.h"

/* The values that one octet of a pattern takes: one bit each. */
struct mst_octet_set {
	uint64_t bits[4];
};

#define MST_SCOPE_TEXT 16 /* IF_NAMESIZE: an interface's name with its NUL */

struct mst_expression {
	uint8_t family; /* enum mst_family */
	bool host_bits; /* the prefix had host bits; they were cleared */
	bool is_pattern;
	struct mst_interval interval;   /* IPv4, when it is not a pattern */
	struct mst_octet_set octets[4]; /* when it is one: all combinations */
	struct mst_interval6 interval6; /* IPv6 */
	char scope[MST_SCOPE_TEXT];     /* of link-local IPv6: name or index of an interface; "" for none */
};

/* More pieces than this in one expression are refused: 16 Mi of them take 128 MiB. */
#define MST_PIECES_MAX (UINT64_C(1) << 24)

/* Parses a target expression. NULL, or what is wrong with it: words for the middle of a sentence. */
const char *mst_expression_parse(struct mst_expression *expression, const char *text);

/* The same for text with a colon in it. */
const char *mst_expression_parse_ipv6(struct mst_expression *expression, const char *text);

/* How many intervals mst_expression_expand adds at most. */
uint64_t mst_expression_pieces(const struct mst_expression *expression);

/* Adds the intervals of an IPv4 expression, ascending. 0, or -ENOMEM. */
int mst_expression_expand(const struct mst_expression *expression, struct mst_intervals *list);

/*
 * Whether the text has digits, dots, dashes, commas, slashes and stars only (or is empty), or has a colon: it is
 * never a name.
 */
bool mst_text_is_numeric(const char *text);

#endif
