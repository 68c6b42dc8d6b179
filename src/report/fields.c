/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fields.c - the table of fields: name, meaning, whether it is shown by default, JSON type, how it is written.
 *
 * Help texts, headers, the choice of columns and every format are made from it.
 */
#include "report/fields.h"

#include <errno.h>
#include <muster/net.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/media.h"
#include "report/digits.h"
#include "report/words.h"

static char *put_nonzero(char *at, unsigned value)
{
	return value ? mst_put_whole(at, value) : at;
}

#define WORKER_MAX 66 /* a name, a blank before it, = behind it */
#define STATE_MAX 14
#define SECONDS_OF_DAY 86400u
_Static_assert(MST_WORD_ROOM <= MST_FIELD_TEXT_MAX, "where a field is written there is room for a word");

#define FIELD(name) static char *put_##name(char *at, const struct mst_result *r, struct mst_lookups *lookups)
#define UNUSED_LOOKUPS (void)lookups

FIELD(addr)
{
	UNUSED_LOOKUPS;
	return at + mst_addr_format(&r->addr, at);
}

FIELD(port)
{
	UNUSED_LOOKUPS;
	return r->about_port ? mst_put_whole(at, r->port) : at;
}

FIELD(proto)
{
	UNUSED_LOOKUPS;
	switch (r->proto) {
	case IPPROTO_ICMP: return mst_put_text(at, "icmp");
	case IPPROTO_TCP: return mst_put_text(at, "tcp");
	case IPPROTO_UDP: return mst_put_text(at, "udp");
	case IPPROTO_ICMPV6: return mst_put_text(at, "icmp6");
	default: return at;
	}
}

FIELD(state)
{
	UNUSED_LOOKUPS;
	return mst_put_state(at, r->state);
}

FIELD(reason)
{
	UNUSED_LOOKUPS;
	return mst_put_reason(at, r->reason);
}

FIELD(rtt_ms)
{
	uint64_t ns = (uint64_t)r->rtt_ns;

	UNUSED_LOOKUPS;
	if (r->rtt_ns < 0)
		return at;
	at = mst_put_whole(at, ns / MST_NS_PER_MS);
	*at++ = '.';
	return mst_put_digits(at, ns % MST_NS_PER_MS, 6);
}

FIELD(ttl)
{
	UNUSED_LOOKUPS;
	return put_nonzero(at, r->ttl);
}

FIELD(attempts)
{
	UNUSED_LOOKUPS;
	return mst_put_whole(at, r->attempts);
}

/* In order of address the seconds differ from row to row, the days do not. */
static const char *day_text(struct mst_lookups *lookups, uint64_t day)
{
	if (day != lookups->day || !lookups->day_text[0]) {
		time_t begin = (time_t)(day * SECONDS_OF_DAY);
		struct tm utc;

		strftime(lookups->day_text, sizeof lookups->day_text, "%Y-%m-%dT", gmtime_r(&begin, &utc));
		lookups->day = day;
	}
	return lookups->day_text;
}

/* RFC 3339. Nanoseconds in 64 bits end in the year 2554: four digits are enough. */
FIELD(time)
{
	uint64_t seconds = r->time_ns / MST_NS_PER_SECOND, of_day = seconds % SECONDS_OF_DAY;

	memcpy(at, day_text(lookups, seconds / SECONDS_OF_DAY), MST_DAY_TEXT);
	at = mst_put_digits(at + MST_DAY_TEXT, of_day / 3600, 2);
	*at++ = ':';
	at = mst_put_digits(at, of_day / 60 % 60, 2);
	*at++ = ':';
	at = mst_put_digits(at, of_day % 60, 2);
	*at++ = '.';
	at = mst_put_digits(at, r->time_ns % MST_NS_PER_SECOND / MST_NS_PER_MS, 3);
	*at++ = 'Z';
	return at;
}

FIELD(attempt)
{
	UNUSED_LOOKUPS;
	return put_nonzero(at, r->attempt);
}

FIELD(from)
{
	UNUSED_LOOKUPS;
	return at + mst_addr_format(&r->from, at);
}

/* No ICMP error has type 0, which is the echo reply. */
FIELD(icmp_type)
{
	UNUSED_LOOKUPS;
	return put_nonzero(at, r->icmp_type);
}

FIELD(icmp_code)
{
	UNUSED_LOOKUPS;
	return r->icmp_type ? mst_put_whole(at, r->icmp_code) : at;
}

FIELD(error)
{
	const char *text = r->error ? strerrordesc_np(r->error) : NULL;

	UNUSED_LOOKUPS;
	return text ? mst_put_text(at, text) : at;
}

FIELD(was)
{
	UNUSED_LOOKUPS;
	return r->amended ? mst_put_state(at, r->was) : at;
}

FIELD(mac)
{
	UNUSED_LOOKUPS;
	if (!r->has_mac)
		return at;
	mst_link_addr_format(r->mac, sizeof r->mac, at);
	return at + strlen(at);
}

