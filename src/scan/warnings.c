/* SPDX-License-Identifier: BSD-2-Clause */
/* warnings.c - what differs from what the user of a scan may expect: mst_scan_warnings of muster/scan.h. */
#include <stdio.h>

#include "net/source_hint.h"
#include "scan/handle.h"
#include "target/set.h"

#define HINTED_MAX 16    /* paths that are looked at */
#define TRACED_MAX 65536 /* traced addresses that are looked at */

static size_t warn_of_dead(const struct mst_dead_hop *dead, char *text, size_t size)
{
	char gateway[MST_ADDR_TEXT], interface[IF_NAMESIZE] = "?";
	int count;

	mst_addr_format(&dead->gateway, gateway);
	if_indextoname((unsigned)dead->ifindex, interface);
	count = snprintf(text, size,
	                 "gateway %s on %s does not answer for its link-layer address: its share of the targets is "
	                 "probed through the other next hops of the route\n",
	                 gateway, interface);
	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

static size_t warn_of_rights(char *text, size_t size)
{
	int count = snprintf(
		text, size,
		"without the right to send frames (CAP_NET_RAW): by sockets, engine connect, which completes "
		"connections\n");

	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

static size_t warn_of_handshakes(const struct mst_error *why, char *text, size_t size)
{
	int count = snprintf(text, size, "banners by connections of the kernel, one more for each open port: %s\n",
	                     why->text);

	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

static size_t warn_of_programs(const struct mst_error *costs, char *text, size_t size)
{
	int count = snprintf(text, size, "%s", costs->text);

	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

/* --interface makes every target on-link that has no route through it. */
static size_t warn_of_source(const struct mst_scan *scan, char *text, size_t size)
{
	const struct mst_paths *paths = &scan->plans[scan->round_count - 1].paths;
	char first[MST_ADDR_TEXT], source[MST_ADDR_TEXT], gateway[MST_ADDR_TEXT];
	struct mst_source_hint hint;
	int count = 0;

	for (size_t i = 0; i < paths->count && i < HINTED_MAX && count == 0; i++) {
		const struct mst_path *path = &paths->paths[i];

		if (path->kind == MST_PATH_LOCAL || path->gateway.family || path->first.scope ||
		    !mst_source_hint(&hint, scan->config.route.interface, &path->first))
			continue;
		mst_addr_format(&path->first, first);
		mst_addr_format(&hint.source, source);
		mst_addr_format(&hint.gateway, gateway);
		count = snprintf(text, size,
		                 "%s has no route through %s, except by a policy rule from %s, through gateway %s: "
		                 "--source-ip %s uses it\n",
		                 first, scan->config.route.interface, source, gateway, source);
	}
	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

/* Of --trace; addresses of discovery that comes later cannot be told yet. */
static size_t warn_of_traced(const struct mst_scan *scan, char *text, size_t size)
{
	const struct mst_targets *traced = scan->config.trace.targets,
				 *asked = scan->plans[scan->round_count - 1].targets.set;
	struct mst_addr addr, first = { .family = MST_NO_FAMILY };
	char name[MST_ADDR_TEXT];
	mst_uint128 index;
	unsigned missing = 0;
	int count = 0;

	for (mst_uint128 i = 0; i < mst_targets_count(traced) && i < TRACED_MAX; i++) {
		addr = mst_targets_at(traced, i);
		if (mst_targets_index(asked, &addr, &index))
			continue;
		first = missing++ ? first : addr;
	}
	mst_addr_format(&first, name);
	if (missing == 1)
		count = snprintf(text, size, "--trace: %s is not among the targets, and is not probed\n", name);
	else if (missing)
		count = snprintf(text, size, "--trace: %s and %u more are not among the targets, and are not probed\n",
		                 name, missing - 1);
	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

void mst_scan_warnings(const struct mst_scan *scan, char *text, size_t size)
{
	size_t used = 0;

	if (size == 0)
		return;
	text[0] = '\0';
	if (scan->without_rights)
		used += warn_of_rights(text, size);
	if (!scan->resources.greetings.guard && *scan->resources.greetings.why.text)
		used += warn_of_handshakes(&scan->resources.greetings.why, text + used, size - used);
	used += warn_of_programs(&scan->resources.costs, text + used, size - used);
	for (unsigned i = 0; i < scan->dead.count; i++)
		used += warn_of_dead(&scan->dead.of[i], text + used, size - used);
	if (scan->config.trace.targets)
		used += warn_of_traced(scan, text + used, size - used);
	if (scan->config.route.interface && !scan->config.route.source_ip)
		warn_of_source(scan, text + used, size - used);
}

void mst_scan_notes(struct mst_scan *scan, char *text, size_t size)
{
	mst_run_read_notes(&scan->run, text, size);
}
