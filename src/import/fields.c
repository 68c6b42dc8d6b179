/* SPDX-License-Identifier: BSD-2-Clause */
/* fields.c - see fields.h. */
#include "import/fields.h"

#include <ctype.h>
#include <errno.h>
#include <muster/units.h>
#include <netinet/in.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/hex.h"
#include "base/moment.h"
#include "import/service_text.h"

#define MS_MAX UINT64_C(86400000)
#define ERRNO_MAX 133
#define SHOWN 48 /* bytes of a value in a sentence */

/* ---- values ---- */

bool mst_reason_parse(uint8_t *reason, const char *word)
{
	for (unsigned i = 0; i < MST_REASON_COUNT; i++) {
		*reason = (uint8_t)i;
		if (strcmp(mst_reason_name((enum mst_reason)i), word) == 0)
			return true;
	}
	return false;
}

bool mst_suspicion_parse(uint8_t *suspicion, const char *word)
{
	for (unsigned i = 0; i < MST_SUSPICION_COUNT; i++) {
		*suspicion = (uint8_t)i;
		if (strcmp(mst_suspicion_name((enum mst_suspicion)i), word) == 0)
			return true;
	}
	return false;
}

bool mst_link_addr_parse(uint8_t mac[6], const char *text)
{
	for (int i = 0; i < 6; i++, text += 3) {
		int high = mst_hex_digit((unsigned char)text[0]);
		int low = high < 0 ? -1 : mst_hex_digit((unsigned char)text[1]);

		if (low < 0 || text[2] != (i < 5 ? ':' : '\0'))
			return false;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool mst_ms_parse(int64_t *ns, const char *text)
{
	uint64_t ms = 0, fraction = 0, unit = MST_NS_PER_MS;

	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text); text++) {
		ms = 10 * ms + (uint64_t)(*text - '0');
		if (ms > MS_MAX)
			return false;
	}
	if (*text == '.') {
		for (text++; isdigit((unsigned char)*text); text++) {
			unit /= 10;
			fraction += unit * (uint64_t)(*text - '0');
		}
	}
	*ns = (int64_t)(ms * MST_NS_PER_MS + fraction);
	return *text == '\0';
}

static bool read_byte(uint8_t *byte, const char *text)
{
	uint64_t value;

	if (mst_read_whole(&value, text, UINT8_MAX) < 0)
		return false;
	*byte = (uint8_t)value;
	return true;
}

/* ---- fields ---- */

#define FIELD(name) static bool take_##name(struct mst_field_row *row, const char *text)

/* The interface of a link-local address may be one of the machine that wrote it. */
static bool read_addr(struct mst_field_row *row, struct mst_addr *addr, const char *text)
{
	const char *scope = strchr(text, '%');
	char numeric[MST_ADDR_TEXT];

	if (mst_addr_parse(addr, text) == 0)
		return true;
	if (!scope || !scope[1] || (size_t)(scope - text) >= sizeof numeric)
		return false;
	memcpy(numeric, text, (size_t)(scope - text));
	numeric[scope - text] = '\0';
	row->foreign = true;
	return mst_addr_parse(addr, numeric) == 0 && addr->family == MST_IPV6;
}

FIELD(addr)
{
	row->has_addr = true;
	return read_addr(row, &row->result.addr, text);
}

FIELD(port)
{
	uint64_t port;

	if (mst_read_whole(&port, text, UINT16_MAX) < 0)
		return false;
	row->result.port = (uint16_t)port;
	row->result.about_port = true;
	return true;
}

FIELD(proto)
{
	static const struct {
		const char *name;
		uint8_t number;
	} protocols[] = {
		{ "icmp", IPPROTO_ICMP }, { "tcp", IPPROTO_TCP }, { "udp", IPPROTO_UDP }, { "icmp6", IPPROTO_ICMPV6 }
	};

	for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
		if (strcmp(protocols[i].name, text) == 0) {
			row->result.proto = protocols[i].number;
			return true;
		}
	}
	return false;
}

