/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listen.c - see muster/listen.h: the threads.
 *
 *     capture threads ──► hosts (HEARD) ──► mst_listen_take, by the caller
 *     close ── STOP ──► capture threads ── ENDED ──► is_over
 */
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"
#include "base/sanitize.h"
#include "base/thread.h"
#include "listen/handle.h"
#include "net/stacked.h"

#define AT_ONCE 4096
#define LOOK_NS (100 * MST_NS_PER_MS)
#define COUNT_NS (100 * MST_NS_PER_MS) /* libpcap opens files of the interface for its counts: 20 µs */
#define BUFFER_BYTES (16u << 20)       /* some 100 ms of small frames at full speed */
#define SNAP_BYTES 1600                /* room for a complete DHCP or DNS message */

struct mst_listen_config mst_listen_defaults(void)
{
	return (struct mst_listen_config){ .threads = 1, .max_port = 1000, .max_hosts = 65536, .promiscuous = true };
}

/* ---- one thread ---- */

static void take(void *user, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	struct mst_listener *listener = user;

	listener->learner.linktype = mst_tap_linktype(listener->tap); /* a file may have several */
	mst_learn(&listener->learner, time_ns, bytes, captured, wire_bytes);
}

static void count(struct mst_listener *listener)
{
	struct mst_tap_counts counts = mst_tap_counts(listener->tap);

	mst_store(&listener->received, counts.received, relaxed);
	mst_store(&listener->dropped, counts.dropped + counts.dropped_by_interface, relaxed);
}

static void *run(void *user)
{
	struct mst_listener *listener = user;
	uint64_t counted_ns = 0;
	int code = 0;

	while (code >= 0 && !mst_load(&listener->listen->stop, relaxed)) { /* STOP */
		uint64_t now_ns;

		code = mst_tap_dispatch(listener->tap, AT_ONCE, LOOK_NS, take, listener, &listener->failure);
		now_ns = mst_now_ns();
		if (now_ns - counted_ns >= COUNT_NS) {
			counted_ns = now_ns;
			count(listener);
		}
	}
	count(listener);
	if (code >= 0 || code == -ENODATA)
		listener->failure.text[0] = '\0';
	mst_store(&listener->ended, true, release); /* ENDED */
	return NULL;
}

/* ---- opening ---- */

static int add_name(struct mst_listen *listen, const char *name, struct mst_error *err)
{
	size_t at = strlen(listen->sources);

	if (listen->name_count == MST_LISTEN_INTERFACES_MAX)
		return mst_fail(err, -EINVAL, "more than %d interfaces", MST_LISTEN_INTERFACES_MAX);
	for (size_t i = 0; i < listen->name_count; i++) {
		if (strcmp(listen->names[i], name) == 0)
			return mst_fail(err, -EINVAL, "interface %s is named twice", name);
	}
	listen->names[listen->name_count] = strdup(name);
	if (!listen->names[listen->name_count++])
		return mst_fail(err, -ENOMEM, "no memory for the names of interfaces");
	snprintf(listen->sources + at, sizeof listen->sources - at, "%s%s", at ? ", " : "", name);
	return 0;
}

/* All interfaces that are up, except the loopback and those whose packets are all seen at another one. */
static int add_links(struct mst_listen *listen, const struct mst_survey *survey, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < survey->link_count && code == 0; i++) {
		const struct mst_survey_link *link = &survey->links[i];

		if (link->info.state != MST_INTERFACE_DOWN && link->hardware != ARPHRD_LOOPBACK &&
		    !mst_stacked_is_seen_elsewhere(survey, link))
			code = add_name(listen, link->info.name, err);
	}
	if (code == 0 && listen->name_count == 0)
		return mst_fail(err, -ENODEV, "no interface except the loopback is up: name one with --interface");
	return code;
}

/*
 * VLANs that are links of their own, and listened on: their packets have no tag there. They pass the lower link with
 * a tag, too, and are not to be counted there.
 */
static void note_vlans(struct mst_listen *listen, const struct mst_survey *survey)
{
	for (size_t i = 0; i < survey->link_count; i++) {
		const struct mst_survey_link *lower = mst_stacked_vlan_of(survey, &survey->links[i]);
		uint16_t number = survey->links[i].vlan & 0xfff;
		bool heard = false;

		for (unsigned l = 0; lower && l < listen->listener_count; l++) {
			struct mst_learner *learner = &listen->listeners[l].learner;

			if (learner->scope != (uint32_t)survey->links[i].info.index)
				continue;
			learner->vlan = number;
			heard = true;
		}
		for (unsigned l = 0; heard && l < listen->listener_count; l++) {
			if (listen->listeners[l].learner.scope == (uint32_t)lower->info.index)
				listen->listeners[l].learner.other_links[number / 64] |= UINT64_C(1) << number % 64;
		}
	}
}

static int open_listener(struct mst_listen *listen, unsigned i, const struct mst_listen_config *config,
                         struct mst_error *err)
{
	const char *name = listen->names[i / config->threads];
	struct mst_listener *listener = &listen->listeners[i];
	struct mst_tap_config tap = {
		.interface = name,
		.path = config->read_path,
		.filter = config->filter,
		.buffer_bytes = BUFFER_BYTES,
		.snap_bytes = config->read_path ? 0 : SNAP_BYTES,
		.promiscuous = config->promiscuous,
	};
	/* A fanout group for each interface of this process. */
	unsigned group = (unsigned)getpid() * MST_LISTEN_INTERFACES_MAX + i / config->threads + 1;
	int code;

