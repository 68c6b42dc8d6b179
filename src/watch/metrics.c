/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics.c - the metrics of a watch, as texts and files. See muster/metrics.h. */
#include <muster/metrics.h>

#include <errno.h>
#include <limits.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/handle.h"
#include "watch/metrics_view.h"
#include "watch/replace.h"

struct mst_metrics {
	const struct mst_watch *watch;
	struct mst_metrics_view view; /* of the last round */
	struct mst_vendors *vendors;  /* loaded once a MAC address is known */
	bool vendors_looked;
	uint64_t began_ns;
};

static const char *const words[] = {
#define WORD(constant, word) word,
	MST_METRICS_HOSTS(WORD)
#undef WORD
};

const char *mst_metrics_hosts_name(enum mst_metrics_hosts hosts)
{
	return (unsigned)hosts < MST_METRICS_HOSTS_COUNT ? words[hosts] : NULL;
}

int mst_metrics_hosts_parse(enum mst_metrics_hosts *hosts, const char *word)
{
	for (int i = 0; i < MST_METRICS_HOSTS_COUNT; i++) {
		*hosts = (enum mst_metrics_hosts)i;
		if (strcmp(word, words[i]) == 0)
			return 0;
	}
	return -EINVAL;
}

/* ---- the view ---- */

/* The list of vendors takes megabytes, and a watch beyond a gateway sees no MAC address. */
static void load_vendors(struct mst_metrics *metrics)
{
	const struct mst_roster *roster = &metrics->watch->roster;
	const char *path;

	for (size_t i = 0; i < roster->count && !metrics->vendors_looked; i += roster->stride) {
		if (!roster->items[i].macs.has_mac)
			continue;
		metrics->vendors_looked = true;
		metrics->vendors = mst_vendors_load(&path);
	}
	metrics->view.vendors = metrics->vendors;
}

int mst_metrics_open(struct mst_metrics **out, const struct mst_watch *watch, enum mst_metrics_hosts hosts,
                     struct mst_error *err)
{
	struct mst_metrics *metrics = calloc(1, sizeof *metrics);

	*out = metrics;
	if (!metrics)
		return mst_fail(err, -ENOMEM, "no memory for metrics");
	metrics->watch = watch;
	metrics->began_ns = mst_wall_ns() / MST_NS_PER_MS * MST_NS_PER_MS;
	metrics->view = (struct mst_metrics_view){
		.items = watch->roster.items,
		.count = watch->roster.count,
		.targets = watch->config.scan.probing.targets,
		.clocks = watch->clocks,
		.hosts = hosts,
		.every_ns = watch->config.every_ns,
		.keeps = watch->store,
	};
	load_vendors(metrics);
	return 0;
}

enum mst_metrics_hosts mst_metrics_shown(const struct mst_metrics *metrics)
{
	return mst_metrics_view_shown(&metrics->view);
}

void mst_metrics_round(struct mst_metrics *metrics, const struct mst_watch_event *event)
{
	metrics->view.round = event->round;
	metrics->view.totals = mst_watch_totals(metrics->watch);
	metrics->view.clocks = metrics->watch->clocks;
	if (event->round.asked)
		metrics->view.asked_ns = event->time_ns;
	load_vendors(metrics);
}

void mst_metrics_end(struct mst_metrics *metrics)
{
	metrics->view.ended = true;
}

/* ---- texts ---- */

static int write_text(const struct mst_metrics *metrics, struct mst_metric_sheet sheet, char **text, size_t *length,
                      struct mst_error *err)
{
	bool failed;

	*text = NULL;
	sheet.out = open_memstream(text, length);
	sheet.created_ns = metrics->began_ns;
	if (!sheet.out)
		return mst_fail(err, -ENOMEM, "no memory for metrics");
	__fsetlocking(sheet.out, FSETLOCKING_BYCALLER); /* a third of the time is locks, and nobody else knows it */
	mst_metrics_view_write(&metrics->view, &sheet);
	failed = ferror(sheet.out);
	if (fclose(sheet.out) == 0 && !failed)
		return 0;
	free(*text);
	*text = NULL;
	return mst_fail(err, -ENOMEM, "no memory for metrics");
}

int mst_metrics_text(const struct mst_metrics *metrics, enum mst_metrics_format format, char **text, size_t *length,
                     struct mst_error *err)
{
	return write_text(metrics, (struct mst_metric_sheet){ .format = format }, text, length, err);
}

/* ---- files ---- */

/* The name of the file without its ending. */
static const char *watch_of(const char *path, char name[NAME_MAX + 1])
{
	const char *last = strrchr(path, '/');

	snprintf(name, NAME_MAX + 1, "%s", last ? last + 1 : path);
	if (strlen(name) > 5 && strcmp(name + strlen(name) - 5, ".prom") == 0)
		name[strlen(name) - 5] = '\0';
	return name;
}

int mst_metrics_write(const struct mst_metrics *metrics, const char *path, struct mst_error *err)
{
	char name[NAME_MAX + 1], *text;
	struct mst_metric_sheet sheet = { .format = MST_METRICS_CLASSIC, .watch = watch_of(path, name) };
	size_t length;
	int code = write_text(metrics, sheet, &text, &length, err);

	if (code < 0)
		return code;
	code = mst_replace_text(path, text, length, "metrics", err);
	free(text);
	return code;
}

void mst_metrics_close(struct mst_metrics *metrics)
{
	if (!metrics)
		return;
	mst_vendors_free(metrics->vendors);
	free(metrics);
}
