/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_round.c - see fixture_round.h. */
#include "unit/round/fixture_round.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>

#include "track/verdict.h"

#define SEED 2026
#define START_NS (UINT64_C(8) << 30)

static struct mst_tx *const no_engines[MST_LANES_MAX];

static struct fixture *begin(const char *targets, unsigned lanes)
{
	struct fixture *fixture = aligned_alloc(_Alignof(struct fixture), sizeof *fixture);
	struct mst_error err = { "" };

	cr_assert_not_null(fixture);
	*fixture = (struct fixture){ .targets = mst_targets_new(), .config = mst_scan_defaults(), .now_ns = START_NS };
	cr_assert_eq(mst_targets_add(fixture->targets, targets, &err), 0, "%s", err.text);
	cr_assert_eq(mst_targets_close(fixture->targets, &err), 0, "%s", err.text);
	fixture->config.probing.targets = fixture->targets;
	fixture->config.rate.pps = 1; /* the smallest roll */
	fixture->config.threads.lanes = lanes;
	fixture->config.retry.timeout_ns = FIXTURE_TIMEOUT_NS;
	fixture->config.header.source_port_first = 20000;
	fixture->config.header.source_port_last = 36383;
	fixture->config.order.seeded = true;
	fixture->config.order.seed = SEED;
	mst_run_open(&fixture->run);
	return fixture;
}

/* That of the recorded stories, which were made while a seed gave the key. */
static struct mst_key fixed_key(enum mst_question question)
{
	struct mst_key key, seed = { { SEED, question == MST_ASK_PORTS } };

	for (uint64_t word = 0; word < 2; word++)
		key.words[word] = mst_siphash(&seed, &word, 1);
	return key;
}

static void plan(struct fixture *fixture)
{
	struct mst_common common = { .hosts = NULL };
	struct mst_error err = { "" };

	common.key = fixed_key(fixture->config.probing.question);
	cr_assert_eq(mst_plan_open(&fixture->plan, &fixture->config, MST_PHASE_ASKED, &common, &err), 0, "%s",
	             err.text);
}

static void open_round(struct fixture *fixture)
{
	struct mst_round_parts parts = {
		.plan = &fixture->plan,
		.run = &fixture->run,
		.captures = &fixture->captures,
		.tx = no_engines,
	};
	struct mst_error err = { "" };

	cr_assert_eq(mst_round_open(&fixture->round, &parts, &err), 0, "%s", err.text);
	fixture->round.receiver->now_ns = UINT64_MAX; /* no answer comes from the future */
}

static struct fixture *begin_ports(const char *targets, const char *ports, unsigned lanes)
{
	struct fixture *fixture = begin(targets, lanes);
	struct mst_error err = { "" };

	cr_assert_eq(mst_ports_add(&fixture->ports, ports, &err), 0, "%s", err.text);
	fixture->config.probing.question = MST_ASK_PORTS;
	fixture->config.probing.ports = &fixture->ports;
	return fixture;
}

static struct fixture *end(struct fixture *fixture)
{
	plan(fixture);
	open_round(fixture);
	return fixture;
}

struct fixture *fixture_new(const char *targets, const char *ports, unsigned lanes)
{
	return end(begin_ports(targets, ports, lanes));
}

struct fixture *fixture_new_udp(const char *targets, const char *ports)
{
	struct fixture *fixture = begin_ports(targets, ports, 1);

	fixture->config.probing.udp = true;
	return end(fixture);
}

struct fixture *fixture_new_from(const char *targets, const char *ports, uint16_t source_port)
{
	struct fixture *fixture = begin_ports(targets, ports, 1);

	fixture->config.header.source_port_first = fixture->config.header.source_port_last = source_port;
	return end(fixture);
}

struct fixture *fixture_new_syns(const char *targets, const char *ports, enum mst_syn_options which)
{
	struct fixture *fixture = begin_ports(targets, ports, 1);

	fixture->config.header.syn_options = which;
	return end(fixture);
}

