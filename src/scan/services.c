/* SPDX-License-Identifier: BSD-2-Clause */
/* services.c - see services.h. */
#include "scan/services.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/usual_services.h"
#include "converse/overheard.h"
#include "converse/ports.h"
#include "journal/writing.h"
#include "scan/journaling.h"

#define FLUSH_EVERY_NS (100 * MST_NS_PER_MS)
#define LOOK_EVERY_NS (50 * MST_NS_PER_MS) /* whether the scan was stopped */
#define TICK_NS MST_NS_PER_SECOND          /* for the marks of a journal */

static bool are_wanted(const struct mst_services *services)
{
	return services->signatures != NULL;
}

void mst_services_open(struct mst_services *services)
{
	pthread_condattr_t monotonic;

	pthread_mutex_init(&services->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&services->told, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

int mst_services_read(struct mst_signatures **signatures, const struct mst_scan_services *wanted, struct mst_error *err)
{
	int code;

	*signatures = NULL;
	if (!wanted->wanted)
		return 0;
	code = mst_signatures_new(signatures, err);
	if (code == 0 && wanted->signatures)
		code = mst_signatures_add_file(*signatures, wanted->signatures, err);
	if (code == 0 && wanted->fingerprints)
		code = mst_signatures_add_recog(*signatures, wanted->fingerprints, err);
	if (code < 0) {
		mst_signatures_free(*signatures);
		*signatures = NULL;
	}
	return code;
}

/* ---- ports that wait ---- */

/* An amendment that was open before only makes it suspect, or tells its service. */
static bool has_opened(const struct mst_result *result)
{
	return result->about_port && result->state == MST_OPEN && !(result->amended && result->was == MST_OPEN) &&
	       result->position != MST_NO_POSITION;
}

static int no_memory(struct mst_error *err)
{
	return mst_fail(err, -ENOMEM, "no memory for open ports");
}

static int note(struct mst_waiting *waiting, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_waiting_port *port;

	for (size_t i = 0; i < count; i++) {
		if (has_opened(&results[i])) {
			if (mst_waiting_put(waiting, &results[i]) < 0)
				return no_memory(err);
		} else if (results[i].suspect && (port = mst_waiting_find(waiting, results[i].position))) {
			port->suspect = results[i].suspect;
		}
	}
	return 0;
}

/* Of a run that goes on: the open ports without a service. */
int mst_services_restore(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_result results[64];
	struct mst_rows *rows;
	size_t count;
	int code, read;

	if (!are_wanted(&scan->services) || !mst_journaling_asked(&scan->config))
		return 0;
	code = mst_journal_rows(&rows, scan->journaling.journal, false, err);
	if (code < 0)
		return code;
	mst_journal_rows_want(rows, 1u << MST_OPEN);
	mst_journal_rows_want_settled(rows);
	while (code == 0 && (count = mst_rows_next(rows, results, 64)) > 0) {
		for (size_t i = 0; i < count && code == 0; i++) {
			if (!results[i].service && mst_waiting_put(&scan->services.waiting, &results[i]) < 0)
				code = no_memory(err);
		}
	}
	read = mst_rows_code(rows, err);
	mst_rows_close(rows);
	return code < 0 ? code : read;
}

/* ---- the sink ---- */

static int hand_over(struct mst_services *services, const struct mst_result *results, size_t count,
                     struct mst_error *err)
{
	int code = services->sink && !services->failed ? services->sink(services->user, results, count, err) : 0;

	services->failed |= code < 0;
	services->unflushed = count > 0;
	if (count == 0)
		services->flushed_ns = mst_now_ns();
	return code;
}

/* The lock is held. */
static int talk_to(struct mst_services *services, const struct mst_addr *addr, uint16_t port, uint8_t ending,
                   struct mst_waiting_port *waiting, struct mst_error *err)
{
	struct mst_open_port open = {
		.addr = *addr, .port = port, .proto = waiting->proto, .ending = ending, .position = waiting->position
	};

	waiting->talks = true;
	return mst_converse_add(mst_load(&services->converse, acquire), &open) < 0 ? no_memory(err) : 0;
}

static bool is_greeted(const struct mst_services *services, const struct mst_result *result)
{
	return services->greeting && mst_greeting_wants(services->greeting, result->port);
}

/* The amendment of a verdict. The lock is held. */
static int tell(struct mst_services *services, const struct mst_open_port *port, const struct mst_service *service,
                bool suspect, struct mst_error *err)
{
	struct mst_result result = { .addr = port->addr, .port = port->port, .service = service };
	int code;

	if (!mst_waiting_take(&services->waiting, port->position, &result))
		return 0;
	if (suspect && !result.suspect) {
		result.suspect = MST_SUSPECT_EVERY_PORT;
		mst_count(&services->suspect, 1);
	}
	code = hand_over(services, &result, 1, err);
	if (code >= 0 && mst_now_ns() - services->flushed_ns >= FLUSH_EVERY_NS)
		code = hand_over(services, NULL, 0, err);
	if (!services->waiting.count)
		pthread_cond_signal(&services->told);
	return code;
}

/* ---- what the reporter brings ---- */

/* Verdicts. The lock is held. */
static int take_verdicts(struct mst_services *services, const struct mst_result *results, size_t count,
                         struct mst_error *err)
{
	int code = hand_over(services, results, count, err);

	if (code >= 0)
		code = note(&services->waiting, results, count, err);
	for (size_t i = 0; i < count && code >= 0; i++) {
		if (has_opened(&results[i]) && !is_greeted(services, &results[i]))
			code = talk_to(services, &results[i].addr, results[i].port, 0,
			               mst_waiting_find(&services->waiting, results[i].position), err);
	}
	return code;
}

/* The first bytes of a port that was greeted name its service. The lock is held. */
static int name(struct mst_services *services, const struct mst_result *result, struct mst_error *err)
{
	struct mst_open_port port = {
		.addr = result->addr, .port = result->port, .proto = result->proto, .position = result->position
	};
	const struct mst_service *service;
	bool named;

	service = mst_overheard_service(services->overheard, &port, result->service, &named);
	mst_count(&services->greeted, 1);
	if (named)
		mst_count(&services->named, 1);
	return tell(services, &port, service, false, err);
}

/* What a port did in its handshake: it names the service, or is compared by the conversations, or left to them. The
 * lock is held. */
static int take_greeted(struct mst_services *services, const struct mst_result *result, struct mst_error *err)
{
	struct mst_waiting_port *waiting = mst_waiting_find(&services->waiting, result->position);

	if (!waiting || waiting->talks)
		return 0;
	mst_count(&services->met, 1);
	if (result->service->of[MST_SERVICE_BANNER].size)
		return name(services, result, err);
	return talk_to(services, &result->addr, result->port, mst_ending_find(result->service->of[MST_SERVICE_SPEAKS]),
	               waiting, err);
}

/* For the reporter. It waits for the lock no longer than the other thread is in the sink. */
static int take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_services *services = &((struct mst_scan *)user)->services;
	int code;

	pthread_mutex_lock(&services->lock);
	code = count == 1 && results->service ? take_greeted(services, results, err)
	                                      : take_verdicts(services, results, count, err);
	pthread_mutex_unlock(&services->lock);
	return code;
}

/* On the thread of the conversations. */
static int hear(void *user, const struct mst_open_port *port, const struct mst_service *service, bool suspect,
                struct mst_error *err)
{
	struct mst_scan *scan = user;
	int code;

	pthread_mutex_lock(&scan->services.lock);
	code = tell(&scan->services, port, service, suspect, err);
	pthread_mutex_unlock(&scan->services.lock);
	if (code < 0)
		mst_run_fail(&scan->run, code, err);
	return code < 0 ? code : 0;
}

void mst_services_wrap(struct mst_scan *scan, struct mst_round_parts *parts)
{
	if (!are_wanted(&scan->services))
		return;
	if (mst_greetings_greet(&scan->resources.greetings))
		scan->services.greeting = mst_greetings_of(&scan->resources.greetings, scan->round_count - 1);
	scan->services.sink = parts->sink;
	scan->services.user = parts->sink_user;
	parts->sink = take;
	parts->silence = NULL; /* silence comes as results, too: one way in, one lock */
	parts->sink_user = scan;
}

/* ---- from start to end ---- */

/* The ports that wait for nothing else: at the start those of earlier processes, at the end those that were not
 * greeted, because there were too many at once, or at their host. */
static int talk_to_others(struct mst_scan *scan, struct mst_error *err)
{
	const struct mst_space *space = &scan->plans[scan->round_count - 1].space;
	struct mst_waiting_port *port;
	size_t at = 0;
	int code = 0;

	pthread_mutex_lock(&scan->services.lock);
	while (code == 0 && (port = mst_waiting_next(&scan->services.waiting, &at))) {
		struct mst_question_at question = mst_space_at(space, port->position);

		if (!port->talks)
			code = talk_to(&scan->services, &question.addr, question.port, 0, port, err);
	}
	pthread_mutex_unlock(&scan->services.lock);
	return code;
}

/* Kept until the end, once for each address with several names; NULL without memory. */
static const char *first_of(struct mst_services *services, const char *all)
{
	struct mst_first_name *more;

	for (size_t i = 0; i < services->name_count; i++) {
		if (services->names[i].all == all)
			return services->names[i].first;
	}
	more = reallocarray(services->names, services->name_count + 1, sizeof *more);
	if (!more)
		return NULL;
	services->names = more;
	more += services->name_count;
	*more = (struct mst_first_name){ .all = all, .first = strndup(all, strcspn(all, " ")) };
	services->name_count += more->first != NULL;
	return more->first;
}

/* On the thread of the conversations. */
static const char *host_name(const void *user, const struct mst_addr *addr)
{
	struct mst_scan *scan = (struct mst_scan *)user;
	const char *all = mst_targets_name(scan->config.probing.targets, addr);

	return all && strchr(all, ' ') ? first_of(&scan->services, all) : all;
}

int mst_services_start(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_converse_config config = {
		.services = scan->config.services,
		.signatures = scan->services.signatures,
		.interface = scan->config.route.interface,
		.source_ip = scan->config.route.source_ip,
		.host_name = host_name,
		.names = scan,
		.sink = hear,
		.user = scan,
	};
	struct mst_converse *converse;
	int code;

	if (!are_wanted(&scan->services))
		return 0;
	code = mst_converse_open(&converse, &config, err);
	if (code < 0)
		return code;
	mst_store(&scan->services.converse, converse, release);
	code = mst_overheard_new(&scan->services.overheard, scan->services.signatures,
	                         mst_services_filled(scan->config.services).banner_bytes, err);
	return code < 0 ? code : talk_to_others(scan, err);
}

/* The lock is held. */
static void wait_a_moment(struct mst_services *services)
{
	uint64_t until_ns = mst_now_ns() + LOOK_EVERY_NS;
	struct timespec until = {
		.tv_sec = (time_t)(until_ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(until_ns % MST_NS_PER_SECOND),
	};

	pthread_cond_timedwait(&services->told, &services->lock, &until);
}

static bool flush_is_due(const struct mst_services *services)
{
	uint64_t since_ns = mst_now_ns() - services->flushed_ns;

	return since_ns >= TICK_NS || (services->unflushed && since_ns >= FLUSH_EVERY_NS);
}

static int await(struct mst_scan *scan, struct mst_error *err)
{
	struct mst_services *services = &scan->services;
	int code = 0;

	pthread_mutex_lock(&services->lock);
	while (services->waiting.count && code >= 0 && !mst_run_stopped(&scan->run)) {
		wait_a_moment(services);
		if (flush_is_due(services))
			code = hand_over(services, NULL, 0, err);
	}
	if (services->waiting.count)
		mst_converse_stop(mst_load(&services->converse, acquire));
	pthread_mutex_unlock(&services->lock);
	return code;
}

void mst_services_end(struct mst_scan *scan)
{
	struct mst_services *services = &scan->services;
	struct mst_error error, later;
	int code;

	if (!are_wanted(services))
		return;
	code = mst_run_stopped(&scan->run) ? 0 : talk_to_others(scan, &error);
	if (code >= 0)
		code = await(scan, &error);
	(void)mst_converse_finish(mst_load(&services->converse, acquire), &later); /* `hear` has told of it */
	/* Its thread calls the sink no more. */
	if (code >= 0)
		code = hand_over(services, NULL, 0, &error);
	mst_store(&services->cut, services->waiting.count, relaxed);
	if (code < 0)
		mst_run_fail(&scan->run, code, &error);
}

void mst_services_close(struct mst_services *services)
{
	mst_converse_close(mst_load(&services->converse, acquire));
	mst_overheard_free(services->overheard);
	mst_signatures_free(services->signatures);
	mst_waiting_free(&services->waiting);
	for (size_t i = 0; i < services->name_count; i++)
		free(services->names[i].first);
	free(services->names);
	pthread_mutex_destroy(&services->lock);
	pthread_cond_destroy(&services->told);
}
