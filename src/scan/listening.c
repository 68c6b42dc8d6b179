/* SPDX-License-Identifier: BSD-2-Clause */
/* listening.c - see listening.h. */
#include "scan/listening.h"

#include <errno.h>
#include <string.h>

#include "base/beside.h"
#include "base/fail.h"
#include "base/spare.h"
#include "plan/placement.h"
#include "rx/sockets.h"
#include "rx/spare.h"
#include "scan/attaching.h"
#include "scan/others.h"
#include "wire/ipv4.h"

#define BUFFER_MIN_BYTES (4u << 20)
#define BUFFER_MAX_BYTES (32u << 20)
#define BUFFER_OTHERS_BYTES (4u << 20) /* 26,000: few answers come by other interfaces; lost ones are counted */
#define FRAME_SLOT_BYTES 160           /* bytes of a reply in the capture's ring */
#define ANSWERS_EACH 4                 /* to one probe of one question: it is asked again, and answered twice */

/* What the captures of a scan have in common. */
struct listening {
	struct mst_captures *captures;
	const struct mst_plan *plan; /* the last, which has all paths */
	struct mst_rx_wanted wanted;
	size_t answer_bytes;
	struct mst_addr sources[MST_SOURCES_MAX];
	cpu_set_t set;
	const cpu_set_t *cpus;
	struct mst_error *why;

	/* What was found about interfaces whose engine is chosen by itself. */
	struct {
		int ifindex;
		bool declined;
		struct mst_error why;
	} asked[MST_CAPTURES_OWN];
	size_t asked_count;
};

/* The source addresses of the scan, each once. */
static int collect_sources(struct listening *listening, struct mst_error *err)
{
	size_t count = mst_paths_sources(listening->sources, MST_SOURCES_MAX, &listening->plan->paths);

	if (count > MST_SOURCES_MAX)
		return mst_fail(err, -EINVAL,
		                "probes would leave from more than %d source addresses: expected fewer (--source-ip "
		                "or --interface chooses one)",
		                MST_SOURCES_MAX);
	listening->wanted.sources = listening->sources;
	listening->wanted.source_count = count;
	return 0;
}

static size_t buffer_for(const struct mst_pacing *pacing)
{
	double half_a_second = pacing->cap_pps / 2 * FRAME_SLOT_BYTES;

	if (pacing->cap_pps <= 0 || half_a_second > BUFFER_MAX_BYTES)
		return BUFFER_MAX_BYTES;
	return half_a_second > BUFFER_MIN_BYTES ? (size_t)half_a_second : BUFFER_MIN_BYTES;
}

/* Bytes of all answers that a scan can bring; SIZE_MAX: connections are completed, which bring more. */
static size_t answers_of(const struct mst_plan *plans, size_t count, bool handshakes)
{
	double most = 0;

	for (size_t i = 0; i < count; i++) {
		double probes = (double)mst_plan_questions(&plans[i]) * plans[i].probing.count;

		most = probes > most ? probes : most;
	}
	most *= ANSWERS_EACH * FRAME_SLOT_BYTES;
	return handshakes || most > BUFFER_MAX_BYTES ? SIZE_MAX : (size_t)most;
}

static void want(struct mst_rx_wanted *wanted, const struct mst_probe_kind *kind)
{
	wanted->tcp |= kind->proto == MST_PROTO_TCP;
	wanted->icmp |= kind == &mst_probe_icmp_echo;
	wanted->timestamp |= kind == &mst_probe_icmp_timestamp;
	wanted->udp |= kind == &mst_probe_udp;
	wanted->neighbours |= kind == &mst_probe_arp;
	wanted->ack |= kind == &mst_probe_tcp_ack;
	wanted->odd |= kind != &mst_probe_icmp_echo && kind != &mst_probe_icmp_timestamp &&
	               kind != &mst_probe_tcp_syn && kind != &mst_probe_tcp_ack;
}

/* Frames that any of the rounds expects; the last round has all source addresses. */
static struct mst_rx_wanted wanted_by(const struct mst_plan *plans, size_t count)
{
	const struct mst_probe_setup *setup = &plans[count - 1].setup;
	struct mst_rx_wanted wanted = {
		.port_first = setup->source_port_first,
		.port_last = (uint16_t)(setup->source_port_first + setup->source_ports - 1),
		.key = setup->key,
	};

	for (size_t i = 0; i < count; i++) {
		if (plans[i].setup.slot_bits > wanted.slot_bits)
			wanted.slot_bits = plans[i].setup.slot_bits;
		for (unsigned p = 0; p < plans[i].expected.count; p++)
			want(&wanted, plans[i].expected.probes[p].kind);
	}
	return wanted;
}

