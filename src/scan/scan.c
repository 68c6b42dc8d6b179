/*
 * scan.c - the handle of muster/scan.h: opens the gear, runs the rounds. How it stands is told in stats.c.
 *
 * A conductor thread runs one round after the other; whoever holds the handle only watches and stops.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/lines.h"
#include "scan/handle.h"
#include "scan/reporter.h"
#include "scan/seats.h"
#include "scan/senders.h"
#include "wire/ipv4.h"

#define BUFFER_MIN_BYTES (4u << 20)
#define BUFFER_MAX_BYTES (32u << 20)
#define FRAME_SLOT_BYTES 160 /* what a reply takes in the capture's ring */
#define SOURCES_MAX 16
#define LONGEST_WAIT_NS (60 * MST_NS_PER_SECOND) /* a timespec holds it, and a stop is noticed */

/* ---- opening ---- */

/* The addresses that answers on this interface come to. */
static size_t sources_on(const struct mst_plan *plan, const char *interface, struct mst_addr *sources)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->paths.count && count < SOURCES_MAX; i++) {
		const struct mst_path *path = &plan->paths.paths[i];
		bool known = path->kind > MST_PATH_LOCAL || strcmp(path->interface, interface) != 0;

		for (size_t s = 0; s < count && !known; s++)
			known = mst_addr_equal(&sources[s], &path->source);
		if (!known)
			sources[count++] = path->source;
	}
	return count;
}

static size_t buffer_for(const struct mst_pacing *pacing)
{
	double half_a_second = pacing->cap_pps / 2 * FRAME_SLOT_BYTES;

	if (pacing->cap_pps <= 0 || half_a_second > BUFFER_MAX_BYTES)
		return BUFFER_MAX_BYTES;
	return half_a_second > BUFFER_MIN_BYTES ? (size_t)half_a_second : BUFFER_MIN_BYTES;
}

static void want(struct mst_rx_wanted *wanted, const struct mst_probe_kind *kind)
{
	wanted->tcp |= kind->proto == MST_PROTO_TCP;
	wanted->icmp |= kind == &mst_probe_icmp_echo;
	wanted->timestamp |= kind == &mst_probe_icmp_timestamp;
	wanted->udp |= kind == &mst_probe_udp;
	wanted->neighbours |= kind == &mst_probe_arp;
	wanted->ack |= kind == &mst_probe_tcp_ack;
	wanted->odd |= kind != &mst_probe_icmp_echo && kind != &mst_probe_icmp_timestamp && kind != &mst_probe_tcp_syn &&
	               kind != &mst_probe_tcp_ack;
}

static int open_capture(struct mst_scan *scan, const struct mst_path *path, const struct mst_hop *hop,
                        struct mst_error *err)
{
	const struct mst_plan *plan = &scan->plans[scan->round_count - 1];
	struct mst_addr sources[SOURCES_MAX];
	cpu_set_t seat;
	struct mst_rx_wanted wanted = {
		.sources = sources,
		.source_count = sources_on(plan, path->interface, sources),
		.port_first = plan->setup.source_port_first,
		.port_last = (uint16_t)(plan->setup.source_port_first + plan->setup.source_ports - 1),
		.key = plan->setup.key,
		.slot_bits = plan->setup.slot_bits,
	};
	struct mst_rx_config config = {
		.interface = path->interface,
		.ifindex = path->ifindex,
		.ethernet = hop->kind != MST_HOP_NO_HEADER,
		.wanted = &wanted,
		.buffer_bytes = buffer_for(&plan->pacing),
		.seat = mst_seat_of(&seat, &plan->cpus, MST_ROLE_RECEIVER, 0, scan->config.lanes),
	};

	for (size_t round = 0; round < scan->round_count; round++) {
		for (unsigned p = 0; p < scan->plans[round].heard_count; p++)
			want(&wanted, scan->plans[round].heard[p].kind);
	}
	if (scan->gear.rx_count == MST_CAPTURES_MAX)
		return mst_fail(err, -EINVAL, "targets behind more than %d interfaces: expected fewer", MST_CAPTURES_MAX);
	return mst_rx_open(&scan->gear.rx[scan->gear.rx_count], scan->config.rx, &config, &scan->gear.why_in, err);
}

/* One capture for each interface that serves targets. */
static int open_captures(struct mst_scan *scan, struct mst_error *err)
{
	const struct mst_paths *paths = &scan->plans[scan->round_count - 1].paths;

	for (size_t i = 0; i < paths->count; i++) {
		bool known = paths->paths[i].kind > MST_PATH_LOCAL;
		int code;

		for (size_t before = 0; before < i && !known; before++)
			known = paths->paths[before].kind <= MST_PATH_LOCAL &&
			        strcmp(paths->paths[before].interface, paths->paths[i].interface) == 0;
		if (known)
			continue;
		code = open_capture(scan, &paths->paths[i], &scan->plans[scan->round_count - 1].hops[i], err);
		if (code < 0)
			return code;
		scan->gear.rx_count++;
	}
	return 0;
}

/* A capture recognises one kind of tickets, whichever round they are of. */
static void share_tickets(struct mst_scan *scan)
{
	struct mst_probe_setup *last = &scan->plans[scan->round_count - 1].setup;

	for (size_t i = 0; i + 1 < scan->round_count; i++) {
		struct mst_probe_setup *setup = &scan->plans[i].setup;

		setup->key = last->key;
		if (setup->slot_bits > last->slot_bits)
			last->slot_bits = setup->slot_bits;
		setup->slot_bits = last->slot_bits;
	}
}

