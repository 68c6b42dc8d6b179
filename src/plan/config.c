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
		.probing.question = MST_ASK_HOSTS,
		.rate.pps = MST_RATE_AUTO,
		.threads.lanes = 1,
		.retry.count = 1,
		.retry.timeout_ns = MST_TIMEOUT_AUTO,
		.header.ttl = 64,
		.route.unrouted = true,
		.order.shard = 1,
		.order.shards = 1,
		.order.sample = 1,
	};
}

int mst_config_check_gateway_mac(const struct mst_scan_config *config, struct mst_error *err)
{
	uint8_t mac[6];

	if (!config->route.gateway_mac || mst_mac_read(mac, config->route.gateway_mac) == 0)
		return 0;
	return mst_fail(err, -EINVAL,
	                "--gateway-mac %s: expected the link-layer address of a machine, such as 02:42:ac:11:00:02",
	                config->route.gateway_mac);
}

static int check_rates(const struct mst_scan_config *config, struct mst_error *err)
{
	uint64_t timeout_ns = config->retry.timeout_ns;

	if (timeout_ns != MST_TIMEOUT_AUTO && (timeout_ns < TIMEOUT_MIN_NS || timeout_ns > TIMEOUT_MAX_NS))
		return mst_fail(err, -EINVAL, "--timeout %.6gs: expected 1ms to 60s, or auto",
		                (double)timeout_ns / 1e9);
	if (config->rate.max_pps && config->rate.min_pps > config->rate.max_pps)
		return mst_fail(err, -EINVAL, "--min-rate %llu is above --max-rate %llu",
		                (unsigned long long)config->rate.min_pps, (unsigned long long)config->rate.max_pps);
	if (config->rate.max_pps && config->rate.arp_pps > config->rate.max_pps)
		return mst_fail(err, -EINVAL, "--arp-rate %llu is above --max-rate %llu",
		                (unsigned long long)config->rate.arp_pps, (unsigned long long)config->rate.max_pps);
	return 0;
}

int mst_config_check(const struct mst_scan_config *config, struct mst_error *err)
{
	if (!config->probing.targets || mst_targets_count(config->probing.targets) == 0)
		return mst_fail(err, -EINVAL, "no targets: expected at least one address");
	if (config->probing.question == MST_ASK_PORTS &&
	    (!config->probing.ports || mst_ports_count(config->probing.ports) == 0))
		return mst_fail(err, -EINVAL, "no ports: expected at least one");
	if (config->threads.lanes < 1 || config->threads.lanes > MST_LANES_MAX)
		return mst_fail(err, -EINVAL, "--lanes %u: expected 1 to %d", config->threads.lanes, MST_LANES_MAX);
	if (config->retry.count > MST_RETRIES_MAX)
		return mst_fail(err, -EINVAL, "--retries %u: expected 0 to %d", config->retry.count, MST_RETRIES_MAX);
	if (config->probing.discover && (config->order.sample < 1 || config->order.max_targets))
		return mst_fail(err, -EINVAL,
		                "--discover asks every host first: expected no --sample and no --max beside it");
	if (config->retry.until_missed < 0 || config->retry.until_missed >= 1)
		return mst_fail(err, -EINVAL, "--until-missed %g%%: expected more than 0 and less than 100%%",
		                config->retry.until_missed * 100);
	if (config->header.ttl == 0)
		return mst_fail(err, -EINVAL, "--ttl 0: expected 1 to 255");
	if (config->header.source_port_first > config->header.source_port_last)
		return mst_fail(err, -EINVAL, "--source-port %u-%u: expected the lower port first",
		                config->header.source_port_first, config->header.source_port_last);
	if (mst_config_check_gateway_mac(config, err) < 0)
		return -EINVAL;
	return check_rates(config, err);
}
