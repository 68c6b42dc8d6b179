/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writing.c - a scan's journal grows; see writing.h. A verdict goes into memory, sorted into a block when there are
 * enough of them, or at a mark. Silence only settles a position: bits, which a mark writes.
 */
#include "journal/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "journal/format.h"
#include "journal/handle.h"
#include "journal/mark.h"

#define MARK_EVERY_NS MST_NS_PER_SECOND

/* ---- keeping what failed ---- */

/* After a failure nothing more is written: what is there can be read, and a gap could not. */
static int fail_for_good(struct mst_journal *journal, int code)
{
	journal->failed = code;
	return code;
}

static int say_again(const struct mst_journal *journal, struct mst_error *err)
{
	return mst_fail(err, journal->failed, "%s", journal->error.text);
}

int mst_journal_no_memory(struct mst_journal *journal)
{
	return mst_fail(&journal->error, -ENOMEM, "no memory for the journal");
}

int mst_journal_append(struct mst_journal *journal, enum mst_record_type type)
{
	int code = mst_journal_file_append(&journal->file, (uint8_t)type, &journal->payload, &journal->error);

	journal->payload.count = 0;
	return code;
}

/* ---- what was there before ---- */

const struct mst_targets *mst_journal_asked(const struct mst_journal *journal)
{
	return journal->resumed ? journal->plan.round_targets[journal->plan.round_count - 1] : NULL;
}

const struct mst_targets *mst_journal_excluded(const struct mst_journal *journal)
{
	return journal->excluded;
}

const struct mst_settled *mst_journal_settled(const struct mst_journal *journal, size_t round)
{
	return &journal->plan.rounds[round].settled;
}

const struct mst_journal_mark *mst_journal_before(const struct mst_journal *journal)
{
	return &journal->before;
}

/* ---- verdicts ---- */

static int write_verdicts(struct mst_journal *journal)
{
	struct mst_journal_block block;
	uint64_t at;
	int code;

	if (journal->pending.count == 0)
		return 0;
	mst_block_put(&journal->payload, &block, &journal->pending, &journal->shapes, journal->pending_round);
	at = journal->file.end + MST_RECORD_HEADER;
	code = mst_journal_append(journal, MST_RECORD_VERDICTS);
	block.at += at;
	if (code == 0 && mst_journal_note_block(journal, &block) < 0)
		code = mst_journal_no_memory(journal);
	if (code < 0)
		return code;
	journal->pending.shapes_written = journal->shapes.count;
	journal->pending.count = 0;
	return 0;
}

static int write_services(struct mst_journal *journal)
{
	const struct mst_space *space = &mst_journal_last_round(journal)->space;
	struct mst_journal_services *services = &journal->services;
	struct mst_bytes *payload = &journal->payload;
	uint64_t at = journal->file.end + MST_RECORD_HEADER;
	int code;

	if (services->pending.count == 0)
		return 0;
	if (!mst_journal_services_put(services, payload, space))
		return mst_journal_no_memory(journal);
	code = mst_journal_file_raise(&journal->file, MST_JOURNAL_VERSION_SERVICES, &journal->error);
	if (code == 0)
		code = mst_journal_file_append(&journal->file, MST_RECORD_SERVICES, payload, &journal->error);
	if (code < 0)
		return code;
	code = mst_journal_services_note(services, mst_reader_over(payload->bytes, payload->count), at, space,
	                                 &journal->held);
	payload->count = services->pending.count = 0;
	return code < 0 ? mst_journal_no_memory(journal) : 0;
}

int mst_journal_flush(struct mst_journal *journal, struct mst_error *err)
{
	int code;

	if (journal->failed)
		return say_again(journal, err);
	code = write_verdicts(journal);
	if (code == 0)
		code = write_services(journal);
	if (code < 0) {
		fail_for_good(journal, code);
		return say_again(journal, err);
	}
	return 0;
}

static int record(struct mst_journal *journal, size_t number, const struct mst_result *result, mst_uint128 index,
                  bool provisional)
{
	struct mst_round_log *round = &journal->plan.rounds[number];
	struct mst_journal_record *next;
	int code = 0;

	if (journal->pending.count == MST_PENDING_RECORDS || journal->pending_round != number)
		code = mst_journal_flush(journal, NULL);
	if (code == 0 && mst_pending_open(&journal->pending) < 0)
		code = mst_journal_no_memory(journal);
	if (code < 0)
		return code;
	journal->pending_round = (uint8_t)number;
	next = &journal->pending.records[journal->pending.count++];
	mst_record_of(next, index, result, provisional, &journal->shapes);
	if (provisional)
		return 0;
	mst_verdict_tally_add(&round->tally, &next->shape);
	if (number == 0 && journal->plan.round_count > 1 && result->state == MST_UP && !round->space.wide &&
	    mst_position_set_add(&journal->plan.up, (uint64_t)index) < 0)
		return mst_journal_no_memory(journal);
	return mst_settled_add(&round->settled, result->position) < 0 ? mst_journal_no_memory(journal) : 0;
}

