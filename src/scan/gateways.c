/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gateways.c - see gateways.h. Gateways are hosts on a local link: they are asked by a round like others, with a plan
 * of its own, whose verdicts bring the link-layer addresses. Their answers are needed to open the engines of the scan,
 * which takes rights: a confined process reads them.
 */
#include "scan/gateways.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/confined.h"
#include "base/fail.h"
#include "base/lines.h"
#include "plan/secrets.h"
#include "round/round.h"
#include "scan/resources.h"
#include "target/set.h"

#define RETRIES 2

/* Gateways on one interface, asked from the source address of the frames for them, as the kernel does. */
struct asking {
	struct mst_hop *hops;
	const struct mst_plan *plan; /* of the scan */
	const char *interface;
	struct mst_addr source; /* no family: any */
	bool doubtful;          /* only those with an address in the kernel's table; it resolves the others itself */
};

/* The parts of the round. */
struct gateway_round {
	struct mst_plan plan;
	struct mst_run run;
	struct mst_resources resources;
	struct mst_round round;
};

/* Solicitations come from an address of the link itself. */
static struct mst_addr source_of(const struct mst_hop *hops, const struct mst_plan *plan, size_t path)
{
	const struct mst_addr *source = &plan->paths.paths[path].source;

	return hops[path].next.family == MST_IPV4 && source->family == MST_IPV4 ? *source : (struct mst_addr){ 0 };
}

/* Whether the hop has one of these gateways, and that has not answered. */
static bool is_asked(const struct asking *asking, size_t path)
{
	const struct mst_hop *hop = &asking->hops[path];
	struct mst_addr source = source_of(asking->hops, asking->plan, path);

	return hop->kind == MST_HOP_SILENT && (hop->doubtful || !asking->doubtful) &&
	       strcmp(hop->interface, asking->interface) == 0 && mst_addr_equal(&source, &asking->source);
}

static void take(const struct asking *asking, const struct mst_addr *addr, const uint8_t mac[6])
{
	for (size_t i = 0; i < asking->plan->paths.count; i++) {
		if (is_asked(asking, i) && mst_addr_equal(&asking->hops[i].next, addr))
			mst_hop_answer(&asking->hops[i], mac);
	}
}

static int open_plan(struct gateway_round *gateways, const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_common common = { .neighbours = gateways->resources.neighbours };
	struct mst_hop *hops;
	int code = mst_ticket_key_choose(&common.key, err);

	if (code == 0)
		code = mst_plan_open(&gateways->plan, config, MST_PHASE_GATEWAYS, &common, err);
	if (code == 0)
		code = mst_plan_hops(&hops, &gateways->plan, err);
	if (code < 0)
		return code;
	mst_plan_take_hops(&gateways->plan, hops);
	free(hops);
	return mst_resources_open(&gateways->resources, &gateways->plan, 1, err);
}

static int run_round(struct gateway_round *gateways, const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_round_parts parts = {
		.plan = &gateways->plan,
		.run = &gateways->run,
		.captures = &gateways->resources.captures,
		.tx = gateways->resources.senders[0].tx,
		.neighbours = gateways->resources.neighbours,
		.sink = config->output.sink,
		.sink_user = config->output.user,
	};
	int code = mst_round_open(&gateways->round, &parts, err);

	if (code < 0)
		return code;
	mst_round_run(&gateways->round);
	mst_round_close(&gateways->round);
	code = mst_load(&gateways->run.trouble.code, acquire); /* TROUBLE */
	return code ? mst_fail(err, code, "%s", gateways->run.trouble.error.text) : 0;
}

/* What the confined process passes on: an answer. */
struct answered {
	struct mst_addr addr;
	uint8_t mac[6];
};

/* The sink of the round, in the confined process. */
static int pass_on(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	const int *out = user;

	(void)err;
	for (size_t r = 0; r < count; r++) {
		struct answered answered = { .addr = results[r].addr };

		memcpy(answered.mac, results[r].mac, sizeof answered.mac);
		if (results[r].has_mac)
			(void)mst_confined_write(*out, &answered, sizeof answered);
	}
	return 0;
}

