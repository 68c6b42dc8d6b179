/* SPDX-License-Identifier: BSD-2-Clause */
/* settings.c - see settings.h. */
#include "fleet/settings.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 640
#define NS_MAX UINT64_C(86400000000000)

/* A row for each: a whole number of at most `most`, or a share. */
static const struct row {
	const char *name;
	size_t offset, size;
	uint64_t most;
	bool share; /* a double in [0, 1] */
} rows[] = {
#define ROW(name, member, most) \
	{ \
		name, offsetof(struct mst_scan_config, member), sizeof(((struct mst_scan_config *)0)->member), most, \
			false \
	}
#define SHARE(name, member) \
	{ \
		name, offsetof(struct mst_scan_config, member), sizeof(((struct mst_scan_config *)0)->member), 0, true \
	}
	ROW("ports", probing.question, MST_ASK_PORTS),
	ROW("udp", probing.udp, 1),
	ROW("detect-proxies", probing.detect_proxies, MST_DETECT_OFF),
	ROW("rate", rate.pps, UINT64_MAX),
	ROW("max-rate", rate.max_pps, UINT64_MAX),
	ROW("retries", retry.count, MST_RETRIES_MAX),
	SHARE("until-missed", retry.until_missed),
	ROW("timeout-ns", retry.timeout_ns, NS_MAX),
	ROW("shard", order.shard, UINT32_MAX),
	ROW("shards", order.shards, UINT32_MAX),
	SHARE("sample", order.sample),
	ROW("max", order.max_targets, UINT64_MAX),
	ROW("no-arp", route.no_arp, 1),
	ROW("ttl", header.ttl, 255),
	ROW("syn-options", header.syn_options, MST_SYN_OPTIONS_COUNT - 1),
	ROW("service", services.wanted, 1),
	ROW("banner", services.banner_only, 1),
	ROW("parallel", services.parallel, 100000),
	ROW("per-host", services.per_host, 1000),
	ROW("service-timeout-ns", services.timeout_ns, NS_MAX),
	ROW("banner-bytes", services.banner_bytes, 1460),
	ROW("risky-ports", services.risky_ports, 1),
#undef ROW
#undef SHARE
};
#define ROWS (sizeof rows / sizeof rows[0])

static uint64_t load(const struct row *row, const struct mst_scan_config *config)
{
	const uint8_t *at = (const uint8_t *)config + row->offset;
	uint64_t whole = 0;

	if (row->size == sizeof(uint64_t))
		memcpy(&whole, at, sizeof whole);
	else if (row->size == sizeof(uint32_t))
		whole = *(const uint32_t *)(const void *)at;
	else
		whole = *at;
	return whole;
}

static void store(const struct row *row, struct mst_scan_config *config, uint64_t whole)
{
	uint8_t *at = (uint8_t *)config + row->offset;
	uint32_t small = (uint32_t)whole;

	if (row->size == sizeof whole)
		memcpy(at, &whole, sizeof whole);
	else if (row->size == sizeof small)
		memcpy(at, &small, sizeof small);
	else
		*at = (uint8_t)whole;
}

void mst_fleet_settings_put(struct mst_bytes *out, const struct mst_scan_config *config)
{
	const char *probes = config->probing.probes ? config->probing.probes : MST_PROBES_USUAL;
	char line[LINE];

	for (size_t i = 0; i < ROWS; i++) {
		double share;

		memcpy(&share, (const uint8_t *)config + rows[i].offset, rows[i].share ? sizeof share : 0);
		snprintf(line, sizeof line, "%s ", rows[i].name);
		if (rows[i].share)
			snprintf(line + strlen(line), sizeof line - strlen(line), "%a\n", share);
		else
			snprintf(line + strlen(line), sizeof line - strlen(line), "%" PRIu64 "\n",
			         load(&rows[i], config));
		mst_bytes_put_bytes(out, line, strlen(line));
	}
	snprintf(line, sizeof line, "probes %.511s\n", probes);
	mst_bytes_put_bytes(out, line, strlen(line));
}

/* ---- reading ---- */

static int read_value(const struct row *row, struct mst_scan_config *config, const char *text)
{
	unsigned long long whole;
	double share;
	char *end;

	errno = 0;
	if (row->share) {
		share = strtod(text, &end);
		if (*end || end == text || errno || !(share >= 0 && share <= 1))
			return -EBADMSG;
		memcpy((uint8_t *)config + row->offset, &share, sizeof share);
		return 0;
	}
	whole = strtoull(text, &end, 10);
	if (*end || *text < '0' || *text > '9' || errno || whole > row->most)
		return -EBADMSG;
	store(row, config, whole);
	return 0;
}

static int read_line(struct mst_scan_config *config, char probes[MST_FLEET_PROBES], bool seen[ROWS + 1], char *line)
{
	char *value = strchr(line, ' ');

	if (!value)
		return -EBADMSG;
	*value++ = '\0';
	if (strcmp(line, "probes") == 0) {
		if (seen[ROWS] || strlen(value) >= MST_FLEET_PROBES)
			return -EBADMSG;
		seen[ROWS] = true;
		strcpy(probes, value);
		return 0;
	}
	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(line, rows[i].name) != 0)
			continue;
		if (seen[i])
			return -EBADMSG;
		seen[i] = true;
		return read_value(&rows[i], config, value);
	}
	return -EBADMSG;
}

int mst_fleet_settings_read(struct mst_scan_config *config, char probes[MST_FLEET_PROBES], const uint8_t *bytes,
                            size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	bool seen[ROWS + 1] = { false };
	int code = 0;

	*config = mst_scan_defaults();
	while (r.left > 0 && code == 0) {
		const uint8_t *end = memchr(r.at, '\n', r.left);
		size_t length = end ? (size_t)(end - r.at) : LINE;
		char line[LINE];

		if (length >= LINE || memchr(r.at, '\0', length))
			return -EBADMSG;
		memcpy(line, mst_read_bytes(&r, length), length);
		line[length] = '\0';
		mst_skip(&r, 1);
		code = read_line(config, probes, seen, line);
	}
	for (size_t i = 0; i <= ROWS && code == 0; i++)
		code = seen[i] ? 0 : -EBADMSG;
	config->probing.probes = probes;
	return code;
}
