/* SPDX-License-Identifier: BSD-2-Clause */
/* media.c - see media.h. */
#include "base/media.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Characters that cannot be seen, and those that are taken for others (Unicode 15, general categories Cf and Zs). */
/* clang-format off */
static const struct {
	uint32_t first, last;
	const char *name;
	bool visible;
} characters[] = {
	{ 0x0080, 0x009f, "control character", false },
	{ 0x00a0, 0x00a0, "no-break space", false },
	{ 0x00ad, 0x00ad, "soft hyphen", false },
	{ 0x034f, 0x034f, "grapheme joiner", false },
	{ 0x061c, 0x061c, "Arabic letter mark", false },
	{ 0x115f, 0x1160, "Hangul filler", false },
	{ 0x1680, 0x1680, "Ogham space mark", false },
	{ 0x17b4, 0x17b5, "Khmer vowel inherent", false },
	{ 0x180b, 0x180f, "Mongolian separator", false },
	{ 0x2000, 0x200a, "wide space", false },
	{ 0x200b, 0x200b, "zero width space", false },
	{ 0x200c, 0x200c, "zero width non-joiner", false },
	{ 0x200d, 0x200d, "zero width joiner", false },
	{ 0x200e, 0x200e, "left-to-right mark", false },
	{ 0x200f, 0x200f, "right-to-left mark", false },
	{ 0x2010, 0x2011, "hyphen, not the minus of the keyboard", true },
	{ 0x2012, 0x2015, "dash, not the minus of the keyboard", true },
	{ 0x2018, 0x201f, "quotation mark", true },
	{ 0x2024, 0x2024, "one dot leader", true },
	{ 0x2028, 0x2028, "line separator", false },
	{ 0x2029, 0x2029, "paragraph separator", false },
	{ 0x202a, 0x202e, "text direction", false },
	{ 0x202f, 0x202f, "narrow no-break space", false },
	{ 0x205f, 0x205f, "mathematical space", false },
	{ 0x2060, 0x2060, "word joiner", false },
	{ 0x2061, 0x2065, "invisible operator", false },
	{ 0x2066, 0x206f, "text direction", false },
	{ 0x2212, 0x2212, "minus sign, not that of the keyboard", true },
	{ 0x2800, 0x2800, "blank Braille pattern", false },
	{ 0x3000, 0x3000, "ideographic space", false },
	{ 0x3164, 0x3164, "Hangul filler", false },
	{ 0xfe00, 0xfe0f, "variation selector", false },
	{ 0xfeff, 0xfeff, "byte order mark", false },
	{ 0xff0e, 0xff0e, "fullwidth full stop", true },
	{ 0xffa0, 0xffa0, "Hangul filler", false },
	{ 0xfff9, 0xfffb, "annotation mark", false },
	{ 0xe0000, 0xe0fff, "tag character", false },
};
/* clang-format on */

/* A character of a text; `length` is 0 where the byte `from` is none. */
struct character {
	const char *from;
	size_t length;
	uint32_t number;
};

static bool is_control(uint32_t number)
{
	return number < ' ' || (number >= 0x7f && number <= 0x9f);
}

static bool is_printable_ascii(const struct character *c)
{
	return c->length == 1 && c->number >= ' ' && c->number <= '~';
}

/* The name of a character that has a row; with `unseen` only of those without a shape. NULL: none. */
static const char *name_of(uint32_t number, bool unseen)
{
	for (size_t i = 0; number > 0x7f && i < sizeof characters / sizeof *characters; i++) {
		if (number >= characters[i].first && number <= characters[i].last)
			return unseen && characters[i].visible ? NULL : characters[i].name;
	}
	return NULL;
}

bool mst_text_is_unseen(uint32_t character)
{
	return is_control(character) || name_of(character, true);
}

static char *put_byte(char *at, char byte)
{
	*at = byte;
	return at + 1;
}

static char *put_same(char *at, const struct character *c)
{
	size_t length = c->length ? c->length : 1;

	memcpy(at, c->from, length);
	return at + length;
}

static char *put_number(char *at, const struct character *c)
{
	const char *name = name_of(c->number, false);

	return at + snprintf(at, MST_MEDIUM_CHAR_MAX, name ? "<U+%04X %s>" : "<U+%04X>", (unsigned)c->number,
	                     name ? name : "");
}

/* ---- the media ---- */

static char *put_line(char *at, const struct character *c)
{
	if (c->length == 0 || (c->length == 1 && is_control(c->number)))
		return put_byte(at, '?');
	return name_of(c->number, true) ? put_number(at, c) : put_same(at, c);
}

static char *put_spelled(char *at, const struct character *c)
{
	if (is_printable_ascii(c))
		return put_same(at, c);
	return c->length < 2 ? put_byte(at, '?') : put_number(at, c);
}

static char *put_ascii(char *at, const struct character *c)
{
	return put_byte(at, is_printable_ascii(c) ? *c->from : '?');
}

static char *put_bytes(char *at, const struct character *c)
{
	for (size_t i = 0; i < (c->length ? c->length : 1); i++)
		at += sprintf(at, "\\x%02x", (uint8_t)c->from[i]);
	return at;
}

static char *put_quoted(char *at, const struct character *c)
{
	if (is_printable_ascii(c) && c->number != '"' && c->number != '\\')
		return put_same(at, c);
	return put_bytes(at, c);
}