struct fixture *fixture_new_hosts(const char *targets, const char *probes, unsigned retries,
                                  enum mst_detect detect_proxies)
{
	struct fixture *fixture = begin(targets, 1);

	fixture->config.probing.probes = probes;
	fixture->config.retry.count = retries;
	fixture->config.probing.detect_proxies = detect_proxies;
	fixture->config.rate.pps = MST_RATE_AUTO;
	plan(fixture);
	for (size_t i = 0; i < fixture->plan.paths.count; i++)
		fixture->plan.paths.paths[i].kind = MST_PATH_UNICAST;
	open_round(fixture);
	return fixture;
}

void fixture_free(struct fixture *fixture)
{
	cr_assert_str_eq(fixture_words(fixture), "", "left unread");
	mst_round_close(&fixture->round);
	mst_plan_close(&fixture->plan);
	mst_targets_free(fixture->targets);
	mst_run_close(&fixture->run);
	free(fixture);
}

static struct packet aim(const struct fixture *fixture, const struct mst_addr *addr, uint16_t port,
                         struct mst_ticket ticket)
{
	const struct mst_route_out *route = mst_plan_route(&fixture->plan, addr, 0);
	struct mst_aim aim = { *addr, port, ticket, fixture->now_ns };
	const struct mst_template *template;
	struct packet packet = { 0 };

	cr_assert_not_null(route);
	template = &route->templates[0];
	template->kind->aim(packet.bytes, template, &fixture->plan.setup, &aim);
	packet.length = template->length;
	return packet;
}

struct packet fixture_frame(const struct fixture *fixture, const char *addr, uint16_t port, struct mst_ticket ticket)
{
	struct mst_addr target;

	cr_assert_eq(mst_addr_parse(&target, addr), 0);
	return aim(fixture, &target, port, ticket);
}

struct packet fixture_ask_at(struct fixture *fixture, uint64_t position)
{
	struct mst_question_at question = mst_space_at(&fixture->plan.space, position);
	uint32_t slot;

	cr_assert(mst_roll_has_room(&fixture->round.shared.rolls[0].of[MST_ASK]));
	slot = mst_roll_arm(&fixture->round.shared.rolls[0].of[MST_ASK], &question.addr, question.port,
	                    fixture->now_ns);
	mst_count(&fixture->round.shared.published[0].counts.asked, 1);
	if (fixture->plan.probing.by_key)
		mst_index_put(fixture->round.shared.index, 0, slot, &question.addr, question.port);
	if (mst_load(&fixture->round.shared.egresses[0].next_position, relaxed) <= position)
		mst_store(&fixture->round.shared.egresses[0].next_position, position + 1, relaxed);
	return aim(fixture, &question.addr, question.port, (struct mst_ticket){ .slot = slot, .attempt = 1 });
}

struct packet fixture_ask(struct fixture *fixture, const char *addr, uint16_t port)
{
	struct mst_addr target;
	uint64_t position;

	cr_assert_eq(mst_addr_parse(&target, addr), 0);
	cr_assert(mst_space_find(&fixture->plan.space, &target, port, &position), "%s:%u is no target", addr, port);
	return fixture_ask_at(fixture, position);
}

static struct mst_due next_due(struct fixture *fixture)
{
	struct mst_due due;

	if (mst_roll_due(&fixture->round.shared.rolls[0].of[MST_ASK], fixture->now_ns, &due))
		return due;
	fixture->now_ns += FIXTURE_STEP_NS;
	cr_assert(mst_roll_due(&fixture->round.shared.rolls[0].of[MST_ASK], fixture->now_ns, &due),
	          "nothing is in flight");
	return due;
}

struct packet fixture_ask_again(struct fixture *fixture)
{
	struct mst_due due = next_due(fixture);

	cr_assert(mst_roll_again(&fixture->round.shared.rolls[0].of[MST_ASK], &due, fixture->now_ns));
	return aim(fixture, &due.addr, due.port,
	           (struct mst_ticket){ .slot = due.slot, .attempt = (uint8_t)(due.attempt + 1) });
}

