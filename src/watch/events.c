/* SPDX-License-Identifier: BSD-2-Clause */
/* events.c - writes the events of a watch as JSON, one object per line. See muster/watch.h. */
#include <inttypes.h>
#include <muster/net.h>
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

size_t mst_watch_event_json(const struct mst_watch_event *event, char *text)
{
	static const char *const types[] = {
		[MST_EVENT_CHANGE] = "change",
		[MST_EVENT_ROUND] = "round",
		[MST_EVENT_NOTICE] = "notice",
	};
	char moment[MOMENT_TEXT];
	FILE *out = fmemopen(text, MST_WATCH_JSON, "w");
	long length;

	*text = '\0';
	if (!out)
		return 0;
	fprintf(out, "{\"type\":\"%s\",\"time\":\"%s\"", types[event->kind], write_moment(moment, event->time_ns));
	if (event->kind == MST_EVENT_CHANGE)
		write_change(&event->change, out);
	else if (event->kind == MST_EVENT_ROUND)
		write_round(&event->round, out);
	else
		fprintf(out, ",\"about\":\"%s\",\"text\":", matters[event->notice.matter]);
	if (event->kind == MST_EVENT_NOTICE)
		write_text(event->notice.text, out);
	fputc('}', out);
	length = ftell(out);
	fclose(out);
	return length > 0 ? (size_t)length : 0;
}