/* Before a verdict is added: a record must have room for its service. */
static int make_room(struct mst_journal *journal, const struct mst_result *result)
{
	if (!result->service || journal->services.pending.count + MST_SERVICE_ENTRY_MAX <= MST_BLOCK_BYTES_MAX)
		return 0;
	return mst_journal_flush(journal, NULL);
}

static int settle_silent(struct mst_journal *journal, struct mst_round_log *round, uint64_t position)
{
	if (mst_settled_add(&round->settled, position) < 0 || mst_journal_news_add(&round->news, position) < 0)
		return mst_journal_no_memory(journal);
	return 0;
}

/* Of a run that was stopped: unanswered probes prove nothing. What is excluded was never to be probed. */
static bool is_provisional(const struct mst_result *result)
{
	return result->state == MST_UNKNOWN && result->reason != MST_EXCLUDED;
}

/* What is added together: the indices of records are found several at once (target/permute.h). */
#define TOGETHER 64

struct addition {
	size_t round;
	bool stopped;
	uint64_t now_ns;
	bool silent[TOGETHER];       /* needs no record */
	mst_uint128 index[TOGETHER]; /* of those that have one */
};

static bool is_asked(const struct mst_space *space, const struct mst_result *result)
{
	return result->position >= space->begin && result->position < space->end;
}

static void prepare(struct addition *addition, const struct mst_round_log *round, const struct mst_result *results,
                    size_t count)
{
	uint64_t numbers[TOGETHER];
	size_t of[TOGETHER], narrow = 0;

	for (size_t i = 0; i < count; i++) {
		addition->silent[i] = !round->records_silence && mst_silence_is(&round->silence, &results[i]);
		if (addition->silent[i] || !is_asked(&round->space, &results[i]))
			continue;
		if (round->space.wide) {
			addition->index[i] = mst_space_index(&round->space, results[i].position);
		} else {
			numbers[narrow] = results[i].position;
			of[narrow++] = i;
		}
	}
	mst_permute_indices(&round->space.permute, numbers, narrow);
	for (size_t i = 0; i < narrow; i++)
		addition->index[of[i]] = numbers[i];
}

static int add(struct mst_journal *journal, const struct addition *addition, size_t i, const struct mst_result *result)
{
	size_t number = addition->round;
	struct mst_round_log *round = &journal->plan.rounds[number];
	bool last = number + 1 == journal->plan.round_count;
	int code = make_room(journal, result);

	if (code < 0)
		return code;
	if (addition->silent[i])
		code = settle_silent(journal, round, result->position);
	else
		code = record(journal, number, result, addition->index[i], addition->stopped && is_provisional(result));
	if (code == 0 && result->service && last &&
	    !mst_journal_services_add(&journal->services, result->position, result->service))
		code = mst_journal_no_memory(journal);
	if (code == 0 && last && !journal->held.off &&
	    mst_journal_held_add(&journal->held, result, addition->silent[i], journal->block_count, addition->now_ns) <
	            0)
		code = mst_journal_no_memory(journal);
	return code;
}

static void add_together(struct mst_journal *journal, struct addition *addition, const struct mst_result *results,
                         size_t count)
{
	const struct mst_round_log *round = &journal->plan.rounds[addition->round];

	prepare(addition, round, results, count);
	for (size_t i = 0; i < count && !journal->failed; i++) {
		int code = 0;

		/* What the order does not have, no journal can have. */
		if (is_asked(&round->space, &results[i]))
			code = add(journal, addition, i, &results[i]);
		if (code < 0)
			fail_for_good(journal, code);
	}
}

int mst_journal_add(struct mst_journal *journal, size_t round, const struct mst_result *results, size_t count,
                    bool stopped, struct mst_error *err)
{
	struct addition addition = { .round = round, .stopped = stopped };

	if (count > 0 && !journal->held.off)
		addition.now_ns = journal->file.means->now_ns();
	if (journal->services.pending.count >= MST_PENDING_SERVICES_BYTES && !journal->failed)
		(void)mst_journal_flush(journal, NULL);
	for (size_t at = 0; at < count && !journal->failed; at += TOGETHER)
		add_together(journal, &addition, results + at, count - at < TOGETHER ? count - at : TOGETHER);
	return journal->failed ? say_again(journal, err) : 0;
}

bool mst_journal_takes_silence(const struct mst_journal *journal, size_t number, unsigned attempts)
{
	const struct mst_round_log *round = &journal->plan.rounds[number];

	return !round->records_silence && !round->silence.hosts && round->silence.attempts == attempts;
}

