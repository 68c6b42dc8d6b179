/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch.c - the handle of muster/watch.h: rounds at their ticks, and what becomes of them.
 *
 *     IDLE ── a tick ──► ASKING ── the scan ends ──► compare, report, save, run commands ──► IDLE
 *
 * Each round opens a new scan through the public interface (muster/scan.h), so it sees interfaces and routes as they
 * are then. The scan has threads of its own; everything else runs in the caller's thread.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/config.h"
#include "watch/handle.h"
#include "watch/roster_rules.h"

#define COMMAND_LOOK_NS (50 * MST_NS_PER_MS)

/* ---- a round ---- */

static int take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_watch *watch = user;

	(void)err;
	for (size_t i = 0; i < count; i++)
		mst_roster_take(&watch->roster, &results[i]);
	return 0;
}

static int open_round(struct mst_watch *watch, struct mst_error *err)
{
	struct mst_scan_config config = watch->config.scan;

	/*
	 * No route at the start may be a mistake of the user. Later an interface went away: the other targets are
	 * still scanned.
	 */
	config.route.unrouted |= watch->started;
	config.output.sink = take;
	config.output.user = watch;
	return mst_scan_open(&watch->scan, &config, err);
}

/* The threads of the scan block all signals. */
static int start_round(struct mst_watch *watch, struct mst_error *err)
{
	sigset_t all, before;
	int code = watch->scan ? 0 : open_round(watch, err);

	if (code < 0)
		return code;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	code = mst_scan_start(watch->scan, err);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code;
}

static void close_round(struct mst_watch *watch)
{
	mst_scan_close(watch->scan);
	watch->scan = NULL;
	watch->asking = false;
}

static void keep(struct mst_watch *watch)
{
	struct mst_error why;
	int code = mst_store_save(watch->store, &watch->roster, &watch->clocks, &why);

	if (code < 0 && !watch->store_fails)
		mst_watch_notice(watch, MST_MATTER_STATE, why.text);
	else if (code == 0 && watch->store_fails)
		mst_watch_notice(watch, MST_MATTER_STATE, "the state file is written again");
	watch->store_fails = code < 0;
}

/* Frames that this machine lost: an answer may have been among them. */
static void count_lost(struct mst_watch *watch)
{
	struct mst_scan_stats stats;

	mst_scan_get_stats(watch->scan, &stats);
	watch->totals.answers_lost_here += stats.capture_drops + stats.device_drops;
}

/* By which interface and gateway each host is reached now. What cannot be read stays as it was. */
static void find_ways(struct mst_watch *watch)
{
	const struct mst_scan_route *route = &watch->config.scan.route;
	const struct mst_route_config config = {
		route->interface, route->source_ip, route->no_arp, route->by_user, route->user,
	};
	struct mst_routing *routing;
	struct mst_error why;

	if (mst_routing_find(&routing, watch->config.scan.probing.targets, &config, &why) == 0)
		mst_roster_set_ways(&watch->roster, routing);
	mst_routing_free(routing);
}

/* What a round fails with when this machine has no way to any host; MST_REASON_COUNT: it has, or nobody knows. */
static enum mst_reason cut_by(int code)
{
	switch (code) {
	case -EHOSTUNREACH: return MST_GATEWAY_SILENT;
	case -ENETDOWN:
	case -ENETUNREACH:
	case -EADDRNOTAVAIL: return MST_NO_ROUTE;
	default: return MST_REASON_COUNT;
	}
}

/* Hosts in doubt are asked again at once, one time; what waits for `confirm` sooner than at the next tick. */
static void hurry(struct mst_watch *watch)
{
	const struct mst_watch_config *config = &watch->config;

	watch->hurry_at_ns = 0;
	watch->hurries = watch->roster.causes.doubts && !watch->hurried;
	if (watch->hurries || !config->confirm_every_ns || watch->repeats + 1 >= config->confirm ||
	    !mst_roster_waits(&watch->roster))
		return;
	watch->hurries = true;
	watch->hurry_at_ns = watch->round_ns + config->confirm_every_ns;
	watch->repeats++;
}

