/* SPDX-License-Identifier: BSD-2-Clause */
/* plan_reading.c - reads a plan; see plan_record.h. */
#include <errno.h>
#include <stdlib.h>

#include "journal/plan_record.h"
#include "journal/targets_record.h"

#define WORDS_MAX 65536 /* of a command line */

/* What is read before the spaces can be made. */
struct reading {
	struct mst_run_plan *plan;
	uint64_t keys[MST_JOURNAL_ROUNDS][MST_PERMUTE_ROUNDS];
	uint64_t checks[MST_JOURNAL_ROUNDS]; /* the low bits of the index of the first position */
	mst_uint128 origins[MST_JOURNAL_ROUNDS];
	uint64_t begins[MST_JOURNAL_ROUNDS], ends[MST_JOURNAL_ROUNDS];
};

static int was_read(const struct mst_reader *r)
{
	return r->short_read ? -EBADMSG : 0;
}

/* A text that is there: NULL is a short read, or no memory. */
static int read_text(struct mst_reader *r, char **text)
{
	*text = mst_read_text(r);
	return *text ? 0 : r->short_read ? -EBADMSG : -ENOMEM;
}

static int read_identity(struct mst_reader *r, struct reading *reading)
{
	struct mst_run_words *words = &reading->plan->words;
	char *id;
	int code = read_text(r, &id);

	if (code < 0)
		return code;
	if (strlen(id) >= sizeof words->id)
		r->short_read = true;
	else
		strcpy(words->id, id);
	free(id);
	words->kept = mst_read_u8(r) & 1;
	return was_read(r);
}

static int read_command(struct mst_reader *r, struct reading *reading)
{
	struct mst_run_words *words = &reading->plan->words;
	int code = read_text(r, &words->line);
	uint64_t count;

	if (code == 0)
		code = read_text(r, &words->folder);
	if (code < 0)
		return code;
	count = mst_read_varint_to(r, r->left < WORDS_MAX ? r->left : WORDS_MAX);
	words->arguments = calloc((size_t)count + 1, sizeof *words->arguments);
	if (!words->arguments)
		return -ENOMEM;
	for (; words->argument_count < count; words->argument_count++) {
		code = read_text(r, &words->arguments[words->argument_count]);
		if (code < 0)
			return code;
	}
	return was_read(r);
}

static int read_question(struct mst_reader *r, struct reading *reading)
{
	reading->plan->question = (enum mst_question)mst_read_varint_to(r, MST_ASK_PORTS);
	reading->plan->udp = mst_read_u8(r) & 1;
	return was_read(r);
}

static int read_ports(struct mst_reader *r, struct reading *reading)
{
	if (r->left == 0)
		return 0;
	reading->plan->ports = calloc(1, sizeof *reading->plan->ports);
	return reading->plan->ports ? mst_read_ports(r, reading->plan->ports) : -ENOMEM;
}

static int read_rounds(struct mst_reader *r, struct reading *reading)
{
	struct mst_run_plan *plan = reading->plan;

	plan->round_count = (size_t)mst_read_varint_to(r, MST_JOURNAL_ROUNDS);
	for (size_t i = 0; i < plan->round_count; i++) {
		struct mst_silence *silence = &plan->rounds[i].silence;

		silence->about_ports = mst_read_u8(r) & 1;
		silence->proto = mst_read_u8(r);
		reading->origins[i] = mst_read_varint128(r);
		reading->begins[i] = mst_read_varint(r);
		reading->ends[i] = mst_read_varint(r);
	}
	return plan->round_count ? was_read(r) : -EBADMSG;
}

/* A set, or that of the one before. */
static int read_set(struct mst_reader *r, struct mst_targets **set, struct mst_targets *before)
{
	uint8_t same = mst_read_u8(r);

	if (r->short_read || same > 1 || (same && !before))
		return -EBADMSG;
	*set = before;
	return same ? 0 : mst_read_targets(r, set);
}

static int read_asked(struct mst_reader *r, struct reading *reading)
{
	struct mst_run_plan *plan = reading->plan;
	int code = 0;

	for (size_t i = 0; i < plan->round_count && code == 0; i++)
		code = read_set(r, &plan->round_targets[i], i > 0 ? plan->round_targets[i - 1] : NULL);
	return code;
}

static int read_targets(struct mst_reader *r, struct reading *reading)
{
	struct mst_run_plan *plan = reading->plan;

	return read_set(r, &plan->targets, plan->round_targets[plan->round_count - 1]);
}

/* Of the last round, which has them all. */
static int read_endpoints(struct mst_reader *r, struct reading *reading)
{
	struct mst_run_plan *plan = reading->plan;
	const struct mst_targets *targets = plan->round_targets[plan->round_count - 1];
	mst_uint128 count = mst_targets_count(targets);

	plan->endpoints = mst_endpoints_new();
	for (mst_uint128 i = 0; plan->endpoints && i < count && !r->short_read; i++) {
		struct mst_addr addr = mst_targets_at(targets, i);
		uint64_t ports = mst_read_varint_to(r, 65536), port = 0;

		for (; ports > 0 && !r->short_read; ports--) {
			port += mst_read_varint_to(r, 65535 - port);
			if (mst_endpoints_add(plan->endpoints, &addr, (uint16_t)port) < 0)
				return -ENOMEM;
		}
	}
	if (!plan->endpoints)
		return -ENOMEM;
	mst_endpoints_close(plan->endpoints);
	return was_read(r);
}

static int read_names(struct mst_reader *r, struct reading *reading)
{
	return mst_read_names(r, reading->plan->targets);
}

static int read_silence(struct mst_reader *r, struct reading *reading)
{
	for (size_t i = 0; i < reading->plan->round_count; i++) {
		reading->plan->rounds[i].silence.attempts = mst_read_u8(r);
		reading->plan->rounds[i].records_silence = mst_read_u8(r) & 1;
	}
	return was_read(r);
}

