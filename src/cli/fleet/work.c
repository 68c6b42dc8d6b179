/* SPDX-License-Identifier: BSD-2-Clause */
/* work.c - one worker of a fleet; see parts.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>

#include "cli/common/advice.h"
#include "cli/common/clock.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/state.h"
#include "cli/fleet/parts.h"
#include "cli/options/values.h"

#define TELL_NS (500 * MST_NS_PER_MS)

struct telling {
	struct mst_fleet_doer *doer;
	uint64_t told_ns;
	uint64_t blocks, positions, refused;
};

static void tell(struct telling *telling, const struct mst_fleet_working *now)
{
	char done[32], all[32];

	if (!now->id)
		mst_fleet_tell(telling->doer, "waiting for a plan");
	else if (now->first == now->end)
		mst_fleet_tell(telling->doer, "plan %s: no block is left for this worker; %" PRIu64 " committed",
		               now->id, now->blocks);
	else
		mst_fleet_tell(telling->doer,
		               "plan %s: %s of %s positions of a block, %.0f frames a second%s; %" PRIu64
		               " block%s committed",
		               now->id, mst_write_grouped(done, sizeof done, now->done),
		               mst_write_grouped(all, sizeof all, now->end - now->first),
		               now->stats ? now->stats->rate_pps : 0, now->away ? ", the store is away" : "",
		               now->blocks, mst_plural(now->blocks));
}

static int take_turn(void *user, const struct mst_fleet_working *now)
{
	struct telling *telling = user;

	telling->blocks = now->blocks;
	telling->positions = now->positions;
	telling->refused = now->refused;
	if (mst_ticks_ns() - telling->told_ns >= TELL_NS) {
		telling->told_ns = mst_ticks_ns();
		tell(telling, now);
	}
	return mst_signals_seen() != 0;
}

static void take_notice(void *user, const char *text)
{
	struct telling *telling = user;

	mst_fleet_tell_end(telling->doer);
	mst_print(stderr, "muster fleet: %s\n", text);
}

/* Addresses that this machine never asks. */
static int read_excluded(struct mst_fleet_doer *doer, struct mst_error *err)
{
	struct mst_probing *own = &doer->options->run.probing;
	int code = 0;

	if (own->exclude.count + own->exclude_files.count == 0)
		return 0;
	doer->excluded = mst_targets_new();
	if (!doer->excluded)
		return mst_fail(err, -ENOMEM, "no memory for targets");
	for (size_t i = 0; i < own->exclude.count && code == 0; i++)
		code = mst_value_named(err, mst_targets_add(doer->excluded, own->exclude.items[i], err), "exclude",
		                       own->exclude.items[i]);
	for (size_t i = 0; i < own->exclude_files.count && code == 0; i++)
		code = mst_targets_add_file(doer->excluded, own->exclude_files.items[i], err);
	if (code == 0)
		code = mst_targets_close(doer->excluded, err);
	own->scan.probing.excluded = doer->excluded;
	return code;
}

/* The file in which what cannot be committed is kept; only a worker whose name stays the same will find it again. It is
 * opened with the caller's rights, before they are dropped. */
static int open_kept(struct mst_fleet_doer *doer, struct mst_error *err)
{
	const struct mst_fleet_options *options = doer->options;
	char path[PATH_MAX];
	struct mst_error none;

	doer->kept_fd = -1;
	if (options->name == options->own_name)
		return 0;
	if (mst_state_folder(doer->folder, &none) < 0 || mst_state_make(doer->folder, &none) < 0 ||
	    snprintf(path, sizeof path, "%s/fleet-%s", doer->folder, options->name) >= (int)sizeof path)
		return 0;
	doer->kept_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (doer->kept_fd >= 0 && flock(doer->kept_fd, LOCK_EX | LOCK_NB) < 0)
		return mst_fail(err, -EBUSY, "--name %s: a worker of this name runs here already", options->name);
	if (doer->kept_fd < 0)
		mst_print(stderr, "muster fleet: %s: %s; results wait in memory only while the store is away\n", path,
		          strerror(errno));
	return 0;
}

int mst_fleet_do_work(struct mst_fleet_doer *doer, const struct mst_call *call, struct mst_error *err)
{
	const struct mst_fleet_options *options = doer->options;
	struct telling telling = { .doer = doer };
	struct mst_fleet_work work = {
		.name = options->name,
		.until_done = options->until_done,
		.turn = take_turn,
		.notice = take_notice,
		.user = &telling,
	};
	char count[32];
	int code = mst_privilege_explain_read(err, mst_scan_check_texts(&options->run.probing.scan, err));

	if (code == 0)
		code = read_excluded(doer, err);
	if (code == 0)
		code = open_kept(doer, err);
	if (code == 0)
		code = mst_fleet_connect(doer, err);
	if (code < 0)
		return code;
	work.kept_fd = doer->kept_fd;
	work.scan = options->run.probing.scan;
	mst_signals_watch(NULL);
	code = mst_fleet_work(doer->fleet, &work, err);
	mst_fleet_tell_end(doer);
	if (code == -EPERM)
		mst_advise_rights(err, call->line);
	if (!options->run.probing.quiet)
		mst_print(stderr, "%" PRIu64 " block%s with %s positions committed%s\n", telling.blocks,
		          mst_plural(telling.blocks), mst_write_grouped(count, sizeof count, telling.positions),
		          telling.refused ? "; some were taken over by others" : "");
	if (code < 0)
		return code == -EINVAL ? -EIO : code;
	return mst_signals_seen() ? MST_EXIT_SIGNAL : MST_EXIT_DONE;
}
