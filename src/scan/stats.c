/* stats.c - how a scan stands and by which ways it asks: the looks at a handle of muster/scan.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scan/handle.h"
#include "scan/how.h"
#include "scan/lane.h"
#include "scan/reporter.h"

/* Who was not heard in the host phase is not asked for ports. */
static struct mst_missed estimate_missed(const struct mst_scan *scan)
{
	struct mst_missed missed[MST_ROUNDS_MAX];
	struct mst_heard heard;

	for (size_t i = 0; i < scan->round_count; i++) {
		mst_round_heard(&scan->rounds[i], &heard);
		missed[i] = mst_missed_estimate(&heard);
	}
	return scan->round_count == 1 ? missed[0] : mst_missed_in_turn(&missed[0], &missed[1]);
}

static double share_waited(const struct mst_scan *scan)
{
	uint64_t ran_ns = 0, waited_ns = 0;

	for (size_t i = 0; i < scan->round_count; i++) {
		struct mst_ready ready = mst_round_ready(&scan->rounds[i]);

		ran_ns += ready.ran_ns;
		waited_ns += ready.waited_ns;
	}
	return waited_ns ? (double)waited_ns / (double)(ran_ns + waited_ns) : 0;
}

void mst_scan_get_stats(const struct mst_scan *scan, struct mst_scan_stats *stats)
{
	size_t last = scan->round_count - 1;
	size_t at = mst_load(&scan->round, acquire);
	uint64_t start_ns = mst_load(&scan->start_ns, relaxed);
	uint64_t end_ns = mst_load(&scan->end_ns, acquire); /* END: nobody changes neighbours any more */
	uint64_t asked_before = 0, sending_ns;

	*stats = (struct mst_scan_stats){ .started_ns = mst_load(&scan->start_wall_ns, relaxed) };
	/* Frames of both rounds, verdicts of the last: what the host phase said is not part of the report. */
	for (size_t i = 0; i <= last; i++) {
		if (i == last) {
			asked_before = stats->asked;
			stats->unknown = stats->down = stats->unreachable = stats->up = stats->amended = stats->suspect = 0;
		}
		mst_round_add_counts(&scan->rounds[i], stats);
		stats->interrupted |= mst_load(&scan->rounds[i].interrupted, relaxed);
	}
	stats->asked -= asked_before;
	stats->missed = estimate_missed(scan);
	sending_ns = mst_round_sending_ns(&scan->rounds[at], start_ns);
	if (sending_ns)
		stats->rate_pps = (double)stats->sent * 1e9 / (double)sending_ns;
	stats->limit = mst_rounds_limit(scan->rounds, scan->round_count);
	stats->cpu_waited = share_waited(scan);
	stats->targets = mst_plan_targets(&scan->plans[last]);
	stats->left_out = scan->plans[last].left_out;
	stats->unresolved = mst_targets_unresolved(scan->config.targets);
	stats->verdicts = mst_load(&scan->rounds[last].reporter->verdicts, relaxed);
	if (end_ns != 0 && scan->gear.neighbours)
		stats->proxy_addresses = mst_neighbours_busiest(scan->gear.neighbours, stats->proxy_mac);
	if (stats->proxy_addresses < MST_PROXY_SUSPECTED)
		stats->proxy_addresses = 0;
	stats->discovering = at < last;
	stats->finished = end_ns != 0;
	stats->waiting = !stats->finished && mst_load(&scan->gear.road, relaxed) == MST_ROAD_AWAY; /* ROAD */
	if (stats->finished) {
		/* Stopped before their turn: nothing is known of them, and they count. */
		stats->unknown += stats->targets - stats->verdicts;
		stats->elapsed_ns = end_ns - start_ns;
	} else if (start_ns) {
		stats->elapsed_ns = mst_now_ns() - start_ns;
	}
}

/* Appends as much as there is room for; returns how much. */
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
		return append(text, size, "%s%s%s: refused by the routing table\n", first, one ? "" : " - ", one ? "" : last);
	return append(text, size, "%s%s%s: through %s from %s%s%s%s\n", first, one ? "" : " - ", one ? "" : last,
	              path->interface, source, *gateway ? " by " : path->kind == MST_PATH_LOCAL ? ", local" : ", on-link",
	              gateway, !path->wire ? "" : path->first.family == MST_IPV6 ? ", by neighbour solicitation" : ", by ARP");
}

/* "name: sentence" a line. */
static size_t describe_why(const struct mst_error *why, char *text, size_t size)
{
	size_t used = 0;

	for (const char *line = why->text; *line; line += strcspn(line, "\n"), line += *line == '\n')
		used += append(text + used, size - used, "  not %.*s\n", (int)strcspn(line, "\n"), line);
	return used;
}

/* Each engine that is in use, once. */
static size_t describe_senders(const struct mst_gear *gear, char *text, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < gear->tx_count; i++) {
		bool told = false;

		for (size_t before = 0; before < i && !told; before++)
			told = gear->tx[before]->engine == gear->tx[i]->engine;
		if (!told)
			used += append(text + used, size - used, "frames leave by %s\n", gear->tx[i]->engine->name);
	}
	return used;
}

static size_t describe_engines(const struct mst_gear *gear, char *text, size_t size)
{
	size_t used = describe_senders(gear, text, size);

	used += describe_why(&gear->why_out, text + used, size - used);
	for (size_t i = 0; i < gear->rx_count; i++)
		used += append(text + used, size - used, "answers come in at %s by %s\n", gear->rx[i]->interface,
		               gear->rx[i]->engine->name);
	return used + describe_why(&gear->why_in, text + used, size - used);
}

/* The first round is about hosts, if any is. */
void mst_scan_how(const struct mst_scan *scan, char *text, size_t size)
{
	mst_plan_how(&scan->plans[0], text, size);
}

void mst_scan_describe(const struct mst_scan *scan, char *text, size_t size)
{
	const struct mst_paths *paths = &scan->plans[scan->round_count - 1].paths;
	size_t used = 0;

	if (size == 0)
		return;
	text[0] = '\0';
	for (size_t i = 0; i < paths->count && used + 1 < size; i++)
		used += describe_path(&paths->paths[i], text + used, size - used);
	describe_engines(&scan->gear, text + used, size - used);
}
