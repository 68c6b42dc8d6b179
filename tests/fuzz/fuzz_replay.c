/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_replay.c - any bytes as a record to judge again: it is refused with a sentence, or its verdicts are as many as
 * it counts, each once.
 */
#include <muster/replay.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static int count_results(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	uint64_t *verdicts = user;

	(void)err;
	for (size_t i = 0; i < count; i++) {
		must(results[i].state < MST_STATE_COUNT && results[i].reason < MST_REASON_COUNT);
		*verdicts += !results[i].amended;
	}
	return 0;
}

static void trace(void *user, const struct mst_trace_event *event)
{
	char text[MST_TRACE_TEXT];

	(void)user;
	mst_trace_format(event, text, sizeof text);
	must(text[0]);
}

static void judge(struct mst_replay *replay)
{
	const struct mst_scan_trace traced = { mst_replay_config(replay)->probing.targets, trace, NULL };
	struct mst_scan_stats stats = { 0 };
	struct mst_error err = { "" };
	uint64_t verdicts = 0;
	const struct mst_scan_output output = { .sink = count_results, .user = &verdicts };

	if (mst_replay_run(replay, &output, &traced, &stats, &err) < 0)
		must(err.text[0]);
	else
		must(stats.verdicts == verdicts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	int file = memfd_create("record", MFD_CLOEXEC);
	struct mst_error err = { "" };
	struct mst_replay *replay;
	char path[32];

	if (file < 0)
		return 0;
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	if (write(file, bytes, count) == (ssize_t)count) {
		if (mst_replay_open(&replay, path, &err) == 0)
			judge(replay);
		else
			must(!replay && err.text[0]);
		mst_replay_close(replay);
	}
	close(file);
	return 0;
}
