/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_journal.c - see fixture_journal.h. */
#include "unit/journal/fixture_journal.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const struct mst_slice whole = { .sample = 1, .shard = 1, .shards = 1 };
uint64_t fake_now_ns = SECOND;

static uint64_t fake_now(void)
{
	return fake_now_ns;
}

static uint64_t fake_wall(void)
{
	return NOON + fake_now_ns;
}

static void fake_sleep(uint64_t until_ns)
{
	fake_now_ns = until_ns;
}

const struct mst_journal_means fake_means = { fake_now, fake_wall, fake_sleep, pwritev, NULL };

/* ---- the run ---- */

static struct mst_targets *set_of(const char *text)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_assert_eq(mst_targets_add(targets, text, &err), 0, "%s", err.text);
	cr_assert_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	return targets;
}

static void open_round(struct journal_run *run, const struct mst_ports *ports, bool udp, const struct mst_slice *slice)
{
	size_t number = run->plan.round_count++;
	struct mst_space *space = &run->spaces[number];
	struct mst_error err = { "" };
	size_t count;

	cr_assert_eq(
		mst_space_init_pairs(space, run->targets, ports, run->endpoints, slice, run->config.order.seed, &err),
		0, "%s", err.text);
	run->plan.rounds[number] = (struct mst_journal_round){
		.space = space,
		.about_ports = ports != NULL,
		.proto = !ports ? 0
		         : udp  ? IPPROTO_UDP
		                : IPPROTO_TCP,
		.attempts = 2,
	};
	count = (size_t)(space->end - space->begin);
	run->verdicts[number] = calloc(count, sizeof *run->verdicts[number]);
	run->states[number] = calloc(count, 1);
}

struct journal_run *run_open(const char *targets, const char *ports, bool udp, bool discovers,
                             const struct mst_slice *slice)
{
	return run_open_pairs(targets, ports, udp, discovers, slice, 0);
}

/* Of each target as many of its ports as its number modulo `uneven` says. */
static void choose_endpoints(struct journal_run *run, unsigned uneven)
{
	run->endpoints = mst_endpoints_new();
	for (unsigned i = 0; i < mst_targets_count(run->targets); i++) {
		struct mst_addr addr = mst_targets_at(run->targets, i);
		unsigned left = i % uneven;

		for (uint32_t port = 0; port < 65536 && left > 0; port++) {
			if (!mst_ports_has(&run->ports, (uint16_t)port))
				continue;
			cr_assert_eq(mst_endpoints_add(run->endpoints, &addr, (uint16_t)port), 0);
			left--;
		}
	}
	mst_endpoints_close(run->endpoints);
	run->config.probing.endpoints = run->endpoints;
}

struct journal_run *run_open_pairs(const char *targets, const char *ports, bool udp, bool discovers,
                                   const struct mst_slice *slice, unsigned uneven)
{
	struct journal_run *run = calloc(1, sizeof *run);
	static unsigned number;

	snprintf(run->path, sizeof run->path, "/tmp/mst-journal-%d-%u", getpid(), number++);
	unlink(run->path);
	run->targets = set_of(targets);
	run->dice = 7;
	run->config = mst_scan_defaults();
	run->config.order = (struct mst_scan_order){
		.seeded = true,
		.seed = 1234567,
		.shard = slice->shard,
		.shards = slice->shards,
		.sample = slice->sample,
		.max_targets = slice->max_targets,
	};
	run->config.probing.targets = run->targets;
	run->config.probing.udp = udp;
	run->plan.config = &run->config;
	if (!ports || discovers)
		open_round(run, NULL, udp, ports && !slice->max_targets ? &whole : slice);
	if (ports) {
		run->config.probing.question = MST_ASK_PORTS;
		run->config.probing.ports = &run->ports;
		cr_assert_eq(mst_ports_add(&run->ports, ports, NULL), 0);
		if (uneven)
			choose_endpoints(run, uneven);
		open_round(run, &run->ports, udp, slice);
	}
	return run;
}

void run_free(struct journal_run *run)
{
	mst_journal_close(run->journal);
	unlink(run->path);
	for (size_t i = 0; i < run->plan.round_count; i++) {
		mst_space_free(&run->spaces[i]);
		free(run->verdicts[i]);
		free(run->states[i]);
	}
	mst_targets_free(run->targets);
	mst_endpoints_free(run->endpoints);
	free(run);
}

static void begin(struct journal_run *run)
{
	struct mst_error err = { "" };

	run->journal->file.means = &fake_means;
	cr_assert_eq(mst_journal_begin(run->journal, &run->plan, &err), 0, "%s", err.text);
}

void run_new(struct journal_run *run)
{
	static const char *const words[] = { "sweep", "10.0.0.0/8", "-o", "x.csv" };
	const struct mst_journal_config config = {
		.path = run->path, .line = "muster sweep 10.0.0.0/8 -o x.csv", .arguments = words, .argument_count = 4
	};
	struct mst_error err = { "" };

	cr_assert_eq(mst_journal_new(&run->journal, &config, &err), 0, "%s", err.text);
	begin(run);
}

