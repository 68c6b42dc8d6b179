/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_state.c - any bytes as a state file of watch: refused with a sentence, or read: every row is in range, and a
 * round can be written to it. Work is bounded, whatever its pages refer to.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "watch/store.h"
#include "watch/store_guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void put(const char *path, const uint8_t *bytes, size_t count)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	must(fd >= 0 && write(fd, bytes, count) == (ssize_t)count);
	close(fd);
}

static void check_sentence(const struct mst_error *err)
{
	must(err->text[0] && memchr(err->text, '\0', sizeof err->text));
	for (const char *text = err->text; *text; text++)
		must((uint8_t)*text >= ' ' && *text != 127);
}

static void check_span(void *user, const struct mst_watch_span *span)
{
	const struct mst_watch_history *history = user;

	must(span->record >= history->records && span->record < history->records + history->count);
	must(span->up <= span->known && span->state < MST_STATE_COUNT && span->rtt_min_ns <= span->rtt_max_ns);
}

static void read_spans(const struct mst_watch_history *history, const char *path)
{
	for (int grain = MST_WATCH_ROUNDS; grain <= MST_WATCH_TOGETHER; grain++) {
		struct mst_error err = { "" };

		if (mst_watch_history_spans(history, path, (enum mst_watch_grain)grain, 0, UINT64_MAX, check_span,
		                            (void *)history, &err) < 0)
			check_sentence(&err);
	}
}

static void read_history(const char *path)
{
	struct mst_watch_history history;
	struct mst_error err = { "" };

	if (mst_watch_history_read(&history, path, &err) < 0) {
		check_sentence(&err);
		return;
	}
	for (size_t i = 0; i < history.count; i++) {
		const struct mst_watch_record *record = &history.records[i];

		must(record->standing <= MST_WATCH_ACTIVE && record->state < MST_STATE_COUNT);
		must(record->reason < MST_REASON_COUNT && record->rounds_up <= record->rounds_asked);
		must(record->since_ns <= UINT64_C(7000000000000) * MST_NS_PER_MS);
	}
	read_spans(&history, path);
	mst_watch_history_free(&history);
}

static void go_on(const char *path, struct mst_roster *roster)
{
	struct mst_clocks clocks = { MST_NS_PER_SECOND, MST_NS_PER_SECOND, UINT64_C(1700000000) * MST_NS_PER_SECOND };
	struct mst_watch_change change = { .addr = roster->items[0].addr, .since_ns = MST_NS_PER_SECOND };
	struct mst_error err = { "" };
	struct mst_store *store;

	if (mst_store_open(&store, path, &err) < 0) {
		check_sentence(&err);
		return;
	}
	if (mst_store_load(store, roster, &clocks, &err) < 0)
		check_sentence(&err);
	mst_store_note(store, &change);
	roster->items[0].known = true;
	if (mst_store_save(store, roster, &clocks, &err) < 0)
		check_sentence(&err);
	mst_store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_watch_config config = mst_watch_defaults();
	struct mst_targets *targets = mst_targets_new();
	struct mst_roster roster = { 0 };
	struct mst_error err;
	char path[64], journal[80];
	uint64_t begin_ns = mst_now_ns();

	snprintf(path, sizeof path, "%s/mst-fuzz-state-%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
	         getpid());
	snprintf(journal, sizeof journal, "%s-journal", path);
	put(path, bytes, count);
	config.scan.probing.targets = targets;
	must(mst_targets_add(targets, "10.0.0.0/29", &err) == 0 && mst_targets_close(targets, &err) == 0);
	must(mst_roster_open(&roster, &config, &err) == 0);
	read_history(path);
	go_on(path, &roster);
	mst_roster_close(&roster);
	mst_targets_free(targets);
	unlink(journal);
	unlink(path);
	must(mst_now_ns() - begin_ns < 60 * MST_NS_PER_SECOND);
	return 0;
}
