/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recog.c - see recog.h. XML by expat, a fingerprint at a time. Files may come from anywhere: one that declares an
 * entity is refused, and depth, lengths and numbers are bounded.
 */
#include "identify/recog.h"
#include "identify/signatures.h"

#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "identify/recog_params.h"

#define DEPTH_MAX 16

struct recog {
	struct mst_signatures *set;
	const char *file;
	XML_Parser parser;
	unsigned depth;
	enum mst_signature_key key;
	uint64_t line; /* of the fingerprint */
	size_t pattern_size;
	unsigned flags;
	uint8_t pattern[MST_PATTERN_BYTES];
	struct mst_recog_params params;
	int code; /* 0, or the failure that stopped the parser */
	struct mst_error error;
};

static void stop_at(struct recog *recog, uint64_t line, const char *sentence)
{
	if (recog->code < 0)
		return;
	recog->code = mst_fail_line(&recog->error, -EINVAL, recog->file, line, sentence);
	(void)XML_StopParser(recog->parser, XML_FALSE);
}

static void stop(struct recog *recog, const char *sentence)
{
	stop_at(recog, (uint64_t)XML_GetCurrentLineNumber(recog->parser), sentence);
}

static void stop_for_memory(struct recog *recog)
{
	if (recog->code == 0)
		recog->code = mst_fail(&recog->error, -ENOMEM, "%s: no memory for its fingerprints", recog->file);
	(void)XML_StopParser(recog->parser, XML_FALSE);
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	}
	return NULL;
}

/* ---- elements ---- */

/* Files without `matches` are for what their protocol says. */
static void begin_file(struct recog *recog, const char *element, const XML_Char **attributes)
{
	const char *matches = attribute(attributes, "matches");

	if (strcmp(element, "fingerprints") != 0) {
		stop(recog, "the outermost element is another one; expected fingerprints, as recog has them");
		return;
	}
	if (!matches)
		matches = attribute(attributes, "protocol");
	recog->key = mst_signature_key_of_recog(matches ? matches : "");
}

/* Ruby's ^ and $ are at all lines; its MULTILINE is about dots. */
static unsigned flags_of(const char *words)
{
	unsigned flags = MST_PATTERN_LINES;

	if (words && strstr(words, "REG_ICASE"))
		flags |= MST_PATTERN_ICASE;
	if (words && (strstr(words, "REG_DOT_NEWLINE") || strstr(words, "REG_MULTILINE")))
		flags |= MST_PATTERN_DOTALL;
	return flags;
}

static void begin_fingerprint(struct recog *recog, const XML_Char **attributes)
{
	const char *pattern = attribute(attributes, "pattern");

	if (!pattern || !*pattern) {
		stop(recog, "a fingerprint without a pattern");
		return;
	}
	recog->line = (uint64_t)XML_GetCurrentLineNumber(recog->parser);
	recog->flags = flags_of(attribute(attributes, "flags"));
	recog->params.count = 0;
	recog->pattern_size = mst_recog_pattern(recog->pattern, sizeof recog->pattern, pattern);
	if (recog->pattern_size == 0)
		stop(recog, "the pattern is too long; expected at most 4096 bytes");
}

static void add_param(struct recog *recog, const XML_Char **attributes)
{
	const char *wrong = mst_recog_params_add(&recog->params, attribute(attributes, "name"),
	                                         attribute(attributes, "pos"), attribute(attributes, "value"));

	if (wrong)
		stop(recog, wrong);
}

static void XMLCALL begin_element(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct recog *recog = user;

	if (recog->code < 0)
		return;
	if (++recog->depth > DEPTH_MAX)
		stop(recog, "elements deeper than recog has them");
	else if (recog->depth == 1)
		begin_file(recog, name, attributes);
	else if (recog->depth == 2 && strcmp(name, "fingerprint") == 0)
		begin_fingerprint(recog, attributes);
	else if (recog->depth == 3 && recog->pattern_size > 0 && strcmp(name, "param") == 0)
		add_param(recog, attributes);
}

static struct mst_pattern *compile(struct recog *recog)
{
	char wrong[MST_PATTERN_WRONG];
	bool memory;
	struct mst_pattern *pattern = mst_pattern_new(recog->pattern, recog->pattern_size, recog->flags, wrong,
	                                              &memory);

	if (!pattern && memory)
		stop_for_memory(recog);
	else if (!pattern)
		stop_at(recog, recog->line, wrong);
	else if (mst_pattern_groups(pattern) < mst_recog_params_groups(&recog->params))
		stop_at(recog, recog->line, "a parameter's pos is a group that the pattern does not have");
	return pattern;
}

static void end_fingerprint(struct recog *recog)
{
	struct mst_pattern *pattern = compile(recog);
	struct mst_values values;

	recog->pattern_size = 0;
	mst_recog_params_values(&recog->params, &values);
	if (recog->code < 0 || recog->key == MST_SIGNATURE_KEY_COUNT) {
		recog->set->without_key += recog->code == 0;
		mst_pattern_free(pattern);
	} else if (!mst_signature_list_add(&recog->set->of[recog->key], pattern, &values, recog->line)) {
		mst_pattern_free(pattern);
		stop_for_memory(recog);
	}
}

static void XMLCALL end_element(void *user, const XML_Char *name)
{
	struct recog *recog = user;

	(void)name;
	if (recog->code < 0)
		return;
	recog->depth--;
	if (recog->depth == 1 && recog->pattern_size > 0)
		end_fingerprint(recog);
}

static void XMLCALL refuse_entity(void *user, const XML_Char *name, int is_parameter, const XML_Char *value, int length,
                                  const XML_Char *base, const XML_Char *system, const XML_Char *public,
                                  const XML_Char *notation)
{
	(void)name;
	(void)is_parameter;
	(void)value;
	(void)length;
	(void)base;
	(void)system;
	(void)public;
	(void)notation;
	stop(user, "it declares an entity; expected XML as recog has it");
}

/* ---- the file ---- */

static int parse(struct recog *recog, const char *text, size_t size, struct mst_error *err)
{
	char sentence[128];

	XML_SetUserData(recog->parser, recog);
	XML_SetElementHandler(recog->parser, begin_element, end_element);
	XML_SetEntityDeclHandler(recog->parser, refuse_entity);
	if (XML_Parse(recog->parser, text, (int)size, 1) != XML_STATUS_OK && recog->code == 0) {
		enum XML_Error error = XML_GetErrorCode(recog->parser);

		if (error == XML_ERROR_NO_MEMORY)
			stop_for_memory(recog);
		snprintf(sentence, sizeof sentence, "%s; expected XML in recog's format", XML_ErrorString(error));
		stop(recog, sentence);
	}
	return recog->code < 0 ? mst_fail(err, recog->code, "%s", recog->error.text) : 0;
}

int mst_recog_read(struct mst_signatures *set, const char *file, const char *text, size_t size, struct mst_error *err)
{
	struct recog recog = { .set = set, .file = file, .parser = XML_ParserCreate(NULL) };
	int code;

	if (!recog.parser)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", file);
	code = parse(&recog, text, size, err);
	XML_ParserFree(recog.parser);
	return code;
}
