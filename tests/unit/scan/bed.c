/* bed.c - see bed.h. */
#include "unit/scan/bed.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>

#include "track/verdict.h"

#define SEED 2026
#define START_NS (UINT64_C(8) << 30)

static struct mst_tx *const no_engines[MST_LANES_MAX];

static struct bed *begin(const char *targets, unsigned lanes)
{
	struct bed *bed = aligned_alloc(_Alignof(struct bed), sizeof *bed);
	struct mst_error err = { "" };

	cr_assert_not_null(bed);
	*bed = (struct bed){ .targets = mst_targets_new(), .config = mst_scan_defaults(), .now_ns = START_NS };
	cr_assert_eq(mst_targets_add(bed->targets, targets, &err), 0, "%s", err.text);
	cr_assert_eq(mst_targets_close(bed->targets, &err), 0, "%s", err.text);
	bed->config.targets = bed->targets;
	bed->config.rate_pps = 1; /* the smallest roll */
	bed->config.lanes = lanes;
	bed->config.timeout_ns = BED_TIMEOUT_NS;
	bed->config.source_port_first = 20000;
	bed->config.source_port_last = 36383;
	bed->config.seeded = true;
	bed->config.seed = SEED;
	pthread_mutex_init(&bed->gear.trouble.lock, NULL);
	return bed;
}

static void plan(struct bed *bed)
{
	struct mst_error err = { "" };

	cr_assert_eq(mst_plan_open(&bed->plan, &bed->config, MST_PHASE_ASKED, &err), 0, "%s", err.text);
}

static void open_round(struct bed *bed)
{
	struct mst_error err = { "" };

	cr_assert_eq(mst_round_open(&bed->round, &bed->plan, &bed->gear, no_engines, &err), 0, "%s", err.text);
	bed->round.receiver->now_ns = UINT64_MAX; /* no answer comes from the future */
}

struct bed *bed_new(const char *targets, const char *ports, unsigned lanes)
{
	struct bed *bed = begin(targets, lanes);
	struct mst_error err = { "" };

	cr_assert_eq(mst_ports_add(&bed->ports, ports, &err), 0, "%s", err.text);
	bed->config.question = MST_ASK_PORTS;
	bed->config.ports = &bed->ports;
	plan(bed);
	open_round(bed);
	return bed;
}

struct bed *bed_new_hosts(const char *targets, const char *probes, unsigned retries, enum mst_canary canary)
{
	struct bed *bed = begin(targets, 1);

	bed->config.probes = probes;
	bed->config.retries = retries;
	bed->config.canary = canary;
	bed->config.rate_pps = MST_RATE_AUTO;
	plan(bed);
	for (size_t i = 0; i < bed->plan.paths.count; i++)
		bed->plan.paths.paths[i].kind = MST_PATH_UNICAST;
	open_round(bed);
	return bed;
}

void bed_free(struct bed *bed)
{
	cr_assert_str_eq(bed_words(bed), "", "left unread");
	mst_round_close(&bed->round);
	mst_plan_close(&bed->plan);
	mst_targets_free(bed->targets);
	pthread_mutex_destroy(&bed->gear.trouble.lock);
	free(bed);
}

static struct packet aim(const struct bed *bed, const struct mst_addr *addr, uint16_t port, struct mst_ticket ticket)
{
	const struct mst_path *path = mst_paths_for(&bed->plan.paths, addr);
	struct mst_aim aim = { *addr, port, ticket, bed->now_ns };
	const struct mst_template *template;
	struct packet packet = { 0 };

	cr_assert_not_null(path);
	template = mst_plan_template(&bed->plan, path, 0);
	template->kind->aim(packet.bytes, template, &bed->plan.setup, &aim);
	packet.length = template->length;
	return packet;
}

struct packet bed_frame(const struct bed *bed, const char *addr, uint16_t port, struct mst_ticket ticket)
{
	struct mst_addr target;

	cr_assert_eq(mst_addr_parse(&target, addr), 0);
	return aim(bed, &target, port, ticket);
}

struct packet bed_ask_at(struct bed *bed, uint64_t position)
{
	struct mst_question_at question = mst_space_at(&bed->plan.space, position);
	uint32_t slot;

	cr_assert(mst_roll_has_room(&bed->round.lanes[0].roll));
	slot = mst_roll_arm(&bed->round.lanes[0].roll, &question.addr, question.port, bed->now_ns);
	if (mst_load(&bed->round.ways[0].next_position, relaxed) <= position)
		mst_store(&bed->round.ways[0].next_position, position + 1, relaxed);
	return aim(bed, &question.addr, question.port, (struct mst_ticket){ .slot = slot, .attempt = 1 });
}

struct packet bed_ask(struct bed *bed, const char *addr, uint16_t port)
{
	struct mst_addr target;
	uint64_t position;

