/* SPDX-License-Identifier: BSD-2-Clause */
/* open.c - opens a ping: checks the configuration, makes room for the hosts, and chooses the method. */
#include <errno.h>
#include <muster/ping.h>
#include <muster/units.h>
#include <net/if.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/zone.h"
#include "ping/handle.h"

#define GAP_MOST_NS (10 * MST_NS_PER_MS)
#define HOLD_MAX_NS (4 * MST_NS_PER_SECOND) /* frames that wait for ARP leave the send buffer after three seconds */
#define HOLD_MAX_ROUNDS 256
#define ADAPTIVE_ROOM 4096 /* questions of all hosts together, asked faster than by the interval */

struct mst_ping_config mst_ping_defaults(void)
{
	return (struct mst_ping_config){
		.count = 4, .interval_ns = MST_NS_PER_SECOND, .timeout_ns = 2 * MST_NS_PER_SECOND, .size = 56
	};
}

/* ---- opening ---- */

static int advise(struct mst_error *err)
{
	return mst_fail(err, -EPERM,
	                "pinging needs one of these: root or cap_net_raw on the program (sudo setcap cap_net_raw=eip "
	                "muster); your group in net.ipv4.ping_group_range (sudo sysctl net.ipv4.ping_group_range='0 "
	                "2147483647'); a ping program that may send (Debian's iputils-ping); or --tcp PORT, which "
	                "needs nothing");
}

/* Opens the wanted method; with AUTO the first one that needs no more privilege than this process has. */
static int open_method(struct mst_ping *ping, const struct mst_ping_method *const *methods, size_t count,
                       struct mst_error *err)
{
	enum mst_ping_via wanted = ping->config.tcp_port ? MST_PING_CONNECT : ping->config.via;
	int code = -ENOENT;

	for (size_t i = 0; i < count; i++) {
		if (wanted == MST_PING_AUTO ? methods[i]->via == MST_PING_CONNECT : methods[i]->via != wanted)
			continue;
		code = methods[i]->open(&ping->sockets, &ping->config, err);
		if (code == 0)
			ping->method = methods[i];
		if (code == 0 || wanted != MST_PING_AUTO || (code != -EPERM && code != -EACCES && code != -ENOENT))
			return code;
	}
	return advise(err);
}

static int compare_indices(const void *a, const void *b, void *hosts)
{
	const struct mst_addr *addrs = hosts;

	return mst_addr_compare(&addrs[*(const uint32_t *)a], &addrs[*(const uint32_t *)b]);
}

/*
 * Room for all questions that can wait or be held at once, and for some older ones: late answers and duplicates are
 * matched to them.
 */
static uint32_t ring_size(const struct mst_ping_config *config, uint64_t hold_max_ns)
{
	uint64_t adaptive = config->adaptive ? ADAPTIVE_ROOM / config->host_count : 0,
		 wanted = 2 * (config->timeout_ns / config->interval_ns) + hold_max_ns / config->interval_ns + 4 +
	                  adaptive;
	uint32_t size = 8;

	while (size < wanted && size < 65536)
		size *= 2;
	return size;
}

static int make_room(struct mst_ping *ping, struct mst_error *err)
{
	size_t count = ping->config.host_count;
	uint32_t size = ring_size(&ping->config, ping->hold_max_ns);

	if (count * (uint64_t)size > (UINT64_C(1) << 26))
		return mst_fail(err, -EINVAL,
		                "%u questions waiting at once for each of %zu host%s are too many: expected a longer "
		                "interval or a shorter time-out",
		                size, count, mst_plural(count));
	ping->ring_mask = size - 1;
	ping->hosts = calloc(count, sizeof *ping->hosts);
	ping->questions = calloc(count * size, sizeof *ping->questions);
	ping->by_addr = calloc(count, sizeof *ping->by_addr);
	if (!ping->hosts || !ping->questions || !ping->by_addr)
		return mst_fail(err, -ENOMEM, "no memory for %zu host%s", count, mst_plural(count));
	for (uint32_t i = 0; i < count; i++) {
		ping->hosts[i].ring = ping->questions + (size_t)i * size;
		ping->by_addr[i] = i;
	}
	qsort_r(ping->by_addr, count, sizeof *ping->by_addr, compare_indices, (void *)ping->config.hosts);
	return 0;
}

static int fail_family(const struct mst_ping_config *config, const struct mst_addr *host, struct mst_error *err)
{
	char source[MST_ADDR_TEXT], addr[MST_ADDR_TEXT];

	mst_addr_format(&config->source, source);
	mst_addr_format(host, addr);
	return mst_fail(err, -EINVAL, "source %s cannot send to %s: expected an IPv%u address of this machine", source,
	                addr, host->family);
}