void run_resume(struct journal_run *run)
{
	const struct mst_journal_config config = { 0 };
	struct mst_error err = { "" };

	mst_journal_close(run->journal);
	cr_assert_eq(mst_journal_resume(&run->journal, run->path, &config, &err), 0, "%s", err.text);
	begin(run);
}

/* ---- verdicts ---- */

struct mst_result run_silent(const struct journal_run *run, size_t round, uint64_t position)
{
	const struct mst_journal_round *plan = &run->plan.rounds[round];
	struct mst_question_at at = mst_space_at(plan->space, position);

	return (struct mst_result){
		.position = position,
		.addr = at.addr,
		.port = at.port,
		.rtt_ns = -1,
		.time_ns = NOON + position * 1000000,
		.proto = plan->proto,
		.state = !plan->about_ports           ? MST_DOWN
		         : plan->proto == IPPROTO_UDP ? MST_OPEN_FILTERED
		                                      : MST_FILTERED,
		.reason = MST_NO_RESPONSE,
		.attempts = 2,
		.about_port = plan->about_ports,
	};
}

static void answer(struct mst_result *result, uint64_t chance)
{
	result->rtt_ns = (int64_t)(chance % 50000000);
	result->ttl = (uint8_t)(40 + chance % 30);
	result->attempt = (uint8_t)(1 + chance % 2);
	result->attempts = 2;
	result->from = result->addr;
	result->proto = result->about_port ? result->proto : IPPROTO_ICMP;
	result->state = result->about_port ? MST_OPEN : MST_UP;
	result->reason = result->about_port ? MST_SYN_ACK : MST_ECHO_REPLY;
	if (chance % 5 == 0) {
		result->has_mac = true;
		memcpy(result->mac, &chance, sizeof result->mac);
	}
}

static struct mst_result some_verdict(struct journal_run *run, size_t round, uint64_t position)
{
	struct mst_result result = run_silent(run, round, position);
	uint64_t chance = dice_roll(&run->dice);

	switch (chance % 8) {
	case 0:
	case 1: answer(&result, chance >> 8); break;
	case 2: /* a router refuses */
		result.from = mst_addr_from_ipv4(0xc0a80000 + (uint32_t)(chance >> 40) % 300);
		result.state = result.about_port ? MST_FILTERED : MST_UNREACHABLE;
		result.reason = MST_ADMIN_PROHIBITED;
		result.icmp_type = 3;
		result.icmp_code = 13;
		result.rtt_ns = 1;
		break;
	case 3: result.attempts = 3; break;
	case 4:
		if (!result.about_port)
			break;
		result.attempts = 0;
		result.state = MST_FILTERED;
		result.reason = MST_HOST_DOWN;
		break;
	default: break;
	}
	return result;
}

/* Some of those that need no address, by the bit of the position. */
static bool add_by_bit(struct journal_run *run, size_t round, const struct mst_result *result)
{
	const struct mst_position_word word = { result->position / 64, UINT64_C(1) << result->position % 64 };
	struct mst_result silent = run_silent(run, round, result->position);

	if (result->position % 3 == 0 || result->reason != MST_NO_RESPONSE || result->amended ||
	    result->state != silent.state || result->attempts != silent.attempts ||
	    !mst_journal_takes_silence(run->journal, round, silent.attempts))
		return false;
	cr_assert_eq(mst_journal_add_silence(run->journal, round, &word, 1, result->time_ns, NULL), 0);
	return true;
}

void run_add(struct journal_run *run, size_t round, const struct mst_result *result, bool stopped)
{
	uint64_t at = result->position - run->spaces[round].begin;
	struct mst_error err = { "" };

	run->verdicts[round][at] = *result;
	run->states[round][at] = stopped && result->state == MST_UNKNOWN ? PROVISIONAL : SETTLED;
	if (!add_by_bit(run, round, result))
		cr_assert_eq(mst_journal_add(run->journal, round, result, 1, stopped, &err), 0, "%s", err.text);
}

void run_verdict(struct journal_run *run, size_t round, uint64_t position, bool stopped)
{
	struct mst_result result = some_verdict(run, round, position);

	if (stopped) {
		result.state = MST_UNKNOWN;
		result.reason = MST_UNFINISHED;
		result.attempts = 1;
	}
	run_add(run, round, &result, stopped);
}

static void amend(struct journal_run *run, size_t round, uint64_t position)
{
	struct mst_result *was = &run->verdicts[round][position - run->spaces[round].begin],
			  now = run_silent(run, round, position);

	answer(&now, dice_roll(&run->dice));
	now.amended = true;
	now.was = was->state;
	run_add(run, round, &now, false);
}

void run_mark(struct journal_run *run)
{
	struct mst_journal_mark mark = { .stats = { .sent = 1000, .elapsed_ns = SECOND }, .rate_pps = 4321 };
	struct mst_error err = { "" };

	fake_now_ns += SECOND;
	cr_assert_eq(mst_journal_mark(run->journal, &mark, &err), 0, "%s", err.text);
}

