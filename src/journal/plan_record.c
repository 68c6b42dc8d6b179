/* SPDX-License-Identifier: BSD-2-Clause */
/* plan_record.c - writes and compares a plan; see plan_record.h. plan_reading.c reads it. */
#include "journal/plan_record.h"

#include "journal/targets_record.h"

struct source {
	const struct mst_journal_plan *plan;
	const struct mst_scan_config *config;
	const struct mst_run_words *words;
};

static void put_identity(struct mst_bytes *out, const struct source *from)
{
	mst_bytes_put_text(out, from->words->id);
	mst_bytes_put_u8(out, from->words->kept);
}

static void put_command(struct mst_bytes *out, const struct source *from)
{
	const struct mst_run_words *words = from->words;

	mst_bytes_put_text(out, words->line);
	mst_bytes_put_text(out, words->folder);
	mst_bytes_put_varint(out, words->argument_count);
	for (size_t i = 0; i < words->argument_count; i++)
		mst_bytes_put_text(out, words->arguments[i]);
}

static void put_question(struct mst_bytes *out, const struct source *from)
{
	mst_bytes_put_varint(out, from->config->probing.question);
	mst_bytes_put_u8(out, from->config->probing.udp);
}

static void put_probes(struct mst_bytes *out, const struct source *from)
{
	const char *probes = from->config->probing.probes;

	mst_bytes_put_text(out, probes ? probes : MST_PROBES_USUAL);
}

static void put_payloads(struct mst_bytes *out, const struct source *from)
{
	mst_bytes_put_le64(out, from->plan->payload_hash);
}

/* The first key of an order is a bijection of its seed (SplitMix64): the seed is what gives that key. */
static uint64_t seed_of(const struct mst_space *space)
{
	uint64_t z = space->wide ? space->permute_wide.keys[0] : space->permute.keys[0];

	z = (z ^ z >> 31 ^ z >> 62) * 0x319642b2d24d8ec3; /* the inverse of 0x94d049bb133111eb modulo 2^64 */
	z = (z ^ z >> 27 ^ z >> 54) * 0x96de1b173f119089; /* of 0xbf58476d1ce4e5b9 */
	return (z ^ z >> 30 ^ z >> 60) - 0x9e3779b97f4a7c15;
}

static void put_seed(struct mst_bytes *out, const struct source *from)
{
	mst_bytes_put_le64(out, seed_of(from->plan->rounds[from->plan->round_count - 1].space));
}

static void put_slice(struct mst_bytes *out, const struct source *from)
{
	const struct mst_scan_order *order = &from->config->order;

	mst_bytes_put_double(out, order->sample);
	mst_bytes_put_varint(out, order->max_targets);
	mst_bytes_put_varint(out, order->shard);
	mst_bytes_put_varint(out, order->shards);
}

static void put_order(struct mst_bytes *out, const struct source *from)
{
	mst_bytes_put_varint(out, MST_ORDER_VERSION);
	for (size_t i = 0; i < from->plan->round_count; i++) {
		const struct mst_space *space = from->plan->rounds[i].space;
		const uint64_t *keys = space->wide ? space->permute_wide.keys : space->permute.keys;

		for (int key = 0; key < MST_PERMUTE_ROUNDS; key++)
			mst_bytes_put_le64(out, keys[key]);
		mst_bytes_put_le64(out, (uint64_t)mst_space_index(space, space->begin));
	}
}
_Static_assert(MST_PERMUTE_ROUNDS == 4 && MST_PERMUTE_WIDE_ROUNDS == 4, "the keys of a round");

static bool has_ports(const struct source *from)
{
	return from->config->probing.question == MST_ASK_PORTS && from->config->probing.ports;
}

static void put_all_ports(struct mst_bytes *out, const struct source *from)
{
	if (has_ports(from))
		mst_put_ports(out, from->config->probing.ports);
}

static void put_endpoints(struct mst_bytes *out, const struct source *from)
{
	const struct mst_space_pairs *pairs = from->plan->rounds[from->plan->round_count - 1].space->pairs;

	for (uint32_t target = 0; pairs && target < pairs->targets; target++) {
		uint32_t first = pairs->firsts[target], end = pairs->firsts[target + 1], last = 0;

		mst_bytes_put_varint(out, end - first);
		for (; first < end; first++) {
			mst_bytes_put_varint(out, pairs->ports[first] - last);
			last = pairs->ports[first];
		}
	}
}

/* A set that is the same as the one written last needs one byte. */
static void put_set(struct mst_bytes *out, const struct mst_targets *targets, struct mst_bytes *last)
{
	struct mst_bytes set = { 0 };

	mst_put_targets(&set, targets);
	if (last->count == set.count && set.count > 0 && memcmp(last->bytes, set.bytes, set.count) == 0) {
		mst_bytes_put_u8(out, 1);
	} else {
		mst_bytes_put_u8(out, 0);
		mst_bytes_put_bytes(out, set.bytes, set.count);
	}
	out->failed |= set.failed;
	mst_bytes_free(last);
	*last = set;
}

static void put_asked(struct mst_bytes *out, const struct source *from)
{
	struct mst_bytes last = { 0 };

	for (size_t i = 0; i < from->plan->round_count; i++)
		put_set(out, from->plan->rounds[i].space->targets, &last);
	mst_bytes_free(&last);
}

