/* SPDX-License-Identifier: BSD-2-Clause */
/* stanza.c - see stanza.h. A line at a time is cut off the text, then a word at a time off the line. */
#include "identify/stanza.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/hex.h"
#include "identify/pattern.h"
#include "identify/set.h"

#define LINE_BYTES_MAX 8192
#define SHOWN 40

static const char *const value_words[] = {
	[MST_VALUE_SERVICE] = "service", [MST_VALUE_PRODUCT] = "product", [MST_VALUE_VERSION] = "version",
	[MST_VALUE_OS] = "os",           [MST_VALUE_CPE] = "cpe",
};
#define VALUE_WORDS "service, product, version, os, cpe"

int mst_stanzas_fail(const struct mst_text_source *stanzas, uint64_t line, const char *wrong)
{
	return mst_fail_line(stanzas->err, -EINVAL, stanzas->name, line, wrong);
}

static int fail_here(const struct mst_text_source *stanzas, const char *wrong)
{
	return mst_text_source_fail(stanzas, -EINVAL, wrong);
}

/* `word` "SHOWN" and what was expected. */
static int fail_word(const struct mst_text_source *stanzas, const char *what, const struct mst_service_text *word,
                     const char *expected)
{
	char wrong[384];

	snprintf(wrong, sizeof wrong, "%s \"%.*s%s\"; expected %s", what, word->size < SHOWN ? word->size : SHOWN,
	         (const char *)word->bytes, word->size > SHOWN ? "..." : "", expected);
	return fail_here(stanzas, wrong);
}

int mst_stanzas_begin(struct mst_text_source *stanzas, const char *name, const char *text, size_t size,
                      struct mst_error *err)
{
	int code = mst_text_source_begin(stanzas, name, text, size, err);

	stanzas->line = 0;
	return code;
}

/* ---- lines and words ---- */

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static size_t line_length(const struct mst_reader *rest)
{
	const uint8_t *end = rest->left ? memchr(rest->at, '\n', rest->left) : NULL;

	return end ? (size_t)(end - rest->at) : rest->left;
}

static void drop_blanks(struct mst_reader *line)
{
	while (line->left > 0 && is_blank(*line->at))
		mst_skip(line, 1);
	while (line->left > 0 && is_blank(line->at[line->left - 1]))
		line->left--;
}

/* The next word of a line, and the blanks behind it. */
static struct mst_service_text cut_word(struct mst_reader *line)
{
	struct mst_service_text word = { .bytes = line->at };

	while (line->left > 0 && !is_blank(*line->at)) {
		mst_skip(line, 1);
		word.size++;
	}
	drop_blanks(line);
	return word;
}

static struct mst_service_text whole(const struct mst_reader *line)
{
	return (struct mst_service_text){ .bytes = line->at, .size = (uint16_t)line->left };
}

static bool is_word(const struct mst_service_text *word, const char *text)
{
	return word->size == strlen(text) && memcmp(word->bytes, text, word->size) == 0;
}

/* Cuts off the next line; 1, or -EINVAL for one that no editor shows as it is. */
static int cut_line(struct mst_text_source *stanzas, struct mst_reader *line)
{
	size_t length = line_length(&stanzas->rest);

	stanzas->line++;
	if (length > LINE_BYTES_MAX)
		return fail_here(stanzas, "the line is too long; expected at most 8192 bytes");
	*line = mst_reader_over(mst_read_bytes(&stanzas->rest, length), length);
	mst_skip(&stanzas->rest, stanzas->rest.left > 0);
	for (size_t i = 0; i < length; i++) {
		if ((line->at[i] < ' ' && !is_blank(line->at[i])) || line->at[i] == 127)
			return fail_here(stanzas, "a control character; expected \\xHH for it, such as \\x00");
	}
	return 1;
}

/* ---- the lines of a signature ---- */

static int read_value(struct mst_text_source *stanzas, struct mst_stanza *stanza, unsigned field,
                      const struct mst_reader *line)
{
	const char *wrong;

	if (line->left == 0)
		return fail_here(stanzas, "the value is missing; expected it behind the name of the field");
	if (stanza->example_count > 0)
		return fail_here(stanzas, "a field behind an example; expected fields first, and \"is\" before what "
		                          "is expected of an example");
	if (stanza->values.of[field].size > 0)
		return fail_here(stanzas, "the field is there already; expected each once");
	wrong = mst_value_read(&stanza->values.of[field], line->at, line->left);
	return wrong ? fail_here(stanzas, wrong) : 0;
}

static int read_example(struct mst_text_source *stanzas, struct mst_stanza *stanza, const struct mst_reader *line)
{
	struct mst_stanza_example *example = &stanza->examples[stanza->example_count];
	uint8_t bytes[MST_EXAMPLE_BYTES];
	size_t size;

	if (stanza->example_count == MST_EXAMPLES_MAX)
		return fail_here(stanzas, "too many examples; expected at most 16");
	*example = (struct mst_stanza_example){ .line = stanzas->line, .text = whole(line) };
	if (!mst_stanza_bytes(&example->text, bytes, &size))
		return fail_here(stanzas, "the example is wrong; expected at most 2048 bytes, and of escapes only "
		                          "\\xHH, \\r, \\n, \\t, \\0 and \\\\");
	stanza->example_count++;
	return 0;
}

static unsigned find_field(const struct mst_service_text *word)
{
	unsigned field = 0;

	while (field < MST_VALUE_COUNT && !is_word(word, value_words[field]))
		field++;
	return field;
}

