/* plan.c - see plan.h. */
#include "scan/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/fail.h"
#include "scan/config.h"
#include "scan/gateways.h"
#include "scan/limits.h"
#include "scan/wired.h"
#include "target/set.h"

#define SOURCE_PORTS 16384            /* enough for fourteen keyed bits */
#define FIRST_USER_PORT 1024
#define FEW_TARGETS 64 /* are looked at one by one */

_Static_assert(MST_RETRIES_MAX + 1 + MST_EXTRA_ATTEMPTS <= MST_ATTEMPTS_MAX, "a ticket can count every attempt");

static int choose_cpus(struct mst_plan *plan, struct mst_error *err)
{
	cpu_set_t allowed;

	if (!plan->config->cpus)
		return 0;
	mst_cpus_allowed(&allowed);
	return mst_cpus_read(&plan->cpus, plan->config->cpus, &allowed, err);
}

/* A copy of a long list is worth avoiding. */
static bool has_any(const struct mst_targets *targets, const struct mst_addr *addrs, size_t count)
{
	mst_uint128 index;

	for (size_t i = 0; i < count; i++) {
		if (mst_targets_index(targets, &addrs[i], &index))
			return true;
	}
	return false;
}

static int fail_reserved(const struct mst_plan *plan, struct mst_error *err)
{
	struct mst_addr first = mst_targets_at(plan->config->targets, 0);
	char text[MST_ADDR_TEXT];

	mst_addr_format(&first, text);
	return mst_fail(err, -EINVAL, "no targets left: %s%s a network or broadcast address of this machine's subnets, which no host has", text,
	                mst_targets_count(plan->config->targets) == 1 ? " is" : ", and each of the others, is");
}

static int leave_out(struct mst_plan *plan, const struct mst_addr *reserved, size_t count, struct mst_error *err)
{
	uint64_t also = 0;

	if (!has_any(plan->targets, reserved, count))
		return 0;
	plan->own_targets = mst_targets_without(plan->targets, reserved, count, &also);
	if (!plan->own_targets)
		return mst_fail(err, -ENOMEM, "no memory for the targets");
	plan->targets = plan->own_targets;
	plan->left_out += also;
	if (mst_targets_count(plan->targets) == 0)
		return fail_reserved(plan, err);
	return 0;
}

static int choose_targets(struct mst_plan *plan, struct mst_error *err)
{
	mst_uint128 left_out = mst_targets_left_out(plan->config->targets);
	struct mst_addr *reserved;
	size_t count;
	int code;

	plan->left_out = left_out < UINT64_MAX ? (uint64_t)left_out : UINT64_MAX;
	if (plan->phase != MST_PHASE_GATEWAYS && mst_targets_have(plan->targets, MST_IPV6)) {
		code = mst_paths_anycast(&plan->anycast, &plan->anycast_count, err);
		if (code < 0)
			return code;
	}
	/* Shards may run on several machines, whose subnets differ: they agree on the targets as they were given. */
	if (plan->phase == MST_PHASE_GATEWAYS || plan->config->shards > 1)
		return 0;
	code = mst_paths_reserved(&reserved, &count, err);
	if (code < 0)
		return code;
	code = leave_out(plan, reserved, count, err);
	free(reserved);
	return code;
}

/* Some kinds ask one family only: every target must have a probe that can ask it. */
static int check_families(const struct mst_plan *plan, struct mst_error *err)
{
	bool can_ask_ipv6 = false;

	for (unsigned p = 0; p < plan->first_probes; p++)
		can_ask_ipv6 |= plan->probes[p].kind->proto_ipv6 != 0;
	if (can_ask_ipv6 || !mst_targets_have(plan->config->targets, MST_IPV6))
		return 0;
	return mst_fail(err, -EINVAL, "--probe %s: cannot ask IPv6 targets; expected icmp, or syn:PORT, beside it",
	                plan->config->probes ? plan->config->probes : MST_PROBES_USUAL);
}

