/* SPDX-License-Identifier: BSD-2-Clause */
/* tree.c - see tree.h. Prefixes part at multiples of four bits, which are the digits of an address. */
#include "html/tree.h"

#include "html/map.h"

#define DEPTH_MAX 24
#define DIGIT 4

struct tree {
	struct mst_ink *ink;
	const struct mst_html_leaves *leaves;
	unsigned lines;
};

static mst_uint128 above(mst_uint128 number, unsigned shift)
{
	return shift >= 128 ? 0 : number >> shift;
}

/* The shortest prefix by whole digits that has all of these leaves: its shift. */
static unsigned cover(const struct mst_html_leaves *leaves, size_t from, size_t to)
{
	mst_uint128 first = leaves->at[from].first, last = leaves->at[to - 1].first;
	unsigned shift = (leaves->shift + DIGIT - 1) / DIGIT * DIGIT;

	if (from + 1 == to)
		return leaves->shift;
	while (above(first, shift) != above(last, shift))
		shift += DIGIT;
	return shift;
}

/* Behind the last leaf with the digit of the first one. */
static size_t end_of_child(const struct mst_html_leaves *leaves, size_t from, size_t to, unsigned shift)
{
	size_t end = from + 1;

	while (end < to && above(leaves->at[end].first, shift) == above(leaves->at[from].first, shift))
		end++;
	return end;
}

/* A bar of its states, 200 units wide. */
static void put_bar(struct mst_ink *ink, const struct mst_html_leaf *sum)
{
	uint64_t all = mst_html_leaf_count(sum), before = 0;

	mst_ink_put(ink,
	            "<svg class=\"strip\" viewBox=\"0 0 200 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (enum mst_state state = MST_STATE_COUNT; state-- > 0;) {
		if (!sum->states[state])
			continue;
		mst_ink_format(ink, "<rect x=\"%.1f\" width=\"%.1f\" height=\"12\" fill=\"url(#p-%s)\"/>",
		               200.0 * (double)before / (double)all, 200.0 * sum->states[state] / (double)all,
		               mst_html_state_class(state));
		before += sum->states[state];
	}
	mst_ink_put(ink, "</svg>");
}

static void put_line(struct tree *tree, size_t from, size_t to, unsigned shift)
{
	struct mst_html_leaf sum = mst_html_leaves_sum(tree->leaves, from, to);
	char text[MST_HTML_PREFIX_TEXT];

	mst_html_prefix(text, 128, shift >= 128 ? 0 : sum.first >> shift << shift, shift);
	mst_ink_format(tree->ink, "<li><a href=\"#rows\" data-column=\"addr\" data-value=\"%s\">%s</a>", text, text);
	put_bar(tree->ink, &sum);
	mst_ink_put(tree->ink, "<span>");
	for (enum mst_state state = MST_STATE_COUNT; state-- > 0;) {
		if (sum.states[state])
			mst_ink_format(tree->ink, "%u %s ", sum.states[state], mst_state_name(state));
	}
	mst_ink_put(tree->ink, "</span>");
	tree->lines++;
}

static void put_branch(struct tree *tree, size_t from, size_t to, unsigned depth);

/* The prefixes within, a digit longer. */
static void put_children(struct tree *tree, size_t from, size_t to, unsigned shift, unsigned depth)
{
	for (size_t at = from; at < to;) {
		size_t end = end_of_child(tree->leaves, at, to, shift - DIGIT);

		put_branch(tree, at, end, depth);
		at = end;
	}
}

static void put_branch(struct tree *tree, size_t from, size_t to, unsigned depth)
{
	unsigned shift = cover(tree->leaves, from, to);

	put_line(tree, from, to, shift);
	if (to - from > 1 && depth < DEPTH_MAX && tree->lines < MST_HTML_TREE_MAX) {
		mst_ink_put(tree->ink, "<ul>");
		put_children(tree, from, to, shift, depth + 1);
		mst_ink_put(tree->ink, "</ul>");
	}
	mst_ink_put(tree->ink, "</li>");
	mst_ink_line(tree->ink);
}

void mst_html_tree_draw(struct mst_ink *ink, struct mst_html_leaves *leaves)
{
	struct tree tree = { .ink = ink, .leaves = leaves };

	mst_html_leaves_shorten(leaves, MST_HTML_TREE_MAX / 2);
	if (leaves->count == 0)
		return;
	mst_ink_put(ink, "<ul class=\"tree\">");
	/* ::/0 says nothing. */
	if (cover(leaves, 0, leaves->count) == leaves->bits)
		put_children(&tree, 0, leaves->count, leaves->bits, 0);
	else
		put_branch(&tree, 0, leaves->count, 0);
	mst_ink_put(ink, "</ul>");
	mst_ink_line(ink);
}