FIELD(vendor)
{
	const char *vendor = r->has_mac ? mst_lookups_vendor(lookups, r->mac) : NULL;

	return vendor ? mst_lookups_put_text(at, vendor, strlen(vendor)) : at;
}

FIELD(suspect)
{
	UNUSED_LOOKUPS;
	return mst_put_suspicion(at, r->suspect);
}

static const struct mst_service_text *text_of(const struct mst_result *r, enum mst_service_field field)
{
	return r->service && r->service->of[field].size ? &r->service->of[field] : NULL;
}

char *mst_lookups_put_service(char *at, struct mst_lookups *lookups, const struct mst_result *r)
{
	const struct mst_service_text *known = text_of(r, MST_SERVICE_NAME);

	if (known)
		return mst_lookups_put_text(at, (const char *)known->bytes, known->size);
	return r->about_port ? mst_put_text(at, mst_lookups_service(lookups, r)) : at;
}

FIELD(service)
{
	return mst_lookups_put_service(at, lookups, r);
}

/* Without a word of its own it is a guess by the port. */
FIELD(service_from)
{
	const struct mst_service_text *from = text_of(r, MST_SERVICE_FROM);

	if (from && text_of(r, MST_SERVICE_NAME))
		return mst_lookups_put_text(at, (const char *)from->bytes, from->size);
	return r->about_port && *mst_lookups_service(lookups, r) ? mst_put_text(at, "port") : at;
}

char *mst_field_spell(char *at, const struct mst_field *field, const struct mst_result *result, bool plain)
{
	const struct mst_service_text *text = text_of(result, field->text);

	if (!text || (field->kind == MST_FIELD_NUMBER && !mst_service_text_is_number(text)))
		return at;
	return mst_service_spell(at, text, plain);
}

FIELD(name)
{
	return mst_lookups_put_name(at, lookups, &r->addr);
}

char *mst_lookups_put_worker(char *at, const struct mst_lookups *lookups, const struct mst_result *r)
{
	const char *name = lookups->worker ? lookups->worker(lookups->workers, r, mst_result_vantage(r)) : NULL;

	return name ? mst_lookups_put_text(at, name, strlen(name)) : at;
}

/* "ams=up nyc=down" */
char *mst_lookups_put_saw(char *at, const struct mst_lookups *lookups, const struct mst_result *r)
{
	char text[MST_VANTAGES_MAX * (WORKER_MAX + STATE_MAX)];
	size_t used = 0;
	enum mst_state state;

	for (unsigned i = 0; i < MST_VANTAGES_MAX && lookups->worker; i++) {
		const char *name = mst_result_saw(r, i, &state) ? lookups->worker(lookups->workers, r, i) : NULL;

		if (name)
			used += (size_t)snprintf(text + used, sizeof text - used, "%s%.64s=%s", used ? " " : "", name,
			                         mst_state_name(state));
	}
	return mst_lookups_put_text(at, text, used);
}

FIELD(worker)
{
	return mst_lookups_put_worker(at, lookups, r);
}

FIELD(saw)
{
	return mst_lookups_put_saw(at, lookups, r);
}

