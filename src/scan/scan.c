/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scan.c - the handle of muster/scan.h: opens plans, resources and rounds, and closes them. conduct.c runs the rounds,
 * stats.c counts them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/lines.h"
#include "plan/config.h"
#include "plan/paths.h"
#include "plan/secrets.h"
#include "scan/conduct.h"
#include "scan/gateways.h"
#include "scan/handle.h"
#include "scan/journaling.h"
#include "scan/rightless.h"
#include "scan/services.h"

static struct mst_plan *last_plan(struct mst_scan *scan)
{
	return &scan->plans[scan->round_count - 1];
}

/* ---- plans ---- */

/* Opens the plan of the scan itself, and before it one that finds which hosts are up, or resolves neighbours. */
static int open_plans(struct mst_scan *scan, const struct mst_common *common, struct mst_error *err)
{
	bool about_ports = scan->config.probing.question == MST_ASK_PORTS;
	struct mst_plan *asked = &scan->plans[MST_ROUNDS_MAX - 1];
	int code = mst_plan_open(asked, &scan->config, MST_PHASE_ASKED, common, err);

	if (code < 0)
		return code;
	if (about_ports && scan->config.probing.discover)
		code = mst_plan_open(&scan->plans[0], &scan->config, MST_PHASE_DISCOVER, common, err);
	else if (about_ports && mst_paths_have_neighbours(&asked->paths))
		code = mst_plan_open_resolving(&scan->plans[0], asked, err);
	if (code < 0) {
		mst_plan_close(asked);
		return code;
	}
	scan->round_count = scan->plans[0].config ? 2 : 1;
	if (scan->round_count == 1) {
		scan->plans[0] = *asked;
		*asked = (struct mst_plan){ 0 };
	}
	return 0;
}

static void close_plans(struct mst_scan *scan)
{
	for (size_t i = 0; i < scan->round_count; i++)
		mst_plan_close(&scan->plans[i]);
	scan->round_count = 0;
}

/* Hops that were found, of all plans so far, so that no gateway is asked twice. */
struct known_hops {
	struct mst_hop *of;
	size_t count;
};

static int remember(struct known_hops *known, const struct mst_hop *hops, size_t count, struct mst_error *err)
{
	struct mst_hop *more = reallocarray(known->of, known->count + count + 1, sizeof *more);

	if (!more)
		return mst_fail(err, -ENOMEM, "no memory for the next hops");
	known->of = more;
	if (count)
		memcpy(more + known->count, hops, count * sizeof *hops);
	known->count += count;
	return 0;
}

/* Gives a plan its hops, with link-layer addresses of gateways; unknown ones are asked for. 1: as mst_gateways_ask. */
static int complete_plan(struct mst_scan *scan, struct mst_plan *plan, struct known_hops *known, struct mst_error *err)
{
	struct mst_hop *hops = NULL;
	int code = mst_plan_hops(&hops, plan, err), kept = 0;

	if (code < 0)
		return code;
	mst_gateways_copy(hops, plan->paths.count, known->of, known->count);
	code = mst_gateways_ask(hops, plan, &scan->dead, err);
	if (code >= 0)
		kept = remember(known, hops, plan->paths.count, err);
	if (code == 0)
		mst_plan_take_hops(plan, hops);
	free(hops);
	return kept < 0 ? kept : code;
}

/* Plans, again and again without the next hops that turned out to be dead. */
static int make_plans(struct mst_scan *scan, const struct mst_common *common, struct mst_error *err)
{
	struct known_hops known = { NULL, 0 };
	int code;

	do {
		close_plans(scan);
		code = open_plans(scan, common, err);
		for (size_t i = 0; i < scan->round_count && code == 0; i++)
			code = complete_plan(scan, &scan->plans[i], &known, err);
	} while (code > 0);
	free(known.of);
	return code;
}

/* ---- rounds ---- */

/* The sink of a round before the last: keeps how hosts stand. */
static int note_hosts(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_scan *scan = user;

	(void)err;
	mst_hosts_note(scan->resources.hosts, last_plan(scan)->targets.set, results, count);
	return 0;
}

static int open_round(struct mst_scan *scan, size_t number, struct mst_error *err)
{
	bool last = number + 1 == scan->round_count, journaled = scan->config.output.journal != NULL;
	bool talks = last && scan->config.services.wanted, partial = last && scan->config.order.until > 0;
	struct mst_round_parts parts = {
		.plan = &scan->plans[number],
		.run = &scan->run,
		.captures = &scan->resources.captures,
		.tx = scan->resources.senders[number].tx,
		.other = scan->resources.senders[number].other,
		.neighbours = scan->resources.neighbours,
		.greeting = mst_greetings_of(&scan->resources.greetings, number),
		.sink = last ? scan->config.output.sink : note_hosts,
		.sink_user = last ? scan->config.output.user : scan,
		.unasked = last && scan->config.output.unasked,
		.places = journaled || talks || partial,
		.ticks = journaled || talks || partial,
	};

	mst_journaling_wrap(scan, number, &parts);
	if (last)
		mst_services_wrap(scan, &parts);
	parts.silence_unread = !parts.sink;
	return mst_round_open(&scan->rounds[number], &parts, err);
}