static bool read_state(uint8_t *to, const char *text)
{
	enum mst_state state;

	if (mst_state_parse(&state, text) < 0)
		return false;
	*to = (uint8_t)state;
	return true;
}

FIELD(state)
{
	row->has_state = true;
	return read_state(&row->result.state, text);
}

FIELD(reason)
{
	row->has_reason = true;
	return mst_reason_parse(&row->result.reason, text);
}

FIELD(rtt_ms)
{
	return mst_ms_parse(&row->result.rtt_ns, text);
}

FIELD(ttl)
{
	return read_byte(&row->result.ttl, text);
}

FIELD(attempts)
{
	return read_byte(&row->result.attempts, text);
}

FIELD(time)
{
	return mst_moment_parse(&row->result.time_ns, text) == 0;
}

FIELD(attempt)
{
	return read_byte(&row->result.attempt, text);
}

FIELD(from)
{
	return read_addr(row, &row->result.from, text);
}

FIELD(icmp_type)
{
	return read_byte(&row->result.icmp_type, text);
}

FIELD(icmp_code)
{
	return read_byte(&row->result.icmp_code, text);
}

/* The words are the C library's; another one may have others. */
FIELD(error)
{
	for (int number = 1; number <= ERRNO_MAX; number++) {
		const char *words = strerrordesc_np(number);

		if (words && strcmp(words, text) == 0)
			row->result.error = (uint8_t)number;
	}
	return true;
}

FIELD(was)
{
	row->result.amended = true;
	return read_state(&row->result.was, text);
}

FIELD(mac)
{
	row->result.has_mac = true;
	return mst_link_addr_parse(row->result.mac, text);
}

FIELD(suspect)
{
	return mst_suspicion_parse(&row->result.suspect, text);
}

FIELD(name)
{
	size_t length = strlen(text);

	memcpy(row->name, text, length < MST_NAME_MAX ? length : MST_NAME_MAX);
	row->name[length < MST_NAME_MAX ? length : MST_NAME_MAX] = '\0';
	return true;
}

FIELD(worker)
{
	size_t length = strlen(text);

	if (!mst_worker_is_name(text, length))
		return false;
	memcpy(row->worker, text, length + 1);
	return true;
}

FIELD(saw)
{
	size_t length = strlen(text);

	if (length >= sizeof row->saw)
		return false;
	memcpy(row->saw, text, length + 1);
	return mst_sightings_read(&row->seen, row->saw);
}

static const struct {
	const char *name;
	bool is_text;
	bool (*take)(struct mst_field_row *row, const char *text);
	const char *expected;
} table[] = {
	/* clang-format off */
	{ "addr", true, take_addr, "an IPv4 or IPv6 address" },
	{ "port", false, take_port, "a number up to 65535" },
	{ "proto", false, take_proto, "icmp, icmp6, tcp or udp" },
	{ "state", false, take_state, "a state such as up, down, open or closed" },
	{ "reason", false, take_reason, "a reason such as echo-reply or no-response" },
	{ "rtt_ms", false, take_rtt_ms, "milliseconds such as 0.25, at most a day" },
	{ "ttl", false, take_ttl, "a number up to 255" },
	{ "attempts", false, take_attempts, "a number up to 255" },
	{ "time", false, take_time, "a time such as 2026-11-29T10:30:15.250Z" },
	{ "attempt", false, take_attempt, "a number up to 255" },
	{ "from", true, take_from, "an IPv4 or IPv6 address" },
	{ "icmp_type", false, take_icmp_type, "a number up to 255" },
	{ "icmp_code", false, take_icmp_code, "a number up to 255" },
	{ "error", true, take_error, "the words of an error" },
	{ "was", false, take_was, "a state such as up, down, open or closed" },
	{ "mac", false, take_mac, "a link-layer address such as 02:00:00:00:00:01" },
	{ "suspect", false, take_suspect, "a reason for suspicion such as proxy-arp" },
	{ "name", true, take_name, "a name" },
	{ "worker", true, take_worker, "letters, digits, - _ and ., at most 64" },
	{ "saw", true, take_saw, "what up to four workers saw, such as ams=up nyc=down" },
	/* clang-format on */
};