static int check(const struct mst_ping_config *config, struct mst_error *err)
{
	if (config->host_count == 0 || config->host_count > MST_PING_HOSTS_MAX)
		return mst_fail(err, -EINVAL, "%zu hosts: expected 1 to %d", config->host_count, MST_PING_HOSTS_MAX);
	if (config->interval_ns < MST_NS_PER_MS)
		return mst_fail(err, -EINVAL, "an interval of %llu ns: expected at least 1 ms",
		                (unsigned long long)config->interval_ns);
	if ((unsigned)config->fragments >= MST_PING_FRAGMENT_COUNT)
		return mst_fail(err, -EINVAL, "rule %d about fragments: there is no such rule", (int)config->fragments);
	if (config->ttl > 255)
		return mst_fail(err, -EINVAL, "a time to live of %u: expected 1 to 255", config->ttl);
	for (size_t i = 0; i < config->host_count && config->source.family; i++) {
		if (config->hosts[i].family != config->source.family)
			return fail_family(config, &config->hosts[i], err);
	}
	if (config->size > MST_PING_SIZE_MAX)
		return mst_fail(err, -EINVAL, "%u bytes: expected at most %d", config->size, MST_PING_SIZE_MAX);
	return 0;
}

/* The link that all hosts are on, which must be link-local for it; 0: there is none. */
static uint32_t link_of_hosts(const struct mst_ping_config *config)
{
	for (size_t i = 1; i < config->host_count; i++) {
		if (config->hosts[i].scope != config->hosts[0].scope)
			return 0;
	}
	return config->hosts[0].scope;
}

/* A link-local source without its link: the link of --interface, or that of the hosts. */
static int choose_source_link(struct mst_ping_config *config, struct mst_error *err)
{
	char text[MST_ADDR_TEXT];
	struct mst_error why;

	if (!mst_addr_is_link_local(&config->source) || config->source.scope)
		return 0;
	config->source.scope = config->interface ? if_nametoindex(config->interface) : link_of_hosts(config);
	if (config->source.scope)
		return 0;
	mst_addr_format(&config->source, text);
	mst_zone_missing(text, &why);
	return mst_fail(err, -EINVAL, "--source-ip %s", why.text);
}

static uint64_t hold_max_of(const struct mst_ping_config *config)
{
	uint64_t most_ns = HOLD_MAX_ROUNDS * config->interval_ns;

	return most_ns < HOLD_MAX_NS ? most_ns : HOLD_MAX_NS;
}

int mst_ping_open_by(struct mst_ping **out, const struct mst_ping_config *config,
                     const struct mst_ping_method *const *methods, size_t count, struct mst_error *err)
{
	struct mst_ping *ping = calloc(1, sizeof *ping);
	int code;

	*out = NULL;
	if (!ping)
		return mst_fail(err, -ENOMEM, "no memory for pinging");
	ping->config = *config;
	ping->gap_ns = config->interval_ns / (config->host_count ? config->host_count : 1);
	if (ping->gap_ns > GAP_MOST_NS)
		ping->gap_ns = GAP_MOST_NS;
	ping->hold_max_ns = hold_max_of(config);
	code = check(config, err);
	if (code == 0)
		code = choose_source_link(&ping->config, err);
	if (code == 0)
		code = make_room(ping, err);
	if (code == 0)
		code = open_method(ping, methods, count, err);
	if (code < 0) {
		mst_ping_close(ping);
		return code;
	}
	*out = ping;
	return 0;
}

int mst_ping_open(struct mst_ping **out, const struct mst_ping_config *config, struct mst_error *err)
{
	static const struct mst_ping_method *const methods[] = { &mst_ping_raw, &mst_ping_dgram, &mst_ping_system,
		                                                 &mst_ping_connect };

	return mst_ping_open_by(out, config, methods, sizeof methods / sizeof *methods, err);
}

void mst_ping_close(struct mst_ping *ping)
{
	if (!ping)
		return;
	if (ping->method)
		ping->method->close(ping->sockets);
	for (size_t i = 0; ping->hosts && i < ping->config.host_count; i++)
		mst_tally_free(&ping->hosts[i].tally);
	free(ping->hosts);
	free(ping->questions);
	free(ping->by_addr);
	free(ping);
}

enum mst_ping_via mst_ping_via_used(const struct mst_ping *ping)
{
	return ping->method->via;
}