/* Why no program is attached to this interface, unless it is asked for by name; NULL: one may be. */
static const char *declined_at(struct listening *listening, const struct mst_path *path)
{
	const struct mst_scan_config *config = listening->plan->config;
	size_t at = 0;

	if (mst_attaching_is_named(config))
		return NULL;
	while (at < listening->asked_count && listening->asked[at].ifindex != path->ifindex)
		at++;
	if (at == MST_CAPTURES_OWN)
		return "there are too many interfaces";
	if (at == listening->asked_count) {
		listening->asked[at].ifindex = path->ifindex;
		listening->asked[at].declined = mst_attaching_check(path->interface, NULL, &listening->asked[at].why) <
		                                0;
		listening->asked_count++;
	}
	return listening->asked[at].declined ? listening->asked[at].why.text : NULL;
}

static int open_own(struct listening *listening, const struct mst_route_out *route, struct mst_error *err)
{
	struct mst_captures *captures = listening->captures;
	struct mst_rx_config config = {
		.interface = route->path->interface,
		.ifindex = route->path->ifindex,
		.ethernet = route->hop.kind != MST_HOP_NO_HEADER,
		.wanted = &listening->wanted,
		.buffer_bytes = buffer_for(&listening->plan->pacing),
		.answer_bytes = listening->answer_bytes,
		.cpus = listening->cpus,
		.no_program = declined_at(listening, route->path),
	};
	int code;

	if (captures->own == MST_CAPTURES_OWN)
		return mst_fail(err, -EINVAL, "targets behind more than %d interfaces: expected fewer",
		                MST_CAPTURES_OWN);
	code = mst_rx_open(&captures->rx[captures->own], listening->plan->config->engines.rx, &config, listening->why,
	                   err);
	if (code == 0)
		captures->count = ++captures->own;
	return code;
}

/* Not the loopback while it is down: it brings no answers. */
static bool is_captured(const struct mst_path *path)
{
	return path->kind <= MST_PATH_LOCAL && !path->down;
}

/* One capture for each interface by which probes leave. */
static int open_owns(struct listening *listening, struct mst_error *err)
{
	const struct mst_captures *captures = listening->captures;
	const struct mst_plan *plan = listening->plan;
	int code = 0;

	for (size_t i = 0; i < plan->paths.count && code == 0; i++) {
		const struct mst_path *path = plan->routes[i].path;
		bool known = !is_captured(path);

		for (size_t c = 0; c < captures->own && !known; c++)
			known = strcmp(captures->rx[c]->interface, path->interface) == 0;
		if (!known)
			code = open_own(listening, &plan->routes[i], err);
	}
	return code;
}

/* Link-layer answers come to the asking interface only; those of own addresses stay in this machine. */
static bool may_be_asymmetric(const struct listening *listening)
{
	const struct mst_rx_wanted *wanted = &listening->wanted;
	const struct mst_paths *paths = &listening->plan->paths;
	bool leaves = false;

	for (size_t i = 0; i < paths->count; i++)
		leaves |= paths->paths[i].kind == MST_PATH_UNICAST &&
		          (listening->plan->probing.about_ports || !paths->paths[i].neighbours);
	return leaves && (wanted->tcp || wanted->icmp || wanted->timestamp || wanted->udp);
}

/* Whether the capture that open_owns will most probably make sees frames of VLANs: engines that attach a program do
 * not. */
static bool will_see_tagged(struct listening *listening, const struct mst_path *path)
{
	const char *engine = listening->plan->config->engines.rx;

	if (engine && strcmp(engine, "auto") != 0)
		return strcmp(engine, "pcap") == 0;
	return !mst_rx_engine_at(0)->takes_frames || declined_at(listening, path);
}

/* The captures that open_owns will make. Another engine than the first one that may be chosen is rare. */
static size_t expect_owns(struct listening *listening, struct mst_captured_at *expected)
{
	const struct mst_plan *plan = listening->plan;
	size_t count = 0;

	for (size_t i = 0; i < plan->paths.count && count < MST_CAPTURES_OWN; i++) {
		const struct mst_path *path = plan->routes[i].path;
		bool known = !is_captured(path);

		for (size_t c = 0; c < count && !known; c++)
			known = expected[c].ifindex == path->ifindex;
		if (!known)
			expected[count++] = (struct mst_captured_at){
				path->ifindex,
				will_see_tagged(listening, path),
			};
	}
	return count;
}

/* One for all other interfaces, if there are any. */
static void begin_others(struct listening *listening, struct mst_others *others)
{
	struct mst_rx_config config = {
		.wanted = &listening->wanted,
		.buffer_bytes = BUFFER_OTHERS_BYTES,
		.cpus = listening->cpus,
	};
	struct mst_captured_at expected[MST_CAPTURES_OWN];

	mst_others_begin(others, &config, expected, expect_owns(listening, expected));
}

