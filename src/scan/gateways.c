/*
 * gateways.c - see gateways.h. The question is a small scan of its own: gateways are hosts on the own link.
 */
#include "scan/gateways.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "scan/handle.h"
#include "target/set.h"

#define RETRIES 2

/* Gateways on one interface, asked from one address: that of what will be sent to them, as the kernel does. */
struct asking {
	struct mst_plan *plan;
	const char *interface;
	struct mst_addr source; /* no family: any */
};

/* Solicitations come from an address of the link itself. */
static struct mst_addr source_of(const struct mst_plan *plan, size_t path)
{
	const struct mst_addr *source = &plan->paths.paths[path].source;

	return plan->hops[path].next.family == MST_IPV4 && source->family == MST_IPV4 ? *source : (struct mst_addr){ 0 };
}

/* Whether it is one of those, and has not answered. */
static bool is_asked(const struct asking *asking, size_t path)
{
	const struct mst_hop *hop = &asking->plan->hops[path];
	struct mst_addr source = source_of(asking->plan, path);

	return hop->kind == MST_HOP_SILENT && strcmp(hop->interface, asking->interface) == 0 &&
	       mst_addr_equal(&source, &asking->source);
}

static int take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	const struct asking *asking = user;
	struct mst_plan *plan = asking->plan;

	(void)err;
	for (size_t r = 0; r < count; r++) {
		for (size_t i = 0; i < plan->paths.count && results[r].has_mac; i++) {
			if (is_asked(asking, i) && mst_addr_equal(&plan->hops[i].next, &results[r].addr))
				mst_hop_answer(&plan->hops[i], results[r].mac);
		}
	}
	return 0;
}

static int run(const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_scan *scan;
	int code = mst_scan_open_for(&scan, config, MST_PHASE_GATEWAYS, err);

	if (code < 0)
		return code;
	code = mst_scan_start(scan, err);
	if (code == 0)
		code = mst_scan_wait(scan, UINT64_MAX, err);
	mst_scan_close(scan);
	return code;
}

static int collect(struct mst_targets *targets, const struct asking *asking)
{
	struct mst_plan *plan = asking->plan;
	int code = 0;

	for (size_t i = 0; i < plan->paths.count && code == 0; i++) {
		if (!is_asked(asking, i))
			continue;
		plan->hops[i].asked = true;
		code = mst_targets_add_addr(targets, &plan->hops[i].next, false);
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
	config.targets = targets;
	config.interface = asking->interface;
	mst_addr_format(&asking->source, source);
	config.source_ip = *source ? source : NULL;
	config.retries = RETRIES;
	config.arp_rate_pps = given->arp_rate_pps;
	config.cpus = given->cpus;
	config.rx = "pcap";
	config.sink = take;
	config.sink_user = asking;
	code = mst_targets_close(targets, err);
	if (code == 0)
		code = run(&config, err);
	mst_targets_free(targets);
	return code;
}

/* That some cannot be asked, is as if nobody answered there; `why` is the last reason, if there is no other. */
static void ask_all(struct mst_plan *plan, struct mst_error *why)
{
	bool any = false;

	for (size_t i = 0; i < plan->paths.count; i++) {
		struct asking asking = { plan, plan->hops[i].interface, source_of(plan, i) };

		if (plan->hops[i].kind != MST_HOP_SILENT || plan->hops[i].asked)
			continue;
		any |= ask(&asking, why) == 0;
	}
	if (any)
		why->text[0] = '\0';
}

/* That there is none, is for the plan to tell that is asked for: one before it may be about the own links alone. */
static int answer_all(struct mst_plan *plan, struct mst_error *err)
{
	bool any = plan->phase != MST_PHASE_ASKED;
	uint8_t mac[6];

	(void)mst_mac_read(mac, plan->config->gateway_mac); /* checked with the config */
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (!plan->paths.paths[i].gateway.family || plan->hops[i].kind == MST_HOP_NO_HEADER || plan->hops[i].kind == MST_HOP_NONE)
			continue;
		mst_hop_answer(&plan->hops[i], mac);
		any = true;
	}
	return any ? 0 : mst_fail(err, -EINVAL, "--gateway-mac %s: no target is behind a gateway", plan->config->gateway_mac);
}

/* Whether there is anybody to ask but behind silent gateways. */
static bool anybody_else(const struct mst_plan *plan)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (plan->hops[i].kind != MST_HOP_SILENT && plan->hops[i].kind != MST_HOP_NONE)
			return true;
	}
	return false;
}

static int note_silent(struct mst_plan *plan, const struct mst_error *why, struct mst_error *err)
{
	char gateway[MST_ADDR_TEXT];
	size_t silent = SIZE_MAX;

	for (size_t i = plan->paths.count; i-- > 0;)
		silent = plan->hops[i].kind == MST_HOP_SILENT ? i : silent;
	if (silent == SIZE_MAX)
		return 0;
	mst_addr_format(&plan->hops[silent].next, gateway);
	if (!anybody_else(plan) && why->text[0])
		return mst_fail(err, -EHOSTUNREACH, "gateway %s on %s cannot be asked for its link-layer address: %s; --gateway-mac tells it",
		                gateway, plan->hops[silent].interface, why->text);
	if (!anybody_else(plan))
		return mst_fail(err, -EHOSTUNREACH, "gateway %s on %s does not answer for its link-layer address (asked %d times by %s); "
		                "--gateway-mac tells it", gateway, plan->hops[silent].interface, RETRIES + 1,
		                plan->hops[silent].next.family == MST_IPV6 ? "neighbour solicitation" : "ARP");
	plan->gateway_silent = calloc(plan->paths.count, sizeof *plan->gateway_silent);
	if (!plan->gateway_silent)
		return mst_fail(err, -ENOMEM, "no memory for gateways");
	for (size_t i = 0; i < plan->paths.count; i++)
		plan->gateway_silent[i] = plan->hops[i].kind == MST_HOP_SILENT;
	return 0;
}

static bool has_privilege(void)
{
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* The raw engine leaves gateways to the kernel. */
int mst_gateways_ask(struct mst_plan *plan, struct mst_error *err)
{
	const char *engine = plan->config->engine;
	struct mst_error why = { "" };

	if (plan->config->gateway_mac)
		return answer_all(plan, err);
	if ((engine && strcmp(engine, "raw") == 0) || plan->config->no_arp || !has_privilege())
		return 0;
	ask_all(plan, &why);
	return note_silent(plan, &why, err);
}
