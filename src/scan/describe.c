/* SPDX-License-Identifier: BSD-2-Clause */
/* describe.c - by which paths and engines a scan asks, in words: mst_scan_describe
 * and mst_scan_how of muster/scan.h. */
#include "plan/describe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scan/handle.h"

/* Appends as much as fits; returns its length. */
static size_t __attribute__((format(printf, 3, 4))) append(char *text, size_t size, const char *format, ...)
{
	va_list arguments;
	int count;

	va_start(arguments, format);
	count = vsnprintf(text, size, format, arguments);
	va_end(arguments);
	return count < 0 ? 0 : (size_t)count < size ? (size_t)count : size - 1;
}

static size_t describe_path(const struct mst_path *path, char *text, size_t size)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT], source[MST_ADDR_TEXT], gateway[MST_ADDR_TEXT];
	bool one = mst_addr_equal(&path->first, &path->last);

	mst_addr_format(&path->first, first);
	mst_addr_format(&path->last, last);
	mst_addr_format(&path->source, source);
	mst_addr_format(&path->gateway, gateway);
	if (path->kind > MST_PATH_LOCAL)
		return append(text, size, "%s%s%s: refused by the routing table\n", first, one ? "" : " - ",
		              one ? "" : last);
	return append(text, size, "%s%s%s: through %s from %s%s%s%s\n", first, one ? "" : " - ", one ? "" : last,
	              path->interface, source,
	              *gateway                       ? " by "
	              : path->kind == MST_PATH_LOCAL ? ", local"
	                                             : ", on-link",
	              gateway,
	              !path->neighbours                ? ""
	              : path->first.family == MST_IPV6 ? ", by neighbour solicitation"
	                                               : ", by ARP");
}

/* Next hops of equal cost are named once, with the first of their targets. */
static bool was_described(const struct mst_paths *paths, size_t path)
{
	for (size_t i = 0; i < path && paths->paths[path].multipath; i++) {
		if (mst_path_same(&paths->paths[i], &paths->paths[path]))
			return true;
	}
	return false;
}

/* One line "name: sentence". */
static size_t describe_why(const struct mst_error *why, char *text, size_t size)
{
	size_t used = 0;

	for (const char *line = why->text; *line; line += strcspn(line, "\n"), line += *line == '\n')
		used += append(text + used, size - used, "  not %.*s\n", (int)strcspn(line, "\n"), line);
	return used;
}

static const char *mode_of(const struct mst_tx *tx)
{
	return tx->engine->mode ? tx->engine->mode(tx) : "";
}

/* Each engine that is in use, once. */
static size_t describe_senders(const struct mst_resources *resources, char *text, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < resources->pool.count; i++) {
		bool known = false;

		for (size_t before = 0; before < i && !known; before++)
			known = resources->pool.tx[before]->engine == resources->pool.tx[i]->engine &&
			        mode_of(resources->pool.tx[before]) == mode_of(resources->pool.tx[i]);
		if (!known)
			used += append(text + used, size - used, "frames leave by %s%s%s\n",
			               resources->pool.tx[i]->engine->name, *mode_of(resources->pool.tx[i]) ? ", " : "",
			               mode_of(resources->pool.tx[i]));
	}
	return used;
}

static size_t describe_engines(const struct mst_resources *resources, char *text, size_t size)
{
	const struct mst_captures *captures = &resources->captures;
	size_t used = describe_senders(resources, text, size);

	used += describe_why(&resources->pool.why, text + used, size - used);
	for (size_t i = 0; i < captures->count; i++) {
		const char *where = i < captures->own ? captures->rx[i]->interface : "all other interfaces";

		if (captures->rx[i] != captures->sockets)
			used += append(text + used, size - used, "answers come in at %s by %s\n", where,
			               captures->rx[i]->engine->name);
	}
	return used + describe_why(&resources->why_captures, text + used, size - used);
}

/* If a round is about hosts, it is the first. */
void mst_scan_how(const struct mst_scan *scan, char *text, size_t size)
{
	mst_plan_describe(&scan->plans[0], text, size);
}

void mst_scan_describe(const struct mst_scan *scan, char *text, size_t size)
{
	const struct mst_paths *paths = &scan->plans[scan->round_count - 1].paths;
	size_t used = 0;

	if (size == 0)
		return;
	text[0] = '\0';
	for (size_t i = 0; i < paths->count && used + 1 < size; i++) {
		if (!was_described(paths, i))
			used += describe_path(&paths->paths[i], text + used, size - used);
	}
	used += describe_engines(&scan->resources, text + used, size - used);
	if (scan->resources.greetings.guard)
		append(text + used, size - used,
		       scan->resources.greetings.resets_only ? "open ports are reset by muster instead of the kernel\n"
		                                             : "handshakes with open ports are completed by muster\n");
}
