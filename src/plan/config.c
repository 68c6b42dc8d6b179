/* SPDX-License-Identifier: BSD-2-Clause */
/* config.c - the defaults of a config, and checks of its values. See muster/scan.h. */
#include "plan/config.h"

#include <errno.h>

#include "base/clock.h"
#include "base/fail.h"
#include "net/hop.h"

#define TIMEOUT_MIN_NS (1 * MST_NS_PER_MS)
#define TIMEOUT_MAX_NS (60 * MST_NS_PER_SECOND)

struct mst_scan_config mst_scan_defaults(void)
{
	return (struct mst_scan_config){
		.probing = { .question = MST_ASK_HOSTS },
		.rate = { .pps = MST_RATE_AUTO },
		.retry = { .count = 1, .timeout_ns = MST_TIMEOUT_AUTO },
		.order = { .shard = 1, .shards = 1, .sample = 1 },
		.route = { .unrouted = true },
		.header = { .ttl = 64 },
		.threads = { .lanes = MST_LANES_AUTO },
	};
}

static int check_probing(const struct mst_scan_probing *probing, struct mst_error *err)
{
	if (!probing->targets || mst_targets_count(probing->targets) == 0)
		return mst_fail(err, -EINVAL, "no targets: expected at least one address");
	if (probing->question == MST_ASK_PORTS && (!probing->ports || mst_ports_count(probing->ports) == 0))
		return mst_fail(err, -EINVAL, "no ports: expected at least one");
	return 0;
}

static int check_threads(const struct mst_scan_threads *threads, struct mst_error *err)
{
	if (threads->lanes > MST_LANES_MAX)
		return mst_fail(err, -EINVAL, "--lanes %u: expected 1 to %d, or auto", threads->lanes, MST_LANES_MAX);
	return 0;
}

static int check_retry(const struct mst_scan_retry *retry, struct mst_error *err)
{
	uint64_t timeout_ns = retry->timeout_ns;

	if (retry->count > MST_RETRIES_MAX)
		return mst_fail(err, -EINVAL, "--retries %u: expected 0 to %d", retry->count, MST_RETRIES_MAX);
	if (retry->until_missed < 0 || retry->until_missed >= 1)
		return mst_fail(err, -EINVAL, "--until-missed %g%%: expected more than 0 and less than 100%%",
		                retry->until_missed * 100);
	if (timeout_ns != MST_TIMEOUT_AUTO && (timeout_ns < TIMEOUT_MIN_NS || timeout_ns > TIMEOUT_MAX_NS))
		return mst_fail(err, -EINVAL, "--timeout %.6gs: expected 1ms to 60s, or auto",
		                (double)timeout_ns / 1e9);
	return 0;
}

/* All hosts are found before the order of their ports is made. */
static int check_order(const struct mst_scan_order *order, bool discover, struct mst_error *err)
{
	if (discover && (order->sample < 1 || order->max_targets))
		return mst_fail(err, -EINVAL,
		                "--discover asks every host first: expected no --sample and no --max beside it");
	return 0;
}

static int check_header(const struct mst_scan_header *header, struct mst_error *err)
{
	if (header->ttl == 0)
		return mst_fail(err, -EINVAL, "--ttl 0: expected 1 to 255");
	if (header->syn_options >= MST_SYN_OPTIONS_COUNT)
		return mst_fail(err, -EINVAL, "--syn-options %d: expected 0 to %d", header->syn_options,
		                MST_SYN_OPTIONS_COUNT - 1);
	if (header->source_port_first > header->source_port_last)
		return mst_fail(err, -EINVAL, "--source-port %u-%u: expected the lower port first",
		                header->source_port_first, header->source_port_last);
	return 0;
}

int mst_config_check_gateway_mac(const struct mst_scan_route *route, struct mst_error *err)
{
	uint8_t mac[6];

	if (!route->gateway_mac || mst_mac_read(mac, route->gateway_mac) == 0)
		return 0;
	return mst_fail(err, -EINVAL,
	                "--gateway-mac %s: expected the link-layer address of a machine, such as 02:42:ac:11:00:02",
	                route->gateway_mac);
}

static int check_rate(const struct mst_scan_rate *rate, struct mst_error *err)
{
	if (rate->max_pps && rate->min_pps > rate->max_pps)
		return mst_fail(err, -EINVAL, "--min-rate %llu is above --max-rate %llu",
		                (unsigned long long)rate->min_pps, (unsigned long long)rate->max_pps);
	if (rate->max_pps && rate->arp_pps > rate->max_pps)
		return mst_fail(err, -EINVAL, "--arp-rate %llu is above --max-rate %llu",
		                (unsigned long long)rate->arp_pps, (unsigned long long)rate->max_pps);
	return 0;
}

int mst_config_check(const struct mst_scan_config *config, struct mst_error *err)
{
	int code = check_probing(&config->probing, err);

	if (code == 0)
		code = check_threads(&config->threads, err);
	if (code == 0)
		code = check_retry(&config->retry, err);
	if (code == 0)
		code = check_order(&config->order, config->probing.discover, err);
	if (code == 0)
		code = check_header(&config->header, err);
	if (code == 0)
		code = mst_config_check_gateway_mac(&config->route, err);
	return code < 0 ? code : check_rate(&config->rate, err);
}
