/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tree.h - addresses of IPv6 as a tree of prefixes: a line for each prefix in which addresses part, with what is in it.
 *
 *     2001:db8::/44            ██████▒▒  6 up  2 down
 *       2001:db8:0:1::/64      ████      4 up
 *       2001:db8:9:1::/64      ██▒▒      2 up  2 down
 */
#ifndef MST_HTML_TREE_H
#define MST_HTML_TREE_H

#include "html/ink.h"
#include "html/leaves.h"

#define MST_HTML_TREE_MAX 200 /* lines */

/* Shortens the leaves to what is drawn. Nothing without leaves. */
void mst_html_tree_draw(struct mst_ink *ink, struct mst_html_leaves *leaves);

#endif
