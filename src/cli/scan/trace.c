/* SPDX-License-Identifier: BSD-2-Clause */
/* trace.c - see trace.h. */
#include "cli/scan/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <stdatomic.h>
#include <stdio.h>

/* Others may send as many frames as they like. Any thread. */
static bool may_print(struct mst_probing *options, const struct mst_trace_event *event)
{
	uint64_t before;

	if (event->kind != MST_TRACE_ANSWER && event->kind != MST_TRACE_STRAY)
		return true;
	before = atomic_fetch_add_explicit(&options->frames_traced, 1, memory_order_relaxed);
	if (before == options->trace_frames)
		fprintf(stderr,
		        "--trace: %" PRIu64
		        " frames came in: further ones are only counted, in the summary (--trace-frames)\n",
		        before);
	return before < options->trace_frames;
}

/* One call writes a whole line: lines of several threads do not mix. */
static void print_event(void *user, const struct mst_trace_event *event)
{
	struct mst_probing *options = user;
	char line[MST_TRACE_TEXT];

	if (!may_print(options, event))
		return;
	mst_trace_format(event, line, sizeof line);
	mst_print(stderr, "%s\n", line);
}

int mst_trace_open(struct mst_targets **targets, struct mst_probing *options, struct mst_error *err)
{
	int code = 0;

	if (options->trace.count == 0)
		return 0;
	*targets = mst_targets_new();
	if (!*targets)
		return mst_fail(err, -ENOMEM, "no memory for --trace");
	if (options->scan.route.interface)
		mst_targets_take_zone(*targets, options->scan.route.interface);
	for (size_t i = 0; i < options->trace.count && code == 0; i++) {
		struct mst_error why = { "" };

		code = mst_targets_add(*targets, options->trace.items[i], &why);
		if (code < 0)
			return mst_fail(err, code, "--trace: %s", why.text);
	}
	if (code == 0)
		code = mst_targets_close(*targets, err);
	if (code < 0)
		return code;
	options->scan.trace.targets = *targets;
	options->scan.trace.sink = print_event;
	options->scan.trace.user = options;
	return 0;
}
