/* SPDX-License-Identifier: BSD-2-Clause */
/* changes.c - see changes.h. */
#include "html/changes.h"

#include <string.h>

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
