/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h. */
#include "cli/fleet/options.h"

#include <errno.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options/values.h"
#include "cli/probing/rows.h"
#include "cli/scan/options.h"

#define OWN(member) MST_MEMBER(struct mst_fleet_options, member)

const struct mst_option mst_fleet_option_table[] = {
	MST_HEADING("Store"),
	{ "auth-file", 0, MST_OPT_TEXT, OWN(auth_path), "FILE",
	  .meaning = "take USER:PASSWORD, or the PASSWORD of the default user, from the first line of FILE",
	  .by_default = "the variable MUSTER_FLEET_AUTH, or none", .everyday = true },
	{ "ca-file", 0, MST_OPT_TEXT, OWN(ca_path), "FILE",
	  .meaning = "trust the certificates in FILE (PEM) for rediss://", .by_default = "those of this system" },

	MST_HEADING("submit"),
	{ "lease", 0, MST_OPT_DURATION, OWN(lease_ns), "TIME",
	  .meaning = "a worker that is silent for so long loses its block to another", .min = MST_FLEET_LEASE_MIN_NS,
	  .max = MST_FLEET_LEASE_MAX_NS },
	{ "vantages", 0, MST_OPT_WHOLE, OWN(vantages), "N",
	  .meaning = "probe every target by N different workers: the best verdict counts, the field saw has all",
	  .min = 1, .max = MST_VANTAGES_MAX },
	{ "wait", 0, MST_OPT_FLAG, OWN(wait), NULL,
	  .meaning = "stay until the plan is over, and write the report then (also of report)", .everyday = true },

	MST_HEADING("work"),
	{ "name", 0, MST_OPT_TEXT, OWN(name), "NAME",
	  .meaning = "what this worker is called: letters, digits, - _ and ., different for each",
	  .by_default = "the name of the host and the number of the process", .everyday = true },
	{ "until-done", 0, MST_OPT_FLAG, OWN(until_done), NULL,
	  .meaning = "end when no plan is open, in place of waiting for the next one", .everyday = true },
	MST_EXCLUDE_ROWS(MST_RUN_FIELD),
	{ "payloads", 0, MST_OPT_TEXT, MST_RUN_FIELD(scan.probing.payloads), "FILE",
	  .meaning = "the UDP payloads that the plan was submitted with" },
	MST_PACE_ROWS(MST_RUN_FIELD),
	{ "arp-rate", 0, MST_OPT_RATE, MST_RUN_FIELD(scan.rate.arp_pps), "PPS",
	  .meaning = "send this many ARP requests and neighbour solicitations a second on each link",
	  .by_default = "2k, or its share of --rate or --max-rate", .min = 1 },
	MST_SENDER_ROWS(MST_RUN_FIELD),
	MST_SOURCE_ROWS(MST_RUN_FIELD),
	MST_GATEWAY_ROWS(MST_RUN_FIELD),

	MST_HEADING("status"),
	{ "plain", 0, MST_OPT_FLAG, OWN(plain), NULL,
	  .meaning = "print the plans and workers once, in lines, on a terminal too", .everyday = true },

	MST_HEADING("report"),
	{ "journal", 0, MST_OPT_TEXT, OWN(journal), "FILE",
	  .meaning = "collect the results into this journal, or go on with it (also of submit --wait)",
	  .by_default = "ID.journal in ~/.local/state/muster" },
	MST_RUN_ROWS,
	{ .kind = MST_OPT_END },
};
_Static_assert(sizeof mst_fleet_option_table / sizeof mst_fleet_option_table[0] <= MST_OPTIONS_MAX, "too many options");

#define WORD(constant, word) word,
const char *const mst_fleet_words[] = { MST_FLEET_DOINGS(WORD) "scan", "sweep", NULL };
#undef WORD

void mst_fleet_options_defaults(void *values)
{
	struct mst_fleet_options *options = values;

	mst_run_defaults(&options->run);
	options->lease_ns = MST_FLEET_LEASE_NS;
	options->vantages = 1;
}

bool mst_fleet_ends_options(const char *word)
{
	return strcmp(word, "scan") == 0 || strcmp(word, "sweep") == 0;
}

/* ---- which option belongs to what ---- */

