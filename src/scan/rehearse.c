/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rehearse.c - a dry run: writes the frames of a scan into a file, by the same plan, templates and order.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "plan/describe.h"
#include "plan/paths.h"
#include "plan/preset.h"
#include "plan/secrets.h"
#include "round/burst.h"
#include "scan/services.h"
#include "target/set.h"
#include "tx/pcapfile.h"

/* The number of hosts on this link, or on all links (0); first and last of a path are targets. */
static double hosts_on(const struct mst_plan *plan, int ifindex)
{
	double hosts = 0;

	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];
		mst_uint128 first = 0, last = 0;

		if (!path->neighbours || (ifindex && path->ifindex != ifindex))
			continue;
		mst_targets_index(plan->targets.set, &path->first, &first);
		mst_targets_index(plan->targets.set, &path->last, &last);
		hosts += (double)(last - first + 1);
	}
	return hosts;
}

/* Scales a count of all hosts to the part that is asked. For ports this is nearly exact. */
static double share_asked(const struct mst_plan *plan)
{
	double questions = (double)mst_plan_questions(plan), hosts = (double)mst_targets_count(plan->targets.set);

	return plan->probing.about_ports ? fmin(questions / hosts, 1) : questions / (double)plan->space.size;
}

static void summarise_wires(const struct mst_plan *plan, struct mst_scan_plan *summary)
{
	double share = share_asked(plan), longest = 0;

	for (size_t i = 0; i < plan->paths.count; i++) {
		int ifindex = plan->paths.paths[i].ifindex;

		if (plan->paths.paths[i].neighbours && (i == 0 || plan->paths.paths[i - 1].ifindex != ifindex))
			longest = fmax(longest, hosts_on(plan, ifindex));
	}
	summary->on_link_frames = (uint64_t)(hosts_on(plan, 0) * share + 0.5);
	summary->on_link_pps = (uint64_t)plan->pacing.on_link_pps;
	summary->on_link_ns = (uint64_t)(longest * share / plan->pacing.on_link_pps * 1e9);
}

static void summarise(const struct mst_plan *plan, struct mst_scan_plan *summary)
{
	uint64_t targets = mst_plan_questions(plan);

	*summary = (struct mst_scan_plan){ .targets = targets, .seed = plan->seed };
	summarise_wires(plan, summary);
	mst_plan_describe(plan, summary->how, sizeof summary->how);
	summary->frames = targets * plan->probing.first_count;
	if (!plan->probing.about_ports)
		summary->frames -= summary->on_link_frames * (plan->probing.first_count - 1);
	while (summary->first_count < sizeof summary->first / sizeof *summary->first &&
	       summary->first_count < targets) {
		struct mst_question_at at = mst_space_at(&plan->space, plan->space.begin + summary->first_count);

		summary->first[summary->first_count] = at.addr;
		summary->first_port[summary->first_count++] = at.port;
	}
}

/* Adds the frames of one question to the burst; none when its verdict is preset. */
static void ask(const struct mst_plan *plan, uint64_t position, uint64_t number, uint64_t at_ns,
                struct mst_burst *burst)
{
	struct mst_question_at question = mst_space_at(&plan->space, position);
	const struct mst_route_out *route = mst_plan_route(plan, &question.addr, question.port);
	uint32_t entry = (uint32_t)(number & (plan->capacity.entries - 1));
	struct mst_aim aim = {
		.addr = question.addr,
		.port = question.port,
		.ticket = { .slot = mst_slot_of(&plan->capacity, MST_ASK, 0, entry), .attempt = 1 },
		.sent_ns = at_ns,
	};

	if (mst_preset_verdict(plan, route, &question.addr).settled)
		return;
	for (unsigned p = 0; p < mst_plan_probes(plan, route, 1); p++) {
		const struct mst_route_out *own = mst_plan_probe_route(plan, route, p);

		if (!plan->probing.about_ports)
			aim.port = plan->probing.probes[p].port;
		if (mst_plan_can_ask(plan, own, p, &question.addr))
			mst_burst_add(burst, &own->templates[p], &plan->setup, &aim, &own->hop, NULL);
	}
}

static int write_frames(const struct mst_plan *plan, struct mst_tx *tx, struct mst_scan_plan *summary)
{
	double interval_ns = plan->pacing.cap_pps > 0 ? 1e9 / plan->pacing.cap_pps : 0;
	struct mst_burst burst = { .frames = tx->frames, .tails = tx->tails, .most = tx->burst };
	uint64_t number = 0, frames = 0;

	for (uint64_t position = plan->space.begin; position < plan->space.end; position++) {
		ask(plan, position, number, (uint64_t)((double)frames * interval_ns), &burst);
		number += burst.count > 0;
		for (; burst.count; frames++) {
			enum mst_tx_stop stop;

			mst_pcapfile_at(tx, (uint64_t)((double)frames * interval_ns));
			if (mst_tx_send(tx, 1, &stop) != 1)
				return -tx->error; /* closing says the rest */
			mst_burst_drop(&burst, 1);
		}
	}
	summary->frames = frames;
	return 0;
}

static int write_file(const struct mst_plan *plan, const char *path, bool force, struct mst_scan_plan *summary,
                      struct mst_error *err)
{
	struct mst_tx_config config = {
		.path = path,
		.force = force,
		.with_ethernet = mst_paths_have_neighbours(&plan->paths),
	};
	struct mst_tx *tx;
	int code = mst_tx_pcapfile.open(&tx, &config, err);
	int closed;

	if (code < 0)
		return code;
	code = write_frames(plan, tx, summary);
	closed = mst_tx_close(tx, err);
	return code < 0 ? code : closed;
}

/* Link-layer addresses as far as the kernel knows them: nothing is asked. */
static int complete_hops(struct mst_plan *plan, struct mst_error *err)
{
	struct mst_hop *hops;
	int code = mst_plan_hops(&hops, plan, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < plan->paths.count; i++)
		mst_hop_trust(&hops[i]);
	mst_plan_take_hops(plan, hops);
	free(hops);
	return 0;
}

/* A dry run says what is wrong with them, too. */
static int check_signatures(const struct mst_scan_services *wanted, struct mst_error *err)
{
	struct mst_signatures *signatures;
	int code = mst_services_read(&signatures, wanted, err);

	mst_signatures_free(signatures);
	return code;
}

int mst_scan_rehearse(const struct mst_scan_config *config, const char *path, bool force, struct mst_scan_plan *summary,
                      struct mst_error *err)
{
	enum mst_phase phase = config->probing.discover ? MST_PHASE_DISCOVER : MST_PHASE_ASKED;
	struct mst_common common = { .hosts = NULL };
	struct mst_plan plan;
	int code = check_signatures(&config->services, err);

	if (code == 0)
		code = mst_ticket_key_choose(&common.key, err);
	if (code == 0)
		code = mst_plan_open(&plan, config, phase, &common, err);
	if (code < 0)
		return code;
	summarise(&plan, summary);
	if (path && mst_paths_have_neighbours(&plan.paths))
		code = complete_hops(&plan, err);
	if (path && code == 0)
		code = write_file(&plan, path, force, summary, err);
	mst_plan_close(&plan);
	return code;
}
