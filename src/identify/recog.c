/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recog.c - see recog.h. XML by expat, a fingerprint at a time. Files may come from anywhere: one that declares an
 * entity is refused, and depth, lengths and numbers are bounded.
 */
#include "identify/recog.h"
#include "identify/signatures.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/xml.h"
#include "identify/recog_params.h"

#define DEPTH_MAX 16

struct recog {
	struct mst_xml xml;
	struct mst_signatures *set;
	unsigned depth;
	enum mst_signature_key key;
	uint64_t line; /* of the fingerprint */
	size_t pattern_size;
	unsigned flags;
	uint8_t pattern[MST_PATTERN_BYTES];
	struct mst_recog_params params;
};

static void stop(struct recog *recog, const char *sentence)
{
	mst_xml_stop(&recog->xml, sentence);
}

static void stop_for_memory(struct recog *recog)
{
	char sentence[256];

	snprintf(sentence, sizeof sentence, "%.200s: no memory for its fingerprints", recog->xml.file);
	mst_xml_give_up(&recog->xml, -ENOMEM, sentence);
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
	recog->line = mst_xml_line(&recog->xml);
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

	if (recog->xml.code < 0)
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
		mst_xml_stop_at(&recog->xml, recog->line, wrong);
	else if (mst_pattern_groups(pattern) < mst_recog_params_groups(&recog->params))
		mst_xml_stop_at(&recog->xml, recog->line,
		                "a parameter's pos is a group that the pattern does not have");
	return pattern;
}

static void end_fingerprint(struct recog *recog)
{
	struct mst_pattern *pattern = compile(recog);
	struct mst_values values;

	recog->pattern_size = 0;
	mst_recog_params_values(&recog->params, &values);
	if (recog->xml.code < 0 || recog->key == MST_SIGNATURE_KEY_COUNT) {
		recog->set->without_key += recog->xml.code == 0;
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
	if (recog->xml.code < 0)
		return;
	recog->depth--;
	if (recog->depth == 1 && recog->pattern_size > 0)
		end_fingerprint(recog);
}

/* ---- the file ---- */

static int parse(struct recog *recog, const char *text, size_t size, struct mst_error *err)
{
	char sentence[128];

	XML_SetElementHandler(recog->xml.parser, begin_element, end_element);
	if (XML_Parse(recog->xml.parser, text, (int)size, 1) != XML_STATUS_OK && recog->xml.code == 0) {
		enum XML_Error error = XML_GetErrorCode(recog->xml.parser);

		if (error == XML_ERROR_NO_MEMORY)
			stop_for_memory(recog);
		snprintf(sentence, sizeof sentence, "%s; expected XML in recog's format", XML_ErrorString(error));
		stop(recog, sentence);
	}
	return recog->xml.code < 0 ? mst_fail(err, recog->xml.code, "%s", recog->xml.error.text) : 0;
}

int mst_recog_read(struct mst_signatures *set, const char *file, const char *text, size_t size, struct mst_error *err)
{
	struct recog recog = { .set = set,
		               .xml = { .file = file, .expected = "XML as recog has it", .wrong = -EINVAL } };
	int code;

	if (!mst_xml_open(&recog.xml))
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", file);
	code = parse(&recog, text, size, err);
	mst_xml_close(&recog.xml);
	return code;
}
