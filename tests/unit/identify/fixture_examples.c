/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_examples.c - see fixture_examples.h. */
#include "fixture_examples.h"

#include <criterion/criterion.h>
#include <expat.h>
#include <glob.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/whole_file.h"
#include "identify/pattern.h"
#include "identify/recog_params.h"

#define EXAMPLES 64

struct example {
	uint8_t *text;
	size_t size;
	bool base64;
	char *version; /* what service.version should be; NULL: it does not say */
};

struct reading {
	XML_Parser parser;
	const char *file;
	uint8_t pattern[MST_PATTERN_BYTES];
	size_t pattern_size;
	unsigned flags;
	struct mst_recog_params params;
	struct example examples[EXAMPLES];
	unsigned count;
	bool in_example;
	struct examples sum;
};

static const char *get(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	}
	return NULL;
}

static void begin_pattern(struct reading *reading, const char **attributes)
{
	const char *flags = get(attributes, "flags");

	reading->pattern_size = mst_recog_pattern(reading->pattern, sizeof reading->pattern,
	                                          get(attributes, "pattern"));
	reading->flags = MST_PATTERN_LINES;
	if (flags && strstr(flags, "REG_ICASE"))
		reading->flags |= MST_PATTERN_ICASE;
	if (flags && (strstr(flags, "REG_DOT_NEWLINE") || strstr(flags, "REG_MULTILINE")))
		reading->flags |= MST_PATTERN_DOTALL;
	reading->params.count = 0;
	reading->count = 0;
}

static void begin(void *user, const char *name, const char **attributes)
{
	struct reading *reading = user;

	if (strcmp(name, "fingerprint") == 0)
		begin_pattern(reading, attributes);
	if (strcmp(name, "param") == 0)
		(void)mst_recog_params_add(&reading->params, get(attributes, "name"), get(attributes, "pos"),
		                           get(attributes, "value"));
	if (strcmp(name, "example") == 0 && reading->count < EXAMPLES) {
		const char *version = get(attributes, "service.version");

		reading->in_example = true;
		reading->examples[reading->count++] = (struct example){
			.base64 = get(attributes, "_encoding"),
			.version = version ? strdup(version) : NULL,
		};
	}
}

static void text(void *user, const char *bytes, int size)
{
	struct reading *reading = user;
	struct example *example;

	if (!reading->in_example)
		return;
	example = &reading->examples[reading->count - 1];
	example->text = realloc(example->text, example->size + (size_t)size);
	memcpy(example->text + example->size, bytes, (size_t)size);
	example->size += (size_t)size;
}

/* In place; white space is skipped. */
static void decode(struct example *example)
{
	uint8_t *bytes = malloc(example->size + 3);
	size_t size = 0, pads;
	int decoded;

	for (size_t i = 0; i < example->size; i++) {
		if (!strchr(" \t\r\n", example->text[i]))
			bytes[size++] = example->text[i];
	}
	pads = size ? (size_t)(bytes[size - 1] == '=') + (size > 1 && bytes[size - 2] == '=') : 0;
	decoded = EVP_DecodeBlock(example->text, bytes, (int)size);
	cr_assert(decoded >= 0);
	example->size = (size_t)decoded - pads;
	free(bytes);
}

static void check_version(struct reading *reading, const struct example *example, const struct mst_groups *groups)
{
	uint8_t version[MST_VALUE_BYTES];
	struct mst_values values;
	size_t size;

	mst_recog_params_values(&reading->params, &values);
	if (!example->version || values.of[MST_VALUE_VERSION].size == 0 || values.of[MST_VALUE_PRODUCT].size == 0)
		return;
	size = mst_value_fill(version, values.of[MST_VALUE_VERSION].bytes, values.of[MST_VALUE_VERSION].size, groups,
	                      false);
	reading->sum.expected++;
	if (size == strlen(example->version) && memcmp(version, example->version, size) == 0)
		return;
	reading->sum.wrong++;
	fprintf(stderr, "%s: version %.*s, expected %s\n", reading->file, (int)size, version, example->version);
}

static void try_example(struct reading *reading, struct mst_pattern *pattern, struct example *example)
{
	struct mst_match_room *room = mst_match_room_new();
	struct mst_groups groups;

	if (example->base64)
		decode(example);
	reading->sum.examples++;
	if (mst_pattern_match(pattern, room, example->text, example->size, &groups)) {
		reading->sum.matched++;
		check_version(reading, example, &groups);
	} else {
		fprintf(stderr, "%s: %.*s does not match %.*s\n", reading->file, (int)example->size, example->text,
		        (int)reading->pattern_size, reading->pattern);
	}
	mst_match_room_free(room);
}

static void end(void *user, const char *name)
{
	struct reading *reading = user;
	char wrong[MST_PATTERN_WRONG];
	struct mst_pattern *pattern;
	bool memory;

	if (strcmp(name, "example") == 0)
		reading->in_example = false;
	if (strcmp(name, "fingerprint") != 0)
		return;
	pattern = mst_pattern_new(reading->pattern, reading->pattern_size, reading->flags, wrong, &memory);
	cr_assert_not_null(pattern, "%s: %s", reading->file, wrong);
	reading->sum.patterns++;
	for (unsigned i = 0; i < reading->count; i++) {
		try_example(reading, pattern, &reading->examples[i]);
		free(reading->examples[i].text);
		free(reading->examples[i].version);
	}
	mst_pattern_free(pattern);
}

static void read_one(struct reading *reading, const char *path)
{
	char *bytes;
	size_t size;

	reading->file = path;
	reading->parser = XML_ParserCreate(NULL);
	cr_assert_eq(mst_file_read_whole(&bytes, &size, path, 1u << 24, "", NULL), 0);
	XML_SetUserData(reading->parser, reading);
	XML_SetElementHandler(reading->parser, begin, end);
	XML_SetCharacterDataHandler(reading->parser, text);
	cr_assert_eq(XML_Parse(reading->parser, bytes, (int)size, 1), XML_STATUS_OK, "%s", path);
	XML_ParserFree(reading->parser);
	free(bytes);
}

struct examples examples_of(const char *folder)
{
	struct reading *reading = calloc(1, sizeof *reading);
	char pattern[4096];
	struct examples sum;
	glob_t found;

	snprintf(pattern, sizeof pattern, "%s/*.xml", folder);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_one(reading, found.gl_pathv[i]);
	globfree(&found);
	sum = reading->sum;
	free(reading);
	return sum;
}
