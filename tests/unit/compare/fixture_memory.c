/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_memory.c - see fixture_memory.h. */
#include "unit/compare/fixture_memory.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <muster/targets.h>
#include <stdlib.h>

struct memory {
	struct mst_rows rows;
	const struct mst_result *results;
	size_t count, at, fails_at;
	const char *worker;
};

/* Few at a time: windows begin anew often. */
static size_t next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct memory *memory = (struct memory *)rows;
	size_t count = 0;

	while (count < most && count < 3 && memory->at < memory->count) {
		if (memory->at == memory->fails_at) {
			rows->code = -EIO;
			snprintf(rows->error.text, sizeof rows->error.text, "the disk is broken");
			return 0;
		}
		results[count++] = memory->results[memory->at++];
	}
	return count;
}

static void begin(struct mst_rows *rows)
{
	((struct memory *)rows)->at = 0;
}

/* Every address ending in 9 has a name. */
static const char *name(const struct mst_rows *rows, const struct mst_addr *addr)
{
	(void)rows;
	return addr->bytes[3] == 9 ? "nine" : NULL;
}

static const char *worker(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage)
{
	(void)row;
	return vantage == 0 ? ((const struct memory *)rows)->worker : NULL;
}

static void close_rows(struct mst_rows *rows)
{
	free(rows);
}

static const struct mst_rows_kind kind = {
	.next = next, .rewind = begin, .name = name, .close = close_rows, .worker = worker
};

struct mst_rows *memory_rows(const struct mst_result *results, size_t count)
{
	struct memory *memory = calloc(1, sizeof *memory);

	cr_assert_not_null(memory);
	*memory = (struct memory){
		.rows = { .kind = &kind, .about = { .format = "csv", .ports = count && results[0].about_port } },
		.results = results,
		.count = count,
		.fails_at = SIZE_MAX,
	};
	return &memory->rows;
}

struct mst_rows_about *memory_about(struct mst_rows *rows)
{
	return &rows->about;
}

void memory_of_worker(struct mst_rows *rows, const char *name)
{
	((struct memory *)rows)->worker = name;
	rows->about.vantages = 1;
}

void memory_fail_at(struct mst_rows *rows, size_t count)
{
	((struct memory *)rows)->fails_at = count;
}

struct mst_targets *memory_targets(const char *text)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err;

	cr_assert_not_null(targets);
	cr_assert_eq(mst_targets_add(targets, text, &err), 0, "%s", err.text);
	cr_assert_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	return targets;
}

struct mst_result host(unsigned number, enum mst_state state, enum mst_reason reason)
{
	return (struct mst_result){
		.position = MST_NO_POSITION,
		.addr = mst_addr_from_ipv4(0x0a000000 + number),
		.rtt_ns = -1,
		.state = (uint8_t)state,
		.reason = (uint8_t)reason,
		.attempts = 1,
	};
}

struct mst_result port(unsigned number, uint16_t port, enum mst_state state, enum mst_reason reason)
{
	struct mst_result result = host(number, state, reason);

	result.port = port;
	result.proto = 6;
	result.about_port = true;
	return result;
}

struct mst_result udp(unsigned number, uint16_t number_of_port, enum mst_state state, enum mst_reason reason)
{
	struct mst_result result = port(number, number_of_port, state, reason);

	result.proto = 17;
	return result;
}