#define DOES(doing) (1u << (doing))
#define ANY UINT32_MAX
#define REPORTS (DOES(MST_FLEET_DO_REPORT))
#define COLLECTS (DOES(MST_FLEET_DO_REPORT) | DOES(MST_FLEET_DO_SUBMIT))

static const struct {
	const char *name;
	unsigned doings;
} belonging[] = {
	{ "auth-file", ANY },
	{ "ca-file", ANY },
	{ "help", ANY },
	{ "no-sandbox", ANY },
	{ "quiet", DOES(MST_FLEET_DO_WORK) | COLLECTS },
	{ "plain", DOES(MST_FLEET_DO_STATUS) },
	{ "vantages", DOES(MST_FLEET_DO_SUBMIT) },
	{ "lease", DOES(MST_FLEET_DO_SUBMIT) },
	{ "wait", COLLECTS },
	{ "journal", COLLECTS },
	{ "force", REPORTS | DOES(MST_FLEET_DO_FORGET) },
	{ "output", REPORTS },
	{ "all", REPORTS },
	{ "open", REPORTS },
	{ "up", REPORTS },
	{ "down", REPORTS },
	{ "state", REPORTS },
	{ "order", REPORTS },
	{ "no-header", REPORTS },
	{ "csv-crlf", REPORTS },
	{ "csv-raw", REPORTS },
	{ "fields", REPORTS },
	{ "title", REPORTS },
};

/* What is not in the table is of work. */
static unsigned doings_of(const char *name)
{
	for (size_t i = 0; i < sizeof belonging / sizeof belonging[0]; i++) {
		if (strcmp(belonging[i].name, name) == 0)
			return belonging[i].doings;
	}
	return DOES(MST_FLEET_DO_WORK);
}

static int check_belonging(const struct mst_fleet_options *options, const struct mst_arguments *arguments,
                           struct mst_error *err)
{
	for (size_t i = 0; arguments->options[i].kind != MST_OPT_END; i++) {
		const char *name = arguments->options[i].name;
		unsigned doings;

		if (arguments->options[i].kind == MST_OPT_HEADING || !arguments->given[i])
			continue;
		doings = doings_of(name);
		if (doings & DOES(options->doing))
			continue;
		for (int doing = 0; doing < MST_FLEET_DOING_COUNT; doing++) {
			if (doings & DOES(doing))
				return mst_fail(
					err, -EINVAL, "--%s: fleet %s does not have it; it belongs to fleet %s%s", name,
					mst_fleet_words[options->doing], mst_fleet_words[doing],
					options->doing == MST_FLEET_DO_SUBMIT ? ", or behind scan or sweep" : "");
		}
	}
	return 0;
}

/* ---- words ---- */

static int read_doing(struct mst_fleet_options *options, const struct mst_words *words, struct mst_error *err)
{
	const char *word = words->count ? words->items[0] : "";

	for (int i = 0; i < MST_FLEET_DOING_COUNT; i++) {
		if (strcmp(word, mst_fleet_words[i]) == 0) {
			options->doing = (enum mst_fleet_doing)i;
			return 0;
		}
	}
	return mst_fail(
		err, -EINVAL,
		"%s%sexpected submit, work, status, report, stop, pause, resume or forget, and then a store such "
		"as redis://HOST",
		word, *word ? ": " : "");
}

static bool wants_id(enum mst_fleet_doing doing)
{
	return doing >= MST_FLEET_DO_REPORT;
}

static int read_words(struct mst_fleet_options *options, const struct mst_words *words, struct mst_error *err)
{
	size_t most = options->doing == MST_FLEET_DO_WORK ? 2 : 3;

	if (words->count < 2)
		return mst_fail(err, -EINVAL, "fleet %s: expected a store such as redis://HOST", words->items[0]);
	options->url = words->items[1];
	if (options->doing == MST_FLEET_DO_SUBMIT)
		return 0;
	if (wants_id(options->doing) && words->count < 3)
		return mst_fail(err, -EINVAL,
		                "fleet %s: expected the ID of a plan, too; muster fleet status lists them",
		                words->items[0]);
	if (words->count > most)
		return mst_fail(err, -EINVAL, "%s: fleet %s expects no further word", words->items[most],
		                words->items[0]);
	options->id = words->count > 2 ? words->items[2] : NULL;
	return 0;
}

