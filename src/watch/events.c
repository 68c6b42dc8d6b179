/* SPDX-License-Identifier: BSD-2-Clause */
/* events.c - writes the events of a watch as JSON, one object per line. See muster/watch.h. */
#include <inttypes.h>
#include <muster/net.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "report/escape.h"
#include "watch/events.h"

#define MOMENT_TEXT 40

static const struct {
	const char *name, *words;
} turns[] = {
#define TURN(constant, word, words) { word, words },
	MST_WATCH_TURNS(TURN)
#undef TURN
};

static const char *const matters[] = {
#define MATTER(constant, word) word,
	MST_WATCH_MATTERS(MATTER)
#undef MATTER
};

static const char *const causes[] = {
#define CAUSE(constant, word) word,
	MST_WATCH_CAUSES(CAUSE)
#undef CAUSE
};

const char *mst_watch_cause_name(enum mst_watch_cause_kind kind)
{
	return (unsigned)kind < MST_WATCH_CAUSE_COUNT ? causes[kind] : "?";
}

const char *mst_watch_turn_name(enum mst_watch_turn turn)
{
	return (unsigned)turn < MST_WATCH_TURN_COUNT ? turns[turn].name : "?";
}

const char *mst_watch_turn_words(enum mst_watch_turn turn)
{
	return (unsigned)turn < MST_WATCH_TURN_COUNT ? turns[turn].words : "?";
}

enum mst_watch_turn mst_watch_turn_of(bool is_port, bool is_active)
{
	if (is_port)
		return is_active ? MST_PORT_OPENED : MST_PORT_CLOSED;
	return is_active ? MST_CAME_BACK : MST_WENT_DOWN;
}

/* RFC 3339, UTC. */
static const char *write_moment(char text[MOMENT_TEXT], uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm utc;
	size_t at;

	if (!gmtime_r(&seconds, &utc))
		return "?";
	at = strftime(text, MOMENT_TEXT, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + at, MOMENT_TEXT - at, ".%03uZ", (unsigned)(wall_ns / MST_NS_PER_MS % 1000));
	return text;
}

/* At most MST_ERROR_TEXT bytes of it; null without one. */
static void write_text(const char *text, FILE *out)
{
	char escaped[MST_JSON_ROOM(MST_ERROR_TEXT)], *end;

	if (!text) {
		fputs("null", out);
		return;
	}
	end = mst_escape_json(escaped, text, strnlen(text, MST_ERROR_TEXT));
	fprintf(out, "%.*s", (int)(end - escaped), escaped);
}

static void write_change(const struct mst_watch_change *change, FILE *out)
{
	char addr[MST_ADDR_TEXT], since[MOMENT_TEXT], was_since[MOMENT_TEXT], mac[MST_LINK_ADDR_TEXT];

	mst_addr_format(&change->addr, addr);
	fprintf(out, ",\"addr\":\"%s\",\"name\":", addr);
	write_text(change->name, out);
	fputs(",\"port\":", out);
	if (change->port)
		fprintf(out, "%u", change->port);
	else
		fputs("null", out);
	fprintf(out, ",\"change\":\"%s\",\"state\":\"%s\",\"reason\":\"%s\",\"since\":\"%s\"",
	        mst_watch_turn_name(change->turn), mst_state_name(change->state), mst_reason_name(change->reason),
	        write_moment(since, change->since_ns));
	fprintf(out, ",\"was\":\"%s\",\"was_since\":\"%s\",\"was_s\":%.3f,\"round\":%" PRIu64,
	        mst_state_name(change->was), write_moment(was_since, change->was_since_ns),
	        (double)change->lasted_ns / 1e9, change->round);
	if (change->count)
		fprintf(out, ",\"count\":%" PRIu64, change->count);
	if (change->has_mac)
		fprintf(out, ",\"mac\":\"%s\"", mst_link_addr_format(change->mac, sizeof change->mac, mac));
	if (change->has_was_mac)
		fprintf(out, ",\"was_mac\":\"%s\"", mst_link_addr_format(change->was_mac, sizeof change->was_mac, mac));
}

