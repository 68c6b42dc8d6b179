/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parts.h - what fleet does, a file each; and what they share.
 */
#ifndef MST_CLI_FLEET_PARTS_H
#define MST_CLI_FLEET_PARTS_H

#include <limits.h>

#include "cli/common/command.h"
#include "cli/common/rights.h"
#include "cli/fleet/options.h"
#include "cli/runs/files.h"

#define MST_FLEET_SECRET 512

struct mst_fleet_doer {
	struct mst_fleet_options *options;
	struct mst_rights rights; /* a copy: of report, with the folder of journals */
	struct mst_fleet *fleet;
	struct mst_targets *targets, *excluded;
	struct mst_run_files files;
	struct mst_words names; /* of the journals, for `files`: */
	char paths[MST_VANTAGES_MAX][PATH_MAX];
	struct mst_rows *merged; /* of them, with several vantages */
	char secret[MST_FLEET_SECRET], folder[PATH_MAX], path[PATH_MAX];
	int kept_fd; /* of a worker; -1: none */
	bool waits;  /* for a store that is not there yet */
	bool told;   /* a line of progress is on the terminal */
};

/* Drops the rights that are not needed from here on, then connects, as user and password say. */
int mst_fleet_connect(struct mst_fleet_doer *doer, struct mst_error *err);

/* Whether to wait for a store that is not there, after this failure: workers may be started before it, and who waits
 * for a plan waits for its store. Told once. */
bool mst_fleet_may_come(struct mst_fleet_doer *doer, int code, const struct mst_error *err);

/* On standard error, a line that the next one takes the place of; only on a terminal, and not with --quiet. */
void mst_fleet_tell(struct mst_fleet_doer *doer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void mst_fleet_tell_end(struct mst_fleet_doer *doer);

/* With --discover: finds the hosts that are up by a plan of its own, and makes them the targets of the doer. */
int mst_fleet_do_discover(struct mst_fleet_doer *doer, const struct mst_fleet_order *order, struct mst_error *err);

/* Collects the plan of options->id into its journals; those of a first plan have a suffix. doer->path is where. */
int mst_fleet_collect_all(struct mst_fleet_doer *doer, const char *suffix, struct mst_fleet_collected *collected,
                          struct mst_error *err);

/* Each returns an exit code, or a negative errno with a sentence. */
int mst_fleet_do_submit(struct mst_fleet_doer *doer, struct mst_error *err);
int mst_fleet_do_work(struct mst_fleet_doer *doer, const struct mst_call *call, struct mst_error *err);
int mst_fleet_do_status(struct mst_fleet_doer *doer, struct mst_error *err);
int mst_fleet_do_report(struct mst_fleet_doer *doer, struct mst_error *err);

/* Where the journal of reports will be, before rights are dropped: the folder, or the file that was named. */
int mst_fleet_find_folder(struct mst_fleet_doer *doer, struct mst_error *err);

#endif
