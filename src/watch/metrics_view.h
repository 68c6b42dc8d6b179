/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * metrics_view.h - which metrics there are, and their values: what a watch knows at one moment, written as families.
 * Pure.
 */
#ifndef MST_WATCH_METRICS_VIEW_H
#define MST_WATCH_METRICS_VIEW_H

#include <muster/vendors.h>

#include "watch/metrics_text.h"
#include "watch/schedule.h"

struct mst_metrics_view {
	const struct mst_watch_item *items; /* hosts, each before its ports */
	size_t count;
	const struct mst_targets *targets; /* whose names are told; NULL: none */
	const struct mst_vendors *vendors; /* NULL: none */
	struct mst_clocks clocks;
	enum mst_metrics_hosts hosts;
	struct mst_watch_totals totals;
	struct mst_watch_round round; /* the last; its number is 0 before the first */
	uint64_t every_ns;
	uint64_t asked_ns; /* when the last round that could ask ended; since 1970, UTC; 0: none */
	bool ended;        /* the state of no host is known any more */
	bool keeps;        /* counts of hosts and ports go on from a state file */
};

/* What `hosts` stands for. */
enum mst_metrics_hosts mst_metrics_view_shown(const struct mst_metrics_view *view);

/* All families. `created_ns` of the sheet is when the watch began. */
void mst_metrics_view_write(const struct mst_metrics_view *view, const struct mst_metric_sheet *sheet);

#endif