/* The phases: what was asked for, and before it who is up, or who is there on the own links. */
static int open_plans(struct mst_scan *scan, struct mst_error *err)
{
	bool about_ports = scan->config.question == MST_ASK_PORTS, discover = scan->config.discover && about_ports;
	struct mst_plan *asked = &scan->plans[MST_ROUNDS_MAX - 1];
	int code = mst_plan_open(asked, &scan->config, scan->purpose, err);

	if (code < 0)
		return code;
	if (discover)
		code = mst_plan_open(&scan->plans[0], &scan->config, MST_PHASE_DISCOVER, err);
	else if (about_ports && mst_plan_has_wire(asked))
		code = mst_plan_open_resolving(&scan->plans[0], asked, err);
	if (code < 0)
		mst_plan_close(asked);
	if (code < 0)
		return code;
	scan->round_count = scan->plans[0].config ? 2 : 1;
	if (scan->round_count == 1) {
		scan->plans[0] = *asked;
		*asked = (struct mst_plan){ 0 };
	}
	share_tickets(scan);
	return 0;
}

static int open_neighbours(struct mst_scan *scan, struct mst_error *err)
{
	bool wire = false;

	for (size_t i = 0; i < scan->round_count; i++)
		wire |= mst_plan_has_wire(&scan->plans[i]);
	if (wire && !(scan->gear.neighbours = mst_neighbours_new()))
		return mst_fail(err, -ENOMEM, "no memory for neighbours");
	return 0;
}

/* What the last round knows of the one before. */
static void introduce(struct mst_scan *scan)
{
	struct mst_plan *last = &scan->plans[scan->round_count - 1];

	last->neighbours = scan->gear.neighbours;
	if (scan->round_count == 1)
		return;
	last->up = scan->rounds[0].reporter->up;
	last->up_among = scan->plans[0].targets;
	last->up_only = scan->plans[0].phase == MST_PHASE_DISCOVER;
}

static int open_rounds(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_tx *tx[MST_ROUNDS_MAX][MST_LANES_MAX] = { 0 };
	int code = open_plans(scan, err);

	if (code == 0)
		code = open_neighbours(scan, err);
	for (size_t i = 0; i < scan->round_count && code == 0; i++)
		code = mst_plan_resolve(&scan->plans[i], err);
	/* Senders first: that a raw socket is not to be had tells most plainly what is missing. */
	for (size_t i = 0; i < scan->round_count && code == 0; i++)
		code = mst_senders_open(scan, i, tx[i], i > 0 ? tx[i - 1] : NULL, err);
	if (code == 0)
		code = open_captures(scan, err);
	for (size_t i = 0; i < scan->round_count && code == 0; i++)
		code = mst_round_open(&scan->rounds[i], &scan->plans[i], &scan->gear, tx[i], err);
	if (code == 0)
		introduce(scan);
	return code;
}

int mst_scan_open_for(struct mst_scan **out, const struct mst_scan_config *config, enum mst_phase purpose,
                      struct mst_error *err)
{
	struct mst_scan *scan = mst_lines_new(1, sizeof *scan);
	pthread_condattr_t monotonic;
	int code;

	*out = NULL;
	if (!scan)
		return mst_fail(err, -ENOMEM, "no memory for a scan");
	scan->config = *config;
	scan->purpose = purpose;
	pthread_mutex_init(&scan->lock, NULL);
	pthread_mutex_init(&scan->gear.trouble.lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&scan->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	code = open_rounds(scan, err);
	if (code < 0) {
		mst_scan_close(scan);
		return code;
	}
	*out = scan;
	return 0;
}

int mst_scan_open(struct mst_scan **scan, const struct mst_scan_config *config, struct mst_error *err)
{
	return mst_scan_open_for(scan, config, MST_PHASE_ASKED, err);
}

/* ---- running ---- */

static void *conduct(void *argument)
{
	struct mst_scan *scan = argument;

	for (size_t i = 0; i < scan->round_count; i++) {
		mst_store(&scan->round, i, release);
		mst_round_run(&scan->rounds[i]);
	}
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
	code = pthread_create(&scan->conductor, NULL, conduct, scan);
	if (code)
		return mst_fail(err, -code, "cannot start a thread: %s", strerror(code));
	scan->started = true;
	return 0;
}

/* Waits for the end until this moment of the monotonic clock; whether it came. */
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

/* Waits until the end, --max-time or this moment, whichever comes first; whether the end came. */
static bool watch(struct mst_scan *scan, uint64_t until_ns)
{
	uint64_t limit_ns = scan->config.max_time_ns
	                    ? mst_load(&scan->start_ns, relaxed) + scan->config.max_time_ns
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
	code = mst_load(&scan->gear.trouble.code, acquire); /* TROUBLE */
	return code ? mst_fail(err, code, "%s", scan->gear.trouble.error.text) : 0;
}

void mst_scan_stop(struct mst_scan *scan)
{
	mst_store(&scan->gear.stop, true, relaxed); /* STOP */
}

void mst_scan_close(struct mst_scan *scan)
{
	if (!scan)
		return;
	if (scan->started && !scan->joined) {
		mst_scan_stop(scan);
		pthread_join(scan->conductor, NULL);
	}
	for (size_t i = 0; i < scan->round_count; i++) {
		if (scan->rounds[i].plan)
			mst_round_close(&scan->rounds[i]);
		mst_plan_close(&scan->plans[i]);
	}
	for (size_t i = 0; i < scan->gear.rx_count; i++)
		mst_rx_close(scan->gear.rx[i]);
	for (size_t i = 0; i < scan->gear.tx_count; i++)
		mst_tx_close(scan->gear.tx[i], NULL);
	mst_neighbours_free(scan->gear.neighbours);
	pthread_mutex_destroy(&scan->gear.trouble.lock);
	pthread_mutex_destroy(&scan->lock);
	pthread_cond_destroy(&scan->ended);
	free(scan);
}
