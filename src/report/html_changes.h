/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * html_changes.h - the part of a page that says what changed since an older run.
 */
#ifndef MST_REPORT_HTML_CHANGES_H
#define MST_REPORT_HTML_CHANGES_H

#include <muster/report.h>

#include "html/ink.h"

/* Reads the differences of the config from their first. Nothing without them. */
void mst_html_changes_put(struct mst_ink *ink, const struct mst_report_config *config);

#endif
