/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_writers.c - time to write verdicts as CSV, NDJSON, JSON and text to /dev/null, through the whole report; for
 * comparison CSV and NDJSON by fprintf.
 */
#include <arpa/inet.h>
#include <muster/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "bench.h"

#define RECORDS (1u << 21)
#define BATCH 256u
#define FIRST_TIME UINT64_C(1795476411000000000) /* 2026-11-23 */

static struct mst_result verdicts[BATCH];

static void make_verdicts(uint64_t first)
{
	for (unsigned i = 0; i < BATCH; i++) {
		struct mst_result *r = &verdicts[i];

		*r = (struct mst_result){ .port = (uint16_t)(first + i), .about_port = true };
		r->addr = mst_addr_from_ipv4(0x0a000000 + (uint32_t)((first + i) * 7919 % (1u << 24)));
		r->rtt_ns = 100000 + (int64_t)((first + i) * 977 % 90000000);
		r->time_ns = FIRST_TIME + (first + i) * 2500;
		r->proto = 6;
		r->state = MST_OPEN;
		r->reason = MST_SYN_ACK;
		r->ttl = 64;
		r->attempts = r->attempt = 1;
	}
}

static void fail(const struct mst_error *err)
{
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static uint64_t through_report(void *user, uint64_t count)
{
	const char *output = user;
	struct mst_report_config config = { .states = UINT32_MAX };
	struct mst_report *report;
	struct mst_error err;

	if (mst_report_new(&report, &config, &err) < 0 || mst_report_add(report, output, &err) < 0 ||
	    mst_report_begin(report, (struct mst_pairs){ 0 }, &err) < 0)
		fail(&err);
	for (uint64_t i = 0; i < count; i += BATCH) {
		make_verdicts(i);
		if (mst_report_write(report, verdicts, BATCH, &err) < 0)
			fail(&err);
	}
	if (mst_report_end(report, (struct mst_pairs){ 0 }, &err) < 0)
		fail(&err);
	mst_report_free(report);
	return count;
}

static const char csv_format[] = "%s,%u,%s,%s,%s,%.6f,%u,%u,%s.%03uZ\r\n";
static const char ndjson_format[] =
	"{\"type\":\"result\",\"addr\":\"%s\",\"port\":%u,\"proto\":\"%s\",\"state\":\"%s\",\"reason\":\"%s\","
	"\"rtt_ms\":%.6f,\"ttl\":%u,\"attempts\":%u,\"time\":\"%s.%03uZ\"}\n";

/* The simple solution: inet_ntop, strftime, fprintf. */
static uint64_t with_fprintf(void *user, uint64_t count)
{
	const char *format = user;
	FILE *file = fopen("/dev/null", "w");

	for (uint64_t i = 0; i < count; i += BATCH) {
		make_verdicts(i);
		for (unsigned k = 0; k < BATCH; k++) {
			const struct mst_result *r = &verdicts[k];
			time_t seconds = (time_t)(r->time_ns / MST_NS_PER_SECOND);
			char addr[64], when[32];
			struct tm utc;

			inet_ntop(AF_INET, r->addr.bytes, addr, sizeof addr);
			strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &utc));
			fprintf(file, format, addr, r->port, "tcp", mst_state_name(r->state),
			        mst_reason_name(r->reason), (double)r->rtt_ns / 1e6, r->ttl, r->attempts, when,
			        (unsigned)(r->time_ns % MST_NS_PER_SECOND / MST_NS_PER_MS));
		}
	}
	fclose(file);
	return count;
}

/* Measured alone, because making the verdicts is part of every figure. */
static uint64_t verdicts_alone(void *user, uint64_t count)
{
	uint64_t sum = 0;

	(void)user;
	for (uint64_t i = 0; i < count; i += BATCH) {
		make_verdicts(i);
		sum += verdicts[i % BATCH].port + (uint64_t)verdicts[BATCH - 1].rtt_ns;
		__asm__ volatile("" ::"r"(verdicts) : "memory");
	}
	return sum;
}

static void measure(const char *name, bench_loop *loop, const char *user)
{
	double ns;

	(void)bench_peak_mib();
	ns = bench_run(name, loop, (void *)(uintptr_t)user, RECORDS);
	printf("%52s %10.2f M records/s, at most %.1f MiB\n", "", 1e3 / ns, bench_peak_mib());
}

int main(void)
{
	measure("making verdicts (part of all below)", verdicts_alone, NULL);
	measure("csv, with its spool", through_report, "csv:/dev/null");
	measure("json, with its spool", through_report, "json:/dev/null");
	measure("text, with its spool", through_report, "text:/dev/null");
	measure("csv by fprintf", with_fprintf, csv_format);
	measure("ndjson", through_report, "ndjson:/dev/null");
	measure("ndjson by fprintf", with_fprintf, ndjson_format);
	return 0;
}
