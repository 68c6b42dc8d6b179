/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_fleet.c - any bytes as what a store has: records of a result, and settings of a plan; and as what a worker kept.
 * Nothing crashes, and no verdict is of a position that the block does not have. The records get right checksums first.
 */
#include <stdlib.h>
#include <string.h>

#include "fleet/kept.h"
#include "fleet/settings.h"
#include "fleet/unpack.h"
#include "journal/crc.h"
#include "journal/format.h"
#include "target/space.h"

#define FIRST 100
#define END 900

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void mend(uint8_t *bytes, size_t count)
{
	for (size_t at = 0; count - at >= MST_RECORD_HEADER;) {
		size_t length = bytes[at] | (size_t)bytes[at + 1] << 8 | (size_t)bytes[at + 2] << 16;
		uint8_t *payload = bytes + at + MST_RECORD_HEADER;
		uint32_t crc;

		if (length > count - at - MST_RECORD_HEADER)
			return;
		crc = mst_crc32c(mst_crc32c(0, bytes + at, 8), payload, length);
		for (size_t i = 0; i < 4; i++, crc >>= 8)
			bytes[at + 8 + i] = (uint8_t)crc;
		at += MST_RECORD_HEADER + length;
	}
}

static int take(void *user, const struct mst_result *result)
{
	const struct mst_space *space = user;
	struct mst_question_at at = mst_space_at(space, result->position);

	must(result->position >= FIRST && result->position < END);
	must(mst_addr_equal(&at.addr, &result->addr) && at.port == result->port);
	must(result->state < MST_STATE_COUNT);
	return 0;
}

static int take_service(void *user, uint64_t position, const struct mst_service *service)
{
	(void)user;
	(void)service;
	must(position >= FIRST && position < END);
	return 0;
}

static void read_settings(const uint8_t *bytes, size_t count)
{
	char probes[MST_FLEET_PROBES];
	struct mst_scan_config config;

	if (mst_fleet_settings_read(&config, probes, bytes, count) == 0)
		must(config.order.sample <= 1 && strlen(probes) < sizeof probes);
}

/* What a worker kept: the input behind a right head. */
static void read_kept(const uint8_t *bytes, size_t count)
{
	static const uint8_t magic[] = { 0x8d, 0x6d, 0x73, 0x74, 0x6b, 0x0d, 0x0a, 0x1a };
	uint8_t *file = malloc(sizeof magic + 4 + count);
	uint32_t crc = mst_crc32c(0, bytes, count);
	struct mst_fleet_kept kept;

	must(file);
	memcpy(file, magic, sizeof magic);
	for (size_t i = 0; i < 4; i++, crc >>= 8)
		file[sizeof magic + i] = (uint8_t)crc;
	memcpy(file + sizeof magic + 4, bytes, count);
	if (mst_fleet_kept_read(&kept, file, sizeof magic + 4 + count) == 0)
		must(kept.block.first <= kept.until && kept.until <= kept.block.end &&
		     kept.pack.hole_count <= MST_FLEET_HOLES_MAX);
	mst_fleet_kept_free(&kept);
	free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_targets *targets = mst_targets_new();
	struct mst_ports ports = { 0 };
	struct mst_space space;
	struct mst_fleet_sink sink = { take, take, take_service, &space };
	uint8_t *copy = malloc(count + 1);

	must(targets && copy && mst_targets_add(targets, "10.0.0.0/24", NULL) == 0 &&
	     mst_targets_close(targets, NULL) == 0);
	must(mst_ports_add(&ports, "22,80,443,8080", NULL) == 0);
	must(mst_space_init(&space, targets, &ports, &everything, 7, NULL) == 0);
	memcpy(copy, bytes, count);
	read_settings(copy, count);
	read_kept(copy, count);
	(void)mst_fleet_unpack(copy, count, &space, FIRST, END, &sink);
	mend(copy, count);
	(void)mst_fleet_unpack_frames(copy, count, &space, FIRST, END, &sink);
	free(copy);
	mst_space_free(&space);
	mst_targets_free(targets);
	return 0;
}
