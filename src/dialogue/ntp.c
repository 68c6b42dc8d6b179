/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ntp.c - NTP (RFC 5905, 7.3): a client's question; then, once, the variables of the system by a control message (RFC
 * 9327, 3.2), which have the version. Most servers answer only the first.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { SIZE = 48, MODE_SERVER = 4, MODE_CONTROL = 6, READ_VARIABLES = 0x82, CONTROL_HEAD = 12 };
enum { STATE_CLIENT = 0, STATE_CONTROL = 1 }; /* scratch[0] */

static const uint8_t stamp[8] = { 'm', 'u', 's', 't', 'e', 'r', 0x4e, 0x1d };
static const uint8_t control[CONTROL_HEAD] = { 0x16, 2, 0x4d, 0x53 };

static void begin(struct mst_talk *talk)
{
	uint8_t request[SIZE] = { 0x23 };

	talk->scratch[0] = STATE_CLIENT;
	memcpy(request + 40, stamp, sizeof stamp);
	mst_talk_put(talk, request, sizeof request);
}

static enum mst_step read_client(struct mst_talk *talk, struct mst_heard *heard)
{
	if (!heard->size)
		return mst_finding_wait(heard);
	if (heard->size < SIZE || (heard->bytes[0] & 7) != MODE_SERVER ||
	    memcmp(heard->bytes + 24, stamp, sizeof stamp))
		return MST_STEP_NOT_MINE;
	(void)mst_finding_done(talk, "ntp");
	mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "NTPv%u stratum-%u", heard->bytes[0] >> 3 & 7,
	                 heard->bytes[1]);
	heard->used = heard->size;
	talk->scratch[0] = STATE_CONTROL;
	mst_talk_put(talk, control, sizeof control);
	return MST_STEP_READ;
}

/* What stands between the quotes of name="…". */
static const uint8_t *variable(const uint8_t *text, size_t size, const char *name, size_t *length)
{
	const uint8_t *at = mst_finding_place(text, size, name), *end = text + size, *quote;

	if (!at)
		return NULL;
	at += strlen(name);
	quote = memchr(at, '"', (size_t)(end - at));
	*length = quote ? (size_t)(quote - at) : 0;
	return quote ? at : NULL;
}

/* version="ntpd 4.2.8p15@1.3728-o …" of the reference implementation, version="ntpd ntpsec-1.2.2" of NTPsec. */
static void put_version(struct mst_talk *talk, const uint8_t *version, size_t size)
{
	const uint8_t *end;

	if (size < 6 || memcmp(version, "ntpd ", 5))
		return;
	version += 5, size -= 5;
	if (size > 7 && !memcmp(version, "ntpsec-", 7)) {
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "NTPsec ntpd");
		version += 7, size -= 7;
	}
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "ntpd");
	end = memchr(version, '@', size);
	if (!end)
		end = memchr(version, ' ', size);
	mst_draft_add(talk->draft, MST_SERVICE_VERSION, version, end ? (size_t)(end - version) : size);
}

static enum mst_step read_control(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint8_t head = mst_read_u8(&r), operation = mst_read_u8(&r);
	const uint8_t *text, *value;
	size_t size, length;

	if (!heard->size)
		return heard->ended ? MST_STEP_DONE : MST_STEP_READ;
	mst_skip(&r, 8);
	size = mst_read_be16(&r);
	text = r.short_read || size > r.left ? NULL : mst_read_bytes(&r, size);
	if (!text || (head & 7) != MODE_CONTROL || (operation & 0xdf) != READ_VARIABLES)
		return MST_STEP_DONE;
	(void)mst_matcher_match(talk->matcher, MST_KEY_NTP, text, size, talk->draft);
	value = variable(text, size, "version=\"", &length);
	if (value)
		put_version(talk, value, length);
	value = variable(text, size, "system=\"", &length);
	if (value)
		mst_draft_add(talk->draft, MST_SERVICE_OS, value, length);
	return MST_STEP_DONE;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	return talk->scratch[0] == STATE_CLIENT ? read_client(talk, heard) : read_control(talk, heard);
}

const struct mst_dialogue mst_dialogue_ntp = {
	.name = "ntp",
	.ports = "123",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_answer,
};
