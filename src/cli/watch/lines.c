/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.c - see lines.h. */
#include "cli/watch/lines.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/net.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- events ---- */

/* The path behind the format; NULL when it is another format. */
static const char *path_of(const char *output)
{
	static const char *const suffixes[] = { ".ndjson", ".jsonl" };
	size_t length = strlen(output);

	if (strncmp(output, "ndjson:", 7) == 0 && output[7])
		return output + 7;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (length > strlen(suffixes[i]) && strcmp(output + length - strlen(suffixes[i]), suffixes[i]) == 0)
			return output;
	}
	return NULL;
}

static int open_one(struct mst_event_files *files, const char *output, bool force, struct mst_error *err)
{
	struct mst_sheet_config config = { .force = force };
	const char *path = path_of(output);
	int code;

	if (!path)
		return mst_fail(err, -EINVAL, "--output %s: expected FILE.ndjson or ndjson:FILE: a watch writes events",
		                output);
	if (files->count == MST_EVENT_FILES_MAX)
		return mst_fail(err, -EINVAL, "--output %s: expected at most %d outputs", output, MST_EVENT_FILES_MAX);
	for (size_t i = 0; i < files->count; i++) {
		if (strcmp(mst_sheet_path(files->items[i]), path) == 0)
			return mst_fail(err, -EINVAL, "output \"%s\" is named twice: each needs its own place", output);
	}
	code = mst_sheet_open(&files->items[files->count], output, &config, err);
	if (code < 0)
		return code;
	files->to_stdout |= strcmp(path, "-") == 0;
	files->count++;
	return 0;
}

int mst_event_files_open(struct mst_event_files *files, const struct mst_words *outputs, bool force,
                         struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < outputs->count; i++)
		code = open_one(files, outputs->items[i], force, err);
	return code;
}

int mst_event_files_write(struct mst_event_files *files, const struct mst_watch_event *event, struct mst_error *err)
{
	char *text = files->count ? mst_watch_event_json(event, NULL) : NULL;
	int code = files->count && !text ? mst_fail(err, -ENOMEM, "no memory for an event") : 0;

	for (size_t i = 0; i < files->count && code == 0; i++) {
		code = mst_sheet_line(files->items[i], text, err);
		/* A reader that left has seen enough. */
		code = code == -EPIPE ? 0 : code;
	}
	free(text);
	return code < 0 ? code : 0;
}

void mst_event_files_close(struct mst_event_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		mst_sheet_close(files->items[i]);
	files->count = 0;
}

/* ---- lines ---- */

const char *mst_write_moment(char *text, uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm local;

	if (wall_ns == 0 || !localtime_r(&seconds, &local) ||
	    !strftime(text, MST_MOMENT_TEXT, "%Y-%m-%d %H:%M:%S", &local))
		snprintf(text, MST_MOMENT_TEXT, "never");
	return text;
}

static void write_macs(const struct mst_watch_change *change, char *text, size_t size)
{
	char addr[MST_ADDR_TEXT], mac[MST_LINK_ADDR_TEXT], was_mac[MST_LINK_ADDR_TEXT], lasted[40];
	const char *words = mst_watch_turn_words(change->turn);

	mst_addr_format(&change->addr, addr);
	mst_link_addr_format(change->mac, sizeof change->mac, mac);
	mst_link_addr_format(change->was_mac, sizeof change->was_mac, was_mac);
	if (change->turn == MST_MAC_CHANGED)
		snprintf(text, size, "%s %s: %s; it was %s for %s", addr, words, mac, was_mac,
		         mst_write_duration(lasted, sizeof lasted, change->lasted_ns));
	else
		snprintf(text, size, "%s %s: %s%s%s", addr, words, mac,
		         change->has_was_mac ? " and " : " and another one", change->has_was_mac ? was_mac : "");
}

static void write_flapping(const struct mst_watch_change *change, const char *host, char *text, size_t size)
{
	char lasted[40];

	if (change->turn == MST_FLAPPING)
		snprintf(text, size, "%s %s (%s, %s): %" PRIu64 " changes; the next ones are told when it is steady",
		         host, mst_watch_turn_words(change->turn), mst_state_name(change->state),
		         mst_reason_name(change->reason), change->count);
	else
		snprintf(text, size, "%s %s (%s, %s) for %s; %" PRIu64 " change%s %s not told", host,
		         mst_watch_turn_words(change->turn), mst_state_name(change->state),
		         mst_reason_name(change->reason), mst_write_duration(lasted, sizeof lasted, change->lasted_ns),
		         change->count, mst_plural(change->count), change->count == 1 ? "was" : "were");
}

/* "10.0.0.1 port 22 (router)". */
static void write_host(const struct mst_watch_change *change, char *text, size_t size)
{
	char addr[MST_ADDR_TEXT], port[16] = "";

	mst_addr_format(&change->addr, addr);
	if (change->port)
		snprintf(port, sizeof port, " port %u", change->port);
	snprintf(text, size, "%s%s%s%s%s", addr, port, change->name ? " (" : "", change->name ? change->name : "",
	         change->name ? ")" : "");
}

const char *mst_watch_write_change(const struct mst_watch_change *change, char *text, size_t size)
{
	char host[MST_ERROR_TEXT], lasted[40];

	if (change->has_mac) {
		write_macs(change, text, size);
		return text;
	}
	write_host(change, host, sizeof host);
	if (change->turn == MST_FLAPPING || change->turn == MST_STEADY)
		write_flapping(change, host, text, size);
	else
		snprintf(text, size, "%s %s (%s, %s); it was %s for %s", host, mst_watch_turn_words(change->turn),
		         mst_state_name(change->state), mst_reason_name(change->reason), mst_state_name(change->was),
		         mst_write_duration(lasted, sizeof lasted, change->lasted_ns));
	return text;
}