static int choose_probes(struct mst_plan *plan, struct mst_error *err)
{
	bool config_udp = plan->about_ports && plan->config->udp;
	int count;

	if (plan->about_ports || plan->phase >= MST_PHASE_RESOLVE) {
		plan->probes[0].kind = config_udp ? &mst_probe_udp : &mst_probe_tcp_syn;
		plan->probe_count = plan->first_probes = plan->about_ports;
		return 0;
	}
	count = mst_probe_parse(plan->probes, &plan->first_probes,
	                        plan->config->probes ? plan->config->probes : MST_PROBES_USUAL, err);
	if (count < 0)
		return count;
	/* An attempt that makes up for another is no second wave: what a host is asked by must not hang on it. */
	plan->probe_count = plan->attempts_at_most > 1 + MST_EXTRA_ATTEMPTS ? (unsigned)count : plan->first_probes;
	return check_families(plan, err);
}

static void choose_source_ports(struct mst_plan *plan)
{
	const struct mst_scan_config *config = plan->config;
	uint16_t first, last;

	if (config->source_port_last) {
		plan->setup.source_port_first = config->source_port_first;
		plan->setup.source_ports = (uint32_t)(config->source_port_last - config->source_port_first) + 1;
		return;
	}
	/* Outside the ports that the kernel gives to its own connections: below them, or above. */
	mst_ephemeral_ports(&first, &last);
	if (first >= FIRST_USER_PORT + SOURCE_PORTS) {
		plan->setup.source_port_first = (uint16_t)(first - SOURCE_PORTS);
		plan->setup.source_ports = SOURCE_PORTS;
	} else if (UINT16_MAX - last > first - FIRST_USER_PORT) {
		plan->setup.source_port_first = (uint16_t)(last + 1);
		plan->setup.source_ports = (uint32_t)(UINT16_MAX - last);
	} else {
		plan->setup.source_port_first = FIRST_USER_PORT;
		plan->setup.source_ports = first > FIRST_USER_PORT ? (uint32_t)(first - FIRST_USER_PORT) : 1;
	}
}

/* The order may be known to others (shards share it); the tickets' key only when a seed was asked for. */
static int choose_keys(struct mst_plan *plan, struct mst_error *err)
{
	const struct mst_scan_config *config = plan->config;
	struct mst_key from_seed = { { config->seed, plan->about_ports } };

	for (uint64_t word = 0; word < 2; word++)
		plan->setup.key.words[word] = mst_siphash(&from_seed, &word, 1);
	plan->seed = config->seeded ? config->seed : 0;
	if (config->seeded)
		return 0;
	if (getrandom(&plan->setup.key, sizeof plan->setup.key, 0) != sizeof plan->setup.key ||
	    (config->shards == 1 && getrandom(&plan->seed, sizeof plan->seed, 0) != sizeof plan->seed))
		return mst_fail(err, -EIO, "no random numbers from the kernel: %s", strerror(errno));
	return 0;
}

/* Answers of the wire are told from others by what they are, not by a ticket. */
static void choose_heard(struct mst_plan *plan)
{
	memcpy(plan->heard, plan->probes, sizeof plan->probes);
	plan->heard_count = plan->probe_count;
	if (plan->wire_count) {
		plan->heard[plan->heard_count++] = (struct mst_probe){ .kind = &mst_probe_arp };
		plan->heard[plan->heard_count++] = (struct mst_probe){ .kind = &mst_probe_nd };
	}
}

static void write_template(struct mst_plan *plan, const struct mst_path *path, unsigned probe, struct mst_template *template)
{
	const struct mst_probe_kind *kind = plan->probes[probe].kind;

	if (mst_plan_asks_wire(plan, path))
		kind = path->first.family == MST_IPV6 ? &mst_probe_nd : &mst_probe_arp;
	kind->prepare(template, &plan->setup, &path->source);
}

static int write_templates(struct mst_plan *plan, struct mst_error *err)
{
	plan->templates = calloc(plan->paths.count * (plan->probe_count + 1), sizeof *plan->templates);
	if (!plan->templates)
		return mst_fail(err, -ENOMEM, "no memory for templates");
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		for (unsigned p = 0; p < mst_plan_probes(plan, path, 2) && path->source.family; p++)
			write_template(plan, path, p, mst_plan_template_at(plan, path, p));
	}
	return 0;
}

/* Of UDP the silence of decoys would say nothing, and the errors of their hosts are few. */
static bool wants_decoys(const struct mst_plan *plan)
{
	if (plan->phase != MST_PHASE_ASKED || plan->about == MST_ABOUT_UDP || plan->config->canary == MST_CANARY_OFF)
		return false;
	return plan->config->canary == MST_CANARY_ON || mst_plan_targets(plan) > FEW_TARGETS;
}

