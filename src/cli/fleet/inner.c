/* SPDX-License-Identifier: BSD-2-Clause */
/* inner.c - see inner.h. */
#include "cli/fleet/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scan/options.h"

/* What a plan says; of a report, with --wait; the rest belongs to a worker, or to a run on one machine. */
static const char *const of_plan[] = {
	"input",    "exclude",     "exclude-file",    "ipv4",         "ipv6",
	"strict",   "ports",       "exclude-ports",   "udp",          "payloads",
	"probe",    "syn-options", "detect-proxies",  "service",      "banner",
	"parallel", "per-host",    "service-timeout", "banner-bytes", "risky-ports",
	"seed",     "shard",       "sample",          "max",          "rate",
	"max-rate", "retries",     "until-missed",    "timeout",      "no-arp",
	"ttl",      "discover",

	NULL,
};
static const char *const of_report[] = { "output", "order", "no-header", "csv-crlf", "csv-raw", "fields", "title",
	                                 "all",    "down",  "state",     "force",    "quiet",   NULL };
static const char *const of_worker[] = { "interface", "source-ip", "source-port", "gateway-mac", "engine", "rx",
	                                 "lanes",     "cpus",      "min-rate",    "arp-rate",    NULL };

static bool is_among(const char *const *names, const char *name)
{
	for (size_t i = 0; names[i]; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static int check_options(const struct mst_fleet_options *options, struct mst_error *err)
{
	const struct mst_arguments *arguments = &options->asked_how;

	for (size_t i = 0; arguments->options[i].kind != MST_OPT_END; i++) {
		const char *name = arguments->options[i].name;

		if (arguments->options[i].kind == MST_OPT_HEADING || !arguments->given[i] || is_among(of_plan, name) ||
		    (options->wait && is_among(of_report, name)))
			continue;
		if (is_among(of_report, name))
			return mst_fail(err, -EINVAL,
			                "--%s: the report is written by fleet report, or by fleet submit "
			                "--wait",
			                name);
		if (is_among(of_worker, name))
			return mst_fail(err, -EINVAL, "--%s: each worker has its own; it belongs to fleet work", name);
		return mst_fail(err, -EINVAL, "--%s: a plan for many machines cannot have it", name);
	}
	return 0;
}

/* An option of fleet, such as --lease, stands before the command. */
static int check_places(const struct mst_fleet_options *options, struct mst_error *err)
{
	for (size_t i = 1; i < options->asked_count; i++) {
		const char *word = options->asked_words[i];
		char name[32] = "";

		if (strncmp(word, "--", 2) == 0 && strcspn(word + 2, "=") < sizeof name)
			memcpy(name, word + 2, strcspn(word + 2, "="));
		if (*name && !mst_option_named(mst_scan_option_table, name) &&
		    mst_option_named(mst_fleet_option_table, name))
			return mst_fail(err, -EINVAL,
			                "--%s stands before %s: expected muster fleet submit --%s … STORE %s …", name,
			                options->asked_words[0], name, options->asked_words[0]);
	}
	return 0;
}

int mst_fleet_inner_read(struct mst_fleet_options *options, const struct mst_words *words, struct mst_error *err)
{
	int code;

	if (words->count < 3 || !mst_fleet_ends_options(words->items[2]))
		return mst_fail(err, -EINVAL,
		                "%s%sexpected scan or sweep with its options and targets behind the store",
		                words->count < 3 ? "" : words->items[2], words->count < 3 ? "" : ": ");
	options->asked = calloc(1, sizeof *options->asked);
	if (!options->asked)
		return mst_fail(err, -ENOMEM, "no memory for options");
	mst_probing_defaults(options->asked);
	options->asked_words = words->items + 2;
	options->asked_count = words->count - 2;
	code = check_places(options, err);
	if (code < 0)
		return code;
	code = mst_options_read(&options->asked_how, mst_scan_option_table, words->items[2],
	                        (int)options->asked_count - 1, (char **)(words->items + 3), options->asked, err);
	if (code == 0 && mst_given(&options->asked_how, "help"))
		code = mst_fail(err, -EINVAL, "--help: expected muster %s --help, which explains what stands behind it",
		                options->asked_words[0]);
	if (code == 0)
		code = check_options(options, err);
	if (code == 0 && options->asked->sheet.force)
		options->run.probing.sheet.force = true;
	if (code == 0 && options->asked->outputs.count == 0 && options->wait)
		options->asked->states = 0;
	if (code == 0 && options->asked->scan.probing.discover && !options->wait)
		code = mst_fail(err, -EINVAL,
		                "--discover: its plan of ports begins when the hosts are known: expected muster fleet "
		                "submit --wait");
	return code < 0 ? code : mst_scan_check_options(options->asked, &options->asked_how, err);
}

void mst_fleet_inner_free(struct mst_fleet_options *options)
{
	if (!options->asked)
		return;
	mst_options_free(mst_scan_option_table, options->asked);
	mst_words_free(&options->asked_how.words);
	free(options->asked);
	options->asked = NULL;
}
