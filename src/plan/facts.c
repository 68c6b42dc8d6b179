/* SPDX-License-Identifier: BSD-2-Clause */
/* facts.c - see facts.h: how a plan is written. How it is read stands in facts_read.c. */
#include "plan/facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "target/set.h"

static void write_config(const struct mst_plan *plan, FILE *out)
{
	const struct mst_scan_config *config = plan->config;

	fprintf(out, "phase %d\nquestion %d\nudp %d\ndiscover %d\nno_arp %d\ndetect %d\n", plan->phase,
	        config->probing.question, config->probing.udp, config->probing.discover, config->route.no_arp,
	        config->probing.detect_proxies);
	fprintf(out, "retries %u\nlanes %u\nadaptive %d\nuntil_missed %.17g\nsample %.17g\nmax %" PRIu64 "\n",
	        config->retry.count, plan->egresses.of[0].lanes, config->rate.pps == MST_RATE_AUTO,
	        config->retry.until_missed, config->order.sample, config->order.max_targets);
	fprintf(out, "shard %" PRIu32 "\nshards %" PRIu32 "\nseed %" PRIu64 "\nkey %016" PRIx64 "%016" PRIx64 "\n",
	        config->order.shard, config->order.shards, plan->seed, plan->setup.key.words[0],
	        plan->setup.key.words[1]);
	fprintf(out,
	        "source_port %u\nsource_ports %" PRIu32 "\nentry_bits %u\nlane_bits %u\npurpose_bits %u\n"
	        "syn_options %d\n",
	        plan->setup.source_port_first, plan->setup.source_ports, plan->capacity.entry_bits,
	        plan->capacity.lane_bits, plan->capacity.purpose_bits, plan->setup.syn_options);
	fprintf(out, "left_out %" PRIu64 "\nabsence_repeated %d\n", plan->targets.left_out,
	        mst_plan_repeats_absence(plan));
	if (config->probing.probes)
		fprintf(out, "probes %s\n", config->probing.probes);
}

/* In every round: the one that finds hosts, too, is of a config that has ports. */
static void write_ports(const struct mst_ports *ports, FILE *out)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		uint32_t first = port;

		if (!mst_ports_has(ports, (uint16_t)port))
			continue;
		while (port < UINT16_MAX && mst_ports_has(ports, (uint16_t)(port + 1)))
			port++;
		fprintf(out, "ports %" PRIu32 "-%" PRIu32 "\n", first, port);
	}
}

static void write_targets(const struct mst_plan *plan, FILE *out)
{
	char first_text[MST_FACT_ADDR], last_text[MST_FACT_ADDR];
	struct mst_addr first, last;

	for (size_t i = 0; mst_targets_interval(plan->targets.set, i, &first, &last); i++)
		fprintf(out, "target %s %s\n", mst_fact_addr(first_text, &first), mst_fact_addr(last_text, &last));
	for (size_t i = 0; i < plan->targets.anycast_count; i++)
		fprintf(out, "anycast %s\n", mst_fact_addr(first_text, &plan->targets.anycast[i]));
}

static void write_unused(const struct mst_unused *unused, FILE *out)
{
	char text[MST_FACT_ADDR];

	for (unsigned i = 0; i < unused->port_count; i++)
		fprintf(out, "unused_port %u\n", unused->ports[i]);
	for (size_t i = 0; i < unused->addr_count; i++)
		fprintf(out, "unused_addr %s %zu %u\n", mst_fact_addr(text, &unused->addrs[i].addr),
		        unused->addrs[i].path, unused->addrs[i].egress);
}

static void write_route(const struct mst_route_out *route, FILE *out)
{
	char first[MST_FACT_ADDR], last[MST_FACT_ADDR], source[MST_FACT_ADDR], gateway[MST_FACT_ADDR];
	const struct mst_path *path = route->path;

	fprintf(out, "path %s %s %s %s %d %d %d %d %d %d %s ", mst_fact_addr(first, &path->first),
	        mst_fact_addr(last, &path->last), mst_fact_addr(source, &path->source),
	        mst_fact_addr(gateway, &path->gateway), path->kind, path->on_link, path->neighbours, path->ifindex,
	        route->hop.kind, route->hop.asked | route->hop.ports_mac << 1,
	        *path->interface ? path->interface : "-");
	for (size_t i = 0; i < MST_ETHERNET_BYTES; i++)
		fprintf(out, "%02x", route->hop.ethernet[i]);
	fputc('\n', out);
}

char *mst_plan_facts(const struct mst_plan *plan)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	write_config(plan, out);
	if (plan->config->probing.question == MST_ASK_PORTS)
		write_ports(plan->config->probing.ports, out);
	write_targets(plan, out);
	write_unused(&plan->unused, out);
	for (size_t i = 0; i < plan->paths.count; i++)
		write_route(&plan->routes[i], out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}