/* Opens all that takes rights, gives these up, and only then reads a frame. */
static int run_confined(void *user, int out, struct mst_error *err)
{
	struct mst_scan_config config = *(const struct mst_scan_config *)user;
	struct gateway_round *gateways = mst_lines_new(1, sizeof *gateways);
	int code;

	if (!gateways)
		return mst_fail(err, -ENOMEM, "no memory for gateways");
	config.output = (struct mst_scan_output){ .sink = pass_on, .user = &out };
	mst_run_open(&gateways->run);
	code = mst_resources_begin(&gateways->resources, err);
	if (code == 0)
		code = open_plan(gateways, &config, err);
	if (code == 0)
		code = mst_confined_drop(err);
	if (code == 0)
		code = run_round(gateways, &config, err);
	mst_resources_close(&gateways->resources);
	mst_plan_close(&gateways->plan);
	mst_run_close(&gateways->run);
	free(gateways);
	return code;
}

static int run(struct asking *asking, struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_confined confined;
	struct answered answered;
	int code = mst_confined_start(&confined, run_confined, config, err);

	if (code < 0)
		return code;
	while (mst_confined_read(&confined, &answered, sizeof answered))
		take(asking, &answered.addr, answered.mac);
	return mst_confined_end(&confined, err);
}

static int collect(struct mst_targets *targets, const struct asking *asking)
{
	int code = 0;

	for (size_t i = 0; i < asking->plan->paths.count && code == 0; i++) {
		if (!is_asked(asking, i))
			continue;
		asking->hops[i].asked = true;
		code = mst_targets_add_addr(targets, &asking->hops[i].next, false);
	}
	return code;
}

static int ask(struct asking *asking, struct mst_error *err)
{
	const struct mst_scan_config *given = asking->plan->config;
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_targets *targets = mst_targets_new();
	int code = targets ? collect(targets, asking) : -ENOMEM;
	char source[MST_ADDR_TEXT];

	if (code < 0) {
		mst_targets_free(targets);
		return mst_fail(err, code, "no memory for gateways");
	}
	config.probing.targets = targets;
	config.route.interface = asking->interface;
	mst_addr_format(&asking->source, source);
	config.route.source_ip = *source ? source : NULL;
	config.retry.count = RETRIES;
	config.rate.arp_pps = given->rate.arp_pps;
	config.threads.cpus = given->threads.cpus;
	config.engines.rx = "pcap";
	code = mst_targets_close(targets, err);
	if (code == 0)
		code = run(asking, &config, err);
	mst_targets_free(targets);
	return code;
}

/* Gateways that cannot be asked are silent; `why` is the last reason, if none could be. */
static void ask_all(struct mst_hop *hops, const struct mst_plan *plan, bool doubtful, struct mst_error *why)
{
	bool any = false;

	for (size_t i = 0; i < plan->paths.count; i++) {
		struct asking asking = { hops, plan, hops[i].interface, source_of(hops, plan, i), doubtful };

		if (!is_asked(&asking, i) || hops[i].asked)
			continue;
		any |= ask(&asking, why) == 0;
	}
	if (any)
		why->text[0] = '\0';
}

/* Only the plan of the scan itself fails without a gateway: an earlier one may need local links only. */
static int answer_all(struct mst_hop *hops, const struct mst_plan *plan, struct mst_error *err)
{
	bool any = plan->phase != MST_PHASE_ASKED;
	uint8_t mac[6];

	(void)mst_mac_read(mac, plan->config->route.gateway_mac); /* checked with the config */
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (!plan->paths.paths[i].gateway.family || hops[i].kind == MST_HOP_NO_HEADER ||
		    hops[i].kind == MST_HOP_NONE)
			continue;
		mst_hop_answer(&hops[i], mac);
		any = true;
	}
	return any ? 0
	           : mst_fail(err, -EINVAL, "--gateway-mac %s: no target is behind a gateway",
	                      plan->config->route.gateway_mac);
}

/* Whether any target is not behind a silent gateway. */
static bool any_other(const struct mst_hop *hops, const struct mst_plan *plan)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (hops[i].kind != MST_HOP_SILENT && hops[i].kind != MST_HOP_NONE)
			return true;
	}
	return false;
}

