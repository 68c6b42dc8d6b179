/* SPDX-License-Identifier: BSD-2-Clause */
/* test_settings.c - how targets are probed, as lines. */
#include "fleet/settings.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct mst_bytes written(const struct mst_scan_config *config)
{
	struct mst_bytes bytes = { 0 };

	mst_fleet_settings_put(&bytes, config);
	cr_assert(!bytes.failed);
	return bytes;
}

Test(fleet_settings, what_is_written_is_read)
{
	struct mst_scan_config config = mst_scan_defaults(), read;
	char probes[MST_FLEET_PROBES];
	struct mst_bytes bytes;

	config.probing.question = MST_ASK_PORTS;
	config.probing.udp = true;
	config.probing.probes = "icmp,syn:443";
	config.rate.pps = 12345;
	config.retry.until_missed = 0.001;
	config.retry.timeout_ns = 250000000;
	config.order.sample = 0.07;
	config.header.ttl = 77;
	config.services.wanted = true;
	bytes = written(&config);
	cr_assert_eq(mst_fleet_settings_read(&read, probes, bytes.bytes, bytes.count), 0);
	cr_expect_eq(read.probing.question, MST_ASK_PORTS);
	cr_expect(read.probing.udp);
	cr_expect_str_eq(read.probing.probes, "icmp,syn:443");
	cr_expect_eq(read.rate.pps, 12345);
	cr_expect_eq(read.retry.until_missed, 0.001);
	cr_expect_eq(read.retry.timeout_ns, 250000000);
	cr_expect_eq(read.order.sample, 0.07);
	cr_expect_eq(read.header.ttl, 77);
	cr_expect(read.services.wanted);
	mst_bytes_free(&bytes);
}

static void expect_refused(const char *text)
{
	struct mst_scan_config config;
	char probes[MST_FLEET_PROBES];

	cr_expect_eq(mst_fleet_settings_read(&config, probes, (const uint8_t *)text, strlen(text)), -EBADMSG, "%s",
	             text);
}

Test(fleet_settings, what_is_missing_or_doubled_or_out_of_range_is_refused)
{
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_bytes bytes = written(&config);
	char *text = strndup((const char *)bytes.bytes, bytes.count), *twice;

	cr_assert(text);
	expect_refused("");
	expect_refused("rate 1\n");
	expect_refused(strchr(text, '\n') + 1);
	twice = malloc(strlen(text) + 16);
	cr_assert(twice);
	strcpy(twice, text);
	strcat(twice, "udp 0\n");
	expect_refused(twice);
	strcpy(twice, text);
	strcat(twice, "more 0\n");
	expect_refused(twice);
	memcpy(strstr(text, "udp 0"), "udp 2", 5);
	expect_refused(text);
	memcpy(strstr(text, "udp 2"), "udp -", 5);
	expect_refused(text);
	free(twice);
	free(text);
	mst_bytes_free(&bytes);
}