	if (config->threads > 1)
		tap.fanout_group = group & 0xffff ? (uint16_t)group : 1;
	code = mst_tap_open(&listener->tap, &tap, err);

	listener->listen = listen;
	listener->learner = (struct mst_learner){
		.hosts = &listen->hosts,
		.kept_names = listen->kept_names,
		.flows = calloc(1, sizeof(struct mst_conversations)),
		.ring = i,
		.max_port = config->max_port,
		.scope = config->read_path ? 0 : if_nametoindex(name),
		.interface = config->read_path ? NULL : name,
		.linktype = code == 0 ? mst_tap_linktype(listener->tap) : 0,
	};
	if (code == 0 && !listener->learner.flows)
		return mst_fail(err, -ENOMEM, "no memory for flows");
	return code;
}

static int open_listeners(struct mst_listen *listen, const struct mst_listen_config *config, struct mst_error *err)
{
	unsigned count = (unsigned)listen->name_count * config->threads;
	int code;

	listen->kept_names = mst_kept_names_new();
	listen->listeners = mst_lines_new(count, sizeof *listen->listeners);
	if (!listen->listeners || !listen->kept_names || mst_hosts_open(&listen->hosts, config->max_hosts, count) < 0)
		return mst_fail(err, -ENOMEM, "no memory for %u hosts", config->max_hosts);
	while (listen->listener_count < count) {
		code = open_listener(listen, listen->listener_count++, config, err);
		if (code < 0)
			return code;
	}
	return 0;
}

/* Each packet once, however many interfaces it passes. Interfaces that were named are opened without the survey, too.
 */
static int open_interfaces(struct mst_listen *listen, const struct mst_listen_config *config, struct mst_error *err)
{
	struct mst_survey survey = { 0 };
	struct mst_rtnl *rtnl = NULL;
	bool all = listen->name_count == 0;
	struct mst_error why;
	int code = mst_rtnl_open(&rtnl, all ? err : &why);

	if (code == 0)
		code = mst_survey_take(&survey, rtnl, all ? err : &why);
	if (!all)
		code = 0;
	else if (code == 0)
		code = add_links(listen, &survey, err);
	if (code == 0)
		code = open_listeners(listen, config, err);
	if (code == 0)
		note_vlans(listen, &survey);
	mst_survey_free(&survey);
	mst_rtnl_close(rtnl);
	return code;
}

int mst_listen_open(struct mst_listen **out, const struct mst_listen_config *config, struct mst_error *err)
{
	struct mst_listen *listen = calloc(1, sizeof *listen);
	struct mst_listen_config used = *config;
	int code = 0;

	*out = NULL;
	if (!listen)
		return mst_fail(err, -ENOMEM, "no memory for listening");
	if (config->read_path) {
		used.threads = 1;
		code = add_name(listen, config->read_path, err);
	}
	for (size_t i = 0; !config->read_path && code == 0 && i < config->interface_count; i++)
		code = add_name(listen, config->interfaces[i], err);
	if (code == 0)
		code = config->read_path ? open_listeners(listen, &used, err) : open_interfaces(listen, &used, err);
	if (code < 0) {
		mst_listen_close(listen);
		return code;
	}
	*out = listen;
	return 0;
}

int mst_listen_start(struct mst_listen *listen, struct mst_error *err)
{
	int code = 0;

	for (unsigned i = 0; i < listen->listener_count && code == 0; i++) {
		code = mst_thread_start(&listen->listeners[i].thread, run, &listen->listeners[i]);
		listen->listeners[i].started = code == 0;
	}
	return code == 0 ? 0 : mst_fail(err, code, "cannot start a thread: %s", strerror(-code));
}

/* ---- reading ---- */

bool mst_listen_is_over(const struct mst_listen *listen)
{
	for (unsigned i = 0; i < listen->listener_count; i++) {
		if (!mst_load(&listen->listeners[i].ended, acquire)) /* ENDED */
			return false;
	}
	return true;
}

const char *mst_listen_failure(const struct mst_listen *listen, size_t n)
{
	for (unsigned i = 0; i < listen->listener_count; i++) {
		if (mst_load(&listen->listeners[i].ended, acquire) && listen->listeners[i].failure.text[0] &&
		    n-- == 0) /* ENDED */
			return listen->listeners[i].failure.text;
	}
	return NULL;
}

const char *mst_listen_sources(const struct mst_listen *listen)
{
	return listen->sources;
}

void mst_listen_close(struct mst_listen *listen)
{
	if (!listen)
		return;
	mst_store(&listen->stop, true, relaxed); /* STOP */
	for (unsigned i = 0; i < listen->listener_count; i++) {
		if (listen->listeners[i].started)
			pthread_join(listen->listeners[i].thread, NULL);
	}
	for (unsigned i = 0; i < listen->listener_count; i++) {
		mst_tap_close(listen->listeners[i].tap);
		free(listen->listeners[i].learner.flows);
	}
	mst_hosts_close(&listen->hosts);
	mst_kept_names_free(listen->kept_names);
	for (size_t i = 0; i < listen->name_count; i++)
		free(listen->names[i]);
	free(listen->listeners);
	free(listen);
}
