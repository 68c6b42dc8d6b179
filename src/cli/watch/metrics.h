/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * metrics.h - the places of --metrics: files that are replaced after each round, and addresses that are answered at.
 *
 *     check: which is which ─► listen, before rights are dropped ─► begin ─► round, round … ─► end
 */
#ifndef MST_CLI_WATCH_METRICS_H
#define MST_CLI_WATCH_METRICS_H

#include <muster/metrics.h>

#include "cli/common/rights.h"
#include "cli/serve/serve.h"

#define MST_METRICS_PLACES_MAX 4 /* addresses */

/* What the options say. */
struct mst_metrics_places {
	struct mst_words files;
	struct mst_serve_address addresses[MST_METRICS_PLACES_MAX];
	size_t count; /* of addresses */
	enum mst_metrics_hosts hosts;
};

/* Begin with zeroed memory. */
struct mst_metrics_outputs {
	const struct mst_metrics_places *places;
	struct mst_serve *servers[MST_METRICS_PLACES_MAX]; /* NULL: it has ended */
	struct mst_metrics *metrics;
	bool fails; /* the last round could not be written or handed over everywhere */
};

/* -EINVAL with a sentence. Free the files, also after a failure. */
int mst_metrics_places_read(struct mst_metrics_places *places, const struct mst_words *values, const char *hosts,
                            struct mst_error *err);

/* Before mst_privilege_drop. Nothing where there are no places. -errno with a sentence. */
int mst_metrics_listen(struct mst_metrics_outputs *outputs, const struct mst_metrics_places *places,
                       const struct mst_rights *rights, struct mst_error *err);

/* Writes the first texts; prints where metrics are, and which hosts are left out, unless `quiet`. */
int mst_metrics_begin(struct mst_metrics_outputs *outputs, const struct mst_watch *watch, bool quiet,
                      struct mst_error *err);

/*
 * The event of a round. 0; 1 with a sentence when a place takes nothing any more, or takes it again: once for each
 * turn. The watch goes on.
 */
int mst_metrics_take(struct mst_metrics_outputs *outputs, const struct mst_watch_event *event, struct mst_error *what);

/* Writes the last texts, without the state of hosts, and closes everything. */
void mst_metrics_finish(struct mst_metrics_outputs *outputs);

#endif