static void compare(struct mst_watch *watch, struct mst_watch_round *round, bool has_notes)
{
	bool explained = mst_causes_explain(&watch->roster.causes);

	find_ways(watch);
	mst_roster_explain(&watch->roster, watch->round_moment);
	if (has_notes)
		mst_watch_report_notes(watch, explained || mst_causes_explain(&watch->roster.causes));
	mst_watch_report_ends(watch);
	mst_roster_conclude(&watch->roster, watch->round_moment, mst_watch_on_change, watch, round);
	mst_watch_report_causes(watch);
	mst_roster_forget(&watch->roster);
	hurry(watch);
}

static bool is_last(const struct mst_watch *watch)
{
	return watch->stopping || (watch->config.rounds && watch->rounds >= watch->config.rounds);
}

static void conclude(struct mst_watch *watch, int code, struct mst_error *why)
{
	struct mst_watch_event event = { .kind = MST_EVENT_ROUND };
	bool has_notes = watch->scan;

	if (has_notes) {
		mst_watch_take_notes(watch);
		count_lost(watch);
	}
	close_round(watch);
	if (watch->stopping) {
		mst_roster_forget(&watch->roster);
		return;
	}
	mst_watch_read_clocks(watch);
	event.round.number = ++watch->rounds;
	event.round.asked = code == 0;
	if (cut_by(code) != MST_REASON_COUNT)
		mst_roster_cut(&watch->roster, cut_by(code));
	compare(watch, &event.round, has_notes);
	if (code == 0 && event.round.unrouted)
		code = mst_fail(why, -ENETUNREACH, "no route to %" PRIu64 " of %" PRIu64 " host%s: %s state is unknown",
		                event.round.unrouted, event.round.hosts, mst_plural(event.round.hosts),
		                event.round.unrouted == 1 ? "its" : "their");
	if (cut_by(code) == MST_REASON_COUNT || !mst_causes_explain(&watch->roster.causes))
		mst_watch_report_trouble(watch, code, why);
	if (watch->store)
		keep(watch);
	event.round.elapsed_ns = mst_now_ns() - watch->round_ns;
	if (!watch->hurried)
		event.round.ticks_missed = mst_schedule_advance(&watch->schedule, mst_now_ns());
	watch->totals.not_asked += !event.round.asked;
	watch->totals.overrun += event.round.ticks_missed > 0;
	mst_watch_report(watch, &event);
	if (event.round.ticks_missed && !is_last(watch))
		mst_watch_report_late(watch, &event.round);
}

static bool is_due(const struct mst_watch *watch, uint64_t now_ns)
{
	return mst_schedule_due_ns(&watch->schedule) <= now_ns;
}

static void begin(struct mst_watch *watch)
{
	struct mst_error why = { "" };
	int code;

	mst_watch_read_clocks(watch);
	watch->round_ns = watch->clocks.monotonic_ns;
	watch->round_moment = (mst_moment)watch->clocks.boot_ns;
	if (!watch->started) {
		watch->schedule = mst_schedule_from(watch->round_ns, watch->config.every_ns);
		mst_watch_report_store(watch);
	}
	watch->started = true;
	watch->hurried = watch->hurries && !(watch->hurry_at_ns && is_due(watch, watch->round_ns));
	watch->repeats = watch->hurried ? watch->repeats : 0;
	watch->hurries = false;
	code = start_round(watch, &why);
	if (code < 0) {
		conclude(watch, code, &why);
		return;
	}
	watch->asking = true;
	mst_watch_report_warnings(watch);
}

/* ---- waiting ---- */

