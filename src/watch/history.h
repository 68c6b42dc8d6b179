/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * history.h - a state file that is open to be read.
 */
#ifndef MST_WATCH_HISTORY_H
#define MST_WATCH_HISTORY_H

#include "watch/store_guard.h"

struct mst_history_source {
	sqlite3 *db;
	const char *path;
	struct mst_database_guard guard;
};

/* Opens and checks it. Close `db`, also after an error. Errors as mst_watch_history_read. */
int mst_history_open(struct mst_history_source *source, const char *path, struct mst_error *err);

#endif
