/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload_text.c - see payload_text.h. Read byte by byte. The end of the text is seen as an end of line, so that there
 * is always a next byte to look at.
 */
#include "probe/payload_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hex.h"
#include "base/plain_text.h"

#define PORTS_SHOWN 40
#define ANY_PORT "any-port"
#define IDENTIFIER "id"
#define NUMBER_MAX 9999

static uint8_t peek(const struct mst_text_source *text)
{
	return text->rest.left ? *text->rest.at : '\n';
}

/* The next character, outside ASCII; false when it is no UTF-8. */
static bool quote_character(const struct mst_text_source *text, char *to, size_t size)
{
	size_t count = text->rest.left < 4 ? text->rest.left : 4;
	char bytes[5] = "", *end;

	memcpy(bytes, text->rest.at, count);
	mst_text_quote(to, size, bytes, false);
	end = strchr(to, '>');
	if (to[0] != '<' || !end)
		return false;
	end[1] = '\0';
	return true;
}

/* The next byte is not one that is allowed here. */
static int fail_found(const struct mst_text_source *text, const char *expected)
{
	uint8_t byte = peek(text);
	char found[80], wrong[256];

	if (byte == '\n')
		snprintf(found, sizeof found, "the line ends");
	else if (byte == '\0')
		snprintf(found, sizeof found, "a NUL byte");
	else if (byte > '~' && quote_character(text, found, sizeof found))
		; /* it has its number and name */
	else if (byte < ' ' || byte > '~')
		snprintf(found, sizeof found, "a byte \\x%02x", byte);
	else
		snprintf(found, sizeof found, "found %c", byte);
	snprintf(wrong, sizeof wrong, "%s; expected %s", found, expected);
	return mst_text_source_fail(text, -EINVAL, wrong);
}

/* The length of a backslash and the newline after it; 0 when the text does not go on with them. */
static size_t seam(const struct mst_text_source *text)
{
	struct mst_reader ahead = text->rest;
	uint8_t byte;

	if (mst_read_u8(&ahead) != '\\')
		return 0;
	byte = mst_read_u8(&ahead);
	if (byte == '\r')
		byte = mst_read_u8(&ahead);
	return byte == '\n' ? text->rest.left - ahead.left : 0;
}

static void skip_comment(struct mst_text_source *text)
{
	while (peek(text) != '\n' && peek(text) != '\0')
		mst_skip(&text->rest, 1);
}

/* Moves to the next word of the line, or to its end. */
static void skip_blanks(struct mst_text_source *text)
{
	for (;;) {
		uint8_t byte = peek(text);
		size_t seam_bytes = seam(text);

		if (byte != ' ' && byte != '\t' && byte != '\r' && !seam_bytes)
			break;
		mst_skip(&text->rest, seam_bytes ? seam_bytes : 1);
		text->line += seam_bytes > 0;
	}
	if (peek(text) == '#')
		skip_comment(text);
}

static bool is_of_ports(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || byte == ',' || byte == '-';
}

static int fail_ports(const struct mst_text_source *text, const char *list)
{
	char wrong[256];

	snprintf(wrong, sizeof wrong,
	         "ports \"%.*s%s\"; expected numbers from 1 to 65535 and ranges such as 5000-5010, joined by commas",
	         PORTS_SHOWN, list, strlen(list) > PORTS_SHOWN ? "..." : "");
	return mst_text_source_fail(text, -EINVAL, wrong);
}

static int read_ports(struct mst_text_source *text, struct mst_ports *ports)
{
	const char *start = (const char *)text->rest.at;
	size_t length = 0;
	char *list;
	int code;

	for (; is_of_ports(peek(text)); length++)
		mst_skip(&text->rest, 1);
	if (length == 0)
		return fail_found(text, "ports, such as 53 or 5000-5010");
	list = strndup(start, length);
	if (!list)
		return mst_text_source_fail(text, -ENOMEM, "no memory for its ports");
	/* Only numbers get here, no names of services: a text means the same on every machine. */
	code = mst_ports_add(ports, list, NULL);
	if (code < 0)
		code = fail_ports(text, list);
	free(list);
	return code;
}

static bool is_octal(uint8_t byte)
{
	return byte >= '0' && byte <= '7';
}

/* The functions that read a byte return it, or -EINVAL. */

static int read_hex(struct mst_text_source *text)
{
	int value = 0;

	mst_skip(&text->rest, 1);
	for (unsigned i = 0; i < 2; i++) {
		int digit = mst_hex_digit(peek(text));

		if (digit < 0)
			return fail_found(text, "two hexadecimal digits after \\x");
		value = value * 16 + digit;
		mst_skip(&text->rest, 1);
	}
	return value;
}

static int read_octal(struct mst_text_source *text)
{
	int value = 0;

	for (unsigned i = 0; i < 3 && is_octal(peek(text)); i++) {
		value = value * 8 + (peek(text) - '0');
		mst_skip(&text->rest, 1);
	}
	return value <= UINT8_MAX ? value
	                          : mst_text_source_fail(text, -EINVAL, "an escape above \\377; expected one byte");
}

