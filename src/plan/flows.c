/* SPDX-License-Identifier: BSD-2-Clause */
/* flows.c - see flows.h. */
#include "plan/flows.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fail.h"

#define PORTS 65536

struct chooser {
	struct mst_flows *flows;
	const struct mst_selectors *selectors;
	struct mst_source_ports source_ports;
	uint64_t signatures[MST_FLOWS_MAX];
};

/* The number of the flow that is like this one for the rules; a new one where `may_add`, else 0. */
static int number_for(struct chooser *chooser, const struct mst_flow *flow, bool may_add, struct mst_error *err)
{
	struct mst_flows *flows = chooser->flows;
	uint64_t signature = mst_selectors_signature(chooser->selectors, flow);

	for (unsigned i = 0; i < flows->count; i++) {
		if (chooser->signatures[i] == signature)
			return (int)i;
	}
	if (!may_add)
		return 0;
	if (flows->count == MST_FLOWS_MAX)
		return mst_fail(err, -EINVAL,
		                "policy rules tell the ports of this scan apart in more than %d ways: expected fewer "
		                "ports (-p)",
		                MST_FLOWS_MAX);
	chooser->signatures[flows->count] = signature;
	for (unsigned i = 0; i < chooser->selectors->count; i++) {
		const struct mst_selector *selector = &chooser->selectors->of[i];

		flows->by_port |= (signature >> i & 1) && (selector->source.first || selector->target.first);
	}
	flows->of[flows->count] = *flow;
	return (int)flows->count++;
}

static struct mst_flow flow_of(const struct chooser *chooser, const struct mst_probe_kind *kind, uint16_t port)
{
	return (struct mst_flow){
		.protocol = kind->proto,
		.protocol_ipv6 = kind->proto_ipv6,
		.source_port = kind->has_port ? chooser->source_ports.first : 0,
		.port = kind->has_port ? port : 0,
	};
}

static int choose_by_port(struct chooser *chooser, const struct mst_ports *ports, const struct mst_probe_kind *kind,
                          struct mst_error *err)
{
	struct mst_flows *flows = chooser->flows;

	flows->of_port = calloc(PORTS, sizeof *flows->of_port);
	if (!flows->of_port)
		return mst_fail(err, -ENOMEM, "no memory for the paths of the ports");
	/* First those that are asked: others, such as unused ones, are added to them. */
	for (unsigned asked = 1; asked <= 2; asked++) {
		for (uint32_t port = 0; port < PORTS; port++) {
			struct mst_flow flow = flow_of(chooser, kind, (uint16_t)port);
			int number = number_for(chooser, &flow, asked == 1 && mst_ports_has(ports, (uint16_t)port),
			                        err);

			if (number < 0)
				return number;
			flows->of_port[port] = (uint8_t)number;
		}
	}
	return 0;
}

static int choose_by_probe(struct chooser *chooser, const struct mst_plan_probing *probing, struct mst_error *err)
{
	for (unsigned p = 0; p < probing->count; p++) {
		struct mst_flow flow = flow_of(chooser, probing->probes[p].kind, probing->probes[p].port);
		int number = number_for(chooser, &flow, true, err);

		if (number < 0)
			return number;
		chooser->flows->of_probe[p] = (uint8_t)number;
	}
	return 0;
}

/* Echo requests have none. */
static int check_source_ports(const struct chooser *chooser, const struct mst_plan_probing *probing,
                              struct mst_error *err)
{
	bool have_ports = probing->about_ports;
	uint16_t first = chooser->source_ports.first;
	uint16_t last = (uint16_t)(first + chooser->source_ports.count - 1);
	const struct mst_selector *splitting = mst_selectors_splitting(chooser->selectors, first, last);

	for (unsigned p = 0; p < probing->count; p++)
		have_ports |= probing->probes[p].kind->has_port;
	if (!splitting || !have_ports)
		return 0;
	return mst_fail(err, -EINVAL,
	                "a policy rule applies to source ports %u-%u, and probes leave from %u-%u: expected "
	                "--source-port with ports that it treats alike",
	                splitting->source.first, splitting->source.last, first, last);
}

int mst_flows_by(struct mst_flows *flows, const struct mst_selectors *selectors, const struct mst_scan_config *config,
                 const struct mst_plan_probing *probing, enum mst_phase phase, struct mst_error *err)
{
	struct chooser chooser = { flows, selectors, mst_source_ports_choose(&config->header), { 0 } };
	bool by_port = probing->about_ports || phase == MST_PHASE_RESOLVE;
	int code;

	*flows = (struct mst_flows){
		.by_user = selectors->by_user && config->route.by_user && config->route.user != geteuid(),
	};
	if (selectors->count == 0 || phase == MST_PHASE_GATEWAYS)
		return 0;
	code = check_source_ports(&chooser, probing, err);
	if (code == 0 && by_port)
		code = choose_by_port(&chooser, config->probing.ports,
		                      config->probing.udp ? &mst_probe_udp : &mst_probe_tcp_syn, err);
	else if (code == 0)
		code = choose_by_probe(&chooser, probing, err);
	if (code < 0)
		mst_flows_free(flows);
	return code;
}

/*
 * What chooses among next hops of equal cost may hash protocol and ports (ip-sysctl.rst: fib_multipath_hash_policy;
 * over IPv6 always the protocol: rt6_multipath_hash), and the protocol tells whether a socket's source is known before
 * its route. All questions go as the first probe, or the first port, from the first source port would: a path for each
 * port would be a path for each question.
 */
static void choose_first(struct mst_flows *flows, const struct mst_scan_config *config,
                         const struct mst_plan_probing *probing, enum mst_phase phase)
{
	struct chooser chooser = { flows, NULL, mst_source_ports_choose(&config->header), { 0 } };
	bool by_port = probing->about_ports || phase == MST_PHASE_RESOLVE;
	uint32_t port = 0;

	if (!by_port && probing->count) {
		flows->of[0] = flow_of(&chooser, probing->probes[0].kind, probing->probes[0].port);
		flows->count = 1;
	} else if (by_port) {
		while (port < PORTS && config->probing.ports && !mst_ports_has(config->probing.ports, (uint16_t)port))
			port++;
		flows->of[0] = flow_of(&chooser, config->probing.udp ? &mst_probe_udp : &mst_probe_tcp_syn,
		                       (uint16_t)(port % PORTS));
		flows->count = 1;
	}
}

int mst_flows_choose(struct mst_flows *flows, const struct mst_scan_config *config,
                     const struct mst_plan_probing *probing, enum mst_phase phase, struct mst_error *err)
{
	struct mst_selectors selectors;
	int code = mst_selectors_read(&selectors, err);

	*flows = (struct mst_flows){ .count = 0 };
	if (code == 0)
		code = mst_flows_by(flows, &selectors, config, probing, phase, err);
	if (code == 0 && flows->count == 0 && phase != MST_PHASE_GATEWAYS)
		choose_first(flows, config, probing, phase);
	return code;
}

void mst_flows_free(struct mst_flows *flows)
{
	free(flows->of_port);
	*flows = (struct mst_flows){ .count = 0 };
}
