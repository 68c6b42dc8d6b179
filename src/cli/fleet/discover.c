/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * discover.c - --discover of a fleet: a plan of its own finds the hosts that are up, then the plan of their ports is
 * submitted. So it waits between the two; see parts.h.
 *
 *     hosts ─► a plan ─► workers ─► a journal ─► those that are up ─► the targets of the second plan
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/signals.h"
#include "cli/fleet/parts.h"

#define AT_ONCE 256

/* The same targets, asked as a sweep asks them. */
static struct mst_scan_config hosts_of(const struct mst_scan_config *scan)
{
	struct mst_scan_config hosts = *scan;

	hosts.probing.question = MST_ASK_HOSTS;
	hosts.probing.discover = hosts.probing.udp = false;
	hosts.probing.ports = NULL;
	hosts.probing.payloads = NULL;
	hosts.services = mst_scan_defaults().services;
	return hosts;
}

static int add_up(struct mst_targets *targets, struct mst_rows *rows, struct mst_error *err)
{
	struct mst_result results[AT_ONCE];
	size_t count;
	int code = 0;

	while (code == 0 && (count = mst_rows_next(rows, results, AT_ONCE)) > 0) {
		for (size_t i = 0; i < count && code == 0; i++) {
			char text[MST_ADDR_TEXT];

			if (results[i].state != MST_UP)
				continue;
			mst_addr_format(&results[i].addr, text);
			code = mst_targets_add(targets, text, err);
		}
	}
	return code < 0 ? code : mst_rows_code(rows, err);
}

/* A host that any vantage found is up. The journals are of no further use. */
static int read_up(struct mst_fleet_doer *doer, struct mst_targets *targets, struct mst_error *err)
{
	int code = 0;

	for (unsigned vantage = 0; vantage < doer->options->vantages && code == 0; vantage++) {
		struct mst_rows *rows = NULL;
		char path[PATH_MAX];

		code = mst_fleet_journal_path(path, sizeof path, doer->path, vantage);
		if (code == 0)
			code = mst_rows_open(&rows, path, err);
		if (code == 0)
			code = add_up(targets, rows, err);
		mst_rows_close(rows);
		if (code == 0)
			(void)unlink(path);
	}
	return code == 0 ? mst_targets_close(targets, err) : code;
}

int mst_fleet_do_discover(struct mst_fleet_doer *doer, const struct mst_fleet_order *order, struct mst_error *err)
{
	struct mst_scan_config hosts = hosts_of(order->scan);
	struct mst_fleet_order first = *order;
	struct mst_fleet_collected collected;
	struct mst_targets *up = mst_targets_new();
	char id[MST_JOURNAL_ID];
	int code;

	first.scan = &hosts;
	doer->options->id = id;
	code = up ? mst_fleet_submit(doer->fleet, &first, id, err) : mst_fail(err, -ENOMEM, "no memory for targets");
	if (code == 0 && !doer->options->run.probing.quiet)
		mst_print(stderr, "plan %s: hosts that are up\n", id);
	if (code == 0)
		code = mst_fleet_collect_all(doer, ".hosts", &collected, err);
	if (code == 0 && collected.settled < collected.total)
		code = mst_fail(err, -ECANCELED, "plan %s was ended before every host had a verdict", id);
	if (code == 0)
		code = read_up(doer, up, err);
	if (code == 0)
		code = mst_fleet_command(doer->fleet, id, MST_FLEET_FORGET, false, err);
	if (code == 0 && mst_targets_count(up) == 0)
		code = mst_fail(err, -ENOENT, "no host is up: there are no ports to scan");
	doer->options->id = NULL;
	if (code < 0) {
		mst_targets_free(up);
		return code;
	}
	mst_targets_free(doer->targets);
	doer->targets = up;
	return 0;
}
