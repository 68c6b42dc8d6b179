/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - see run.h. */
#include "lab/run.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/fail.h"

/* Short, so that entries of the rolls are free again before ten million probes a second have filled them. */
#define TIMEOUT_NS (100 * MST_NS_PER_MS)
#define FRAMES_A_SECOND_MAX 10000000
#define PORTS_MAX 4096

static int forget(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	(void)user;
	(void)results;
	(void)count;
	(void)err;
	return 0;
}

static uint64_t cpu_ns(const struct rusage *usage)
{
	uint64_t seconds = (uint64_t)usage->ru_utime.tv_sec + (uint64_t)usage->ru_stime.tv_sec;
	uint64_t micros = (uint64_t)usage->ru_utime.tv_usec + (uint64_t)usage->ru_stime.tv_usec;

	return seconds * MST_NS_PER_SECOND + micros * 1000;
}

/* Enough ports for the duration at the highest rate: more would only need more memory for the answers. */
static int choose_ports(struct mst_ports *ports, uint64_t addresses, uint64_t duration_ns, struct mst_error *err)
{
	uint64_t frames = duration_ns / MST_NS_PER_MS * (FRAMES_A_SECOND_MAX / 1000);
	uint64_t count = frames / addresses + 1;
	char text[16];

	snprintf(text, sizeof text, "1-%u", (unsigned)(count < PORTS_MAX ? count : PORTS_MAX));
	return mst_ports_add(ports, text, err);
}

static int choose_targets(struct mst_targets *targets, struct mst_error *err)
{
	int code = targets ? mst_targets_add(targets, MST_SITE_TARGETS, err)
	                   : mst_fail(err, -ENOMEM, "no memory for targets");

	return code == 0 ? mst_targets_close(targets, err) : code;
}

static void fill(struct mst_lab_figures *figures, const struct mst_scan_stats *stats, const struct rusage *before)
{
	struct rusage after;

	getrusage(RUSAGE_SELF, &after);
	figures->cpu_ns = cpu_ns(&after) - cpu_ns(before);
	figures->memory_bytes = (uint64_t)after.ru_maxrss * 1024;
	figures->rate_pps = stats->rate_pps;
	figures->sent = stats->sent;
	figures->matched = stats->answers;
	figures->capture_drops = stats->capture_drops;
	figures->stalls = stats->stalls;
	figures->not_sent = stats->not_sent;
}

/* Measures from the start to the end of the scan, without opening and closing it. */
static int scan(struct mst_lab_figures *figures, const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_scan_stats stats;
	struct mst_scan *scan;
	struct rusage before;
	int code = mst_scan_open(&scan, config, err);

	if (code < 0)
		return code;
	getrusage(RUSAGE_SELF, &before);
	code = mst_scan_start(scan, err);
	if (code == 0)
		code = mst_scan_wait(scan, UINT64_MAX, err);
	mst_scan_get_stats(scan, &stats);
	fill(figures, &stats, &before);
	mst_scan_close(scan);
	return code;
}

void mst_run_scan(struct mst_run_report *report, const struct mst_site *site, const struct mst_run_order *order,
                  const char *cpus)
{
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_targets *targets = mst_targets_new();
	struct mst_ports ports = { 0 };

	config.probing.question = order->run.question;
	config.probing.targets = targets;
	config.probing.ports = &ports;
	config.rate.pps = MST_RATE_MAX;
	config.threads.lanes = order->run.lanes;
	config.threads.cpus = cpus;
	config.retry.count = 0;
	config.retry.timeout_ns = TIMEOUT_NS;
	config.retry.max_time_ns = order->run.duration_ns;
	config.engines.tx = order->engine;
	config.engines.rx = order->rx;
	config.probing.detect_proxies = MST_DETECT_OFF; /* every frame is a probe that counts */
	config.route.no_arp = true;                     /* nor is the gateway asked in between */
	config.output.sink = forget;
	report->code = mst_site_enter(site, &report->error);
	if (report->code == 0)
		report->code = choose_targets(targets, &report->error);
	if (report->code == 0)
		report->code = choose_ports(&ports, (uint64_t)mst_targets_count(targets), order->run.duration_ns,
		                            &report->error);
	if (report->code == 0)
		report->code = scan(&report->figures, &config, &report->error);
	mst_targets_free(targets);
}
