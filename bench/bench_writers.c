/*
 * bench_writers.c - verdicts to CSV and NDJSON bytes in /dev/null, through the whole report, beside fprintf.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <muster/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

#define RECORDS (1u << 21)
#define BATCH 256u
#define ROUNDS 5
#define FIRST_TIME UINT64_C(1795476411000000000) /* 2026-11-23 */

static struct mst_result verdicts[BATCH];

static void make_verdicts(unsigned first)
{
	for (unsigned i = 0; i < BATCH; i++) {
		struct mst_result *r = &verdicts[i];

		*r = (struct mst_result){ .addr = mst_addr_from_ipv4(0x0a000000 + (first + i) * 7919 % (1u << 24)) };
		r->rtt_ns = 100000 + (int64_t)((first + i) * 977 % 90000000);
		r->time_ns = FIRST_TIME + (uint64_t)(first + i) * 2500;
		r->port = (uint16_t)(first + i);
		r->about_port = true;
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

static void through_report(const char *output)
{
	struct mst_report_config config = { .states = UINT32_MAX };
	struct mst_report *report;
	struct mst_error err;

	if (mst_report_new(&report, &config, &err) < 0 || mst_report_add(report, output, &err) < 0 ||
	    mst_report_begin(report, (struct mst_pairs){ 0 }, &err) < 0)
		fail(&err);
	for (unsigned i = 0; i < RECORDS; i += BATCH) {
		make_verdicts(i);
		if (mst_report_write(report, verdicts, BATCH, &err) < 0)
			fail(&err);
	}
	if (mst_report_end(report, (struct mst_pairs){ 0 }, &err) < 0)
		fail(&err);
	mst_report_free(report);
}

static void csv(void)
{
	through_report("csv:/dev/null");
}

static void ndjson(void)
{
	through_report("ndjson:/dev/null");
}

/* What one writes first: inet_ntop, strftime, fprintf. */
static void with_fprintf(const char *format)
{
	FILE *file = fopen("/dev/null", "w");

	for (unsigned i = 0; i < RECORDS; i += BATCH) {
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
}

static void naive_csv(void)
{
	with_fprintf("%s,%u,%s,%s,%s,%.6f,%u,%u,%s.%03uZ\r\n");
}

static void naive_ndjson(void)
{
	with_fprintf("{\"type\":\"result\",\"addr\":\"%s\",\"port\":%u,\"proto\":\"%s\",\"state\":\"%s\",\"reason\":\"%s\","
	             "\"rtt_ms\":%.6f,\"ttl\":%u,\"attempts\":%u,\"time\":\"%s.%03uZ\"}\n");
}

/* The verdicts cost something to make, in every case. */
static void verdicts_alone(void)
{
	for (unsigned i = 0; i < RECORDS; i += BATCH) {
		make_verdicts(i);
		__asm__ volatile("" ::"r"(verdicts) : "memory");
	}
}

static void measure(const char *name, void (*run)(void))
{
	uint64_t best_ns = UINT64_MAX;
	double ns;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t start = mst_now_ns();

		run();
		start = mst_now_ns() - start;
		if (start < best_ns)
			best_ns = start;
	}
	ns = (double)best_ns / RECORDS;
	printf("%-22s %8.1f ns/record %8.2f M records/s\n", name, ns, 1e3 / ns);
}

int main(void)
{
	measure("making verdicts", verdicts_alone);
	measure("csv (with spool)", csv);
	measure("csv by fprintf", naive_csv);
	measure("ndjson", ndjson);
	measure("ndjson by fprintf", naive_ndjson);
	return 0;
}
