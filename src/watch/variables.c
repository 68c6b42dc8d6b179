/* SPDX-License-Identifier: BSD-2-Clause */
/* variables.c - see variables.h. */
#include "watch/variables.h"

#include <inttypes.h>
#include <muster/net.h>
#include <muster/units.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define PREFIX "MUSTER_"

static const char *const names[] = {
#define NAME(name) PREFIX #name,
	MST_VARIABLES(NAME)
#undef NAME
};

/* What has no room is left out whole. */
__attribute__((format(printf, 3, 4))) static void set(struct mst_variables *variables, const char *name,
                                                      const char *format, ...)
{
	char *at = variables->text + variables->length;
	size_t room = sizeof variables->text - variables->length;
	int head = snprintf(at, room, PREFIX "%s=", name), length;
	va_list values;

	if ((size_t)head >= room)
		return;
	va_start(values, format);
	length = head + vsnprintf(at + head, room - (size_t)head, format, values);
	va_end(values);
	if ((size_t)length >= room)
		return;
	for (char *c = at; *c; c++)
		*c = (unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c;
	variables->length += (size_t)length + 1;
}

static void set_addr(struct mst_variables *variables, const char *name, const struct mst_addr *addr)
{
	char text[MST_ADDR_TEXT];

	if (!addr->family)
		return;
	mst_addr_format(addr, text);
	set(variables, name, "%s", text);
}

static void set_moment(struct mst_variables *variables, const char *name, uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm utc;
	char text[40];

	if (wall_ns && gmtime_r(&seconds, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
		set(variables, name, "%s", text);
}

static void set_count(struct mst_variables *variables, const char *name, uint64_t count)
{
	set(variables, name, "%" PRIu64, count);
}

static void set_change(struct mst_variables *variables, const struct mst_watch_change *change)
{
	char mac[MST_LINK_ADDR_TEXT];

	set(variables, "CHANGE", "%s", mst_watch_turn_name(change->turn));
	set_addr(variables, "ADDR", &change->addr);
	if (change->name)
		set(variables, "NAME", "%s", change->name);
	if (change->port)
		set_count(variables, "PORT", change->port);
	set(variables, "STATE", "%s", mst_state_name(change->state));
	set(variables, "WAS", "%s", mst_state_name(change->was));
	set(variables, "REASON", "%s", mst_reason_name(change->reason));
	set_count(variables, "ROUND", change->round);
	set_moment(variables, "SINCE", change->since_ns);
	set_count(variables, "LASTED_S", change->lasted_ns / MST_NS_PER_SECOND);
	if (change->count)
		set_count(variables, "COUNT", change->count);
	if (change->has_mac)
		set(variables, "MAC", "%s", mst_link_addr_format(change->mac, sizeof change->mac, mac));
	if (change->has_was_mac)
		set(variables, "WAS_MAC", "%s", mst_link_addr_format(change->was_mac, sizeof change->was_mac, mac));
}

/* The next one behind a blank. */
static void join(char *list, size_t size, const char *addr)
{
	size_t length = strlen(list);

	if (length + strlen(addr) + 2 <= size)
		snprintf(list + length, size - length, "%s%s", length ? " " : "", addr);
}

#define LIST_ROOM (MST_VARIABLES_ADDRS * (MST_ADDR_TEXT + 1))

static void set_cause(struct mst_variables *variables, const struct mst_watch_cause *cause)
{
	char list[LIST_ROOM] = "", text[MST_ADDR_TEXT];

	set(variables, "CHANGE", "%s", mst_watch_turn_name(cause->turn));
	set(variables, "CAUSE", "%s", mst_watch_cause_name(cause->kind));
	set_addr(variables, "ADDR", &cause->addr);
	if (cause->name)
		set(variables, "NAME", "%s", cause->name);
	if (*cause->interface)
		set(variables, "INTERFACE", "%s", cause->interface);
	set(variables, "REASON", "%s", mst_reason_name(cause->reason));
	set_count(variables, "ROUND", cause->round);
	set_moment(variables, "SINCE", cause->since_ns);
	set_count(variables, "COUNT", cause->count);
	set_count(variables, "HOSTS", cause->hosts);
	if (cause->turn == MST_CAME_BACK) {
		set_count(variables, "MISSING", cause->missing);
		set_count(variables, "LASTED_S", cause->lasted_ns / MST_NS_PER_SECOND);
	}
	for (size_t i = 0; i < cause->member_count && i < MST_VARIABLES_ADDRS; i++) {
		mst_addr_format(&cause->members[i], text);
		join(list, sizeof list, text);
	}
	set(variables, "ADDRS", "%s", list);
}

void mst_variables_of(struct mst_variables *variables, const struct mst_watch_event *event)
{
	variables->length = 0;
	if (event->kind == MST_EVENT_CHANGE) {
		set(variables, "TYPE", "change");
		set_change(variables, &event->change);
	} else if (event->kind == MST_EVENT_CAUSE) {
		set(variables, "TYPE", "cause");
		set_cause(variables, &event->cause);
	}
}

void mst_variables_of_all(struct mst_variables *variables, const struct mst_variables *each, size_t count,
                          uint64_t events, uint64_t left_out)
{
	char list[LIST_ROOM] = "";

	variables->length = 0;
	set(variables, "TYPE", "events");
	set_count(variables, "COUNT", events);
	set_count(variables, "LEFT_OUT", left_out);
	for (size_t i = 0; i < count && i < MST_VARIABLES_ADDRS; i++) {
		const char *addr = mst_variables_get(&each[i], PREFIX "ADDR");

		if (addr)
			join(list, sizeof list, addr);
	}
	set(variables, "ADDRS", "%s", list);
}

const char *mst_variables_get(const struct mst_variables *variables, const char *name)
{
	size_t length = strlen(name);

	for (size_t at = 0; at < variables->length; at += strlen(variables->text + at) + 1) {
		if (strncmp(variables->text + at, name, length) == 0 && variables->text[at + length] == '=')
			return variables->text + at + length + 1;
	}
	return NULL;
}

bool mst_variables_name(const char *entry)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t length = strlen(names[i]);

		if (strncmp(entry, names[i], length) == 0 && entry[length] == '=')
			return true;
	}
	return false;
}