static int end_others(struct listening *listening, struct mst_others *others, struct mst_error *err)
{
	struct mst_captures *captures = listening->captures;
	struct mst_captured_at captured[MST_CAPTURES_OWN];
	int code;

	for (size_t i = 0; i < captures->own; i++)
		captured[i] = (struct mst_captured_at){
			.ifindex = captures->rx[i]->link.ifindex,
			.sees_tagged = !captures->rx[i]->engine->takes_frames,
		};
	code = mst_others_end(others, captured, captures->own, &captures->rx[captures->own], err);
	if (code == 0 && captures->rx[captures->own])
		captures->count = captures->own + 1;
	return code;
}

/* For answers that no capture hears. */
static void open_sockets(struct listening *listening)
{
	const struct mst_rx_config config = {
		.wanted = &listening->wanted,
		.buffer_bytes = buffer_for(&listening->plan->pacing),
	};
	struct mst_captures *captures = listening->captures;
	struct mst_spares spares = { .count = 0 };
	struct mst_error ignored;

	if (mst_spares_take(&spares, &ignored) == 0 && mst_rx_open_sockets(&captures->sockets, &config, &ignored) == 0)
		captures->rx[captures->count++] = captures->sockets;
	mst_spares_release(&spares);
}

int mst_captures_open(struct mst_captures *captures, const struct mst_plan *plans, size_t count, bool handshakes,
                      struct mst_error *why, struct mst_error *err)
{
	const struct mst_plan *plan = &plans[count - 1];
	struct listening listening = { .captures = captures, .plan = plan, .why = why };
	struct mst_others others;
	struct mst_error error;
	bool asymmetric;
	int code;

	listening.wanted = wanted_by(plans, count);
	listening.wanted.handshakes = handshakes;
	listening.answer_bytes = answers_of(plans, count, handshakes);
	listening.cpus = mst_placement_of(&listening.set, &plan->cpus, MST_ROLE_RECEIVER, 0, plan->egresses.lanes);
	code = collect_sources(&listening, err);
	if (code < 0)
		return code;
	asymmetric = may_be_asymmetric(&listening);
	if (asymmetric)
		begin_others(&listening, &others);
	code = open_owns(&listening, err);
	if (asymmetric && code < 0)
		mst_others_abandon(&others);
	else if (asymmetric && end_others(&listening, &others, &error) < 0)
		mst_fail_note(why, "other interfaces", &error);
	if (asymmetric && code == 0)
		open_sockets(&listening);
	return code;
}

int mst_captures_open_sockets(struct mst_captures *captures, struct mst_socket_table *sockets, struct mst_error *err)
{
	const struct mst_rx_config config = { .interface = "own sockets", .sockets = sockets };
	struct mst_error ignored;
	int code = mst_rx_open(&captures->rx[0], "connect", &config, &ignored, err);

	if (code == 0)
		captures->count = captures->own = 1;
	return code;
}

void mst_captures_settle(const struct mst_captures *captures)
{
	for (size_t i = 0; i < captures->own; i++) {
		mst_rx_spare_await(captures->rx[i]);
		mst_rx_await_link(captures->rx[i]);
	}
}

/* ---- closing ---- */

static void *close_one(void *rx)
{
	mst_rx_close(rx);
	return NULL;
}

static void *leave_one(void *argument)
{
	struct mst_rx *rx = argument;

	rx->engine->leave(rx);
	return NULL;
}

/* Side by side: each of them waits until no CPU receives by it any more. */
void mst_captures_leave(struct mst_captures *captures)
{
	for (size_t i = 0; i < captures->count; i++) {
		struct mst_rx *rx = captures->rx[i], *spare = mst_rx_spare_take(rx);

		if (spare)
			mst_beside_begin(&captures->spares[i], close_one, spare);
		if (rx->engine->leave)
			mst_beside_begin(&captures->leaving[i], leave_one, rx);
	}
}

static void end_leaving(struct mst_captures *captures)
{
	for (size_t i = 0; i < captures->count; i++)
		mst_beside_end(&captures->leaving[i]);
}

/* Side by side, too. */
void mst_captures_close(struct mst_captures *captures)
{
	struct mst_beside closings[2 * MST_CAPTURES_MAX];
	size_t count = 0;

	end_leaving(captures);
	for (size_t i = 0; i < captures->count; i++) {
		struct mst_rx *rx = captures->rx[i], *spare = mst_rx_spare_take(rx);

		if (spare)
			mst_beside_begin(&closings[count++], close_one, spare);
		mst_beside_begin(&closings[count++], close_one, rx);
	}
	for (size_t i = 0; i < captures->count; i++)
		mst_beside_end(&captures->spares[i]);
	for (size_t i = 0; i < count; i++)
		mst_beside_end(&closings[i]);
	captures->count = captures->own = 0;
	captures->sockets = NULL;
}