static char *put_cell(char *at, const struct character *c)
{
	if (c->length == 0 || mst_text_is_unseen(c->number))
		return put_byte(at, '?');
	return put_same(at, c);
}

static char *put_raw(char *at, const struct character *c)
{
	return put_same(at, c);
}

/* UTF-16, as JSON has it (RFC 8259, section 7). */
static char *put_unit(char *at, uint32_t number)
{
	if (number <= 0xffff)
		return at + sprintf(at, "\\u%04x", (unsigned)number);
	return at + sprintf(at, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (number >> 10)),
	                    (unsigned)(0xdc00 + (number & 0x3ff)));
}

static char *put_json(char *at, const struct character *c)
{
	static const char letters[32] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
	};

	if (c->length == 0) {
		memcpy(at, "\xef\xbf\xbd", 3);
		return at + 3;
	}
	if (c->number < ' ' && letters[c->number])
		return put_byte(put_byte(at, '\\'), letters[c->number]);
	if (mst_text_is_unseen(c->number))
		return put_unit(at, c->number);
	if (c->number == '"' || c->number == '\\')
		at = put_byte(at, '\\');
	return put_same(at, c);
}

/* XML 1.0, section 2.2: what a document can hold at all, by reference or not. */
static bool is_of_xml(const struct character *c)
{
	if (c->length == 0 || c->number == 0xfffe || c->number == 0xffff)
		return false;
	return c->number >= ' ' || c->number == '\t' || c->number == '\n' || c->number == '\r';
}

/* Line breaks and tabs by number: readers take those of an attribute for blanks (section 3.3.3). */
static char *put_xml(char *at, const struct character *c)
{
	static const char *const entities[128] = {
		['<'] = "&lt;", ['>'] = "&gt;", ['&'] = "&amp;", ['"'] = "&quot;", ['\''] = "&apos;",
	};

	if (!is_of_xml(c))
		return put_bytes(at, c);
	if (mst_text_is_unseen(c->number))
		return at + sprintf(at, "&#x%x;", (unsigned)c->number);
	return c->length == 1 && entities[c->number] ? stpcpy(at, entities[c->number]) : put_same(at, c);
}

/* What a page shows of a character that would have no shape there, or would steer others. */
static char *put_shown(char *at, const struct character *c)
{
	return c->length == 0 ? put_bytes(at, c) : at + sprintf(at, "\\u{%x}", (unsigned)c->number);
}

/* Line breaks and tabs, which HTML would take for blanks, are shown too. */
static char *put_html(char *at, const struct character *c)
{
	static const char *const entities[128] = {
		['<'] = "&lt;", ['>'] = "&gt;", ['&'] = "&amp;", ['"'] = "&quot;", ['\''] = "&#39;",
	};

	if (c->length == 0 || mst_text_is_unseen(c->number))
		return put_shown(at, c);
	return c->length == 1 && entities[c->number] ? stpcpy(at, entities[c->number]) : put_same(at, c);
}

/* Neither </script nor <!-- can stand there (HTML, section 13.2.5.4); JSON reads the numbers as the characters. */
static char *put_script(char *at, const struct character *c)
{
	if (c->length == 0 || mst_text_is_unseen(c->number))
		return put_shown(put_byte(at, '\\'), c);
	if (c->number == '<' || c->number == '>' || c->number == '&')
		return put_unit(at, c->number);
	if (c->number == '"' || c->number == '\\')
		at = put_byte(at, '\\');
	return put_same(at, c);
}

static const struct {
	const char *name;
	char *(*put)(char *at, const struct character *c);
} media[] = {
#define ROW(constant, name) [constant] = { #name, put_##name },
	MST_MEDIA(ROW)
#undef ROW
};

const char *mst_medium_name(enum mst_medium medium)
{
	return media[medium].name;
}

char *mst_medium_put(enum mst_medium medium, char *at, const char **text, const char *end)
{
	struct character c = { .from = *text };

	c.length = mst_utf8_read((const uint8_t *)*text, (size_t)(end - *text), &c.number);
	*text += c.length ? c.length : 1;
	return media[medium].put(at, &c);
}

size_t mst_medium_copy(enum mst_medium medium, char *to, size_t size, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	size_t used = 0;

	while (at < end) {
		const char *next = at;
		char piece[MST_MEDIUM_CHAR_MAX];
		size_t count = (size_t)(mst_medium_put(medium, piece, &next, end) - piece);

		if (used + count >= size)
			break;
		memcpy(to + used, piece, count);
		used += count;
		at = next;
	}
	to[used] = '\0';
	return (size_t)(at - text);
}

bool mst_text_is_plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] < ' ' || text[i] > '~')
			return false;
	}
	return true;
}

/*
 * OWASP, "CSV Injection": these begin a formula in the spreadsheets there are, also in their fullwidth forms. Line
 * feeds, tabs and returns do where they are kept.
 */
bool mst_text_is_formula(const char *text, size_t length)
{
	while (length && *text == '\'')
		text++, length--;
	if (length == 0)
		return false;
	if (length >= 3 && memcmp(text, "\xef\xbc", 2) == 0)
		return memchr("\x9d\x8b\x8d\xa0", text[2], 4) != NULL;
	return memchr("=+-@\t\r\n", *text, 7) != NULL;
}