#define JSON_KEY(name) "\"" #name "\":"
#define ROW(name, by_default, kind, meaning) \
	{ \
		{ #name, meaning, by_default }, JSON_KEY(name), sizeof JSON_KEY(name) - 1, MST_FIELD_##kind, \
			put_##name, MST_SERVICE_FIELD_COUNT \
	}

#define SERVICE_JSON_KEY(name) "\"" name "\":"
#define SERVICE_PUT(constant) \
	((constant) == MST_SERVICE_NAME ? put_service : (constant) == MST_SERVICE_FROM ? put_service_from : NULL)
#define SERVICE_ROW(constant, name, most, meaning) \
	{ { name, meaning, (constant) == MST_SERVICE_NAME }, \
	  SERVICE_JSON_KEY(name), \
	  sizeof SERVICE_JSON_KEY(name) - 1, \
	  (constant) == MST_SERVICE_HTTP_STATUS ? MST_FIELD_NUMBER : MST_FIELD_TEXT, \
	  SERVICE_PUT(constant), \
	  constant },

static const struct mst_field table[] = {
	ROW(addr, true, ADDR, "the address probed"),
	ROW(port, true, NUMBER, "the port probed; empty in verdicts about a host"),
	ROW(proto, true, WORD,
	    "the protocol of the probe that was answered: icmp, icmp6, tcp, udp; empty when no host answered, or by "
	    "ARP"),
	ROW(state, true, WORD, "the verdict: up, down, unreachable; open, closed, filtered, open|filtered; unknown"),
	ROW(reason, true, WORD, "why: echo-reply, arp-response, syn-ack, reset, no-response, host-unreach, ..."),
	ROW(rtt_ms, true, NUMBER, "round-trip time in milliseconds; empty when unknown"),
	ROW(ttl, true, NUMBER, "time to live of the reply as it arrived; empty when none came"),
	ROW(attempts, true, NUMBER, "how many times the target was probed"),
	ROW(time, true, WORD,
	    "time of the answer; of a silent target, when its silence was noted, up to a second after the last "
	    "time-out: ISO 8601, UTC"),
	ROW(attempt, false, NUMBER, "the number of the attempt that was answered, from 1; empty when none was"),
	ROW(from, false, ADDR,
	    "the address that sent the answer: the target itself, a router, or (reason other-address) another address "
	    "of "
	    "the host"),
	ROW(icmp_type, false, NUMBER, "type of the ICMP error that answered"),
	ROW(icmp_code, false, NUMBER, "code of the ICMP error that answered"),
	ROW(error, false, TEXT, "the kernel's error, where it refused to send the probes (reason not-sent)"),
	ROW(was, false, WORD, "the earlier state, when a late answer improved it"),
	ROW(mac, true, WORD, "link-layer address of a target on-link"),
	ROW(vendor, true, TEXT, "the vendor of that network card, as listed in Debian's package ieee-data"),
	ROW(suspect, true, WORD,
	    "why the verdict may not be what it seems: address-conflict, proxy-arp, answers-for-unused, "
	    "every-port-open, router-anycast, several-answered, guessable, unproven"),
	ROW(worker, false, TEXT, "the worker of a fleet that found it"),
	ROW(saw, false, TEXT,
	    "what each worker saw where several of a fleet probed the target (--vantages), such as ams=up nyc=down"),
	MST_SERVICE_FIELDS(SERVICE_ROW)
		ROW(name, false, TEXT, "the host name by which the address was given; several are separated by blanks"),
};

#define TABLE_COUNT (sizeof table / sizeof table[0])
_Static_assert(TABLE_COUNT <= MST_FIELDS_MAX, "every field can be chosen at once");
_Static_assert(TABLE_COUNT - (MST_SERVICE_FIELD_COUNT - 2) <= MST_FIELDS_SHORT_MAX, "so many are short");
_Static_assert(MST_ADDR_TEXT <= MST_FIELD_TEXT_MAX, "an address is a field");

const struct mst_field_info *mst_report_field(size_t index)
{
	return index < TABLE_COUNT ? &table[index].info : NULL;
}

static const struct mst_field *find(const char *name, size_t length)
{
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		if (strlen(table[i].info.name) == length && memcmp(table[i].info.name, name, length) == 0)
			return &table[i];
	}
	return NULL;
}

static int unknown_field(const char *name, size_t length, struct mst_error *err)
{
	char names[MST_ERROR_TEXT / 2] = "";

	for (size_t i = 0; i < TABLE_COUNT; i++) {
		if (!table[i].put) /* they are many */
			continue;
		if (i > 0)
			strncat(names, ", ", sizeof names - strlen(names) - 1);
		strncat(names, table[i].info.name, sizeof names - strlen(names) - 1);
	}
	return mst_fail(err, -EINVAL,
	                "field \"%.*s\": there is none of this name; choose from %s, or a field of services such as "
	                "product or version",
	                (int)(length < 64 ? length : 64), name, names);
}

static int choose_one(struct mst_fields *fields, const char *name, size_t length, struct mst_error *err)
{
	const struct mst_field *field = find(name, length);

	if (!field)
		return unknown_field(name, length, err);
	if (mst_fields_contain(fields, field->info.name))
		return mst_fail(err, -EINVAL, "field \"%s\" is named twice; once is enough", field->info.name);
	fields->at[fields->count++] = field;
	return 0;
}

static bool is_default(const struct mst_field *field, unsigned extra)
{
	return field->info.by_default || ((extra & MST_EXTRA_WORKERS) && field->put == put_worker) ||
	       ((extra & MST_EXTRA_VANTAGES) && field->put == put_saw) ||
	       ((extra & MST_EXTRA_NAMES) && field->put == put_name) ||
	       ((extra & MST_EXTRA_SERVICES) && field->text < MST_SERVICE_FIELD_COUNT);
}

int mst_fields_choose(struct mst_fields *fields, const char *names, unsigned extra, struct mst_error *err)
{
	int code = 0;

	fields->count = 0;
	for (size_t i = 0; i < TABLE_COUNT && !names; i++) {
		if (is_default(&table[i], extra))
			fields->at[fields->count++] = &table[i];
	}
	while (names && code == 0) {
		size_t length = strcspn(names, ",");

		code = choose_one(fields, names, length, err);
		names = names[length] ? names + length + 1 : NULL;
	}
	return code;
}

bool mst_fields_contain(const struct mst_fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++) {
		if (strcmp(fields->at[i]->info.name, name) == 0)
			return true;
	}
	return false;
}