static void write_round(const struct mst_watch_round *round, FILE *out)
{
	fprintf(out,
	        ",\"round\":%" PRIu64 ",\"asked\":%s,\"hosts\":%" PRIu64 ",\"active\":%" PRIu64
	        ",\"inactive\":%" PRIu64,
	        round->number, round->asked ? "true" : "false", round->hosts, round->active, round->inactive);
	fprintf(out,
	        ",\"unknown\":%" PRIu64 ",\"ports_open\":%" PRIu64 ",\"changes\":%" PRIu64 ",\"ticks_missed\":%" PRIu64
	        ",\"elapsed_ms\":%" PRIu64,
	        round->unknown, round->ports_open, round->changes, round->ticks_missed,
	        round->elapsed_ns / MST_NS_PER_MS);
}

static void write_addr(const struct mst_addr *addr, FILE *out)
{
	char text[MST_ADDR_TEXT];

	fprintf(out, addr->family ? "\"%s\"" : "null", addr->family ? (mst_addr_format(addr, text), text) : "");
}

static void write_cause(const struct mst_watch_cause *cause, FILE *out)
{
	bool is_back = cause->turn == MST_CAME_BACK;
	char since[MOMENT_TEXT];

	fprintf(out, ",\"cause\":\"%s\",\"addr\":", mst_watch_cause_name(cause->kind));
	write_addr(&cause->addr, out);
	fputs(",\"name\":", out);
	write_text(cause->name, out);
	fputs(",\"interface\":", out);
	write_text(*cause->interface ? cause->interface : NULL, out);
	fprintf(out, ",\"change\":\"%s\",\"reason\":\"%s\",\"from\":", mst_watch_turn_name(cause->turn),
	        mst_reason_name(cause->reason));
	write_addr(&cause->from, out);
	fprintf(out, ",\"since\":\"%s\",\"round\":%" PRIu64 ",\"count\":%" PRIu64 ",\"hosts\":%" PRIu64,
	        write_moment(since, cause->since_ns), cause->round, cause->count, cause->hosts);
	if (is_back)
		fprintf(out, ",\"missing\":%" PRIu64 ",\"was_s\":%.3f", cause->missing, (double)cause->lasted_ns / 1e9);
	fputs(",\"members\":[", out);
	for (size_t i = 0; i < cause->member_count; i++) {
		fputs(i ? "," : "", out);
		write_addr(&cause->members[i], out);
	}
	fputc(']', out);
}

static void write_notice(const struct mst_watch_event *event, FILE *out)
{
	fprintf(out, ",\"about\":\"%s\",\"text\":", matters[event->notice.matter]);
	write_text(event->notice.text, out);
}

char *mst_watch_event_json(const struct mst_watch_event *event, size_t *length)
{
	static const char *const types[] = {
		[MST_EVENT_CHANGE] = "change",
		[MST_EVENT_ROUND] = "round",
		[MST_EVENT_NOTICE] = "notice",
		[MST_EVENT_CAUSE] = "cause",
	};
	char moment[MOMENT_TEXT], *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	bool whole;

	if (!out)
		return NULL;
	fprintf(out, "{\"type\":\"%s\",\"time\":\"%s\"", types[event->kind], write_moment(moment, event->time_ns));
	switch (event->kind) {
	case MST_EVENT_CHANGE: write_change(&event->change, out); break;
	case MST_EVENT_ROUND: write_round(&event->round, out); break;
	case MST_EVENT_CAUSE: write_cause(&event->cause, out); break;
	default: write_notice(event, out);
	}
	fputc('}', out);
	whole = !ferror(out);
	if (fclose(out) != 0 || !whole) {
		free(text);
		return NULL;
	}
	if (length)
		*length = size;
	return text;
}