/* What fell silent, or is back: "gateway 10.0.2.1 on eth0". */
static void write_thing(const struct mst_watch_cause *cause, char *text, size_t size)
{
	char addr[MST_ADDR_TEXT] = "";

	if (cause->addr.family)
		mst_addr_format(&cause->addr, addr);
	if (!*addr)
		snprintf(text, size, "%s %s", cause->kind == MST_CAUSE_LINK ? "the link of" : "interface",
		         cause->interface);
	else
		snprintf(text, size, "%s%s%s%s%s%s%s", cause->kind == MST_CAUSE_GATEWAY ? "gateway " : "", addr,
		         cause->name ? " (" : "", cause->name ? cause->name : "", cause->name ? ")" : "",
		         *cause->interface ? " on " : "", cause->interface);
}

/* How it shows. Where a gateway itself may answer, what is behind it does not. */
static void write_signs(const struct mst_watch_cause *cause, char *text, size_t size)
{
	char from[MST_ADDR_TEXT];
	int length = snprintf(text, size, "%s", mst_reason_name(cause->reason));

	if (!cause->from.family)
		return;
	mst_addr_format(&cause->from, from);
	snprintf(text + length, size - (size_t)length, " from %s", from);
}

const char *mst_watch_write_cause(const struct mst_watch_cause *cause, char *text, size_t size)
{
	char thing[MST_ERROR_TEXT / 2], signs[MST_ADDR_TEXT + 40], lasted[40];
	const char *hosts = mst_plural(cause->turn == MST_WENT_DOWN ? cause->hosts : cause->count);

	write_thing(cause, thing, sizeof thing);
	write_signs(cause, signs, sizeof signs);
	mst_write_duration(lasted, sizeof lasted, cause->lasted_ns);
	if (cause->turn == MST_CAME_BACK && cause->missing)
		snprintf(text, size, "%s is back after %s: of the %" PRIu64 " host%s behind it, %" PRIu64 " %s silent",
		         thing, lasted, cause->count, hosts, cause->missing, cause->missing == 1 ? "is" : "are");
	else if (cause->turn == MST_CAME_BACK)
		snprintf(text, size, "%s is back after %s, and so %s the %" PRIu64 " host%s behind it", thing, lasted,
		         cause->count == 1 ? "is" : "are", cause->count, hosts);
	else if (cause->kind == MST_CAUSE_PARENT)
		snprintf(text, size,
		         "%s went down (%s), and with it %" PRIu64 " of %" PRIu64 " host%s, unknown until it is back",
		         thing, signs, cause->count, cause->hosts, hosts);
	else
		snprintf(text, size,
		         "%" PRIu64 " of %" PRIu64 " host%s went silent with %s (%s), unknown until it is back",
		         cause->count, cause->hosts, hosts, thing, signs);
	return text;
}

static void begin_line(uint64_t time_ns, uint64_t round, FILE *out)
{
	char moment[MST_MOMENT_TEXT];

	mst_print(out, "%s round %" PRIu64 ": ", mst_write_moment(moment, time_ns), round);
}

void mst_watch_print_change(const struct mst_watch_event *event, FILE *out)
{
	char text[MST_ERROR_TEXT];

	begin_line(event->time_ns, event->change.round, out);
	mst_print(out, "%s\n", mst_watch_write_change(&event->change, text, sizeof text));
}

void mst_watch_print_cause(const struct mst_watch_event *event, FILE *out)
{
	char text[MST_ERROR_TEXT];

	begin_line(event->time_ns, event->cause.round, out);
	mst_print(out, "%s\n", mst_watch_write_cause(&event->cause, text, sizeof text));
}

static void print_host(const struct mst_watch *watch, const struct mst_watch_item *item, FILE *out)
{
	char addr[MST_ADDR_TEXT], lasted[40];
	const char *name = mst_watch_name(watch, &item->addr);
	bool is_active = item->standing == MST_WATCH_ACTIVE;

	mst_addr_format(&item->addr, addr);
	mst_print(out, "%s%s%s%s is %s for %s (%s, %s)%s\n", addr, name ? " (" : "", name ? name : "", name ? ")" : "",
	          is_active ? "alive" : "inactive",
	          mst_write_duration(lasted, sizeof lasted, mst_watch_ago_ns(watch, item->since)),
	          mst_state_name(item->stood), mst_reason_name(item->reason),
	          item->asleep   ? "; expected to be asleep"
	          : item->held   ? "; unknown: silent with others"
	          : !item->known ? "; not known in this round"
	                         : "");
}

void mst_watch_print_hosts(const struct mst_watch *watch, const struct mst_watch_event *event, bool all, FILE *out)
{
	const struct mst_watch_round *round = &event->round;
	size_t count;
	const struct mst_watch_item *items = mst_watch_items(watch, &count);

	for (size_t i = 0; i < count; i++) {
		if (items[i].port || items[i].standing == MST_WATCH_UNDECIDED ||
		    (items[i].standing == MST_WATCH_ACTIVE && !all))
			continue;
		begin_line(event->time_ns, round->number, out);
		print_host(watch, &items[i], out);
	}
	if (round->unknown) {
		begin_line(event->time_ns, round->number, out);
		mst_print(out, "%" PRIu64 " host%s could not be checked in this round\n", round->unknown,
		          round->unknown == 1 ? "" : "s");
	}
	begin_line(event->time_ns, round->number, out);
	mst_print(out, "Total %" PRIu64 " host%s inactive\n", round->inactive, round->inactive == 1 ? " is" : "s are");
}
