/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sorted.c - see sorted.h.
 *
 *     merged spool ─► what has one address and port ─► the last row of each protocol ─┬─► rows
 *                       └ names, ports that are alike ────────────────────────────────┘
 *
 * A host with ports has rows about its ports only, as those of a scan are; one without has the row about the host.
 */
#include "import/sorted.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/rows.h"
#include "import/alike.h"
#include "report/merge.h"

#define BATCH 256
#define EVERY_STATE ((UINT32_C(1) << MST_STATE_COUNT) - 1)

enum slot { ABOUT_HOST, NO_PROTOCOL, TCP, UDP, SLOTS };

struct name {
	struct mst_addr addr;
	uint64_t position; /* of its mark: the last one holds */
	struct mst_text_place place;
};

struct sorted {
	struct mst_rows rows;
	struct mst_gather gather;
	struct mst_amendments none;
	struct mst_merge merge;
	struct mst_result batch[BATCH]; /* merged rows that come next */
	size_t at, count;
	struct mst_addr addr; /* the one whose rows are being handed out; no family before the first */
	uint16_t port;        /* of the slots */
	bool used[SLOTS];
	struct mst_result slots[SLOTS];     /* with marks in place of services, as in the batch */
	struct mst_alikes alikes;           /* of the address */
	struct mst_service_copies services; /* of the rows that were handed out last */
	struct name *names;                 /* of the addresses of the last call of next, in order */
	size_t name_count, name_room;
	char *name; /* MST_NAME_MAX and a NUL: the one that was asked for last */
};

static void fail(struct sorted *sorted, int code, const char *sentence)
{
	if (sorted->rows.code == 0)
		sorted->rows.code = mst_fail(&sorted->rows.error, code, "%s", sentence);
}

/* The merged row that comes next; NULL at the end. */
static const struct mst_result *peek(struct sorted *sorted)
{
	if (sorted->at == sorted->count) {
		sorted->count = mst_merge_next(&sorted->merge, sorted->batch, BATCH);
		sorted->at = 0;
	}
	if (sorted->merge.failed)
		fail(sorted, sorted->gather.spool.code, sorted->gather.spool.error.text);
	return sorted->at < sorted->count && sorted->rows.code == 0 ? &sorted->batch[sorted->at] : NULL;
}

/* ---- names ---- */

static int compare_names(const void *addr, const void *name)
{
	return mst_addr_compare(addr, &((const struct name *)name)->addr);
}

static void keep_name(struct sorted *sorted, const struct mst_result *mark)
{
	struct name *last = sorted->name_count ? &sorted->names[sorted->name_count - 1] : NULL;

	if (!last || !mst_addr_equal(&last->addr, &mark->addr)) {
		if (sorted->name_count == sorted->name_room) {
			size_t room = sorted->name_room ? 2 * sorted->name_room : 64;
			struct name *names = reallocarray(sorted->names, room, sizeof *names);

			if (!names) {
				fail(sorted, -ENOMEM, "no memory for names");
				return;
			}
			sorted->names = names;
			sorted->name_room = room;
		}
		last = &sorted->names[sorted->name_count++];
		*last = (struct name){ .addr = mark->addr };
	}
	if (mark->position < last->position)
		return;
	last->position = mark->position;
	memcpy(&last->place, mark->from.bytes, sizeof last->place);
}

static const char *name_of(const struct mst_rows *rows, const struct mst_addr *addr)
{
	const struct sorted *sorted = (const struct sorted *)rows;
	const struct name *name = NULL;
	struct mst_error ignored;

	if (sorted->name_count)
		name = bsearch(addr, sorted->names, sorted->name_count, sizeof *sorted->names, compare_names);
	if (!name || name->place.length > MST_NAME_MAX ||
	    mst_texts_read(&sorted->gather.texts, name->place.at, sorted->name, name->place.length, &ignored) < 0)
		return NULL;
	sorted->name[name->place.length] = '\0';
	return sorted->name;
}

/* Names of addresses that were handed out whole are not needed any more. */
static void forget_names(struct sorted *sorted)
{
	size_t last = sorted->name_count;

	if (last && mst_addr_equal(&sorted->names[last - 1].addr, &sorted->addr))
		sorted->names[0] = sorted->names[last - 1];
	else
		last = 0;
	sorted->name_count = last > 0;
}

/* ---- what has one address and port ---- */

static enum slot slot_of(const struct mst_result *row)
{
	if (!row->about_port)
		return ABOUT_HOST;
	return row->proto == IPPROTO_TCP ? TCP : row->proto == IPPROTO_UDP ? UDP : NO_PROTOCOL;
}

static void keep_alike(struct sorted *sorted, const struct mst_result *mark)
{
	const struct mst_ports *asked = mark->proto == IPPROTO_UDP ? sorted->gather.udp_ports
	                                                           : sorted->gather.tcp_ports;
	struct mst_error err;
	int code = mst_alikes_add(&sorted->alikes, mark, &sorted->gather.texts, asked, &err);

	if (code < 0)
		fail(sorted, code, err.text);
}

static void keep_row(struct sorted *sorted, const struct mst_result *row)
{
	enum slot slot = slot_of(row);

	if (sorted->used[slot] && sorted->slots[slot].position > row->position)
		return;
	sorted->used[slot] = true;
	sorted->slots[slot] = *row;
}

static bool is_of_group(const struct sorted *sorted, const struct mst_result *row)
{
	return row && row->port == sorted->port && mst_addr_equal(&row->addr, &sorted->addr);
}