/* What comes after the targets are known. */
static int complete(struct mst_plan *plan, const struct mst_slice *slice, struct mst_error *err)
{
	int code = choose_keys(plan, err);

	plan->wide = mst_targets_have(plan->targets, MST_IPV6);
	if (code == 0)
		code = mst_space_init(&plan->space, plan->targets, plan->about_ports ? plan->config->ports : NULL, slice, plan->seed,
		                      err);
	if (code == 0)
		code = mst_plan_find_paths(plan, err);
	if (code == 0) {
		choose_source_ports(plan);
		plan->decoys.wanted = wants_decoys(plan);
		code = mst_limits_choose(plan, err);
	}
	if (code == 0)
		code = mst_decoys_choose(plan, err);
	choose_heard(plan);
	if (code == 0)
		code = write_templates(plan, err);
	return code;
}

/* Only where UDP is asked. */
static int choose_payloads(struct mst_plan *plan, struct mst_error *err)
{
	int code = 0;

	for (unsigned p = 0; p < plan->probe_count; p++)
		plan->probes_by_key |= plan->probes[p].kind->by_key;
	if (!plan->probes_by_key)
		return 0;
	code = mst_payloads_new(&plan->payloads, err);
	if (code == 0 && plan->config->payloads)
		code = mst_payloads_add_file(plan->payloads, plan->config->payloads, err);
	plan->setup.payloads = plan->payloads;
	return code;
}

static int begin(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_phase phase, struct mst_error *err)
{
	int code;

	*plan = (struct mst_plan){ .config = config, .phase = phase, .targets = config->targets };
	plan->about_ports = phase == MST_PHASE_ASKED && config->question == MST_ASK_PORTS;
	if (plan->about_ports)
		plan->about = config->udp ? MST_ABOUT_UDP : MST_ABOUT_TCP;
	plan->attempts = config->retries + 1;
	plan->attempts_at_most = config->until_missed > 0 ? MST_ATTEMPTS_MAX : plan->attempts + MST_EXTRA_ATTEMPTS;
	plan->setup.ttl = config->ttl;
	code = mst_config_check(config, err);
	if (code == 0)
		code = choose_cpus(plan, err);
	if (code == 0)
		code = choose_probes(plan, err);
	return code < 0 ? code : choose_payloads(plan, err);
}

static const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };

int mst_plan_open(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_phase phase,
                  struct mst_error *err)
{
	struct mst_slice slice = { config->sample, config->max_targets, config->shard, config->shards };
	int code = begin(plan, config, phase, err);

	if (code == 0)
		code = choose_targets(plan, err);
	if (code == 0)
		code = complete(plan, phase == MST_PHASE_ASKED ? &slice : &everything, err);
	if (code < 0)
		mst_plan_close(plan);
	return code;
}

int mst_plan_open_resolving(struct mst_plan *plan, const struct mst_plan *ports, struct mst_error *err)
{
	int code = begin(plan, ports->config, MST_PHASE_RESOLVE, err);

	if (code == 0)
		code = mst_wired_targets(&plan->own_targets, ports, err);
	plan->targets = plan->own_targets;
	if (code == 0 && plan->targets)
		code = complete(plan, &everything, err);
	if (code < 0 || !plan->targets)
		mst_plan_close(plan);
	return code;
}

void mst_plan_close(struct mst_plan *plan)
{
	mst_space_free(&plan->space);
	mst_paths_free(&plan->paths);
	mst_targets_free(plan->own_targets);
	free(plan->anycast);
	free(plan->hops);
	mst_payloads_free(plan->payloads);
	mst_decoys_free(&plan->decoys);
	free(plan->gateway_silent);
	free(plan->way_of);
	free(plan->templates);
	*plan = (struct mst_plan){ 0 };
}

int mst_plan_resolve(struct mst_plan *plan, struct mst_error *err)
{
	int code;

	free(plan->hops);
	code = mst_hops_find(&plan->hops, &plan->paths, plan->about_ports ? MST_WIRE_KNOWS : MST_WIRE_ASKS, err);
	return code < 0 || plan->phase == MST_PHASE_GATEWAYS ? code : mst_gateways_ask(plan, err);
}