/* All rounds that a journal holds have one seed, so that they can be resumed with it. */
static int fix_order(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_scan_order *order = &scan->config.order;
	int code;

	if (!scan->config.output.journal)
		return 0;
	code = mst_order_seed_choose(&order->seed, order, err);
	order->seeded = true;
	return code;
}

static int open_rounds(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_common common = {
		.hosts = scan->resources.hosts,
		.neighbours = scan->resources.neighbours,
		.dead = &scan->dead,
		.asked = mst_journaling_asked(&scan->config),
	};
	int code = mst_ticket_key_choose(&common.key, err);

	if (code == 0)
		code = mst_journaling_exclude(scan, err);
	if (code == 0)
		code = fix_order(scan, err);
	if (code == 0)
		code = make_plans(scan, &common, err);
	if (code == 0)
		code = mst_resources_open(&scan->resources, scan->plans, scan->round_count, err);
	if (code == 0)
		code = mst_journaling_begin(scan, err);
	if (code == 0)
		code = mst_services_restore(scan, err);
	for (size_t i = 0; i < scan->round_count && code == 0; i++)
		code = open_round(scan, i, err);
	return code;
}

/* ---- the handle ---- */

int mst_scan_open(struct mst_scan **out, const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_scan *scan = mst_lines_new(1, sizeof *scan);
	int code;

	*out = NULL;
	if (!scan)
		return mst_fail(err, -ENOMEM, "no memory for a scan");
	scan->config = *config;
	mst_run_open(&scan->run);
	mst_conductor_open(scan);
	mst_services_open(&scan->services);
	code = mst_services_read(&scan->services.signatures, &config->services, err);
	if (code == 0)
		code = mst_resources_begin(&scan->resources, err);
	/* Before the engine: what contradicts itself is no matter of rights. */
	if (code == 0)
		code = mst_config_check(&scan->config, err);
	if (code == 0)
		code = mst_rightless_choose(&scan->config, &scan->without_rights, err);
	if (code == 0)
		code = open_rounds(scan, err);
	if (code < 0) {
		mst_scan_close(scan);
		return code;
	}
	*out = scan;
	return 0;
}

/* A record replays what answers to probes say; conversations are not in it. */
static void leave_handshakes(struct mst_scan *scan)
{
	for (size_t i = 0; i < scan->round_count; i++)
		mst_round_leave_handshakes(&scan->rounds[i]);
	scan->services.greeting = NULL;
	mst_greetings_close(&scan->resources.greetings);
}

int mst_scan_record(struct mst_scan *scan, const char *path, bool force, struct mst_error *err)
{
	int code;

	if (scan->started || scan->recording.writer)
		return mst_fail(err, -EINVAL, "a scan is recorded once, from its start");
	if (scan->config.probing.endpoints)
		return mst_fail(err, -EINVAL, "a record cannot tell which ports of which targets were probed");
	if (mst_rightless_is(&scan->config))
		return mst_fail(err, -EINVAL, "--record: engine connect sees no frames; expected another --engine%s",
		                scan->without_rights ? ", which takes the right to open raw sockets (CAP_NET_RAW)"
		                                     : "");
	for (size_t i = 0; i < scan->resources.captures.count; i++) {
		if (scan->resources.captures.rx[i]->engine->attached)
			return mst_fail(err, -EINVAL,
			                "--rx xdp leaves out of a record the frames that its program in the kernel "
			                "drops: expected --rx pcap");
	}
	for (size_t i = 0; i < scan->round_count; i++) {
		if (scan->plans[i].paths.flows > 1)
			return mst_fail(err, -EINVAL,
			                "a record has one path to each target, and policy rules send probes of this "
			                "scan by several: expected --record with probes that they treat alike");
	}
	leave_handshakes(scan);
	code = mst_recording_open(&scan->recording, &scan->resources.captures, path, force, err);
	for (size_t i = 0; i < scan->round_count && code == 0; i++) {
		code = mst_recording_plan(&scan->recording, &scan->plans[i], i);
		scan->rounds[i].shared.recording = &scan->recording;
	}
	return code == -ENOMEM ? mst_fail(err, code, "no memory for the plan of the record") : code;
}

void mst_scan_record_at_most(struct mst_scan *scan, uint64_t bytes)
{
	mst_record_at_most(scan->recording.writer, bytes);
}

int mst_scan_record_end(struct mst_scan *scan, struct mst_error *err)
{
	return mst_recording_close(&scan->recording, err);
}

void mst_scan_close(struct mst_scan *scan)
{
	if (!scan)
		return;
	mst_conductor_close(scan);
	mst_services_close(&scan->services); /* its thread uses what follows */
	(void)mst_recording_close(&scan->recording, NULL);
	for (size_t i = 0; i < scan->round_count; i++) {
		mst_round_close(&scan->rounds[i]);
		mst_plan_close(&scan->plans[i]);
	}
	mst_journaling_close(&scan->journaling);
	mst_resources_close(&scan->resources);
	mst_run_close(&scan->run);
	free(scan);
}
