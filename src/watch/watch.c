/*
 * watch.c - the handle of muster/watch.h: rounds at their ticks, and what becomes of them.
 *
 *     IDLE ── a tick ──► ASKING ── the scan is over ──► concluded: compared, told, kept, commands ──► IDLE
 *
 * Rounds are scans of the public kind, opened anew each time: whatever became of interfaces and routes in between, is
 * seen as it is. The caller's thread does everything but asking.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/units.h"
#include "watch/events.h"
#include "watch/hook.h"
#include "watch/store.h"

#define EVERY_MIN_NS (50 * MST_NS_PER_MS)
#define EVERY_MAX_NS (7 * 86400 * MST_NS_PER_SECOND)
#define COMMAND_LOOK_NS (50 * MST_NS_PER_MS)

struct mst_watch {
	struct mst_watch_config config;
	struct mst_roster roster;
	struct mst_store *store;
	struct mst_hook *hook;
	struct mst_rhythm rhythm;
	struct mst_clocks clocks; /* as last read */
	struct mst_scan *scan;    /* of the round that is next, or running */
	bool started, asking, stopping;
	bool store_fails;
	char round_trouble[MST_ERROR_TEXT]; /* told, and not over */
	uint64_t rounds;
	uint64_t round_ns;        /* the running one: since, monotonic */
	mst_moment round_moment;
	int sink_code;            /* 0, or why the watch ends */
	struct mst_error sink_error;
};

struct mst_watch_config mst_watch_defaults(void)
{
	return (struct mst_watch_config){
		.scan = mst_scan_defaults(),
		.every_ns = 10 * MST_NS_PER_SECOND,
		.confirm = 1,
		.command_jobs = 4,
		.command_time_ns = 30 * MST_NS_PER_SECOND,
	};
}

/* ---- telling ---- */

static void tell(struct mst_watch *watch, struct mst_watch_event *event)
{
	event->time_ns = mst_wall_ns();
	if (watch->sink_code == 0)
		watch->sink_code = watch->config.sink(watch->config.sink_user, event, &watch->sink_error);
}

static void notice(struct mst_watch *watch, enum mst_watch_matter matter, const char *text)
{
	struct mst_watch_event event = { .kind = MST_EVENT_NOTICE, .notice.matter = matter };

	snprintf(event.notice.text, sizeof event.notice.text, "%s", text);
	tell(watch, &event);
}

static void tell_command(void *user, const char *sentence)
{
	notice(user, MST_MATTER_COMMAND, sentence);
}

static void run_command(struct mst_watch *watch, const struct mst_watch_event *event)
{
	char text[MST_WATCH_JSON + 1];
	size_t length = mst_watch_event_json(event, text);

	text[length++] = '\n';
	mst_hook_add(watch->hook, text, length);
}

static void on_change(void *user, const struct mst_watch_item *was, const struct mst_sight *now, mst_moment since)
{
	struct mst_watch *watch = user;
	bool is_active = was->standing == MST_WATCH_INACTIVE;
	struct mst_watch_event event = {
		.kind = MST_EVENT_CHANGE,
		.change = {
			.addr = was->addr,
			.port = was->port,
			.turn = (uint8_t)mst_watch_turn_of(was->port, is_active),
			.state = now->state,
			.reason = now->reason,
			.was = was->stood,
			.round = watch->rounds,
			.since_ns = mst_clocks_wall_of(&watch->clocks, since),
			.was_since_ns = mst_clocks_wall_of(&watch->clocks, was->since),
			.lasted_ns = since > was->since ? (uint64_t)(since - was->since) : 0,
		},
	};

	tell(watch, &event);
	if (watch->store)
		mst_store_note(watch->store, &event.change);
	if (watch->hook)
		run_command(watch, &event);
}

/* ---- the clocks ---- */

static void tell_leap(struct mst_watch *watch, const struct mst_clocks_leap *leap)
{
	char time[40], text[128];

	if (leap->slept_ns) {
		snprintf(text, sizeof text, "this machine slept for %s: nobody was asked meanwhile",
		         mst_write_duration(time, sizeof time, leap->slept_ns));
		notice(watch, MST_MATTER_SLEEP, text);
	}
	if (leap->set_by_ns) {
		uint64_t by_ns = (uint64_t)(leap->set_by_ns < 0 ? -leap->set_by_ns : leap->set_by_ns);

		snprintf(text, sizeof text, "the clock was set %s by %s: times told from now on follow it",
		         leap->set_by_ns < 0 ? "back" : "forward", mst_write_duration(time, sizeof time, by_ns));
		notice(watch, MST_MATTER_CLOCK, text);
	}
}

static void read_clocks(struct mst_watch *watch)
{
	struct mst_clocks now = mst_clocks_read();
	struct mst_clocks_leap leap = mst_clocks_compare(&watch->clocks, &now);

	watch->clocks = now;
	tell_leap(watch, &leap);
}

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

	config.sink = take;
	config.sink_user = watch;
	return mst_scan_open(&watch->scan, &config, err);
}