static int add_word(struct mst_journal *journal, size_t number, const struct mst_position_word *word, uint64_t wall_ns,
                    uint64_t now_ns)
{
	struct mst_round_log *round = &journal->plan.rounds[number];
	int code = mst_settled_add_word(&round->settled, word);

	if (code == 0)
		code = mst_journal_news_add_word(&round->news, word);
	if (code == 0 && number + 1 == journal->plan.round_count && !journal->held.off)
		code = mst_journal_held_add_word(&journal->held, word, mst_silence_state(&round->silence), wall_ns,
		                                 now_ns, journal->block_count);
	return code;
}

int mst_journal_add_silence(struct mst_journal *journal, size_t round, const struct mst_position_word *words,
                            size_t count, uint64_t wall_ns, struct mst_error *err)
{
	uint64_t now_ns = journal->file.means->now_ns();

	for (size_t i = 0; i < count && !journal->failed; i++) {
		if (add_word(journal, round, &words[i], wall_ns, now_ns) < 0)
			fail_for_good(journal, mst_journal_no_memory(journal));
	}
	return journal->failed ? say_again(journal, err) : 0;
}

/* ---- marks ---- */

bool mst_journal_will_write(const struct mst_journal *journal, size_t count)
{
	return journal->pending.count + count > MST_PENDING_RECORDS ||
	       journal->services.pending.count >= MST_PENDING_SERVICES_BYTES;
}

bool mst_journal_is_due(const struct mst_journal *journal, uint64_t now_ns)
{
	return now_ns - journal->marked_ns >= MARK_EVERY_NS;
}

static int append_mark(struct mst_journal *journal, const struct mst_journal_mark *mark)
{
	uint64_t wall_ns = journal->file.means->wall_ns(), from = journal->file.end;
	int code;

	journal->newest = *mark;
	journal->newest.held_since_ns = mst_journal_held_since(&journal->held);
	mst_mark_put(&journal->payload, wall_ns, journal->plan.rounds, journal->plan.round_count, &journal->newest);
	code = mst_journal_append(journal, MST_RECORD_MARK);
	if (code < 0)
		return code;
	for (size_t i = 0; i < journal->plan.round_count; i++)
		mst_journal_news_clear(&journal->plan.rounds[i].news);
	journal->info.marked_ns = wall_ns;
	/* The disk begins to write: little is left to do when it is synced. */
	(void)sync_file_range(journal->file.fd, (off_t)from, 0, SYNC_FILE_RANGE_WRITE);
	return mst_journal_note_low(journal, wall_ns) < 0 ? mst_journal_no_memory(journal) : 0;
}

/* A file without a name dies with the process. */
static int sync_if_due(struct mst_journal *journal, uint64_t now_ns)
{
	int code = journal->file.named ? mst_journal_syncing_due(&journal->syncing, now_ns) : 0;

	return code < 0 ? mst_fail(&journal->error, code, "%s cannot be written: %s",
	                           mst_journal_file_called(&journal->file), strerror(-code))
	                : 0;
}

int mst_journal_mark(struct mst_journal *journal, const struct mst_journal_mark *mark, struct mst_error *err)
{
	uint64_t now_ns = journal->file.means->now_ns();
	int code = mst_journal_flush(journal, err);

	if (code < 0)
		return code;
	code = append_mark(journal, mark);
	/* Where that fails it is tried again at the next mark, and told at the end. */
	if (code == 0 && !journal->file.named && now_ns >= journal->named_at_ns)
		(void)mst_journal_file_name(&journal->file);
	if (code == 0)
		code = sync_if_due(journal, now_ns);
	if (code < 0) {
		fail_for_good(journal, code);
		return say_again(journal, err);
	}
	journal->marked_ns = now_ns;
	return 0;
}

/* In a record of its own: there is one for each block of a fleet. */
int mst_journal_add_worker(struct mst_journal *journal, uint64_t first, uint64_t end, const char *name,
                           struct mst_error *err)
{
	int code = mst_journal_workers_add(&journal->workers, first, end, name, strlen(name));

	if (code == -EBADMSG)
		return mst_fail(err, code, "%.64s is no name of a worker", name);
	if (code == 0)
		code = mst_journal_file_raise(&journal->file, MST_JOURNAL_VERSION_WORKERS, &journal->error);
	if (code == 0) {
		mst_bytes_put_varint(&journal->payload, first);
		mst_bytes_put_varint(&journal->payload, end);
		mst_bytes_put_text(&journal->payload, name);
		code = mst_journal_append(journal, MST_RECORD_WORKERS);
	}
	if (code < 0) {
		fail_for_good(journal, code);
		return say_again(journal, err);
	}
	return 0;
}

int mst_journal_mark_taken(struct mst_journal *journal)
{
	const struct mst_journal_mark mark = journal->newest;

	if (mark.held_since_ns == 0 || mark.held_since_ns == mst_journal_held_since(&journal->held))
		return 0;
	return append_mark(journal, &mark);
}