#define FIELDS ((int)(sizeof table / sizeof *table))

/* Fields of services are numbered behind those of the table. */
static const char *name_of(int number)
{
	return number < FIELDS ? table[number].name : mst_service_field_name((enum mst_service_field)(number - FIELDS));
}

int mst_field_number(const char *name, size_t length)
{
	for (int i = 0; i < FIELDS + MST_SERVICE_FIELD_COUNT; i++) {
		if (strlen(name_of(i)) == length && memcmp(name_of(i), name, length) == 0)
			return i;
	}
	return -1;
}

bool mst_field_is_text(int number)
{
	return number >= FIELDS || (number >= 0 && table[number].is_text);
}

void mst_field_row_begin(struct mst_field_row *row)
{
	row->result = (struct mst_result){ .rtt_ns = -1 };
	row->has_service = false;
	row->has_addr = row->has_state = row->has_reason = row->foreign = false;
	row->name[0] = row->worker[0] = '\0';
	row->seen = (struct mst_sightings){ 0 };
}

static int take_service_text(struct mst_field_row *row, enum mst_service_field field, const char *text,
                             struct mst_error *err)
{
	if (!*text)
		return 0;
	if (!row->has_service)
		mst_draft_begin(&row->service);
	row->has_service = true;
	return mst_service_text_take(&row->service, field, text, err);
}

bool mst_field_tells_services(int number)
{
	return number > FIELDS + MST_SERVICE_NAME;
}

int mst_field_take(struct mst_field_row *row, int number, const char *text, struct mst_error *err)
{
	if (number >= FIELDS)
		return take_service_text(row, (enum mst_service_field)(number - FIELDS), text, err);
	if (!*text || table[number].take(row, text))
		return 0;
	return mst_fail(err, -EBADMSG, "%s \"%.*s\"; expected %s", table[number].name, SHOWN, text,
	                table[number].expected);
}

enum mst_reason mst_usual_reason(const struct mst_result *row)
{
	bool udp = row->proto == IPPROTO_UDP;

	switch ((enum mst_state)row->state) {
	case MST_UP: return MST_ECHO_REPLY;
	case MST_UNREACHABLE: return MST_NET_UNREACH;
	case MST_OPEN: return udp ? MST_UDP_RESPONSE : MST_SYN_ACK;
	case MST_CLOSED: return udp ? MST_PORT_UNREACH : MST_RESET;
	default: return MST_NO_RESPONSE;
	}
}

static bool is_of_port(uint8_t state)
{
	return state >= MST_FILTERED && state <= MST_OPEN;
}

int mst_field_row_finish(struct mst_field_row *row, struct mst_error *err)
{
	struct mst_result *result = &row->result;

	if (!row->has_addr)
		return mst_fail(err, -EBADMSG, "a row without addr; expected an address in every row");
	if (!row->has_state)
		result->state = MST_UNKNOWN;
	/* A report of ports with few fields may have states of ports without them. */
	if (is_of_port(result->state) && !result->about_port)
		result->about_port = true;
	if (result->about_port && result->state != MST_UNKNOWN && !is_of_port(result->state))
		return mst_fail(err, -EBADMSG,
		                "state %s with a port; expected open, closed, filtered, open|filtered or unknown",
		                mst_state_name(result->state));
	if (!row->has_reason)
		result->reason = (uint8_t)mst_usual_reason(result);
	if (row->has_service && mst_service_text_finish(&row->service))
		result->service = &row->service.service;
	return 0;
}

int mst_field_row_gather(struct mst_field_row *row, struct mst_gather *gather, struct mst_error *err)
{
	int code = mst_gather_workers(gather, &row->result, &row->seen, row->worker[0] ? row->worker : NULL, err);

	if (code == 0)
		code = mst_gather_add(gather, &row->result, err);
	if (row->foreign)
		mst_gather_warn(gather,
		                "some addresses name interfaces that this machine does not have: taken without them");
	return code == 0 && row->name[0] ? mst_gather_add_name(gather, &row->result.addr, row->name, err) : code;
}