static int read_seed(struct mst_reader *r, struct reading *reading)
{
	reading->plan->seed = mst_read_le64(r);
	return was_read(r);
}

static int read_order(struct mst_reader *r, struct reading *reading)
{
	uint64_t version = mst_read_varint(r);

	for (size_t i = 0; i < reading->plan->round_count; i++) {
		for (int key = 0; key < MST_PERMUTE_ROUNDS; key++)
			reading->keys[i][key] = mst_read_le64(r);
		reading->checks[i] = mst_read_le64(r);
	}
	if (r->short_read)
		return -EBADMSG;
	return version == MST_ORDER_VERSION ? 0 : -ENOTSUP;
}

/* ---- the spaces ---- */

static int make_space(struct mst_space *space, const struct reading *reading, size_t i)
{
	const struct mst_run_plan *plan = reading->plan;
	const struct mst_ports *ports = plan->rounds[i].silence.about_ports ? plan->ports : NULL;
	uint64_t begin = reading->begins[i], end = reading->ends[i];
	struct mst_slice slice = { .sample = 1, .max_targets = end - begin, .shard = 1, .shards = 1 };
	uint64_t *keys;
	int code;

	if (begin >= end || (plan->rounds[i].silence.about_ports && !ports))
		return -EBADMSG;
	code = mst_space_init_pairs(space, plan->round_targets[i], ports, plan->endpoints, &slice, 0, NULL);
	if (code < 0)
		return code == -ENOMEM ? code : -EBADMSG;
	if (reading->origins[i] > space->size || end > space->size - reading->origins[i] ||
	    (reading->origins[i] != 0 && !space->wide))
		return -EBADMSG;
	space->origin = reading->origins[i];
	space->begin = begin;
	space->end = end;
	keys = space->wide ? space->permute_wide.keys : space->permute.keys;
	memcpy(keys, reading->keys[i], sizeof reading->keys[i]);
	return (uint64_t)mst_space_index(space, begin) == reading->checks[i] ? 0 : -ENOTSUP;
}

/* In a space of 64 bits or less, silence has a meaning without a record. */
static int make_round(const struct reading *reading, size_t i)
{
	struct mst_run_plan *plan = reading->plan;
	struct mst_round_log *round = &plan->rounds[i];
	int code = make_space(&round->space, reading, i);

	if (code < 0)
		return code;
	mst_settled_init(&round->settled, round->space.begin);
	if (!round->records_silence && mst_space_is_sparse(&round->space))
		return -EBADMSG;
	if (i == 0 || round->records_silence)
		return 0;
	if (!round->silence.about_ports || plan->rounds[0].silence.about_ports || plan->rounds[0].space.wide)
		return -EBADMSG;
	round->silence.hosts = plan->round_targets[0];
	round->silence.up = &plan->up;
	return 0;
}

/* What is read first, the later ones need. */
static const struct part_reader {
	enum mst_plan_part letter;
	int (*read)(struct mst_reader *r, struct reading *reading);
} readers[] = {
	{ MST_PART_IDENTITY, read_identity }, { MST_PART_COMMAND, read_command },
	{ MST_PART_QUESTION, read_question }, { MST_PART_PORTS, read_ports },
	{ MST_PART_ROUNDS, read_rounds },     { MST_PART_ASKED, read_asked },
	{ MST_PART_TARGETS, read_targets },   { MST_PART_NAMES, read_names },
	{ MST_PART_SILENCE, read_silence },   { MST_PART_SEED, read_seed },
	{ MST_PART_ORDER, read_order },       { MST_PART_ENDPOINTS, read_endpoints },
};

int mst_run_plan_read(struct mst_run_plan *plan, const uint8_t *bytes, size_t count)
{
	struct reading reading = { .plan = plan };
	int code = 0;

	for (size_t i = 0; i < sizeof readers / sizeof readers[0] && code == 0; i++) {
		struct mst_reader r;

		if (mst_plan_part(&r, bytes, count, readers[i].letter))
			code = readers[i].read(&r, &reading);
		else if (readers[i].letter != MST_PART_ENDPOINTS)
			code = -EBADMSG;
	}
	for (size_t i = 0; i < plan->round_count && code == 0; i++)
		code = make_round(&reading, i);
	return code;
}

/* ---- freeing ---- */

void mst_run_words_free(struct mst_run_words *words)
{
	for (size_t i = 0; i < words->argument_count; i++)
		free(words->arguments[i]);
	free(words->arguments);
	free(words->line);
	free(words->folder);
	*words = (struct mst_run_words){ 0 };
}

static void free_targets(struct mst_run_plan *plan)
{
	struct mst_targets *last = NULL;

	for (size_t i = 0; i < MST_JOURNAL_ROUNDS; i++) {
		if (plan->round_targets[i] != last)
			mst_targets_free(plan->round_targets[i]);
		last = plan->round_targets[i];
	}
	if (plan->targets != plan->round_targets[0] && plan->targets != plan->round_targets[1])
		mst_targets_free(plan->targets);
}

void mst_run_plan_free(struct mst_run_plan *plan)
{
	mst_run_words_free(&plan->words);
	for (size_t i = 0; i < MST_JOURNAL_ROUNDS; i++) {
		mst_space_free(&plan->rounds[i].space);
		mst_settled_free(&plan->rounds[i].settled);
		mst_journal_news_free(&plan->rounds[i].news);
	}
	mst_position_set_free(&plan->up);
	free_targets(plan);
	mst_endpoints_free(plan->endpoints);
	free(plan->ports);
	free(plan->bytes);
	*plan = (struct mst_run_plan){ 0 };
}
