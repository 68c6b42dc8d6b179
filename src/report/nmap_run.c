/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_run.c - see nmap_run.h. */
#include "report/nmap_run.h"

#include <inttypes.h>
#include <muster/units.h>
#include <stdio.h>
#include <time.h>

#include "base/moment.h"
#include "report/pairs.h"

const char *mst_nmap_command(const struct mst_page *page)
{
	const struct mst_pair *command = mst_pairs_find(page->parameters, "command", MST_PAIR_TEXT);

	return command ? command->text : "";
}

uint64_t mst_nmap_started_ms(const struct mst_page *page)
{
	const struct mst_pair *start = mst_pairs_find(page->parameters, "start", MST_PAIR_TEXT);
	uint64_t ns;

	return start && mst_moment_parse(&ns, start->text) == 0 ? ns / MST_NS_PER_MS : 0;
}

uint64_t mst_nmap_elapsed_ms(const struct mst_page *page, uint64_t started_ms, uint64_t last_ns)
{
	const struct mst_pair *elapsed = mst_pairs_find(page->summary, "elapsed_ms", MST_PAIR_COUNT);
	uint64_t last_ms = last_ns / MST_NS_PER_MS;

	if (elapsed)
		return elapsed->count;
	return started_ms && last_ms > started_ms ? last_ms - started_ms : 0;
}

const char *mst_nmap_date(char text[MST_NMAP_DATE], uint64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm local;

	if (!localtime_r(&seconds, &local) || strftime(text, MST_NMAP_DATE, "%a %b %e %H:%M:%S %Y", &local) == 0)
		snprintf(text, MST_NMAP_DATE, "an unknown time");
	return text;
}

static uint64_t count_of(const struct mst_page *page, const char *name)
{
	const struct mst_pair *pair = mst_pairs_find(page->summary, name, MST_PAIR_COUNT);

	return pair ? pair->count : 0;
}

struct mst_nmap_counts mst_nmap_count(const struct mst_page *page, struct mst_nmap_counts seen)
{
	struct mst_nmap_counts counted = {
		.up = count_of(page, "up"),
		.down = count_of(page, "down") + count_of(page, "unreachable"),
		.unknown = count_of(page, "unknown"),
	};

	if (page->config->fields_for_ports || !mst_pairs_find(page->summary, "up", MST_PAIR_COUNT))
		return seen;
	return counted;
}

const char *mst_nmap_sentence(char text[MST_NMAP_SENTENCE], const char *between, uint64_t ended_ms, uint64_t elapsed_ms,
                              struct mst_nmap_counts counts)
{
	uint64_t total = counts.up + counts.down + counts.unknown;
	char date[MST_NMAP_DATE];

	snprintf(text, MST_NMAP_SENTENCE,
	         "muster done at %s%s %" PRIu64 " IP address%s (%" PRIu64 " host%s up) scanned in %" PRIu64
	         ".%02" PRIu64 " seconds",
	         mst_nmap_date(date, ended_ms), between, total, total == 1 ? "" : "es", counts.up,
	         counts.up == 1 ? "" : "s", elapsed_ms / 1000, elapsed_ms % 1000 / 10);
	return text;
}