/* What follows "is". */
static int read_expected(struct mst_text_source *stanzas, struct mst_stanza *stanza, struct mst_reader *line)
{
	struct mst_service_text word = cut_word(line);
	unsigned field = find_field(&word);
	struct mst_service_text *is;

	if (stanza->example_count == 0)
		return fail_here(stanzas, "nothing to expect it of; expected an example before it");
	if (field == MST_VALUE_COUNT)
		return fail_word(stanzas, "unknown field", &word, "one of " VALUE_WORDS);
	is = &stanza->examples[stanza->example_count - 1].is[field];
	if (line->left == 0 || is->size > 0)
		return fail_here(stanzas, "expected one value for each field of an example");
	*is = whole(line);
	return 0;
}

static int read_line(struct mst_text_source *stanzas, struct mst_stanza *stanza, struct mst_reader *line)
{
	struct mst_service_text word = cut_word(line);
	unsigned field = find_field(&word);

	if (field < MST_VALUE_COUNT)
		return read_value(stanzas, stanza, field, line);
	if (is_word(&word, "example"))
		return read_example(stanzas, stanza, line);
	if (is_word(&word, "is"))
		return read_expected(stanzas, stanza, line);
	return fail_word(stanzas, "unknown word", &word, "one of " VALUE_WORDS ", example, is");
}

static int list_keys(const struct mst_text_source *stanzas, const struct mst_service_text *word)
{
	char expected[320] = "one of ";

	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++) {
		size_t length = strlen(expected);

		snprintf(expected + length, sizeof expected - length, "%s%s", key ? ", " : "",
		         mst_signature_key_word(key));
	}
	return fail_word(stanzas, "unknown kind of text", word, expected);
}

static int read_head(struct mst_text_source *stanzas, struct mst_stanza *stanza, struct mst_reader *line)
{
	struct mst_service_text word = cut_word(line);

	memset(stanza, 0, sizeof *stanza);
	stanza->line = stanzas->line;
	stanza->key = mst_signature_key_find(word.bytes, word.size);
	if (stanza->key == MST_SIGNATURE_KEY_COUNT)
		return list_keys(stanzas, &word);
	if (line->left == 0)
		return fail_here(stanzas, "the pattern is missing; expected it behind the kind of text");
	if (line->left > MST_PATTERN_BYTES)
		return fail_here(stanzas, "the pattern is too long; expected at most 4096 bytes");
	stanza->pattern = whole(line);
	return 0;
}

/* Whether another signature begins, or the text ends. */
static bool at_head(const struct mst_text_source *stanzas)
{
	uint8_t byte = stanzas->rest.left ? *stanzas->rest.at : 'a';

	return !is_blank(byte) && byte != '\n' && byte != '#';
}

/* Reads lines up to the next signature. `stanza` NULL: none has begun, so only comments are right. */
static int read_lines(struct mst_text_source *stanzas, struct mst_stanza *stanza)
{
	int code = 0;

	while (code >= 0 && !at_head(stanzas)) {
		struct mst_reader line;

		code = cut_line(stanzas, &line);
		if (code < 0)
			break;
		drop_blanks(&line);
		if (line.left == 0 || *line.at == '#')
			continue;
		if (!stanza)
			return fail_here(stanzas, "a line of no signature; expected the kind of text and a pattern "
			                          "first, without blanks before them");
		code = read_line(stanzas, stanza, &line);
	}
	return code;
}

static bool says_nothing(const struct mst_stanza *stanza)
{
	unsigned field = 0;

	while (field < MST_VALUE_COUNT && stanza->values.of[field].size == 0)
		field++;
	return field == MST_VALUE_COUNT;
}

int mst_stanzas_next(struct mst_text_source *stanzas, struct mst_stanza *stanza)
{
	struct mst_reader line;
	int code = read_lines(stanzas, NULL);

	if (code < 0 || stanzas->rest.left == 0)
		return code < 0 ? code : 0;
	code = cut_line(stanzas, &line);
	if (code < 0)
		return code;
	drop_blanks(&line);
	code = read_head(stanzas, stanza, &line);
	if (code == 0)
		code = read_lines(stanzas, stanza);
	if (code >= 0 && says_nothing(stanza))
		code = mst_stanzas_fail(stanzas, stanza->line,
		                        "the signature says nothing; expected a line with " VALUE_WORDS);
	return code < 0 ? code : 1;
}

/* ---- the bytes of an example ---- */

/* The byte of an escape, behind its backslash; -1: it is none. */
static int read_escape(struct mst_reader *rest)
{
	uint8_t byte = mst_read_u8(rest);
	int high, low;

	switch (byte) {
	case 'r': return '\r';
	case 'n': return '\n';
	case 't': return '\t';
	case '0': return rest->short_read ? -1 : 0;
	case '\\': return '\\';
	case 'x': break;
	default: return -1;
	}
	high = mst_hex_digit(mst_read_u8(rest));
	low = mst_hex_digit(mst_read_u8(rest));
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool mst_stanza_bytes(const struct mst_service_text *text, uint8_t bytes[MST_EXAMPLE_BYTES], size_t *size)
{
	struct mst_reader rest = mst_reader_over(text->bytes, text->size);

	for (*size = 0; rest.left > 0; (*size)++) {
		int byte = mst_read_u8(&rest);

		if (byte == '\\')
			byte = read_escape(&rest);
		if (byte < 0 || *size == MST_EXAMPLE_BYTES)
			return false;
		bytes[*size] = (uint8_t)byte;
	}
	return true;
}
