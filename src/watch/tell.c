/* SPDX-License-Identifier: BSD-2-Clause */
/* tell.c - events of a watch on their way to its sink and its programs. See handle.h. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "watch/events.h"
#include "watch/handle.h"

void mst_watch_report(struct mst_watch *watch, struct mst_watch_event *event)
{
	event->time_ns = mst_wall_ns();
	if (watch->sink_code == 0)
		watch->sink_code = watch->config.sink(watch->config.sink_user, event, &watch->sink_error);
}

void mst_watch_notice(struct mst_watch *watch, enum mst_watch_matter matter, const char *text)
{
	struct mst_watch_event event = { .kind = MST_EVENT_NOTICE, .notice.matter = matter };

	snprintf(event.notice.text, sizeof event.notice.text, "%.*s", (int)sizeof event.notice.text - 1, text);
	mst_watch_report(watch, &event);
}

void mst_watch_report_command(void *user, const char *sentence)
{
	mst_watch_notice(user, MST_MATTER_COMMAND, sentence);
}

static void run_command(struct mst_watch *watch, const struct mst_watch_event *event)
{
	struct mst_variables variables;
	size_t length;
	char *text = mst_watch_event_json(event, &length);

	mst_variables_of(&variables, event);
	if (text)
		mst_hook_add(watch->hook, text, length, &variables);
	free(text);
}

void mst_watch_tell(struct mst_watch *watch, struct mst_watch_event *event)
{
	mst_watch_report(watch, event);
	if (watch->hook)
		run_command(watch, event);
}