/* Its threads are asked by no signal. */
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

/* The same trouble in every round is told once, and when it is over. */
static void tell_trouble(struct mst_watch *watch, int code, const struct mst_error *why)
{
	char text[MST_ERROR_TEXT];

	if (code == 0 && *watch->round_trouble) {
		*watch->round_trouble = '\0';
		notice(watch, MST_MATTER_ROUND, "everybody is asked again");
	}
	if (code == 0 || strcmp(watch->round_trouble, why->text) == 0)
		return;
	memcpy(watch->round_trouble, why->text, sizeof watch->round_trouble);
	snprintf(text, sizeof text, "%.400s; going on with the next round", why->text);
	notice(watch, MST_MATTER_ROUND, text);
}

static void keep(struct mst_watch *watch)
{
	struct mst_error why;
	int code = mst_store_save(watch->store, &watch->roster, &watch->clocks, &why);

	if (code < 0 && !watch->store_fails)
		notice(watch, MST_MATTER_STATE, why.text);
	else if (code == 0 && watch->store_fails)
		notice(watch, MST_MATTER_STATE, "the state is kept again");
	watch->store_fails = code < 0;
}

static void tell_late(struct mst_watch *watch, const struct mst_watch_round *round)
{
	char text[160], took[40], every[40];

	snprintf(text, sizeof text, "round %" PRIu64 " took %s, longer than --every %s: %" PRIu64 " round%s left out", round->number,
	         mst_write_duration(took, sizeof took, round->elapsed_ns),
	         mst_write_duration(every, sizeof every, watch->config.every_ns), round->ticks_missed,
	         round->ticks_missed == 1 ? "" : "s");
	notice(watch, MST_MATTER_LATE, text);
}

static bool is_last(const struct mst_watch *watch)
{
	return watch->stopping || (watch->config.rounds && watch->rounds >= watch->config.rounds);
}

static void conclude(struct mst_watch *watch, int code, const struct mst_error *why)
{
	struct mst_watch_event event = { .kind = MST_EVENT_ROUND };

	close_round(watch);
	if (watch->stopping) {
		mst_roster_forget(&watch->roster);
		return;
	}
	read_clocks(watch);
	event.round.number = ++watch->rounds;
	event.round.asked = code == 0;
	tell_trouble(watch, code, why);
	mst_roster_conclude(&watch->roster, watch->round_moment, on_change, watch, &event.round);
	if (watch->store)
		keep(watch);
	event.round.elapsed_ns = mst_now_ns() - watch->round_ns;
	event.round.ticks_missed = mst_rhythm_advance(&watch->rhythm, mst_now_ns());
	tell(watch, &event);
	if (event.round.ticks_missed && !is_last(watch))
		tell_late(watch, &event.round);
}

static void begin(struct mst_watch *watch)
{
	struct mst_error why = { "" };
	int code;

	read_clocks(watch);
	watch->round_ns = watch->clocks.monotonic_ns;
	watch->round_moment = (mst_moment)watch->clocks.boot_ns;
	if (!watch->started)
		watch->rhythm = mst_rhythm_from(watch->round_ns, watch->config.every_ns);
	watch->started = true;
	code = start_round(watch, &why);
	if (code < 0)
		conclude(watch, code, &why);
	else
		watch->asking = true;
}

/* ---- waiting ---- */

static void nap(uint64_t ns)
{
	struct timespec time = { .tv_sec = (time_t)(ns / MST_NS_PER_SECOND), .tv_nsec = (long)(ns % MST_NS_PER_SECOND) };

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
	uint64_t now_ns = mst_now_ns(), due_ns = watch->started ? mst_rhythm_due_ns(&watch->rhythm) : now_ns;

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

static int check(const struct mst_watch_config *config, struct mst_error *err)
{
	if (config->every_ns < EVERY_MIN_NS || config->every_ns > EVERY_MAX_NS)
		return mst_fail(err, -EINVAL, "--every: expected 50 ms to 7 days");
	if (config->confirm < 1 || config->confirm > MST_WATCH_CONFIRM_MAX)
		return mst_fail(err, -EINVAL, "--confirm %u: expected 1 to %d", config->confirm, MST_WATCH_CONFIRM_MAX);
	if (config->command && (config->command_jobs < 1 || config->command_jobs > MST_WATCH_JOBS_MAX))
		return mst_fail(err, -EINVAL, "%u commands at once: expected 1 to %d", config->command_jobs, MST_WATCH_JOBS_MAX);
	return 0;
}

static int open_all(struct mst_watch *watch, struct mst_error *err)
{
	const struct mst_watch_config *config = &watch->config;
	const struct mst_hook_config hook = {
		config->command, config->command_jobs, config->command_time_ns, config->command_silent, tell_command, watch,
	};
	int code = check(config, err);

	if (code == 0)
		code = mst_roster_open(&watch->roster, &config->scan, config->confirm, err);
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
