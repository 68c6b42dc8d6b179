/* SPDX-License-Identifier: BSD-2-Clause */
/* rightless.c - see rightless.h. */
#include "scan/rightless.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "plan/plan.h"
#include "probe/probe.h"
#include "target/set.h"

#define LIFE_NS (3 * MST_NS_PER_SECOND) /* the longest time-out that adapts */
#define BESIDE_NS (200 * MST_NS_PER_MS)

/* The usual probes that need no right; where echo requests need one, a host is up that accepts or refuses. */
#define PROBES_PING "icmp/syn:443,syn:80"
#define PROBES_TCP "syn:443,syn:80/syn:22,syn:445,syn:3389"
#define PROBES_TCP_ONCE "syn:443,syn:80,syn:22,syn:445,syn:3389"

static bool is_auto(const char *engine)
{
	return !engine || strcmp(engine, "auto") == 0;
}

static bool is_named(const char *engine)
{
	return engine && strcmp(engine, "connect") == 0;
}

bool mst_rightless_is(const struct mst_scan_config *config)
{
	return is_named(config->engines.tx);
}

static bool may_open(int family, int type, int protocol)
{
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || (errno != EPERM && errno != EACCES);
}

static bool has_right(void)
{
	return may_open(AF_INET, SOCK_RAW, IPPROTO_RAW);
}

static bool may_ping(const struct mst_targets *targets)
{
	return (!mst_targets_have(targets, MST_IPV4) || may_open(AF_INET, SOCK_DGRAM, IPPROTO_ICMP)) &&
	       (!mst_targets_have(targets, MST_IPV6) || may_open(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6));
}

/* ---- what it cannot do ---- */

static int check_header(const struct mst_scan_config *config, struct mst_error *err)
{
	if (config->header.syn_options != MST_SYN_LINUX)
		return mst_fail(err, -EINVAL,
		                "--syn-options: the kernel writes the SYNs of engine connect, with options "
		                "of its own: expected another --engine");
	if (config->header.source_port_last)
		return mst_fail(err, -EINVAL,
		                "--source-port: the kernel chooses the source ports of engine connect: "
		                "expected another --engine");
	return 0;
}

static int check_route(const struct mst_scan_config *config, struct mst_error *err)
{
	if (config->route.gateway_mac)
		return mst_fail(err, -EINVAL,
		                "--gateway-mac: engine connect leaves gateways to the kernel; expected "
		                "another --engine");
	if (config->rate.arp_pps)
		return mst_fail(err, -EINVAL,
		                "--arp-rate: engine connect sends no ARP requests; expected another --engine");
	return 0;
}

static int check_interface(const struct mst_scan_route *route, struct mst_error *err)
{
	int fd, code = 0;

	if (!route->interface)
		return 0;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, route->interface, (socklen_t)strlen(route->interface)) < 0 &&
	    errno == EPERM)
		code = mst_fail(err, -EINVAL,
		                "--interface %s: this kernel binds sockets to interfaces only with "
		                "CAP_NET_RAW (Linux 5.7 does without); expected --source-ip",
		                route->interface);
	if (fd >= 0)
		close(fd);
	return code;
}

/* Those that are sent by sockets, and may be. */
static int check_probes(const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_probe probes[MST_PROBES_MAX];
	unsigned first;
	int count = mst_probe_parse(probes, &first, config->probing.probes, err);

	for (int i = 0; i < count; i++) {
		if (probes[i].kind != &mst_probe_icmp_echo && probes[i].kind != &mst_probe_tcp_syn &&
		    probes[i].kind != &mst_probe_udp)
			return mst_fail(err, -EINVAL,
			                "--probe %s: engine connect has no %s: expected icmp, syn:PORT, udp:PORT",
			                config->probing.probes, probes[i].kind->name);
		if (probes[i].kind == &mst_probe_icmp_echo && !may_ping(config->probing.targets))
			return mst_fail(err, -EPERM,
			                "--probe %s: this user may send no echo requests "
			                "(net.ipv4.ping_group_range); expected syn:PORT, or the right to open raw "
			                "sockets (CAP_NET_RAW)",
			                config->probing.probes);
	}
	return 0; /* what cannot be parsed, the plan refuses */
}

static bool asks_hosts(const struct mst_scan_config *config)
{
	return config->probing.question == MST_ASK_HOSTS || config->probing.discover;
}

/* In place of the usual ones. */
static void choose_probes(struct mst_scan_config *config)
{
	const char *given = config->probing.probes;
	bool repeats = config->retry.count > 0 || config->retry.until_missed > 0;

	if (given && strcmp(given, MST_PROBES_USUAL) != 0)
		return;
	if (may_ping(config->probing.targets))
		config->probing.probes = PROBES_PING;
	else
		config->probing.probes = repeats ? PROBES_TCP : PROBES_TCP_ONCE;
}

static int complete(struct mst_scan_config *config, struct mst_error *err)
{
	int code = is_auto(config->engines.rx) || is_named(config->engines.rx)
	                   ? 0
	                   : mst_fail(err, -EINVAL,
	                              "--rx %s: engine connect receives by its sockets; expected it without --rx",
	                              config->engines.rx);

	config->engines.rx = "connect";
	config->route.no_arp = true;
	if (code == 0 && asks_hosts(config))
		choose_probes(config);
	if (code == 0)
		code = check_header(config, err);
	if (code == 0)
		code = check_route(config, err);
	if (code == 0)
		code = check_interface(&config->route, err);
	return code == 0 && asks_hosts(config) ? check_probes(config, err) : code;
}

/* Whether another engine may take the place of those in the config: watch names the cheapest ones to open. */
static bool may_be_chosen(const struct mst_scan_engines *engines)
{
	return engines->tx_may_differ || (is_auto(engines->tx) && is_auto(engines->rx));
}

int mst_rightless_choose(struct mst_scan_config *config, bool *by_itself, struct mst_error *err)
{
	struct mst_scan_config chosen = *config;
	struct mst_error why;

	*by_itself = false;
	if (!config->probing.targets)
		return 0;
	if (is_named(config->engines.tx))
		return complete(config, err);
	if (is_named(config->engines.rx))
		return mst_fail(err, -EINVAL,
		                "--rx connect hears the sockets of engine connect alone; expected --engine "
		                "connect, too");
	if (!may_be_chosen(&config->engines) || has_right())
		return 0;
	chosen.engines = (struct mst_scan_engines){ .tx = "connect" };
	if (complete(&chosen, &why) < 0)
		return mst_fail(err, -EPERM, "raw sockets need privilege (CAP_NET_RAW); without them: %s", why.text);
	*config = chosen;
	*by_itself = true;
	return 0;
}

uint64_t mst_rightless_life_ns(const struct mst_scan_config *config)
{
	uint64_t timeout_ns = config->retry.timeout_ns;

	return (timeout_ns > LIFE_NS ? timeout_ns : LIFE_NS) + BESIDE_NS;
}
