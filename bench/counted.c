/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * counted.c - a scan whose verdicts are counted and go nowhere: no journal, no report. bench/journal compares with it.
 *
 *     counted TARGETS ENGINE RX [PORTS]     no repeats, a time-out of 500 ms, as fast as it goes
 */
#include <muster/scan.h>
#include <muster/units.h>
#include <stdio.h>

static int run(const struct mst_scan_config *config, struct mst_error *err)
{
	struct mst_scan_stats stats;
	struct mst_scan *scan;
	int code = mst_scan_open(&scan, config, err);

	if (code == 0)
		code = mst_scan_start(scan, err);
	if (code < 0) {
		mst_scan_close(scan);
		return code;
	}
	do
		code = mst_scan_wait(scan, MST_NS_PER_SECOND, err);
	while (code == 1);
	mst_scan_get_stats(scan, &stats);
	mst_scan_close(scan);
	printf("%llu verdicts\n", (unsigned long long)stats.verdicts);
	return code;
}

int main(int argc, char **argv)
{
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_targets *targets = mst_targets_new();
	struct mst_ports ports = { 0 };
	struct mst_error err = { "usage: counted TARGETS ENGINE RX [PORTS]" };
	int code = argc == 4 || argc == 5 ? 0 : -1;

	config.probing.targets = targets;
	config.rate.pps = MST_RATE_MAX;
	config.retry.count = 0;
	config.retry.timeout_ns = 500 * MST_NS_PER_MS;
	if (code == 0)
		code = mst_targets_add(targets, argv[1], &err);
	if (code == 0)
		code = mst_targets_close(targets, &err);
	if (code == 0 && argc == 5) {
		config.probing.question = MST_ASK_PORTS;
		config.probing.ports = &ports;
		code = mst_ports_add(&ports, argv[4], &err);
	}
	if (code == 0) {
		config.engines.tx = argv[2];
		config.engines.rx = argv[3];
		code = run(&config, &err);
	}
	mst_targets_free(targets);
	if (code < 0)
		fprintf(stderr, "%s\n", err.text);
	return code < 0;
}