static int read_escape(struct mst_text_source *text)
{
	static const char names[] = { 'r', 'n', 't', '\\', '"' }, bytes[] = { '\r', '\n', '\t', '\\', '"' };
	const char *name = memchr(names, peek(text), sizeof names);

	if (peek(text) == 'x')
		return read_hex(text);
	if (is_octal(peek(text)))
		return read_octal(text);
	if (!name)
		return fail_found(text, "\\xHH, \\0 to \\377, \\r, \\n, \\t, \\\\ or \\\" in a payload");
	mst_skip(&text->rest, 1);
	return bytes[name - names];
}

static int read_byte(struct mst_text_source *text)
{
	uint8_t byte = peek(text);

	if (byte == '\n')
		return mst_text_source_fail(text, -EINVAL, "a quote is not closed; expected \" before the line ends");
	if (byte < ' ' || byte > '~')
		return fail_found(text, "printable ASCII, and \\xHH for other bytes");
	mst_skip(&text->rest, 1);
	return byte == '\\' ? read_escape(text) : byte;
}

static int read_string(struct mst_text_source *text, struct mst_payload_entry *entry)
{
	mst_skip(&text->rest, 1);
	while (peek(text) != '"') {
		int byte = read_byte(text);

		if (byte < 0)
			return byte;
		if (entry->count == sizeof entry->bytes)
			return mst_text_source_fail(text, -EINVAL,
			                            "the payload is too long; expected at most 512 bytes");
		entry->bytes[entry->count++] = (uint8_t)byte;
	}
	mst_skip(&text->rest, 1);
	skip_blanks(text);
	return 0;
}

static bool is_of_word(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-';
}

/* Digits, up to NUMBER_MAX: more are no place in a payload. False: none stand here. */
static bool read_number(struct mst_text_source *text, uint16_t *number)
{
	unsigned value = 0, digits = 0;

	for (; peek(text) >= '0' && peek(text) <= '9'; digits++) {
		value = value * 10 + (unsigned)(peek(text) - '0');
		value = value < NUMBER_MAX ? value : NUMBER_MAX;
		mst_skip(&text->rest, 1);
	}
	*number = (uint16_t)value;
	return digits > 0;
}

/* Skips this character if it stands here. */
static bool take(struct mst_text_source *text, char character)
{
	bool here = peek(text) == (uint8_t)character;

	if (here)
		mst_skip(&text->rest, 1);
	return here;
}

/* What follows "id=". */
static int read_identifier(struct mst_text_source *text, struct mst_identifier *identifier)
{
	uint16_t count = 0;
	bool right = read_number(text, &identifier->at) && take(text, '+') && read_number(text, &count);

	identifier->first = identifier->at;
	if (right && take(text, '>'))
		right = read_number(text, &identifier->first);
	identifier->last = identifier->first;
	if (right && take(text, '-'))
		right = read_number(text, &identifier->last);
	identifier->count = (uint8_t)(count < UINT8_MAX ? count : UINT8_MAX);
	return right && count >= 1 && count <= MST_IDENTIFIER_BYTES && identifier->first <= identifier->last &&
	                       identifier->last < MST_PAYLOAD_BYTES
	               ? 0
	               : mst_text_source_fail(
				 text, -EINVAL,
				 "a wrong identifier; expected id=AT+COUNT or id=AT+COUNT>FIRST-LAST, with a "
				 "count from 1 to 8 and places below 512, such as id=0+2");
}

/* The words ANY_PORT and IDENTIFIER, if they stand here. */
static int read_words(struct mst_text_source *text, struct mst_payload_entry *entry)
{
	for (int code = 0;; skip_blanks(text)) {
		const char *start = (const char *)text->rest.at;
		size_t length = 0;

		for (; is_of_word(peek(text)); length++)
			mst_skip(&text->rest, 1);
		if (length == 0)
			return 0;
		if (length == strlen(ANY_PORT) && memcmp(start, ANY_PORT, length) == 0)
			entry->any_port = true;
		else if (length == strlen(IDENTIFIER) && memcmp(start, IDENTIFIER, length) == 0 && take(text, '='))
			code = read_identifier(text, &entry->identifier);
		else
			code = mst_text_source_fail(
				text, -EINVAL,
				"an unknown word after the ports; expected any-port, id=AT+COUNT, or "
				"a payload in double quotes");
		if (code < 0)
			return code;
	}
}

static int read_entry(struct mst_text_source *text, struct mst_payload_entry *entry)
{
	int code = read_ports(text, &entry->ports);

	if (code < 0)
		return code;
	skip_blanks(text);
	code = read_words(text, entry);
	if (code < 0)
		return code;
	if (peek(text) != '"')
		return fail_found(text, "a payload in double quotes after the ports");
	while (peek(text) == '"') {
		code = read_string(text, entry);
		if (code < 0)
			return code;
	}
	if (peek(text) != '\n')
		return fail_found(text, "one more string in double quotes, or the end of the line");
	if (entry->identifier.at + entry->identifier.count > entry->count)
		return mst_text_source_fail(text, -EINVAL, "the identifier ends behind the payload");
	return 0;
}

int mst_payload_text_next(struct mst_text_source *text, struct mst_payload_entry *entry)
{
	int code;

	for (skip_blanks(text); peek(text) == '\n'; skip_blanks(text)) {
		if (text->rest.left == 0)
			return 0;
		mst_skip(&text->rest, 1);
		text->line++;
	}
	memset(entry, 0, sizeof *entry);
	code = read_entry(text, entry);
	return code < 0 ? code : 1;
}