	cr_assert_eq(mst_addr_parse(&target, addr), 0);
	cr_assert(mst_space_find(&bed->plan.space, &target, port, &position), "%s:%u is no target", addr, port);
	return bed_ask_at(bed, position);
}

static struct mst_due next_due(struct bed *bed)
{
	struct mst_due due;

	if (mst_roll_due(&bed->round.lanes[0].roll, bed->now_ns, &due))
		return due;
	bed->now_ns += BED_STEP_NS;
	cr_assert(mst_roll_due(&bed->round.lanes[0].roll, bed->now_ns, &due), "nothing is in flight");
	return due;
}

struct packet bed_ask_again(struct bed *bed)
{
	struct mst_due due = next_due(bed);

	cr_assert(mst_roll_again(&bed->round.lanes[0].roll, &due, bed->now_ns));
	return aim(bed, &due.addr, due.port,
	           (struct mst_ticket){ .slot = due.slot, .attempt = (uint8_t)(due.attempt + 1) });
}

void bed_give_up(struct bed *bed, enum mst_standing standing)
{
	struct mst_due due = next_due(bed);

	cr_assert(mst_roll_give_up(&bed->round.lanes[0].roll, &due, standing));
}

void bed_feed(struct bed *bed, struct packet packet)
{
	mst_receiver_read(bed->round.receiver, DLT_RAW, bed->now_ns + BED_RTT_NS, packet.bytes, packet.length);
}

static void say(struct bed *bed, const struct mst_result *result, const struct mst_note *note)
{
	char addr[MST_ADDR_TEXT], from[MST_ADDR_TEXT], icmp[32] = "", was[32] = "";
	size_t room = sizeof bed->words - bed->words_length;
	int length;

	mst_addr_format(&result->addr, addr);
	mst_addr_format(&result->from, from);
	if (result->icmp_type)
		snprintf(icmp, sizeof icmp, " icmp %u/%u", result->icmp_type, result->icmp_code);
	if (note)
		snprintf(was, sizeof was, "%s%s", note->beyond ? " beyond" : " was ",
		         note->beyond ? "" : mst_state_name(mst_verdict_state((enum mst_standing)note->was, bed->plan.about)));
	length = snprintf(bed->words + bed->words_length, room, "%s:%u %s %s from %s%s ttl %u try %u/%u rtt %lld%s\n",
	                  addr, result->port, mst_state_name((enum mst_state)result->state),
	                  mst_reason_name((enum mst_reason)result->reason), from, icmp, result->ttl, result->attempt,
	                  result->attempts, (long long)result->rtt_ns, was);
	cr_assert(length > 0 && (size_t)length < room);
	bed->words_length += (size_t)length;
}

static void say_all(struct bed *bed, struct mst_outbox *outbox)
{
	struct mst_inbox inbox = { .outboxes = { outbox }, .count = 1 };
	struct mst_batch *batch;

	mst_outbox_flush(outbox);
	while ((batch = mst_inbox_take(&inbox))) {
		for (uint32_t i = 0; i < batch->count; i++)
			say(bed, &batch->results[i], batch->amends ? &batch->notes[i] : NULL);
		mst_inbox_give_back(batch);
	}
}

/* Amendments last, as the reporter tells them. */
const char *bed_words(struct bed *bed)
{
	bed->words_length = 0;
	bed->words[0] = '\0';
	for (unsigned i = 0; i < bed->plan.lanes; i++)
		say_all(bed, &bed->round.lanes[i].outbox);
	say_all(bed, &bed->round.receiver->verdicts);
	say_all(bed, &bed->round.receiver->news);
	return bed->words;
}

struct mst_scan_stats bed_counts(const struct bed *bed)
{
	struct mst_scan_stats stats = { 0 };

	mst_round_add_counts(&bed->round, &stats);
	return stats;
}

void bed_expect(struct bed *bed, const char *words)
{
	const char *got = bed_words(bed);

	cr_assert_str_eq(got, words, "got:\n%sexpected:\n%s", got, words);
}

void bed_expect_nothing(struct bed *bed, uint64_t strays, uint64_t malformed)
{
	struct mst_scan_stats counts = bed_counts(bed);

	bed_expect(bed, "");
	cr_assert_eq(counts.strays, strays, "%lu strays", (unsigned long)counts.strays);
	cr_assert_eq(counts.malformed, malformed, "%lu malformed", (unsigned long)counts.malformed);
	cr_assert_eq(counts.answers, 0);
	cr_assert_eq(counts.duplicates, 0);
	cr_assert_eq(counts.received, strays + malformed);
}

const char *bed_addr_at(struct bed *bed, uint64_t position)
{
	struct mst_question_at question = mst_space_at(&bed->plan.space, position);

	mst_addr_format(&question.addr, bed->addr);
	return bed->addr;
}
