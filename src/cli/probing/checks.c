/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * checks.c - from the options of sweep, scan and watch to a config the library takes; see options.h.
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

#include "cli/options/values.h"
#include "cli/probing/options.h"

static bool given(const struct mst_probing *options, const char *name)
{
	return mst_given(options->arguments, name);
}

#define TTL_OF_WINDOWS 128

/* Everything that is read from standard input; it can be read only once. */
static int check_stdin(const struct mst_probing *options, struct mst_error *err)
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

bool mst_probing_uses_stdout(const struct mst_probing *options)
{
	for (size_t i = 0; i < options->outputs.count; i++) {
		if (is_stdout(options->outputs.items[i]))
			return true;
	}
	return false;
}

bool mst_probing_writes_files(const struct mst_probing *options)
{
	for (size_t i = 0; i < options->outputs.count; i++) {
		if (!is_stdout(options->outputs.items[i]))
			return true;
	}
	return options->write_path && strcmp(options->write_path, "-") != 0;
}

/* What is asked of silent hosts only, is asked with questions asked again. Without them the default is echo alone. */
static int check_probes(struct mst_probing *options, struct mst_error *err)
{
	const char *second = strchr(options->scan.probing.probes, '/');

	if (options->scan.retry.count == 0 && options->scan.retry.until_missed <= 0 && second &&
	    given(options, "probe"))
		return mst_fail(err, -EINVAL,
		                "--probe %s: silent hosts are not probed again with --retries 0; expected no %s, or "
		                "more retries",
		                options->scan.probing.probes, second);
	if (options->scan.retry.count == 0 && options->scan.retry.until_missed <= 0 && second)
		options->scan.probing.probes = "icmp";
	if (options->scan.probing.question == MST_ASK_HOSTS && given(options, "source-port") &&
	    !strchr(options->scan.probing.probes, ':'))
		return mst_fail(err, -EINVAL,
		                "--source-port: %s has no ports; it is for probes such as --probe syn:443",
		                options->scan.probing.probes);
	return 0;
}

static int check_syns(const struct mst_probing *options, struct mst_error *err)
{
	if (!given(options, "syn-options") || mst_probing_sends_syns(options))
		return 0;
	return mst_fail(err, -EINVAL, "--syn-options %s: no SYN is sent; expected TCP ports, or --probe syn:PORT",
	                options->syn_options);
}

/* The option that means IPv6 neighbours; NULL when none is given. */
const char *mst_probing_means_ipv6(const struct mst_probing *options)
{
	return options->eui64 ? "eui64" : options->no_mld ? "no-mld" : options->low_bytes ? "low-bytes" : NULL;
}

/* Options that need another one to mean something. */
static int check_company(const struct mst_probing *options, struct mst_error *err)
{
	bool asks_ports = options->scan.probing.question == MST_ASK_PORTS;

	if (options->only_open_of && options->arguments->words.count > 0)
		return mst_fail(err, -EINVAL,
		                "%s: --only-open-of probes the open ports in %s and nothing else; expected no targets",
		                options->arguments->words.items[0], options->only_open_of);
	if (options->arguments->words.count == 0 && options->inputs.count == 0 && !options->local &&
	    !options->only_open_of)
		return mst_fail(
			err, -EINVAL,
			"no targets: expected some such as 10.0.2.0/24, or -i FILE, or --local for your own network");
	if (mst_probing_means_ipv6(options) && !options->local)
		return mst_fail(err, -EINVAL, "--%s applies to local links: expected --local too",
		                mst_probing_means_ipv6(options));
	if (mst_probing_means_ipv6(options) && options->ipv4 && !options->ipv6)
		return mst_fail(err, -EINVAL, "--%s is about IPv6: expected it without -4",
		                mst_probing_means_ipv6(options));
	if (options->local && options->dry_run && (!options->ipv4 || options->ipv6))
		return mst_fail(err, -EINVAL,
		                "--local sends to find IPv6 neighbours, and a dry run sends nothing: expected -4, too, "
		                "or one of them");
	if (asks_ports && options->port_lists.count == 0 && options->exclude_port_lists.count && !options->only_open_of)
		return mst_fail(err, -EINVAL, "--exclude-ports %s: expected -p PORTS, too",
		                options->exclude_port_lists.items[0]);
	if (asks_ports && given(options, "probe") && !options->scan.probing.discover)
		return mst_fail(err, -EINVAL, "--probe %s: scan probes hosts before ports only with --discover",
		                options->scan.probing.probes);
	if (options->scan.probing.detect_proxies == MST_DETECT_ON && options->scan.probing.udp)
		return mst_fail(err, -EINVAL,
		                "--detect-proxies on: an unused UDP port that stays silent proves nothing; expected it "
		                "without --udp");
	if (given(options, "min-rate") && options->scan.rate.pps != MST_RATE_AUTO)
		return mst_fail(err, -EINVAL,
		                "--min-rate is a bound of --rate auto: it has no effect with another rate");
	if (given(options, "max-rate") && options->scan.rate.pps != MST_RATE_AUTO)
		return mst_fail(err, -EINVAL,
		                "--max-rate is a bound of --rate auto: it has no effect with another rate");
	if (given(options, "gateway-mac") && options->scan.engines.tx && strcmp(options->scan.engines.tx, "raw") == 0)
		return mst_fail(err, -EINVAL,
		                "--gateway-mac: engine raw leaves gateways to the kernel; expected another --engine");
	if (given(options, "arp-rate") && options->scan.route.no_arp)
		return mst_fail(err, -EINVAL, "--arp-rate has no effect with --no-arp");
	if (given(options, "payloads") && !options->scan.probing.udp && !strstr(options->scan.probing.probes, "udp:"))
		return mst_fail(err, -EINVAL, "--payloads %s: they are for UDP; expected --udp, or --probe udp:PORT",
		                options->scan.probing.payloads);
	if (options->write_path && !options->dry_run)
		return mst_fail(err, -EINVAL, "--write %s: the frames are written with --dry-run only",
		                options->write_path);
	if (options->dry_run && given(options, "progress"))
		return mst_fail(err, -EINVAL, "--progress: a dry run has none");
	if (options->sheet.force && !mst_probing_writes_files(options) && !options->record && !options->journal)
		return mst_fail(err, -EINVAL, "--force: there is no file to overwrite; expected -o FILE, too");
	return 0;
}

