/* open.c - a ping made ready: its hosts, and the way to them. */
#include <errno.h>
#include <muster/ping.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "ping/inside.h"

#define GAP_MOST_NS (10 * MST_NS_PER_MS)

struct mst_ping_config mst_ping_defaults(void)
{
	return (struct mst_ping_config){ .count = 4, .interval_ns = MST_NS_PER_SECOND, .timeout_ns = 2 * MST_NS_PER_SECOND, .size = 56 };
}

const char *mst_ping_via_name(enum mst_ping_via via)
{
#define NAME(constant, word, meaning) [constant] = word,
	static const char *const names[] = { MST_PING_VIAS(NAME) };
#undef NAME

	return (unsigned)via < MST_PING_VIA_COUNT ? names[via] : "?";
}

const char *mst_ping_via_meaning(enum mst_ping_via via)
{
#define MEANING(constant, word, meaning) [constant] = meaning,
	static const char *const meanings[] = { MST_PING_VIAS(MEANING) };
#undef MEANING

	return (unsigned)via < MST_PING_VIA_COUNT ? meanings[via] : "?";
}

/* ---- opening ---- */

static const struct mst_ping_way *const ways[] = { &mst_ping_raw, &mst_ping_dgram, &mst_ping_system, &mst_ping_connect };

static int advise(struct mst_error *err)
{
	return mst_fail(err, -EPERM, "pinging needs one of these: root or cap_net_raw on the program (sudo setcap cap_net_raw=eip muster); "
	                "your group in net.ipv4.ping_group_range (sudo sysctl net.ipv4.ping_group_range='0 2147483647'); "
	                "a ping program (Debian's iputils-ping); or --tcp PORT, which needs nothing");
}

/* The first that can be had, of those that ask the right question. */
static int open_way(struct mst_ping *ping, struct mst_error *err)
{
	enum mst_ping_via wanted = ping->config.tcp_port ? MST_PING_CONNECT : ping->config.via;
	int code = -ENOENT;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (wanted == MST_PING_AUTO ? ways[i]->via == MST_PING_CONNECT : ways[i]->via != wanted)
			continue;
		code = ways[i]->open(&ping->sockets, &ping->config, err);
		if (code == 0)
			ping->way = ways[i];
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

/* As many as can wait at once, and some more to tell late answers and duplicates by. */
static uint32_t ring_size(const struct mst_ping_config *config)
{
	uint64_t wanted = 2 * (config->timeout_ns / config->interval_ns) + 4;
	uint32_t size = 8;

	while (size < wanted && size < 65536)
		size *= 2;
	return size;
}

static int make_room(struct mst_ping *ping, struct mst_error *err)
{
	size_t count = ping->config.host_count;
	uint32_t size = ring_size(&ping->config);

	if (count * (uint64_t)size > (UINT64_C(1) << 26))
		return mst_fail(err, -EINVAL, "%zu hosts with up to %u questions waiting each are too many: expected a longer interval or a shorter "
		                "time-out", count, size);
	ping->ring_mask = size - 1;
	ping->hosts = calloc(count, sizeof *ping->hosts);
	ping->questions = calloc(count * size, sizeof *ping->questions);
	ping->by_addr = calloc(count, sizeof *ping->by_addr);
	if (!ping->hosts || !ping->questions || !ping->by_addr)
		return mst_fail(err, -ENOMEM, "no memory for %zu hosts", count);
	for (uint32_t i = 0; i < count; i++) {
		ping->hosts[i].ring = ping->questions + (size_t)i * size;
		ping->by_addr[i] = i;
	}
	qsort_r(ping->by_addr, count, sizeof *ping->by_addr, compare_indices, (void *)ping->config.hosts);
	return 0;
}

static int check(const struct mst_ping_config *config, struct mst_error *err)
{
	if (config->host_count == 0 || config->host_count > MST_PING_HOSTS_MAX)
		return mst_fail(err, -EINVAL, "%zu hosts: expected 1 to %d", config->host_count, MST_PING_HOSTS_MAX);
	if (config->interval_ns < MST_NS_PER_MS)
		return mst_fail(err, -EINVAL, "an interval of %llu ns: expected at least 1 ms", (unsigned long long)config->interval_ns);
	if (config->size > MST_PING_SIZE_MAX)
		return mst_fail(err, -EINVAL, "%u bytes: expected at most %d", config->size, MST_PING_SIZE_MAX);
	return 0;
}

int mst_ping_open(struct mst_ping **out, const struct mst_ping_config *config, struct mst_error *err)
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
	code = check(config, err);
	if (code == 0)
		code = make_room(ping, err);
	if (code == 0)
		code = open_way(ping, err);
	if (code < 0) {
		mst_ping_close(ping);
		return code;
	}
	*out = ping;
	return 0;
}

void mst_ping_close(struct mst_ping *ping)
{
	if (!ping)
		return;
	if (ping->way)
		ping->way->close(ping->sockets);
	for (size_t i = 0; ping->hosts && i < ping->config.host_count; i++)
		mst_tally_free(&ping->hosts[i].tally);
	free(ping->hosts);
	free(ping->questions);
	free(ping->by_addr);
	free(ping);
}

enum mst_ping_via mst_ping_via_used(const struct mst_ping *ping)
{
	return ping->way->via;
}
