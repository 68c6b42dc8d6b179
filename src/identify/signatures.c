/* SPDX-License-Identifier: BSD-2-Clause */
/* signatures.c - see signatures.h: the set, the built-in signatures, files in our format. */
#include "identify/signatures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/whole_file.h"
#include "identify/builtin.h"
#include "identify/examples.h"
#include "identify/set.h"
#include "identify/stanza.h"

#define FILE_BYTES_MAX (4 * 1024 * 1024)

static int fail_memory(struct mst_error *err)
{
	return mst_fail(err, -ENOMEM, "no memory for signatures");
}

static int check_groups(const struct mst_text_source *stanzas, const struct mst_stanza *stanza, unsigned groups)
{
	for (unsigned i = 0; i < MST_VALUE_COUNT; i++) {
		char wrong[128];
		unsigned group = mst_value_groups(stanza->values.of[i].bytes, stanza->values.of[i].size);

		if (group <= groups)
			continue;
		snprintf(wrong, sizeof wrong, "$%u in a value, but the pattern has %u groups", group, groups);
		return mst_stanzas_fail(stanzas, stanza->line, wrong);
	}
	return 0;
}

static int add_stanza(struct mst_signatures *set, const struct mst_text_source *stanzas,
                      const struct mst_stanza *stanza)
{
	char wrong[MST_PATTERN_WRONG];
	bool memory;
	struct mst_pattern *pattern = mst_pattern_new(stanza->pattern.bytes, stanza->pattern.size, 0, wrong, &memory);
	int code;

	if (!pattern)
		return memory ? fail_memory(stanzas->err) : mst_stanzas_fail(stanzas, stanza->line, wrong);
	code = check_groups(stanzas, stanza, mst_pattern_groups(pattern));
	if (code == 0 && !mst_signature_list_add(&set->of[stanza->key], pattern, &stanza->values, stanza->line))
		code = fail_memory(stanzas->err);
	if (code < 0)
		mst_pattern_free(pattern);
	return code;
}

/* Adds every signature of a text to the set. `room` NULL: without a look at their examples. */
static int read_stanzas(struct mst_signatures *set, struct mst_text_source *stanzas, struct mst_match_room *room)
{
	struct mst_stanza stanza;
	int code = mst_stanzas_next(stanzas, &stanza);

	while (code > 0) {
		code = add_stanza(set, stanzas, &stanza);
		if (code == 0 && room)
			code = mst_examples_check(set, stanzas, &stanza, room);
		if (code == 0)
			code = mst_stanzas_next(stanzas, &stanza);
	}
	return code;
}

int mst_signatures_read(struct mst_signatures *signatures, const char *name, const char *text, size_t size,
                        struct mst_error *err)
{
	struct mst_match_room *room = mst_match_room_new();
	struct mst_signatures read = { 0 };
	struct mst_text_source stanzas;
	int code = mst_stanzas_begin(&stanzas, name, text, size, err);

	if (code == 0 && room)
		code = read_stanzas(&read, &stanzas, room);
	if (code == 0 && (!room || !mst_signatures_join(signatures, &read, true)))
		code = fail_memory(err);
	mst_signatures_clear(&read);
	mst_match_room_free(room);
	return code;
}

int mst_signatures_new_empty(struct mst_signatures **out, struct mst_error *err)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : fail_memory(err);
}

int mst_signatures_new(struct mst_signatures **out, struct mst_error *err)
{
	struct mst_text_source stanzas;
	int code = mst_signatures_new_empty(out, err);

	if (code == 0)
		code = mst_stanzas_begin(&stanzas, "built-in services", mst_services_builtin, mst_services_builtin_size,
		                         err);
	if (code == 0)
		code = read_stanzas(*out, &stanzas, NULL);
	if (code < 0) {
		mst_signatures_free(*out);
		*out = NULL;
	}
	return code;
}

int mst_signatures_add_file(struct mst_signatures *signatures, const char *path, struct mst_error *err)
{
	size_t size;
	char *text;
	int code = mst_file_read_whole(&text, &size, path, FILE_BYTES_MAX, "a list of signatures", err);

	if (code < 0)
		return code;
	code = mst_signatures_read(signatures, path, text, size, err);
	free(text);
	return code;
}

void mst_signatures_free(struct mst_signatures *signatures)
{
	if (!signatures)
		return;
	mst_signatures_clear(signatures);
	free(signatures);
}

size_t mst_signatures_count(const struct mst_signatures *signatures, size_t *unused)
{
	size_t count = 0;

	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++)
		count += signatures->of[key].count;
	*unused = signatures->without_key;
	return count;
}