void fixture_give_up(struct fixture *fixture, enum mst_standing standing)
{
	struct mst_due due = next_due(fixture);

	cr_assert(mst_roll_give_up(&fixture->round.shared.rolls[0].of[MST_ASK], &due, standing));
}

void fixture_feed(struct fixture *fixture, struct packet packet)
{
	mst_receiver_read(fixture->round.receiver, DLT_RAW, fixture->now_ns + FIXTURE_RTT_NS, packet.bytes,
	                  packet.length);
}

static void report(struct fixture *fixture, const struct mst_result *result, const struct mst_note *note)
{
	char addr[MST_ADDR_TEXT], from[MST_ADDR_TEXT], icmp[32] = "", was[32] = "";
	size_t room = sizeof fixture->words - fixture->words_length;
	int length;

	mst_addr_format(&result->addr, addr);
	mst_addr_format(&result->from, from);
	if (result->icmp_type)
		snprintf(icmp, sizeof icmp, " icmp %u/%u", result->icmp_type, result->icmp_code);
	if (note)
		snprintf(was, sizeof was, "%s%s", note->beyond ? " beyond" : " was ",
		         note->beyond ? ""
		                      : mst_state_name(mst_verdict_state((enum mst_standing)note->was,
		                                                         fixture->plan.probing.about)));
	length = snprintf(fixture->words + fixture->words_length, room,
	                  "%s:%u %s %s from %s%s ttl %u try %u/%u rtt %lld%s\n", addr, result->port,
	                  mst_state_name((enum mst_state)result->state),
	                  mst_reason_name((enum mst_reason)result->reason), from, icmp, result->ttl, result->attempt,
	                  result->attempts, (long long)result->rtt_ns, was);
	cr_assert(length > 0 && (size_t)length < room);
	fixture->words_length += (size_t)length;
}

static void report_all(struct fixture *fixture, struct mst_outbox *outbox)
{
	struct mst_inbox inbox = { .outboxes = { outbox }, .count = 1 };
	struct mst_batch *batch;

	mst_outbox_flush(outbox);
	while ((batch = mst_inbox_take(&inbox))) {
		for (uint32_t i = 0; i < batch->count; i++)
			report(fixture, &batch->results[i], batch->amends ? &batch->notes[i] : NULL);
		mst_inbox_give_back(batch);
	}
}

/* Amendments last, as the reporter tells them. */
const char *fixture_words(struct fixture *fixture)
{
	fixture->words_length = 0;
	fixture->words[0] = '\0';
	for (unsigned i = 0; i < fixture->plan.egresses.lanes + 2; i++)
		report_all(fixture, &fixture->round.shared.verdicts[i]);
	return fixture->words;
}

struct mst_scan_stats fixture_counts(const struct fixture *fixture)
{
	struct mst_scan_stats stats = { 0 };

	mst_round_add_counts(&fixture->round, &stats);
	return stats;
}

void fixture_expect(struct fixture *fixture, const char *words)
{
	const char *got = fixture_words(fixture);

	cr_assert_str_eq(got, words, "got:\n%sexpected:\n%s", got, words);
}

void fixture_expect_nothing(struct fixture *fixture, uint64_t strays, uint64_t malformed)
{
	struct mst_scan_stats counts = fixture_counts(fixture);

	fixture_expect(fixture, "");
	cr_assert_eq(counts.strays, strays, "%lu strays", (unsigned long)counts.strays);
	cr_assert_eq(counts.malformed, malformed, "%lu malformed", (unsigned long)counts.malformed);
	cr_assert_eq(counts.answers, 0);
	cr_assert_eq(counts.duplicates, 0);
	cr_assert_eq(counts.received, strays + malformed);
}

const char *fixture_addr_at(struct fixture *fixture, uint64_t position)
{
	struct mst_question_at question = mst_space_at(&fixture->plan.space, position);

	mst_addr_format(&question.addr, fixture->addr);
	return fixture->addr;
}