static int read_ports(struct mst_probing *options, struct mst_error *err)
{
	const struct mst_words *add = &options->port_lists, *remove = &options->exclude_port_lists;
	int code = 0;

	options->ports.proto = options->scan.probing.udp ? IPPROTO_UDP : IPPROTO_TCP;
	for (size_t i = 0; code == 0 && i < add->count; i++)
		code = mst_value_named(err, mst_ports_add(&options->ports, add->items[i], err), "ports", add->items[i]);
	for (size_t i = 0; code == 0 && i < remove->count; i++)
		code = mst_value_named(err, mst_ports_remove(&options->ports, remove->items[i], err), "exclude-ports",
		                       remove->items[i]);
	if (code == 0 && add->count > 0 && mst_ports_count(&options->ports) == 0)
		return mst_fail(err, -EINVAL, "no ports to probe: --exclude-ports removed all of them");
	return code;
}

/* The probes that are not chosen by --probe leave out excluded ports, too. */
static void leave_out_excluded(struct mst_probing *options)
{
	const char *at = MST_PROBES_USUAL;
	char between = '\0', *to = options->probes;

	while (*at) {
		size_t length = strcspn(at, ",/");
		const char *colon = memchr(at, ':', length);

		if (!colon || !mst_ports_excludes(&options->ports, (uint16_t)atoi(colon + 1))) {
			if (to > options->probes)
				*to++ = between;
			to = mempcpy(to, at, length);
			between = '\0';
		}
		at += length;
		if (*at && between != '/')
			between = *at;
		at += *at != '\0';
	}
	*to = '\0';
	options->scan.probing.probes = options->probes;
}

static void complete_config(struct mst_probing *options)
{
	struct mst_scan_config *scan = &options->scan;

	if (scan->probing.discover && !given(options, "probe") && !scan->probing.udp &&
	    options->exclude_port_lists.count)
		leave_out_excluded(options);
	scan->probing.ports = scan->probing.question == MST_ASK_PORTS ? &options->ports : NULL;
	scan->route.unrouted = !options->strict;
	if (scan->header.syn_options == MST_SYN_WINDOWS && !given(options, "ttl"))
		scan->header.ttl = TTL_OF_WINDOWS;
	scan->order.seeded = given(options, "seed");
	scan->order.shard = options->shard.first;
	scan->order.shards = options->shard.last;
	scan->header.source_port_first = (uint16_t)options->source_ports.first;
	scan->header.source_port_last = (uint16_t)options->source_ports.last;
}

/* Engines that this build lacks: the library knows no such names. */
static int check_build(const struct mst_probing *options, struct mst_error *err)
{
	const struct {
		enum mst_engine_role role;
		const char *option, *name;
	} wanted[] = { { MST_ENGINE_SEND, "engine", options->scan.engines.tx },
		       { MST_ENGINE_RECEIVE, "rx", options->scan.engines.rx } };

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		const char *absence = wanted[i].name ? mst_engine_absence(wanted[i].role, wanted[i].name) : NULL;

		if (absence)
			return mst_fail(err, -EOPNOTSUPP, "--%s %s: %s", wanted[i].option, wanted[i].name, absence);
	}
	return 0;
}

int mst_probing_complete(struct mst_probing *options, struct mst_error *err)
{
	int code = mst_probing_read_detect(&options->scan.probing.detect_proxies, options->detect_proxies, err);

	mst_probing_note_user(options);
	if (code == 0)
		code = mst_probing_read_syn_options(&options->scan.header.syn_options, options->syn_options, err);
	if (code == 0)
		code = check_company(options, err);
	if (code == 0)
		code = check_probes(options, err);
	if (code == 0)
		code = check_syns(options, err);
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