/* In pairs that are exchanged by chance. */
void run_verdicts(struct journal_run *run, size_t round, uint64_t from, uint64_t to, unsigned marks)
{
	for (uint64_t at = from; at < to; at += 2) {
		uint64_t swap = at + 1 < to ? dice_roll(&run->dice) & 1 : 0;

		run_verdict(run, round, at + swap, false);
		if (at + 1 < to)
			run_verdict(run, round, at + 1 - swap, false);
		if (dice_roll(&run->dice) % 32 == 0 && run->verdicts[round][at - run->spaces[round].begin].rtt_ns < 0)
			amend(run, round, at);
		if (marks && (at - from) / 2 % marks == marks - 1)
			run_mark(run);
	}
}

/* ---- checks ---- */

bool same_verdict(const struct mst_result *a, const struct mst_result *b)
{
	bool is_silent = a->reason == MST_NO_RESPONSE || a->reason == MST_HOST_DOWN;

	return a->position == b->position && mst_addr_equal(&a->addr, &b->addr) && a->port == b->port &&
	       a->state == b->state && a->reason == b->reason && a->rtt_ns == b->rtt_ns && a->proto == b->proto &&
	       a->ttl == b->ttl && a->attempts == b->attempts && a->attempt == b->attempt &&
	       a->icmp_type == b->icmp_type && a->icmp_code == b->icmp_code && a->suspect == b->suspect &&
	       a->error == b->error && a->has_mac == b->has_mac && memcmp(a->mac, b->mac, 6) == 0 &&
	       a->about_port == b->about_port && mst_addr_equal(&a->from, &b->from) &&
	       (is_silent || a->time_ns == b->time_ns);
}

static int compare(const struct mst_result *a, const struct mst_result *b)
{
	int order = mst_addr_compare(&a->addr, &b->addr);

	return order ? order : a->port - b->port;
}

static void check_row(struct journal_run *run, const struct mst_result *row, bool unasked)
{
	size_t round = run->plan.round_count - 1;
	uint64_t at = row->position - run->spaces[round].begin;

	cr_assert_lt(at, run->spaces[round].end - run->spaces[round].begin);
	if (run->states[round][at] == OPEN)
		cr_assert(unasked && row->state == MST_UNKNOWN && row->reason == MST_NOT_SENT,
		          "position %lu has no verdict", (unsigned long)row->position);
	else
		cr_assert(same_verdict(row, &run->verdicts[round][at]), "position %lu: %s %s, expected %s %s",
		          (unsigned long)row->position, mst_state_name(row->state), mst_reason_name(row->reason),
		          mst_state_name(run->verdicts[round][at].state),
		          mst_reason_name(run->verdicts[round][at].reason));
}

static uint64_t read_rows(struct journal_run *run, struct mst_rows *rows, bool unasked)
{
	struct mst_result results[100], last = { 0 };
	uint64_t count = 0;
	size_t got;

	while ((got = rows->kind->next(rows, results, 100)) > 0) {
		for (size_t i = 0; i < got; i++) {
			cr_assert(count == 0 || compare(&last, &results[i]) < 0, "row %lu is not in order",
			          (unsigned long)count);
			check_row(run, &results[i], unasked);
			last = results[i];
			count++;
		}
	}
	cr_assert_eq(rows->code, 0, "%s", rows->error.text);
	return count;
}

void check_rows(struct journal_run *run, struct mst_journal *journal, bool unasked)
{
	size_t round = run->plan.round_count - 1;
	uint64_t all = run->spaces[round].end - run->spaces[round].begin, expected = 0;
	struct mst_error err = { "" };
	struct mst_rows *rows;

	for (uint64_t i = 0; i < all; i++)
		expected += unasked || run->states[round][i] != OPEN;
	cr_assert_eq(mst_journal_rows(&rows, journal, unasked, &err), 0, "%s", err.text);
	cr_assert_eq(read_rows(run, rows, unasked), expected);
	rows->kind->rewind(rows);
	cr_assert_eq(read_rows(run, rows, unasked), expected, "after a rewind");
	rows->kind->close(rows);
}

void check_file(struct journal_run *run, bool unasked)
{
	struct mst_error err = { "" };
	struct mst_journal *journal;

	cr_assert_eq(mst_journal_read(&journal, run->path, &err), 0, "%s", err.text);
	check_rows(run, journal, unasked);
	mst_journal_close(journal);
}

uint8_t *file_bytes(const char *path, size_t *count)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(1 << 24);

	cr_assert(file && bytes);
	*count = fread(bytes, 1, 1 << 24, file);
	fclose(file);
	return bytes;
}

void write_file(const char *path, const uint8_t *bytes, size_t count)
{
	FILE *file = fopen(path, "wb");

	cr_assert(file && fwrite(bytes, 1, count, file) == count && fclose(file) == 0);
}
