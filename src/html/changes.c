/* SPDX-License-Identifier: BSD-2-Clause */
/* changes.c - see changes.h. */
#include "html/changes.h"

#include <string.h>

#include "html/map.h"

const struct mst_html_change_look mst_html_changes[MST_HTML_CHANGES] = {
	[MST_HTML_CAME] = { "came", MST_UP },
	[MST_HTML_WENT] = { "went", MST_UNREACHABLE },
	[MST_HTML_CHANGED] = { "changed", MST_FILTERED },
	[MST_HTML_SAME] = { "same", MST_DOWN },
};

enum mst_html_change mst_html_change_of(const char *word)
{
	enum mst_html_change change = 0;

	while (change < MST_HTML_CHANGES && strcmp(word, mst_html_changes[change].word) != 0)
		change++;
	return change;
}

/* An address counts once, as what stands for it. */
void mst_html_changes_legend(struct mst_ink *ink, const struct mst_html_leaves *leaves)
{
	struct mst_html_leaf sum = mst_html_leaves_sum(leaves, 0, leaves->count);

	mst_ink_put(ink, "<ul class=\"tiles\">");
	for (size_t i = 0; i < MST_HTML_CHANGES; i++) {
		const char *word = mst_html_changes[i].word;

		if (!sum.states[mst_html_changes[i].state])
			continue;
		mst_ink_format(ink,
		               i == MST_HTML_SAME ? "<li><span>"
		                                  : "<li><a href=\"#rows\" data-column=\"change\" data-value=\"%s\">",
		               word);
		mst_html_swatch(ink, mst_html_changes[i].state);
		mst_ink_put(ink, " ");
		mst_ink_put(ink, word);
		mst_ink_put(ink, i == MST_HTML_SAME ? "</span></li>" : "</a></li>");
	}
	mst_ink_put(ink, "</ul>");
	mst_ink_line(ink);
}
