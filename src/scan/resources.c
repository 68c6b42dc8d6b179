/* SPDX-License-Identifier: BSD-2-Clause */
/* resources.c - see resources.h. */
#include "scan/resources.h"

#include <errno.h>

#include "base/fail.h"
#include "scan/listening.h"

int mst_resources_begin(struct mst_resources *resources, struct mst_error *err)
{
	resources->neighbours = mst_neighbours_new();
	resources->hosts = mst_seen_new();
	return resources->neighbours && resources->hosts ? 0 : mst_fail(err, -ENOMEM, "no memory for hosts");
}

<<<<<<< HEAD
/* The addresses that answers on this interface come to. */
static size_t sources_on(const struct mst_plan *plan, const char *interface, struct mst_addr *sources)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->paths.count && count < SOURCES_MAX; i++) {
		const struct mst_path *path = &plan->paths.paths[i];
		bool known = path->kind > MST_PATH_LOCAL || strcmp(path->interface, interface) != 0;

		for (size_t s = 0; s < count && !known; s++)
			known = mst_addr_equal(&sources[s], &path->source);
		if (!known)
			sources[count++] = path->source;
	}
	return count;
}

static size_t buffer_for(const struct mst_pacing *pacing)
{
	double half_a_second = pacing->cap_pps / 2 * FRAME_SLOT_BYTES;

	if (pacing->cap_pps <= 0 || half_a_second > BUFFER_MAX_BYTES)
		return BUFFER_MAX_BYTES;
	return half_a_second > BUFFER_MIN_BYTES ? (size_t)half_a_second : BUFFER_MIN_BYTES;
}

static void want(struct mst_rx_wanted *wanted, const struct mst_probe_kind *kind)
{
	wanted->tcp |= kind->proto == MST_PROTO_TCP;
	wanted->icmp |= kind == &mst_probe_icmp_echo;
	wanted->timestamp |= kind == &mst_probe_icmp_timestamp;
	wanted->udp |= kind == &mst_probe_udp;
	wanted->neighbours |= kind == &mst_probe_arp;
	wanted->ack |= kind == &mst_probe_tcp_ack;
	wanted->odd |= kind != &mst_probe_icmp_echo && kind != &mst_probe_icmp_timestamp &&
	               kind != &mst_probe_tcp_syn && kind != &mst_probe_tcp_ack;
}

/* Frames that any of the rounds expects; the last round has all source addresses. */
static struct mst_rx_wanted wanted_by(const struct mst_plan *plans, size_t count)
{
	const struct mst_probe_setup *setup = &plans[count - 1].setup;
	struct mst_rx_wanted wanted = {
		.port_first = setup->source_port_first,
		.port_last = (uint16_t)(setup->source_port_first + setup->source_ports - 1),
		.key = setup->key,
	};

	for (size_t i = 0; i < count; i++) {
		if (plans[i].setup.slot_bits > wanted.slot_bits)
			wanted.slot_bits = plans[i].setup.slot_bits;
		for (unsigned p = 0; p < plans[i].expected.count; p++)
			want(&wanted, plans[i].expected.probes[p].kind);
	}
	return wanted;
}

static int open_capture(struct mst_resources *resources, const struct mst_plan *plans, size_t count,
                        const struct mst_route_out *route, struct mst_error *err)
{
	const struct mst_plan *plan = &plans[count - 1];
	struct mst_rx_wanted wanted = wanted_by(plans, count);
	struct mst_captures *captures = &resources->captures;
	struct mst_addr sources[SOURCES_MAX];
	cpu_set_t set;
	struct mst_rx_config config = {
		.interface = route->path->interface,
		.ifindex = route->path->ifindex,
		.ethernet = route->hop.kind != MST_HOP_NO_HEADER,
		.wanted = &wanted,
		.buffer_bytes = buffer_for(&plan->pacing),
		.cpus = mst_placement_of(&set, &plan->cpus, MST_ROLE_RECEIVER, 0, plan->config->threads.lanes),
	};

	wanted.sources = sources;
	wanted.source_count = sources_on(plan, config.interface, sources);
	if (captures->count == MST_CAPTURES_MAX)
		return mst_fail(err, -EINVAL, "targets behind more than %d interfaces: expected fewer",
		                MST_CAPTURES_MAX);
	return mst_rx_open(&captures->rx[captures->count], plan->config->engines.rx, &config, &resources->why_captures,
	                   err);
}

/* One capture for each interface that serves targets. */
static int open_captures(struct mst_resources *resources, const struct mst_plan *plans, size_t count,
                         struct mst_error *err)
{
	const struct mst_plan *plan = &plans[count - 1];

	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = plan->routes[i].path;
		bool known = path->kind > MST_PATH_LOCAL;
		int code;

		for (size_t before = 0; before < i && !known; before++)
			known = plan->routes[before].path->kind <= MST_PATH_LOCAL &&
			        strcmp(plan->routes[before].path->interface, path->interface) == 0;
		if (known)
			continue;
		code = open_capture(resources, plans, count, &plan->routes[i], err);
		if (code < 0)
			return code;
		resources->captures.count++;
	}
	return 0;
}

=======
>>>>>>> 10794d5 (scan: answers are received on every interface, not only their own)
/* Senders first: the error of a raw socket shows most clearly which privilege is missing. */
int mst_resources_open(struct mst_resources *resources, const struct mst_plan *plans, size_t count,
                       struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = mst_senders_open(&resources->senders[i], &plans[i], i > 0 ? &resources->senders[i - 1] : NULL,
		                        &resources->pool, err);
	return code < 0 ? code : mst_captures_open(&resources->captures, plans, count, &resources->why_captures, err);
}

void mst_resources_close(struct mst_resources *resources)
{
	mst_captures_close(&resources->captures);
	mst_sender_pool_close(&resources->pool);
	mst_neighbours_free(resources->neighbours);
	mst_seen_free(resources->hosts);
	resources->neighbours = NULL;
	resources->hosts = NULL;
}
