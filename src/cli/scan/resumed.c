/* SPDX-License-Identifier: BSD-2-Clause */
/* resumed.c - see resumed.h. */
#include "cli/scan/resumed.h"

#include <errno.h>
#include <muster/text.h>
#include <stdio.h>

#include "cli/common/privilege.h"

/* ---- excluded now ---- */

typedef int add_text(struct mst_targets *targets, const char *text, struct mst_error *err);

static int add_each(struct mst_targets *targets, const struct mst_words *words, add_text *add, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < words->count && code == 0; i++)
		code = add(targets, words->items[i], err);
	return code;
}

/* Only what is typed now: the targets of the journal are without what was excluded before. */
static int read_excluded(struct mst_targets **excluded, struct mst_probing *options, struct mst_error *err)
{
	const struct mst_probing *typed = options->resumption->typed_values;
	int code;

	if (!typed->exclude.count && !typed->exclude_files.count)
		return 0;
	*excluded = mst_targets_new();
	if (!*excluded)
		return mst_fail(err, -ENOMEM, "no memory for targets");
	mst_targets_be_strict(*excluded);
	mst_targets_take_names(*excluded, true, true);
	code = add_each(*excluded, &typed->exclude, mst_targets_add, err);
	if (code == 0)
		code = mst_privilege_explain_read(
			err, add_each(*excluded, &typed->exclude_files, mst_targets_add_file, err));
	if (code == 0)
		code = mst_targets_close(*excluded, err);
	options->scan.probing.excluded = *excluded;
	return code;
}

/* ---- names ---- */

static bool contains(const struct mst_targets *targets, const struct mst_addr *addr)
{
	mst_uint128 low = 0, high = mst_targets_count(targets);

	while (low < high) {
		mst_uint128 middle = low + (high - low) / 2;
		struct mst_addr at = mst_targets_at(targets, middle);
		int order = mst_addr_compare(&at, addr);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* The addresses of a name today, without what the run excluded when it began. NULL: there are none. */
static struct mst_targets *look_up(const struct mst_probing *options, const char *name, bool *unresolved)
{
	const struct mst_probing *planned = options->resumption->planned_values;
	struct mst_targets *targets = mst_targets_new();
	struct mst_error ignored;
	int code = targets ? 0 : -ENOMEM;

	if (code == 0)
		mst_targets_take_names(targets, options->ipv4, options->ipv6);
	if (code == 0)
		code = add_each(targets, &planned->exclude, mst_targets_exclude, &ignored);
	if (code == 0)
		code = mst_targets_add(targets, name, &ignored);
	if (code == 0) {
		code = mst_targets_close(targets, &ignored);
		*unresolved = mst_targets_unresolved(targets) > 0;
	}
	if (code == 0)
		return targets;
	mst_targets_free(targets);
	return NULL;
}

static void note_name(const struct mst_probing *options, const struct mst_targets *then, const char *name)
{
	bool unresolved = false;
	struct mst_targets *now = look_up(options, name, &unresolved);

	if (unresolved)
		mst_print(stderr, "%s has no address now: those that it had when the run began are probed\n", name);
	for (mst_uint128 i = 0; now && i < mst_targets_count(now); i++) {
		struct mst_addr addr = mst_targets_at(now, i);
		char text[MST_ADDR_TEXT];

		if (contains(then, &addr))
			continue;
		mst_addr_format(&addr, text);
		mst_print(stderr, "%s has the address %s now: it is not probed, because the run began without it\n",
		          name, text);
	}
	mst_targets_free(now);
}

static void note_names(const struct mst_probing *options, const struct mst_targets *targets)
{
	const struct mst_words *words = &options->arguments->words;

	for (size_t i = 0; i < words->count && !options->quiet; i++) {
		if (mst_text_is_name(words->items[i]))
			note_name(options, targets, words->items[i]);
	}
}

int mst_scan_resumed(struct mst_targets **excluded, struct mst_probing *options, const struct mst_journal_info *info,
                     struct mst_error *err)
{
	if (info->question != options->scan.probing.question || (info->ports && info->udp != options->scan.probing.udp))
		return mst_fail(err, -EINVAL, "%s: its verdicts are not those of its command line, %s",
		                options->resumption->path, options->resumption->line);
	options->scan.probing.targets = info->targets;
	options->scan.probing.endpoints = info->endpoints;
	if (info->ports)
		options->ports = *info->ports;
	options->scan.order.seeded = true;
	options->scan.order.seed = info->seed;
	note_names(options, info->targets);
	return read_excluded(excluded, options, err);
}
