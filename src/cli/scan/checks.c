/*
 * checks.c - from the options of sweep and scan to a config the library takes.
 *
 * What the table cannot say of one option alone is checked here: no option is accepted and then ignored.
 */
#include <errno.h>
#include <inttypes.h>
#include <muster/engine.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "cli/options/values.h"
#include "cli/probing/options.h"
#include "cli/scan/expect.h"
#include "cli/scan/progress.h"

#define STATE(state) (UINT32_C(1) << (state))
#define STATES_OF_HOSTS (STATE(MST_UNKNOWN) | STATE(MST_DOWN) | STATE(MST_UNREACHABLE) | STATE(MST_UP))
#define STATES_OF_PORTS (STATE(MST_UNKNOWN) | STATE(MST_FILTERED) | STATE(MST_CLOSED) | STATE(MST_OPEN) | STATE(MST_OPEN_FILTERED))

static bool given(const struct mst_scan_options *options, const char *name)
{
	return mst_option_given(options->table, &options->arguments, name);
}

/* Pairs of options that contradict each other. */
static int check_contradictions(const struct mst_scan_options *options, struct mst_error *err)
{
	static const struct {
		const char *one, *other;
	} contradictions[] = {
		{ "all", "down" },
		{ "all", "state" },
		{ "down", "state" },
		{ "canary", "no-canary" },
		{ "quiet", "verbose" },
		{ "quiet", "progress" },
		{ "stream", "order" },
		{ "dry-run", "expect" },
	};

	for (size_t i = 0; i < sizeof contradictions / sizeof contradictions[0]; i++) {
		if (given(options, contradictions[i].one) && given(options, contradictions[i].other))
			return mst_fail(err, -EINVAL, "--%s and --%s contradict each other: give one of them",
			                contradictions[i].one, contradictions[i].other);
	}
	return 0;
}

/* Everything that is read from standard input; it can be read only once. */
static int check_stdin(const struct mst_scan_options *options, struct mst_error *err)
{
	const struct mst_words *lists[] = { &options->inputs, &options->exclude_files };
	unsigned readers = 0;

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		for (size_t j = 0; j < lists[i]->count; j++)
			readers += strcmp(lists[i]->items[j], "-") == 0;
	}
	return readers <= 1 ? 0 : mst_fail(err, -EINVAL, "-: standard input can be read once only");
}

static bool is_stdout(const char *output)
{
	size_t length = strlen(output);

	return strcmp(output, "-") == 0 || (length >= 2 && strcmp(output + length - 2, ":-") == 0);
}

bool mst_scan_options_use_stdout(const struct mst_scan_options *options)
{
	for (size_t i = 0; i < options->outputs.count; i++) {
		if (is_stdout(options->outputs.items[i]))
			return true;
	}
	return false;
}

bool mst_scan_options_write_files(const struct mst_scan_options *options)
{
	for (size_t i = 0; i < options->outputs.count; i++) {
		if (!is_stdout(options->outputs.items[i]))
			return true;
	}
	return options->write_path && strcmp(options->write_path, "-") != 0;
}

/* What is asked of silent hosts only, is asked with questions asked again. Without them the default is echo alone. */
static int check_probes(struct mst_scan_options *options, struct mst_error *err)
{
	char *second = strchr(options->scan.probes, '/');

	if (options->scan.retries == 0 && options->scan.until_missed <= 0 && second && given(options, "probe"))
		return mst_fail(err, -EINVAL, "--probe %s: silent hosts are not asked again with --retries 0; expected no %s, or more retries",
		                options->scan.probes, second);
	if (options->scan.retries == 0 && options->scan.until_missed <= 0 && second)
		options->scan.probes = "icmp";
	if (options->scan.question == MST_ASK_HOSTS && given(options, "source-port") && !strchr(options->scan.probes, ':'))
		return mst_fail(err, -EINVAL, "--source-port: %s has no ports; it is for probes such as --probe syn:443", options->scan.probes);
	return 0;
}

/* The option that means IPv6 neighbours; NULL when none is given. */
const char *mst_scan_options_mean_ipv6(const struct mst_scan_options *options)
{
	return options->eui64 ? "eui64" : options->no_mld ? "no-mld" : options->low_bytes ? "low-bytes" : NULL;
}

