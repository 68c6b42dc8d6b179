/* SPDX-License-Identifier: BSD-2-Clause */
/* report.c - reports changes and failures of a watch to its sink. See handle.h. */
#include <inttypes.h>
#include <muster/units.h>
#include <string.h>

#include "watch/handle.h"
#include "watch/said.h"

/* Adds the link-layer addresses, and since when the former one answered. */
static void add_macs(struct mst_watch *watch, struct mst_watch_change *change, const struct mst_watch_item *was,
                     const struct mst_observation *now, mst_moment since)
{
	const struct mst_watch_macs *macs = &was->macs;
	bool other = macs->has_mac && memcmp(macs->mac, now->mac, sizeof macs->mac) != 0;

	change->has_mac = true;
	memcpy(change->mac, now->mac, sizeof change->mac);
	change->has_was_mac = other || macs->has_former;
	memcpy(change->was_mac, other ? macs->mac : macs->former, sizeof change->was_mac);
	if (!macs->has_mac)
		return;
	change->was_since_ns = mst_clocks_wall_of(&watch->clocks, macs->since);
	change->lasted_ns = since > macs->since ? (uint64_t)(since - macs->since) : 0;
}

void mst_watch_on_change(void *user, const struct mst_roster_change *change)
{
	struct mst_watch *watch = user;
	const struct mst_watch_item *was = change->was;
	struct mst_watch_event event = {
		.kind = MST_EVENT_CHANGE,
		.change = {
			.addr = was->addr,
			.port = was->port,
			.turn = (uint8_t)change->turn,
			.state = change->now->state,
			.reason = change->now->reason,
			.was = was->stood,
			.round = watch->rounds,
			.since_ns = mst_clocks_wall_of(&watch->clocks, change->since),
			.was_since_ns = mst_clocks_wall_of(&watch->clocks, was->since),
			.lasted_ns = change->since > was->since ? (uint64_t)(change->since - was->since) : 0,
			.count = change->count,
			.name = mst_targets_name(watch->config.scan.probing.targets, &was->addr),
		},
	};

	if (change->turn == MST_STEADY && watch->round_moment > was->since)
		event.change.lasted_ns = (uint64_t)(watch->round_moment - was->since);
	if (change->turn == MST_MAC_CHANGED || change->turn == MST_MAC_CONFLICT)
		add_macs(watch, &event.change, was, change->now, change->since);
	if (watch->store)
		mst_store_note(watch->store, &event.change);
	if (!change->hushed && !mst_watch_report_cause_of(watch, change))
		mst_watch_tell(watch, &event);
}

/* ---- the clocks ---- */

/* The clocks are not read at the same instant: differences are rounded to seconds. */
static uint64_t whole_seconds(uint64_t ns)
{
	return (ns + MST_NS_PER_SECOND / 2) / MST_NS_PER_SECOND * MST_NS_PER_SECOND;
}

static void report_leap(struct mst_watch *watch, const struct mst_clocks_leap *leap)
{
	char time[40], text[128];

	if (leap->slept_ns) {
		snprintf(text, sizeof text, "this machine slept for %s: no round ran meanwhile",
		         mst_write_duration(time, sizeof time, whole_seconds(leap->slept_ns)));
		mst_watch_notice(watch, MST_MATTER_SLEEP, text);
	}
	if (leap->set_by_ns) {
		uint64_t by_ns = (uint64_t)(leap->set_by_ns < 0 ? -leap->set_by_ns : leap->set_by_ns);

		snprintf(text, sizeof text, "the clock was set %s by %s: reported times follow it from now on",
		         leap->set_by_ns < 0 ? "back" : "forward",
		         mst_write_duration(time, sizeof time, whole_seconds(by_ns)));
		mst_watch_notice(watch, MST_MATTER_CLOCK, text);
	}
}

void mst_watch_read_clocks(struct mst_watch *watch)
{
	struct mst_clocks now = mst_clocks_read();
	struct mst_clocks_leap leap = mst_clocks_compare(&watch->clocks, &now);

	watch->clocks = now;
	report_leap(watch, &leap);
}

void mst_watch_report_trouble(struct mst_watch *watch, int code, const struct mst_error *why)
{
	char text[MST_ERROR_TEXT];

	if (code == 0 && *watch->round_trouble) {
		*watch->round_trouble = '\0';
		mst_watch_notice(watch, MST_MATTER_ROUND, "all hosts are probed again");
	}
	if (code == 0 || strcmp(watch->round_trouble, why->text) == 0)
		return;
	memcpy(watch->round_trouble, why->text, sizeof watch->round_trouble);
	snprintf(text, sizeof text, "%.400s; going on with the next round", why->text);
	mst_watch_notice(watch, MST_MATTER_ROUND, text);
}

void mst_watch_report_store(struct mst_watch *watch)
{
	size_t rows = watch->store ? mst_store_senseless(watch->store) : 0;
	char text[MST_ERROR_TEXT];

	if (rows == 0)
		return;
	snprintf(text, sizeof text, "--state %.300s: %zu row%s of hosts and ports make%s no sense: these begin anew",
	         watch->config.state_path, rows, rows == 1 ? "" : "s", rows == 1 ? "s" : "");
	mst_watch_notice(watch, MST_MATTER_STATE, text);
}

/* A matter for each line, which is cut up. */
static void notice_lines(struct mst_watch *watch, char *lines)
{
	for (char *line = lines, *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		mst_watch_notice(watch, MST_MATTER_ROUND, line);
	}
}

void mst_watch_report_warnings(struct mst_watch *watch)
{
	char now[MST_WARNINGS_TEXT];

	mst_scan_warnings(watch->scan, now, sizeof now);
	if (strcmp(now, watch->warnings) == 0)
		return;
	memcpy(watch->warnings, now, sizeof now);
	notice_lines(watch, now);
}

void mst_watch_take_notes(struct mst_watch *watch)
{
	memcpy(watch->notes_before, watch->notes, sizeof watch->notes_before);
	mst_scan_notes(watch->scan, watch->notes, sizeof watch->notes);
}

/* Of a gateway, in the words of the scan. */
static bool is_about_silence(const char *line)
{
	return strncmp(line, "gateway ", 8) == 0 && (strstr(line, " silent") || strstr(line, " answers again"));
}

/* What the round before said, too, is not said again. */
void mst_watch_report_notes(struct mst_watch *watch, bool explained)
{
	char notes[MST_NOTES_TEXT];

	memcpy(notes, watch->notes, sizeof notes);
	for (char *line = notes, *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		if (!mst_said_has(watch->notes_before, line) && !(explained && is_about_silence(line)))
			mst_watch_notice(watch, MST_MATTER_ROUND, line);
	}
}

void mst_watch_report_late(struct mst_watch *watch, const struct mst_watch_round *round)
{
	char text[160], took[40], every[40];

	if (watch->late_reported)
		return;
	watch->late_reported = true;
	snprintf(text, sizeof text,
	         "round %" PRIu64 " took %s, longer than --every %s: the next begins at the next multiple of it",
	         round->number, mst_write_duration(took, sizeof took, round->elapsed_ns),
	         mst_write_duration(every, sizeof every, watch->config.every_ns));
	mst_watch_notice(watch, MST_MATTER_LATE, text);
}
