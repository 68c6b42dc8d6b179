/* SPDX-License-Identifier: BSD-2-Clause */
/* line.c - see line.h. */
#include "dissect/common/line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/media.h"
#include "dissect/common/format.h"

struct mst_line mst_line_in(char *text, size_t size)
{
	text[0] = '\0';
	return (struct mst_line){ .text = text, .size = size };
}

/* What of the text fits. */
static void append(struct mst_line *line, const char *text, size_t count)
{
	size_t room = line->size - line->length - 1;

	count = count < room ? count : room;
	memcpy(line->text + line->length, text, count);
	line->length += count;
	line->text[line->length] = '\0';
}

void mst_line_add(struct mst_line *line, const char *format, ...)
{
	size_t room = line->size - line->length, length;
	va_list args;
	int count;

	va_start(args, format);
	if (mst_format(line->text + line->length, room, &length, format, args)) {
		line->length += length;
	} else {
		count = vsnprintf(line->text + line->length, room, format, args);
		if (count > 0)
			line->length += (size_t)count < room ? (size_t)count : room - 1;
	}
	va_end(args);
}

void mst_line_rewind(struct mst_line *line, size_t length)
{
	line->length = length;
	line->text[length] = '\0';
}

void mst_line_addr(struct mst_line *line, const struct mst_addr *addr)
{
	char text[MST_ADDR_TEXT];

	mst_addr_format(addr, text);
	append(line, text, strlen(text));
}

void mst_line_mac(struct mst_line *line, const uint8_t mac[6])
{
	static const char digits[] = "0123456789abcdef";
	char text[3 * 6];

	for (int i = 0; i < 6; i++) {
		text[3 * i] = digits[mac[i] >> 4];
		text[3 * i + 1] = digits[mac[i] & 15];
		text[3 * i + 2] = i < 5 ? ':' : '\0';
	}
	mst_line_add(line, "%s", text);
}

void mst_line_text(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	char *at = line->text + line->length;

	mst_medium_copy(MST_TO_QUOTED, at, line->size - line->length, (const char *)bytes, count);
	line->length += strlen(at);
}

static void put(struct mst_line *line, char c)
{
	if (line->length + 1 < line->size) {
		line->text[line->length++] = c;
		line->text[line->length] = '\0';
	}
}

void mst_line_vis(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t c = bytes[i] & 0x7f;

		if (bytes[i] & 0x80) {
			put(line, 'M');
			put(line, '-');
		}
		if (c == '"' || c == '\\') {
			mst_line_add(line, "\\x%02x", c);
			continue;
		}
		if (c < ' ' || c == 127) {
			put(line, '^');
			c ^= 0x40;
		}
		put(line, (char)c);
	}
}

void mst_line_hex(struct mst_line *line, const uint8_t *bytes, size_t count, size_t most)
{
	for (size_t i = 0; i < count && i < most; i++)
		mst_line_add(line, i && i % 2 == 0 ? " %02x" : "%02x", bytes[i]);
	if (count > most)
		mst_line_add(line, " …");
}

void mst_line_digits(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mst_line_add(line, "%02x", bytes[i]);
}

void mst_line_seconds(struct mst_line *line, uint32_t seconds)
{
	static const struct {
		uint32_t seconds;
		char letter;
	} units[] = { { 31536000, 'y' }, { 604800, 'w' }, { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };

	if (!seconds)
		mst_line_add(line, "0s");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (seconds >= units[i].seconds)
			mst_line_add(line, "%u%c", seconds / units[i].seconds, units[i].letter);
		seconds %= units[i].seconds;
	}
}