static int check_silent(const struct mst_hop *hops, const struct mst_plan *plan, const struct mst_error *why,
                        struct mst_error *err)
{
	char gateway[MST_ADDR_TEXT];
	size_t silent = SIZE_MAX;

	for (size_t i = plan->paths.count; i-- > 0;)
		silent = hops[i].kind == MST_HOP_SILENT ? i : silent;
	if (silent == SIZE_MAX)
		return 0;
	mst_addr_format(&hops[silent].next, gateway);
	if (!any_other(hops, plan) && why->text[0])
		return mst_fail(
			err, -EHOSTUNREACH,
			"gateway %s on %s cannot be asked for its link-layer address: %s; --gateway-mac sets it",
			gateway, hops[silent].interface, why->text);
	if (!any_other(hops, plan))
		return mst_fail(err, -EHOSTUNREACH,
		                "gateway %s on %s does not answer for its link-layer address (asked %d times by %s); "
		                "--gateway-mac sets it",
		                gateway, hops[silent].interface, RETRIES + 1,
		                hops[silent].next.family == MST_IPV6 ? "neighbour solicitation" : "ARP");
	return 0;
}

/* Whether a next hop that is silent now has another one in its place, that is not silent as far as is known. */
static bool find_dead(struct mst_dead_hops *dead, const struct mst_hop *hops, const struct mst_plan *plan)
{
	struct mst_dead_hops silent = *dead;
	bool any = false;

	for (size_t i = 0; i < plan->paths.count; i++) {
		if (hops[i].kind == MST_HOP_SILENT && hops[i].asked)
			mst_dead_hops_add(&silent, &plan->paths.paths[i]);
	}
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		if (hops[i].kind == MST_HOP_SILENT && hops[i].asked &&
		    mst_dead_hops_leave_one(&silent, &plan->paths, path))
			any |= mst_dead_hops_add(dead, path);
	}
	return any;
}

/*
 * The kernel looks at the rights first, and then refuses this type of packet socket: no socket is made, and closing one
 * would wait until no CPU receives by it, for some ten milliseconds.
 */
static bool has_privilege(void)
{
	int fd = socket(AF_PACKET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno == ESOCKTNOSUPPORT;
}

/*
 * The kernel resolves gateways for raw sockets. It may send to a doubtful address for eight seconds until it looks for
 * another one; the answer to our request tells it at once (net.ipv4.neigh.*.locktime: if the entry is a second old).
 */
static void leave_to_kernel(struct mst_hop *hops, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hops[i].asked &= hops[i].kind != MST_HOP_SILENT;
}

static void trust_all(struct mst_hop *hops, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mst_hop_trust(&hops[i]);
}

int mst_gateways_ask(struct mst_hop *hops, const struct mst_plan *plan, struct mst_dead_hops *dead,
                     struct mst_error *err)
{
	const char *engine = mst_plan_engine(plan);
	bool is_raw = engine && strcmp(engine, "raw") == 0;
	struct mst_error why = { "" };

	if (plan->config->route.gateway_mac)
		return answer_all(hops, plan, err);
	if (plan->config->route.no_arp || !has_privilege()) {
		trust_all(hops, plan->paths.count);
		return 0;
	}
	ask_all(hops, plan, is_raw, &why);
	if (is_raw) {
		leave_to_kernel(hops, plan->paths.count);
		return 0;
	}
	return find_dead(dead, hops, plan) ? 1 : check_silent(hops, plan, &why, err);
}

void mst_gateways_copy(struct mst_hop *hops, size_t count, const struct mst_hop *others, size_t other_count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t o = 0; o < other_count && hops[i].kind == MST_HOP_SILENT; o++) {
			if (!others[o].asked || hops[i].ifindex != others[o].ifindex ||
			    hops[i].family != others[o].family || !mst_addr_equal(&hops[i].next, &others[o].next))
				continue;
			hops[i].asked = true;
			if (others[o].kind == MST_HOP_ETHERNET)
				mst_hop_answer(&hops[i], others[o].ethernet);
		}
	}
}