static int check_store(const struct mst_fleet_options *options, struct mst_error *err)
{
	int code = mst_fleet_check_url(options->url, err);

	if (code == 0 && options->ca_path && strncmp(options->url, "rediss://", 9) != 0)
		return mst_fail(err, -EINVAL, "--ca-file %s: %s has no TLS; expected rediss://", options->ca_path,
		                options->url);
	return code;
}

static int choose_name(struct mst_fleet_options *options, struct mst_error *err)
{
	if (options->name)
		return mst_value_named(err, mst_fleet_check_name(options->name, err), "name", options->name);
	mst_fleet_usual_name(options->own_name);
	options->name = options->own_name;
	return 0;
}

static bool is_auto(const char *engine)
{
	return !engine || strcmp(engine, "auto") == 0;
}

/* What needs more than CAP_NET_RAW; NULL: nothing. */
static const char *needy(const struct mst_scan_engines *engines)
{
	if (engines->tx && strcmp(engines->tx, "live") == 0)
		return "--engine live";
	if (engines->tx && strcmp(engines->tx, "xdp") == 0)
		return "--engine xdp";
	return engines->rx && strcmp(engines->rx, "xdp") == 0 ? "--rx xdp" : NULL;
}

/* A worker opens its engines for each block, long after it has given up its rights: more than CAP_NET_RAW is kept only
 * by who asks for it. */
static int choose_engines(struct mst_fleet_options *options, const struct mst_arguments *arguments,
                          struct mst_error *err)
{
	struct mst_scan_engines *engines = &options->run.probing.scan.engines;
	const char *name = needy(engines);

	options->keeps_rights = name;
	if (name && !mst_given(arguments, "no-sandbox"))
		return mst_fail(err, -EINVAL,
		                "%s needs rights for each block, which a worker gives up: expected --engine raw, "
		                "packet or connect and --rx pcap, or --no-sandbox beside it, which keeps them",
		                name);
	if (is_auto(engines->tx)) {
		engines->tx = "raw";
		engines->tx_may_differ = true;
	}
	if (is_auto(engines->rx))
		engines->rx = strcmp(engines->tx, "connect") == 0 ? NULL : "pcap";
	return 0;
}

/* How this machine sends. */
static int check_work(struct mst_fleet_options *options, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_probing *own = &options->run.probing;
	int code = choose_name(options, err);

	own->arguments = arguments;
	own->scan.header.source_port_first = (uint16_t)own->source_ports.first;
	own->scan.header.source_port_last = (uint16_t)own->source_ports.last;
	if (code == 0)
		code = mst_probing_check_values(own, err);
	if (code == 0)
		code = choose_engines(options, arguments, err);
	if (code == 0 && own->scan.rate.pps != MST_RATE_AUTO && (own->scan.rate.max_pps || own->scan.rate.min_pps))
		code = mst_fail(err, -EINVAL, "--rate: with a fixed rate, --min-rate and --max-rate have no effect");
	return code;
}

/* States of hosts, or of ports: what the plan is about is known when the store is asked. */
static int check_report(struct mst_fleet_options *options, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_probing *run = &options->run.probing;
	int code = mst_run_check(&options->run, arguments, err);

	if (code < 0 || !run->state_list)
		return code;
	run->scan.probing.question = MST_ASK_PORTS;
	if (mst_scan_read_states(run, err) < 0) {
		run->scan.probing.question = MST_ASK_HOSTS;
		code = mst_scan_read_states(run, err);
	}
	run->states = 0;
	return code;
}

int mst_fleet_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_fleet_options *options = values;
	int code = read_doing(options, &arguments->words, err);

	if (code == 0)
		code = read_words(options, &arguments->words, err);
	if (code == 0)
		code = check_store(options, err);
	if (code == 0)
		code = check_belonging(options, arguments, err);
	if (code < 0)
		return code;
	options->run.probing.arguments = arguments;
	switch (options->doing) {
	case MST_FLEET_DO_WORK: return check_work(options, arguments, err);
	case MST_FLEET_DO_REPORT: return check_report(options, arguments, err);
	default: return 0;
	}
}
