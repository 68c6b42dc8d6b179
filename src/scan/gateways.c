/*
 * gateways.c - see gateways.h. The question is a small scan of its own: gateways are hosts on the own link.
 */
#include "scan/gateways.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "target/set.h"

#define RETRIES 2

static bool is_silent(const struct mst_hop *hop, const char *interface)
{
	return hop->kind == MST_HOP_SILENT && (!interface || strcmp(hop->interface, interface) == 0);
}

struct asking {
	struct mst_plan *plan;
	const char *interface;
};

static int take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	const struct asking *asking = user;
	struct mst_plan *plan = asking->plan;

	(void)err;
	for (size_t r = 0; r < count; r++) {
		for (size_t i = 0; i < plan->paths.count && results[r].has_mac; i++) {
			if (is_silent(&plan->hops[i], asking->interface) && mst_addr_equal(&plan->hops[i].next, &results[r].addr))
				mst_hop_answer(&plan->hops[i], results[r].mac);
		}
	}
	return 0;
}

static int run(const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_scan *scan;
	int code = mst_scan_open(&scan, config, err);

	if (code < 0)
		return code;
	code = mst_scan_start(scan, err);
	if (code == 0)
		code = mst_scan_wait(scan, UINT64_MAX, err);
	mst_scan_close(scan);
	return code;
}

/* Adds the silent gateways on this interface. */
static int collect(struct mst_targets *targets, const struct mst_plan *plan, const char *interface)
{
	int code = 0;

	for (size_t i = 0; i < plan->paths.count && code == 0; i++) {
		if (is_silent(&plan->hops[i], interface))
			code = mst_targets_add_addr(targets, &plan->hops[i].next, false);
	}
	return code;
}

static int ask_on(struct mst_plan *plan, const char *interface, struct mst_error *err)
{
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_targets *targets = mst_targets_new();
	struct asking asking = { plan, interface };
	int code = targets ? collect(targets, plan, interface) : -ENOMEM;

	if (code < 0) {
		mst_targets_free(targets);
		return mst_fail(err, code, "no memory for gateways");
	}
	config.targets = targets;
	config.interface = interface;
	config.retries = RETRIES;
	config.arp_rate_pps = plan->config->arp_rate_pps;
	config.cpus = plan->config->cpus;
	config.rx = "pcap";
	config.sink = take;
	config.sink_user = &asking;
	code = mst_targets_close(targets, err);
	if (code == 0)
		code = run(&config, err);
	mst_targets_free(targets);
	return code;
}

/* Each interface once. That one cannot be asked on, is as if nobody answered there. */
static void ask_all(struct mst_plan *plan)
{
	struct mst_error ignored;

	for (size_t i = 0; i < plan->paths.count; i++) {
		char interface[IF_NAMESIZE];

		if (plan->hops[i].kind != MST_HOP_SILENT)
			continue;
		memcpy(interface, plan->hops[i].interface, sizeof interface);
		if (i == 0 || strcmp(interface, plan->hops[i - 1].interface) != 0 || plan->hops[i - 1].kind != MST_HOP_SILENT)
			(void)ask_on(plan, interface, &ignored);
	}
}

static int answer_all(struct mst_plan *plan, struct mst_error *err)
{
	unsigned bytes[6];
	uint8_t mac[6];
	char more;

	if (sscanf(plan->config->gateway_mac, "%2x:%2x:%2x:%2x:%2x:%2x%c", &bytes[0], &bytes[1], &bytes[2], &bytes[3], &bytes[4],
	           &bytes[5], &more) != 6 || bytes[0] & 1)
		return mst_fail(err, -EINVAL, "--gateway-mac %s: expected the link-layer address of a machine, such as 02:42:ac:11:00:02",
		                plan->config->gateway_mac);
	for (size_t i = 0; i < 6; i++)
		mac[i] = (uint8_t)bytes[i];
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (plan->paths.paths[i].gateway.family && plan->hops[i].kind != MST_HOP_NO_HEADER && plan->hops[i].kind != MST_HOP_NONE)
			mst_hop_answer(&plan->hops[i], mac);
	}
	return 0;
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

static int note_silent(struct mst_plan *plan, struct mst_error *err)
{
	char gateway[MST_ADDR_TEXT];
	size_t silent = SIZE_MAX;

	for (size_t i = plan->paths.count; i-- > 0;)
		silent = plan->hops[i].kind == MST_HOP_SILENT ? i : silent;
	if (silent == SIZE_MAX)
		return 0;
	mst_addr_format(&plan->hops[silent].next, gateway);
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

	if (plan->config->gateway_mac)
		return answer_all(plan, err);
	if ((engine && strcmp(engine, "raw") == 0) || plan->config->no_arp || !has_privilege())
		return 0;
	ask_all(plan);
	return note_silent(plan, err);
}
