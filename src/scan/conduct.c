/* SPDX-License-Identifier: BSD-2-Clause */
/* conduct.c - see conduct.h. */
#include "scan/conduct.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "round/rates.h"
#include "scan/journaling.h"
#include "scan/listening.h"
#include "scan/services.h"

#define LONGEST_WAIT_NS (60 * MST_NS_PER_SECOND) /* a timespec holds it, and a stop is noticed */

void mst_conductor_open(struct mst_scan *scan)
{
	pthread_condattr_t monotonic;

	pthread_mutex_init(&scan->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&scan->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

void mst_conductor_close(struct mst_scan *scan)
{
	if (scan->started && !scan->joined) {
		mst_scan_stop(scan);
		pthread_join(scan->conductor, NULL);
	}
	pthread_mutex_destroy(&scan->lock);
	pthread_cond_destroy(&scan->ended);
}

/*
 * Beside what is done with the verdicts: the kernel takes its time. All at once, for it waits less for its CPUs while
 * the lock of the network's configuration is held (synchronize_net).
 */
static void leave(struct mst_scan *scan)
{
	mst_captures_leave(&scan->resources.captures);
	mst_sender_pool_leave(&scan->resources.pool);
	for (size_t i = 0; i < scan->round_count; i++)
		mst_round_leave(&scan->rounds[i]);
}

static void *conduct(void *argument)
{
	struct mst_scan *scan = argument;

	for (size_t i = 0; i < scan->round_count; i++) {
		mst_store(&scan->round, i, release);
		if (scan->recording.writer)
			mst_recording_begin(&scan->recording, i);
		if (i > 0)
			mst_round_follow(&scan->rounds[i], &scan->rounds[i - 1]);
		mst_round_run(&scan->rounds[i]);
		mst_shared_release(&scan->rounds[i].shared); /* the next round, or the outputs, have room there */
	}
	mst_services_end(scan);
	leave(scan);
	mst_journaling_end(scan);
	mst_store(&scan->end_ns, mst_now_ns(), release); /* END */
	pthread_mutex_lock(&scan->lock);
	scan->finished = true;
	pthread_cond_broadcast(&scan->ended);
	pthread_mutex_unlock(&scan->lock);
	return NULL;
}

int mst_scan_start(struct mst_scan *scan, struct mst_error *err)
{
	int code;

	if (scan->started)
		return mst_fail(err, -EINVAL, "a scan starts once");
	mst_store(&scan->start_wall_ns, mst_wall_ns(), relaxed);
	mst_store(&scan->start_ns, mst_now_ns(), relaxed);
	code = mst_services_start(scan, err);
	if (code < 0)
		return code;
	code = pthread_create(&scan->conductor, NULL, conduct, scan);
	if (code)
		return mst_fail(err, -code, "cannot start a thread: %s", strerror(code));
	scan->started = true;
	return 0;
}

/* Waits for the end, until this moment of the monotonic clock; returns whether it came. */
static bool wait_until(struct mst_scan *scan, uint64_t deadline_ns)
{
	struct timespec deadline = {
		.tv_sec = (time_t)(deadline_ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(deadline_ns % MST_NS_PER_SECOND),
	};
	int code = 0;
	bool finished;

	pthread_mutex_lock(&scan->lock);
	while (!scan->finished && code != ETIMEDOUT)
		code = pthread_cond_timedwait(&scan->ended, &scan->lock, &deadline);
	finished = scan->finished;
	pthread_mutex_unlock(&scan->lock);
	return finished;
}

/* Waits for the end, --max-time or this moment; returns whether the end came. */
static bool watch(struct mst_scan *scan, uint64_t until_ns)
{
	uint64_t limit_ns = scan->config.retry.max_time_ns
	                            ? mst_load(&scan->start_ns, relaxed) + scan->config.retry.max_time_ns
	                            : UINT64_MAX;
	uint64_t now_ns = mst_now_ns();

	while (now_ns < until_ns) {
		uint64_t next_ns = now_ns + LONGEST_WAIT_NS;

		if (now_ns >= limit_ns)
			mst_scan_stop(scan);
		else if (limit_ns < next_ns)
			next_ns = limit_ns;
		if (wait_until(scan, next_ns < until_ns ? next_ns : until_ns))
			return true;
		now_ns = mst_now_ns();
	}
	return wait_until(scan, now_ns);
}

int mst_scan_wait(struct mst_scan *scan, uint64_t at_most_ns, struct mst_error *err)
{
	uint64_t now_ns = mst_now_ns();
	int code;

	if (!scan->started)
		return mst_fail(err, -EINVAL, "the scan has not been started");
	if (!watch(scan, at_most_ns < UINT64_MAX - now_ns ? now_ns + at_most_ns : UINT64_MAX))
		return 1;
	if (!scan->joined)
		pthread_join(scan->conductor, NULL);
	scan->joined = true;
	code = mst_load(&scan->run.trouble.code, acquire); /* TROUBLE */
	return code ? mst_fail(err, code, "%s", scan->run.trouble.error.text) : 0;
}

void mst_scan_set_max_rate(struct mst_scan *scan, uint64_t pps)
{
	mst_store(&scan->run.max_pps, pps, relaxed); /* RATE */
	for (size_t i = 0; i < scan->round_count && !scan->started; i++)
		mst_rates_limit(&scan->rounds[i].shared);
}

void mst_scan_set_machines(struct mst_scan *scan, unsigned machines)
{
	mst_store(&scan->run.machines, machines, relaxed); /* RATE */
}

void mst_scan_stop(struct mst_scan *scan)
{
	mst_store(&scan->run.stop, true, relaxed); /* STOP */
}