static void nap(uint64_t ns)
{
	struct timespec time = {
		.tv_sec = (time_t)(ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(ns % MST_NS_PER_SECOND),
	};

	ppoll(NULL, 0, &time, NULL);
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void go_on(struct mst_watch *watch, uint64_t at_most_ns)
{
	struct mst_error why = { "" };

	if (watch->asking) {
		int code = mst_scan_wait(watch->scan, at_most_ns, &why);

		if (code != 1)
			conclude(watch, code, &why);
		return;
	}
	if (is_last(watch)) {
		nap(at_most_ns); /* commands run */
		return;
	}
	if (mst_watch_due_ns(watch))
		nap(lesser(at_most_ns, mst_watch_due_ns(watch)));
	else
		begin(watch);
}

int mst_watch_wait(struct mst_watch *watch, uint64_t at_most_ns, struct mst_error *err)
{
	uint64_t now_ns = mst_now_ns(), until_ns = at_most_ns < UINT64_MAX - now_ns ? now_ns + at_most_ns : UINT64_MAX;

	do {
		bool busy = watch->hook && mst_hook_turn(watch->hook, now_ns);

		if (watch->sink_code) {
			*err = watch->sink_error;
			return watch->sink_code;
		}
		if (is_last(watch) && !watch->asking && !busy)
			return 0;
		go_on(watch, busy ? lesser(until_ns - now_ns, COMMAND_LOOK_NS) : until_ns - now_ns);
		now_ns = mst_now_ns();
	} while (now_ns < until_ns && at_most_ns == UINT64_MAX);
	return 1;
}

void mst_watch_stop(struct mst_watch *watch)
{
	watch->stopping = true;
	if (watch->asking)
		mst_scan_stop(watch->scan);
}

uint64_t mst_watch_due_ns(const struct mst_watch *watch)
{
	uint64_t now_ns = mst_now_ns(), due_ns = watch->started ? mst_schedule_due_ns(&watch->schedule) : now_ns;

	if (watch->hurries)
		due_ns = lesser(due_ns, watch->hurry_at_ns);
	return due_ns > now_ns ? due_ns - now_ns : 0;
}

bool mst_watch_is_asking(const struct mst_watch *watch)
{
	return watch->asking;
}

uint64_t mst_watch_rounds(const struct mst_watch *watch)
{
	return watch->rounds;
}

struct mst_watch_totals mst_watch_totals(const struct mst_watch *watch)
{
	struct mst_watch_totals totals = watch->totals;

	totals.rounds = watch->rounds;
	return totals;
}

const struct mst_watch_item *mst_watch_items(const struct mst_watch *watch, size_t *count)
{
	*count = watch->roster.count;
	return watch->roster.items;
}

uint64_t mst_watch_wall_ns(const struct mst_watch *watch, mst_moment moment)
{
	return mst_clocks_wall_of(&watch->clocks, moment);
}

uint64_t mst_watch_ago_ns(const struct mst_watch *watch, mst_moment moment)
{
	int64_t now = (int64_t)watch->clocks.boot_ns + (int64_t)(mst_now_ns() - watch->clocks.monotonic_ns);

	return moment != MST_WATCH_NEVER && now > moment ? (uint64_t)(now - moment) : 0;
}

/* ---- opening ---- */

static int open_all(struct mst_watch *watch, struct mst_error *err)
{
	const struct mst_watch_config *config = &watch->config;
	const struct mst_hook_config hook = {
		config->command,        config->command_jobs,     config->command_time_ns,
		config->command_silent, mst_watch_report_command, watch,
	};
	int code = mst_watch_config_check(config, err);

	if (code == 0)
		code = mst_roster_open(&watch->roster, config, err);
	if (code == 0)
		code = mst_roster_set_rules(&watch->roster, config, err);
	if (code == 0)
		code = open_round(watch, err);
	if (code == 0 && config->state_path)
		code = mst_store_open(&watch->store, config->state_path, err);
	watch->clocks = mst_clocks_read();
	if (code == 0 && watch->store)
		code = mst_store_load(watch->store, &watch->roster, &watch->clocks, err);
	if (code == 0 && config->command && !(watch->hook = mst_hook_new(&hook)))
		code = mst_fail(err, -ENOMEM, "no memory for --on-change");
	return code;
}

int mst_watch_open(struct mst_watch **out, const struct mst_watch_config *config, struct mst_error *err)
{
	struct mst_watch *watch = calloc(1, sizeof *watch);
	int code;

	*out = NULL;
	if (!watch)
		return mst_fail(err, -ENOMEM, "no memory for a watch");
	watch->config = *config;
	code = open_all(watch, err);
	if (code < 0) {
		mst_watch_close(watch);
		return code;
	}
	*out = watch;
	return 0;
}

const char *mst_watch_name(const struct mst_watch *watch, const struct mst_addr *addr)
{
	return mst_targets_name(watch->config.scan.probing.targets, addr);
}

void mst_watch_close(struct mst_watch *watch)
{
	if (!watch)
		return;
	mst_hook_free(watch->hook);
	mst_scan_close(watch->scan);
	mst_store_close(watch->store);
	mst_roster_close(&watch->roster);
	free(watch);
}