/* Fills the slots with what has the address and port of the row that comes next. */
static void read_group(struct sorted *sorted)
{
	const struct mst_result *row = peek(sorted);

	sorted->port = row->port;
	for (; is_of_group(sorted, row); row = peek(sorted)) {
		if (row->was == MST_MARK_NAME)
			keep_name(sorted, row);
		else if (row->was == MST_MARK_ALIKE)
			keep_alike(sorted, row);
		else
			keep_row(sorted, row);
		sorted->at++;
	}
	if (!sorted->used[ABOUT_HOST])
		return;
	if (sorted->alikes.count > 0 || sorted->used[NO_PROTOCOL] || sorted->used[TCP] || sorted->used[UDP] ||
	    (row && mst_addr_equal(&row->addr, &sorted->addr)))
		sorted->used[ABOUT_HOST] = false;
}

/* ---- rows ---- */

static bool take_slot(struct sorted *sorted, struct mst_result *row)
{
	for (enum slot slot = 0; slot < SLOTS; slot++) {
		if (!sorted->used[slot])
			continue;
		if (mst_alikes_port(&sorted->alikes) < sorted->port)
			return mst_alikes_take(&sorted->alikes, row);
		*row = sorted->slots[slot];
		sorted->used[slot] = false;
		mst_alikes_skip(&sorted->alikes, row);
		return true;
	}
	return false;
}

static bool take_row(struct sorted *sorted, struct mst_result *row)
{
	while (sorted->rows.code == 0) {
		const struct mst_result *next;

		if (take_slot(sorted, row))
			return true;
		next = peek(sorted);
		if ((!next || !mst_addr_equal(&next->addr, &sorted->addr)) && mst_alikes_take(&sorted->alikes, row))
			return true;
		if (!next)
			return false;
		if (!mst_addr_equal(&next->addr, &sorted->addr))
			mst_alikes_clear(&sorted->alikes);
		sorted->addr = next->addr;
		read_group(sorted);
	}
	return false;
}

/* In the spool their number is behind that of the row. */
static void give_workers(struct mst_result *row)
{
	row->position = MST_NO_POSITION - (row->position & ((UINT64_C(1) << MST_GATHER_SET_BITS) - 1));
}

static size_t next_rows(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct sorted *sorted = (struct sorted *)rows;
	size_t count = 0;

	forget_names(sorted);
	while (count < most && take_row(sorted, &results[count]))
		give_workers(&results[count++]);
	mst_service_copies_clear(&sorted->services);
	if (!mst_spool_unmark(&sorted->gather.spool, &sorted->services, results, count))
		fail(sorted, sorted->gather.spool.code, sorted->gather.spool.error.text);
	return count;
}

static void rewind_rows(struct mst_rows *rows)
{
	struct sorted *sorted = (struct sorted *)rows;

	mst_merge_rewind(&sorted->merge);
	mst_alikes_clear(&sorted->alikes);
	memset(sorted->used, 0, sizeof sorted->used);
	sorted->addr = (struct mst_addr){ 0 };
	sorted->at = sorted->count = sorted->name_count = 0;
}

static const char *worker_of(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage)
{
	return mst_worker_sets_name(&((const struct sorted *)rows)->gather.workers, row, vantage);
}

static void close_rows(struct mst_rows *rows)
{
	struct sorted *sorted = (struct sorted *)rows;

	mst_merge_close(&sorted->merge);
	mst_alikes_clear(&sorted->alikes);
	mst_service_copies_free(&sorted->services);
	mst_gather_free(&sorted->gather);
	free(sorted->names);
	free(sorted->name);
	free(sorted);
}

static const struct mst_rows_kind kind = {
	.next = next_rows, .rewind = rewind_rows, .name = name_of, .close = close_rows, .worker = worker_of
};

static void fill_about(struct mst_rows_about *about, const struct mst_gather *gather, const char *format)
{
	*about = (struct mst_rows_about){
		.format = format,
		.ports = gather->about_ports,
		.services = gather->services,
		.complete = gather->ended && gather->everything && !gather->warning.text[0],
		.targets = gather->targets,
		.parameters = gather->parameters,
		.command = gather->command,
		.started_ns = gather->started_ns,
		.ended_ns = gather->ended_ns,
		.missed = gather->missed,
		.vantages = gather->vantages,
		.warning = gather->warning.text[0] ? gather->warning.text : NULL,
		.cut = !gather->ended && strcmp(format, "csv") != 0, /* csv does not say it */
	};
	if (gather->tcp != gather->udp) {
		about->proto = gather->tcp ? IPPROTO_TCP : IPPROTO_UDP;
		about->port_set = gather->tcp ? gather->tcp_ports : gather->udp_ports;
	}
}

int mst_sorted_rows(struct mst_rows **out, struct mst_gather *gather, const char *format, struct mst_error *err)
{
	struct sorted *sorted = calloc(1, sizeof *sorted);
	char *name = malloc(MST_NAME_MAX + 1);
	int code;

	*out = NULL;
	if (!sorted || !name) {
		free(sorted);
		free(name);
		mst_gather_free(gather);
		return mst_fail(err, -ENOMEM, "no memory for rows");
	}
	sorted->rows.kind = &kind;
	sorted->name = name;
	sorted->gather = *gather;
	*gather = (struct mst_gather){ 0 };
	fill_about(&sorted->rows.about, &sorted->gather, format);
	code = mst_merge_open(&sorted->merge, &sorted->gather.spool, &sorted->none, EVERY_STATE, err);
	if (code < 0) {
		close_rows(&sorted->rows);
		return code;
	}
	*out = &sorted->rows;
	return 0;
}