/* Options that need another one to mean something. */
static int check_company(const struct mst_scan_options *options, struct mst_error *err)
{
	bool asks_ports = options->scan.question == MST_ASK_PORTS;

	if (options->arguments.words.count == 0 && options->inputs.count == 0 && !options->local)
		return mst_fail(err, -EINVAL, "no targets: expected some such as 10.0.2.0/24, or -i FILE, or --local for your own network");
	if (mst_scan_options_mean_ipv6(options) && !options->local)
		return mst_fail(err, -EINVAL, "--%s is about the own link: expected --local, too", mst_scan_options_mean_ipv6(options));
	if (mst_scan_options_mean_ipv6(options) && options->ipv4 && !options->ipv6)
		return mst_fail(err, -EINVAL, "--%s is about IPv6: expected it without -4", mst_scan_options_mean_ipv6(options));
	if (options->local && options->dry_run && (!options->ipv4 || options->ipv6))
		return mst_fail(err, -EINVAL, "--local sends to find IPv6 neighbours, and a dry run sends nothing: expected -4, too, or one of them");
	if (asks_ports && options->port_lists.count == 0 && options->exclude_port_lists.count)
		return mst_fail(err, -EINVAL, "--exclude-ports %s: expected -p PORTS, too", options->exclude_port_lists.items[0]);
	if (asks_ports && given(options, "probe") && !options->scan.discover)
		return mst_fail(err, -EINVAL, "--probe %s: who is up is asked beside ports only with --discover", options->scan.probes);
	if (options->canary && options->scan.udp)
		return mst_fail(err, -EINVAL, "--canary: that a UDP port is silent tells nothing; expected it without --udp");
	if (given(options, "min-rate") && options->scan.rate_pps != MST_RATE_AUTO)
		return mst_fail(err, -EINVAL, "--min-rate is a bound of --rate auto: with another rate it means nothing");
	if (given(options, "max-rate") && options->scan.rate_pps != MST_RATE_AUTO)
		return mst_fail(err, -EINVAL, "--max-rate is a bound of --rate auto: with another rate it means nothing");
	if (given(options, "gateway-mac") && options->scan.engine && strcmp(options->scan.engine, "raw") == 0)
		return mst_fail(err, -EINVAL, "--gateway-mac: engine raw leaves gateways to the kernel; expected another --engine");
	if (given(options, "arp-rate") && options->scan.no_arp)
		return mst_fail(err, -EINVAL, "--arp-rate: there is none with --no-arp");
	if (given(options, "payloads") && !options->scan.udp && !strstr(options->scan.probes, "udp:"))
		return mst_fail(err, -EINVAL, "--payloads %s: they are for UDP; expected --udp, or --probe udp:PORT", options->scan.payloads);
	if (options->write_path && !options->dry_run)
		return mst_fail(err, -EINVAL, "--write %s: the frames are written with --dry-run only", options->write_path);
	if (options->dry_run && given(options, "progress"))
		return mst_fail(err, -EINVAL, "--progress: a dry run has none");
	if (options->sheet.force && !mst_scan_options_write_files(options))
		return mst_fail(err, -EINVAL, "--force: there is no file to overwrite; give it with -o FILE");
	return 0;
}

/* Options whose value is one of some words. */
static int check_words(const struct mst_scan_options *options, struct mst_error *err)
{
	enum mst_progress_mode mode;
	int code = options->progress ? mst_progress_parse(&mode, options->progress, err) : 0;

	return code == 0 && options->expect ? mst_expect_check(options->expect, options->scan.question, err) : code;
}

static int read_state(uint32_t *states, const char *word, uint32_t possible, struct mst_error *err)
{
	enum mst_state state;
	char list[128] = "";

	if (mst_state_parse(&state, word) == 0 && (possible & STATE(state))) {
		*states |= STATE(state);
		return 0;
	}
	for (int i = 0; i < MST_STATE_COUNT; i++) {
		if (possible & STATE(i))
			snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", *list ? ", " : "",
			         mst_state_name((enum mst_state)i));
	}
	return mst_fail(err, -EINVAL, "--state %s: expected some of %s", word, list);
}

static int read_state_list(uint32_t *states, const char *list, uint32_t possible, struct mst_error *err)
{
	char *copy = strdup(list), *rest = copy, *word;
	int code = copy ? 0 : mst_fail(err, -ENOMEM, "no memory for --state");

	while (code == 0 && (word = strsep(&rest, ",")))
		code = read_state(states, word, possible, err);
	free(copy);
	return code;
}

