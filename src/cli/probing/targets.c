/* SPDX-License-Identifier: BSD-2-Clause */
/* targets.c - every target and exclusion of sweep, scan and watch; see options.h. */
#include <errno.h>
#include <inttypes.h>
#include <muster/nearby.h>
#include <muster/text.h>
#include <stdio.h>

#include "cli/common/privilege.h"
#include "cli/common/resolving.h"
#include "cli/probing/inputs.h"
#include "cli/probing/options.h"

#define NAMES_TOLD 5

typedef int take_target(struct mst_targets *targets, const char *text, struct mst_error *err);

static int take_each(struct mst_targets *targets, const struct mst_words *words, take_target *take_one,
                     struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < words->count; i++)
		code = take_one(targets, words->items[i], err);
	return code;
}

static void print_nearby(const struct mst_probing *options, const struct mst_nearby_counts *counts)
{
	if (counts->too_wide)
		mst_print(
			stderr,
			"subnet %s has more than 65,536 addresses: not swept; to sweep it, give it or a part of it as "
			"a target\n",
			counts->widest);
	if (options->quiet)
		return;
	if (counts->subnets)
		mst_print(stderr, "%u IPv4 subnet%s attached\n", counts->subnets,
		          counts->subnets == 1 ? " is" : "s are");
	if (counts->interfaces)
		mst_print(stderr, "%" PRIu64 " IPv6 address%s found on the link%s\n", counts->found,
		          counts->found == 1 ? "" : "es", counts->likely ? ", and likely ones were added" : "");
}

static int find_nearby(const struct mst_probing *options, struct mst_targets *targets, struct mst_error *err)
{
	bool alone = options->arguments->words.count == 0 && options->inputs.count == 0;
	struct mst_nearby_config config = {
		.interface = options->scan.route.interface,
		.ipv4 = options->ipv4,
		.ipv6 = options->ipv6 || (mst_probing_means_ipv6(options) != NULL && !options->ipv4),
		.eui64 = options->eui64,
		.low_bytes = options->low_bytes,
		.no_mld = options->no_mld,
	};
	struct mst_nearby_counts counts;
	int code = mst_nearby_find(targets, &config, &counts, err);

	if (code < 0)
		return code;
	print_nearby(options, &counts);
	if (alone && counts.found + counts.likely + counts.subnets == 0)
		return mst_fail(err, -ENOENT, "no targets: no IPv6 address was found on the link");
	return 0;
}

static void print_unresolved(const struct mst_targets *targets)
{
	size_t count = mst_targets_unresolved(targets);

	for (size_t i = 0; i < count && i < NAMES_TOLD; i++)
		mst_print(stderr, "%s; not asked\n", mst_targets_unresolved_why(targets, i));
	if (count > NAMES_TOLD)
		fprintf(stderr, "%zu more names have no address; not probed\n", count - NAMES_TOLD);
}

static void set_rules(struct mst_probing *options, struct mst_targets *targets)
{
	mst_targets_take_names(targets, options->ipv4, options->ipv6);
	if (options->strict)
		mst_targets_be_strict(targets);
	if (options->scan.route.interface)
		mst_targets_take_zone(targets, options->scan.route.interface);
	if (options->scan.probing.ports)
		mst_targets_take_ports(targets, &options->ports);
}

static int take_inputs(struct mst_probing *options, struct mst_targets *targets, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < options->inputs.count; i++)
		code = mst_probing_add_input(targets, options->inputs.items[i], options, err);
	return code;
}

static int add_all(struct mst_probing *options, struct mst_targets *targets, struct mst_error *err)
{
	int code = take_each(targets, &options->arguments->words, mst_targets_add, err);

	if (code == 0)
		code = take_each(targets, &options->exclude, mst_targets_exclude, err);
	if (code == 0)
		code = mst_privilege_explain_read(err, take_inputs(options, targets, err));
	if (code == 0)
		code = mst_privilege_explain_read(
			err, take_each(targets, &options->exclude_files, mst_targets_exclude_file, err));
	if (code == 0 && options->scan.probing.ports && mst_ports_count(&options->ports) == 0)
		return mst_fail(err, -EINVAL,
		                "no ports to probe: expected -p PORTS such as -p 22,80,443, or -p - for all");
	return code;
}

static int close_targets(const struct mst_probing *options, struct mst_targets *targets, struct mst_error *err)
{
	struct mst_resolving resolving = { .quiet = options->quiet };
	int code;

	mst_targets_watch_names(targets, mst_resolving_watch, &resolving);
	code = mst_targets_close(targets, err);
	mst_resolving_end(&resolving);
	return code;
}

int mst_probing_find_targets(struct mst_probing *options, struct mst_targets *targets, struct mst_error *err)
{
	int code;

	set_rules(options, targets);
	code = add_all(options, targets, err);
	if (code == 0 && options->local)
		code = find_nearby(options, targets, err);
	if (code == 0)
		code = close_targets(options, targets, err);
	if (code == 0)
		print_unresolved(targets);
	return code;
}
