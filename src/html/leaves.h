/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * leaves.h - how many addresses of each state, by prefixes that are as long as memory allows.
 *
 *     room for four:    .1 .2 .3 .7   +.9 ─►   .0/31 .2/31 .6/31 .8/31
 *
 * Addresses come in order. All leaves are prefixes of one length; when there is no room for one more, each becomes a
 * bit shorter, and neighbours fall together. So a /16 has its addresses one by one, and a /8 counts of each /24.
 */
#ifndef MST_HTML_LEAVES_H
#define MST_HTML_LEAVES_H

#include <muster/result.h>

struct mst_html_leaf {
	mst_uint128 first;                /* address as a number, the bits below the prefix zero */
	uint32_t states[MST_STATE_COUNT]; /* addresses; at most UINT32_MAX of each */
};

/* Zeroed but for the first three; mst_html_leaves_free. */
struct mst_html_leaves {
	unsigned bits;  /* of an address: 32, 128 */
	size_t most;    /* leaves; at least 2 */
	bool changes;   /* the states stand for changes, see html/changes.h */
	unsigned shift; /* a leaf is a prefix of bits - shift */
	size_t count;
	struct mst_html_leaf *at; /* ordered */
	bool lost;                /* there was no memory */
};

void mst_html_leaves_add(struct mst_html_leaves *leaves, mst_uint128 number, enum mst_state state);

/* After the last: orders the leaves; two links may have the same link-local addresses. */
void mst_html_leaves_end(struct mst_html_leaves *leaves);

/* Shortens the prefixes until there are at most `most` leaves. */
void mst_html_leaves_shorten(struct mst_html_leaves *leaves, size_t most);

/* The first leaf at or behind an address; `count` past the last. */
size_t mst_html_leaves_find(const struct mst_html_leaves *leaves, mst_uint128 number);

/* Adds up the leaves of [from, to). */
struct mst_html_leaf mst_html_leaves_sum(const struct mst_html_leaves *leaves, size_t from, size_t to);

/* All addresses of a leaf. */
uint64_t mst_html_leaf_count(const struct mst_html_leaf *leaf);

/*
 * The state that stands for it: open if any is, else up if any is, else that of the most addresses. Of changes, the
 * first of came, went, changed and same that any has.
 */
enum mst_state mst_html_leaf_state(const struct mst_html_leaf *leaf, bool changes);

void mst_html_leaves_free(struct mst_html_leaves *leaves);

/* The number of an address; the prefix as text, "10.0.0.0/24", and without its length when it is one address. */
mst_uint128 mst_html_number(const struct mst_addr *addr);
#define MST_HTML_PREFIX_TEXT (MST_ADDR_TEXT + 8)
const char *mst_html_prefix(char text[MST_HTML_PREFIX_TEXT], unsigned bits, mst_uint128 first, unsigned shift);

#endif