static int read_states(struct mst_scan_options *options, struct mst_error *err)
{
	bool asks_ports = options->scan.question == MST_ASK_PORTS;
	uint32_t possible = asks_ports ? STATES_OF_PORTS : STATES_OF_HOSTS;

	if (options->state_list)
		return read_state_list(&options->states, options->state_list, possible, err);
	if (options->all)
		options->states = possible;
	else if (options->down)
		options->states = STATE(MST_DOWN);
	else
		options->states = asks_ports ? STATE(MST_OPEN) : STATE(MST_UP);
	return 0;
}

static int read_ports(struct mst_scan_options *options, struct mst_error *err)
{
	const struct mst_words *add = &options->port_lists, *remove = &options->exclude_port_lists;
	int code = 0;

	options->ports.proto = options->scan.udp ? IPPROTO_UDP : IPPROTO_TCP;
	for (size_t i = 0; code == 0 && i < add->count; i++)
		code = mst_value_named(err, mst_ports_add(&options->ports, add->items[i], err), "ports", add->items[i]);
	for (size_t i = 0; code == 0 && i < remove->count; i++)
		code = mst_value_named(err, mst_ports_remove(&options->ports, remove->items[i], err), "exclude-ports", remove->items[i]);
	if (code == 0 && add->count > 0 && mst_ports_count(&options->ports) == 0)
		return mst_fail(err, -EINVAL, "no ports to ask: --exclude-ports took all of them");
	return code;
}

static void complete_config(struct mst_scan_options *options)
{
	struct mst_scan_config *scan = &options->scan;

	scan->ports = scan->question == MST_ASK_PORTS ? &options->ports : NULL;
	scan->unrouted = !options->strict;
	scan->seeded = given(options, "seed");
	scan->canary = options->canary ? MST_CANARY_ON : options->no_canary ? MST_CANARY_OFF : MST_CANARY_AUTO;
	scan->shard = options->shard.first;
	scan->shards = options->shard.last;
	scan->source_port_first = (uint16_t)options->source_ports.first;
	scan->source_port_last = (uint16_t)options->source_ports.last;
}

bool mst_scan_options_explain_fields(const struct mst_scan_options *options)
{
	return options->fields && strcmp(options->fields, "help") == 0;
}

/* Engines that this build lacks: the library knows no such names. */
static int check_build(const struct mst_scan_options *options, struct mst_error *err)
{
	const struct {
		enum mst_way way;
		const char *option, *name;
	} wanted[] = { { MST_WAY_OUT, "engine", options->scan.engine }, { MST_WAY_IN, "rx", options->scan.rx } };

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		const char *absence = wanted[i].name ? mst_engine_absence(wanted[i].way, wanted[i].name) : NULL;

		if (absence)
			return mst_fail(err, -EOPNOTSUPP, "--%s %s: %s", wanted[i].option, wanted[i].name, absence);
	}
	return 0;
}

/* Each value by itself, before anything that several of them make together. */
static int check_values(const struct mst_scan_options *options, struct mst_error *err)
{
	int code = mst_value_check_scan(options, err);

	return code < 0 ? code : check_words(options, err);
}

static int complete(struct mst_scan_options *options, struct mst_error *err)
{
	int code = check_company(options, err);

	if (code == 0)
		code = check_probes(options, err);
	if (code == 0)
		code = check_stdin(options, err);
	if (code == 0)
		code = check_build(options, err);
	if (code == 0)
		code = read_ports(options, err);
	if (code == 0)
		complete_config(options);
	return code;
}

int mst_scan_options_complete(struct mst_scan_options *options, struct mst_error *err)
{
	int code = check_values(options, err);

	return code < 0 ? code : complete(options, err);
}

int mst_scan_options_read(struct mst_scan_options *options, const char *command, int argc, char **argv,
                          struct mst_error *err)
{
	int code = mst_options_read(mst_scan_option_table, command, argc, argv, options, &options->arguments, err);

	options->table = mst_scan_option_table;
	if (code < 0 || options->help || mst_scan_options_explain_fields(options))
		return code;
	options->scan.question = strcmp(command, "scan") == 0 ? MST_ASK_PORTS : MST_ASK_HOSTS;
	code = check_values(options, err);
	if (code == 0)
		code = check_contradictions(options, err);
	if (code == 0)
		code = mst_scan_options_check_outputs(options, err);
	if (code == 0)
		code = complete(options, err);
	return code < 0 ? code : read_states(options, err);
}