/* The targets as they were given; those of the last round lack addresses that cannot be asked. */
static void put_targets(struct mst_bytes *out, const struct source *from)
{
	const struct mst_targets *asked = from->plan->rounds[from->plan->round_count - 1].space->targets;
	struct mst_bytes last = { 0 };

	mst_put_targets(&last, asked);
	put_set(out, from->config->probing.targets ? from->config->probing.targets : asked, &last);
	mst_bytes_free(&last);
}

static void put_names(struct mst_bytes *out, const struct source *from)
{
	if (from->config->probing.targets)
		mst_put_names(out, from->config->probing.targets);
	else
		mst_bytes_put_varint(out, 0);
}

/* Silence of ports is about hosts of the round before, which must have a set of those that were up. */
static bool records_silence(const struct mst_journal_plan *plan, size_t round)
{
	bool sparse = mst_space_is_sparse(plan->rounds[round].space);

	return sparse || (round > 0 && plan->rounds[round - 1].space->wide);
}

static void put_rounds(struct mst_bytes *out, const struct source *from)
{
	mst_bytes_put_varint(out, from->plan->round_count);
	for (size_t i = 0; i < from->plan->round_count; i++) {
		const struct mst_journal_round *round = &from->plan->rounds[i];

		mst_bytes_put_u8(out, round->about_ports);
		mst_bytes_put_u8(out, round->about_ports ? round->proto : 0);
		mst_bytes_put_varint128(out, round->space->origin);
		mst_bytes_put_varint(out, round->space->begin);
		mst_bytes_put_varint(out, round->space->end);
	}
}

static void put_silence(struct mst_bytes *out, const struct source *from)
{
	for (size_t i = 0; i < from->plan->round_count; i++) {
		mst_bytes_put_u8(out, from->plan->rounds[i].attempts);
		mst_bytes_put_u8(out, records_silence(from->plan, i));
	}
}

/* The order matters: what is compared first names what differs. */
static const struct part {
	enum mst_plan_part letter;
	void (*put)(struct mst_bytes *out, const struct source *from);
	const char *differs; /* what differs, in a sentence; NULL: it may differ */
} parts[] = {
	{ MST_PART_IDENTITY, put_identity, NULL },
	{ MST_PART_COMMAND, put_command, NULL },
	{ MST_PART_QUESTION, put_question, "what is asked of the targets" },
	{ MST_PART_TARGETS, put_targets, NULL },
	{ MST_PART_NAMES, put_names, NULL },
	{ MST_PART_PORTS, put_all_ports, "the ports" },
	{ MST_PART_PROBES, put_probes, "the probes" },
	{ MST_PART_PAYLOADS, put_payloads, "the payloads" },
	{ MST_PART_SLICE, put_slice, "the part of the order (shard, sample, maximum)" },
	{ MST_PART_ASKED, put_asked, "the targets" },
	{ MST_PART_ENDPOINTS, put_endpoints, "which ports are asked of which targets" },
	{ MST_PART_ROUNDS, put_rounds, "the number of targets, or what is asked before their ports" },
	{ MST_PART_SILENCE, put_silence, NULL },
	{ MST_PART_SEED, put_seed, "the seed" },
	{ MST_PART_ORDER, put_order, "the order of the targets (its seed or its version)" },
};
#define PARTS (sizeof parts / sizeof parts[0])

void mst_plan_put(struct mst_bytes *payload, const struct mst_journal_plan *plan, const struct mst_run_words *words)
{
	const struct source from = { plan, plan->config, words };

	for (size_t i = 0; i < PARTS; i++) {
		struct mst_bytes part = { 0 };

		parts[i].put(&part, &from);
		if (parts[i].letter == MST_PART_ENDPOINTS && part.count == 0)
			continue; /* a version that does not know it asks every port of every target */
		mst_bytes_put_u8(payload, (uint8_t)parts[i].letter);
		mst_bytes_put_varint(payload, part.count);
		mst_bytes_put_bytes(payload, part.bytes, part.count);
		payload->failed |= part.failed;
		mst_bytes_free(&part);
	}
}

/* ---- comparing ---- */

bool mst_plan_part(struct mst_reader *part, const uint8_t *bytes, size_t count, enum mst_plan_part letter)
{
	struct mst_reader r = mst_reader_over(bytes, count);

	while (r.left > 0) {
		uint8_t here = mst_read_u8(&r);
		size_t length = (size_t)mst_read_varint_to(&r, r.left);
		const uint8_t *at = mst_read_bytes(&r, length);

		if (r.short_read)
			break;
		if (here == (uint8_t)letter) {
			*part = mst_reader_over(at, length);
			return true;
		}
	}
	*part = mst_reader_over(NULL, 0);
	return false;
}

const char *mst_plan_differs(const uint8_t *old, size_t old_count, const uint8_t *new, size_t new_count)
{
	for (size_t i = 0; i < PARTS; i++) {
		struct mst_reader a, b;

		mst_plan_part(&a, old, old_count, parts[i].letter);
		mst_plan_part(&b, new, new_count, parts[i].letter);
		if (parts[i].differs && (a.left != b.left || (a.left > 0 && memcmp(a.at, b.at, a.left) != 0)))
			return parts[i].differs;
	}
	return NULL;
}
