/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * changes.h - what changed, on a map: each change is drawn as a state is, so that a map of changes is a map.
 */
#ifndef MST_HTML_CHANGES_H
#define MST_HTML_CHANGES_H

#include <muster/result.h>

enum mst_html_change { MST_HTML_CAME, MST_HTML_WENT, MST_HTML_CHANGED, MST_HTML_SAME, MST_HTML_CHANGES };

/* The first that any address of a cell has stands for it. */
extern const struct mst_html_change_look {
	const char *word;
	enum mst_state state;
} mst_html_changes[MST_HTML_CHANGES];

/* MST_HTML_CHANGES: no such word. */
enum mst_html_change mst_html_change_of(const char *word);

#endif
