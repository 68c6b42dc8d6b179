/* SPDX-License-Identifier: BSD-2-Clause */
/* greetings.c - see greetings.h. */
#include "scan/greetings.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/spare.h"
#include "base/usual_services.h"

#define PER_HOST_MAX 255
#define RESETS_FROM 65536 /* questions: the table takes 30 ms to come and go, a reset of the kernel 5 µs */

/* A scan by SYNs that wants what open ports say first. Other probes open nothing. */
static bool are_wanted(const struct mst_plan *plan)
{
	const struct mst_scan_config *config = plan->config;

	return config->services.wanted && config->services.banner_only && plan->probing.about_ports &&
	       plan->expected.count == 1 && plan->expected.probes[0].kind == &mst_probe_tcp_syn;
}

static void guard(struct mst_greetings *greetings, const struct mst_plan *plan, struct mst_error *why)
{
	const struct mst_probe_setup *setup = &plan->setup;
	struct mst_addr sources[MST_SOURCES_MAX];
	size_t source_count = mst_paths_sources(sources, MST_SOURCES_MAX, &plan->paths);

	/* Where there are too many, no capture is opened either. */
	if (source_count <= MST_SOURCES_MAX)
		(void)mst_port_guard_open(&greetings->guard, sources, source_count, setup->source_port_first,
		                          (uint16_t)(setup->source_port_first + setup->source_ports - 1), why);
}

void mst_greetings_guard(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count)
{
	if (are_wanted(&plans[count - 1]))
		guard(greetings, &plans[count - 1], &greetings->why);
}

/* Whether many frames of these rounds may be answered by SYN-ACKs. */
static bool are_many_opened(const struct mst_plan *plans, size_t count)
{
	double most = 0;

	for (size_t i = 0; i < count; i++) {
		for (unsigned p = 0; p < plans[i].expected.count; p++)
			most += plans[i].expected.probes[p].kind == &mst_probe_tcp_syn
			                ? (double)mst_plan_questions(&plans[i])
			                : 0;
	}
	return most >= RESETS_FROM;
}

/* A program at an interface takes SYN-ACKs away, and resets them itself, much faster. */
static bool are_seen_by_kernel(const struct mst_captures *captures)
{
	for (size_t i = 0; i < captures->own; i++) {
		if (captures->rx[i]->engine->takes_frames)
			return false;
	}
	return true;
}

void mst_greetings_guard_resets(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count,
                                const struct mst_captures *captures)
{
	struct mst_error ignored;

	if (are_wanted(&plans[count - 1]) || !are_many_opened(plans, count) || !are_seen_by_kernel(captures))
		return;
	guard(greetings, &plans[count - 1], &ignored);
	greetings->resets_only = greetings->guard != NULL;
}

bool mst_greetings_greet(const struct mst_greetings *greetings)
{
	return greetings->guard && !greetings->resets_only;
}

static int open_round(struct mst_greetings *greetings, struct mst_greeting *greeting, const struct mst_plan *plan)
{
	const struct mst_scan_services services = mst_services_filled(plan->config->services);
	int code = 0;

	*greeting = (struct mst_greeting){
		.resets_only = greetings->resets_only,
		.per_host = services.per_host < PER_HOST_MAX ? services.per_host : PER_HOST_MAX,
		.timeout_ns = services.timeout_ns,
		.risky_ports = services.risky_ports,
		.ports = greetings->ports,
	};
	for (unsigned i = 0; i < plan->egresses.count && code == 0; i++) {
		code = mst_senders_open_one(&greeting->tx[i], plan, &plan->egresses.of[i], &greetings->why);
		if (code == 0)
			greetings->tx[greetings->tx_count++] = greeting->tx[i];
	}
	return code;
}

static int open_ports(struct mst_greetings *greetings)
{
	greetings->ports = calloc(1, sizeof *greetings->ports);
	if (!greetings->ports)
		return mst_fail(&greetings->why, -ENOMEM, "no memory for openings");
	mst_dialogue_ports_fill(greetings->ports);
	return 0;
}

void mst_greetings_open(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count)
{
	struct mst_spares spares;
	int code;

	if (!greetings->guard)
		return;
	code = mst_spares_take(&spares, &greetings->why);
	if (code == 0 && !greetings->resets_only)
		code = open_ports(greetings);
	for (size_t i = 0; i < count && code == 0; i++)
		code = open_round(greetings, &greetings->of[i], &plans[i]);
	mst_spares_release(&spares);
	if (code == 0)
		return;
	if (greetings->resets_only)
		greetings->why = (struct mst_error){ "" };
	mst_greetings_close(greetings);
}

const struct mst_greeting *mst_greetings_of(const struct mst_greetings *greetings, size_t round)
{
	return greetings->guard ? &greetings->of[round] : NULL;
}

void mst_greetings_close(struct mst_greetings *greetings)
{
	for (size_t i = 0; i < greetings->tx_count; i++)
		mst_tx_close(greetings->tx[i], NULL);
	greetings->tx_count = 0;
	free(greetings->ports);
	greetings->ports = NULL;
	mst_port_guard_close(greetings->guard);
	greetings->guard = NULL;
	greetings->resets_only = false;
}
