/* SPDX-License-Identifier: BSD-2-Clause */
/* examples.c - see examples.h. */
#include "identify/examples.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SHOWN 100

static int shown(size_t size)
{
	return size < SHOWN ? (int)size : SHOWN;
}

/* What is known of one field against what is expected. */
static int check_field(const struct mst_text_source *stanzas, const struct mst_stanza_example *example, unsigned field,
                       const uint8_t *text, size_t size)
{
	const struct mst_service_text *is = &example->is[field];
	char wrong[3 * SHOWN];

	if (is->size == 0 || (is->size == size && memcmp(is->bytes, text, size) == 0))
		return 0;
	snprintf(wrong, sizeof wrong, "the %s of the example is \"%.*s\"; expected \"%.*s\"",
	         mst_service_field_name(mst_value_field(field)), shown(size), (const char *)text, shown(is->size),
	         (const char *)is->bytes);
	return mst_stanzas_fail(stanzas, example->line, wrong);
}

static int check_values(const struct mst_text_source *stanzas, const struct mst_stanza_example *example,
                        const struct mst_signature *signature, const struct mst_groups *groups)
{
	const uint8_t *value = signature->values;
	uint8_t text[MST_VALUE_BYTES];
	int code = 0;

	for (unsigned i = 0; code == 0 && i < MST_VALUE_COUNT; value += signature->sizes[i], i++) {
		size_t size = mst_value_fill(text, value, signature->sizes[i], groups, i == MST_VALUE_CPE);

		code = check_field(stanzas, example, i, text, size);
	}
	return code;
}

static int check_example(const struct mst_signatures *set, const struct mst_text_source *stanzas,
                         const struct mst_stanza *stanza, const struct mst_stanza_example *example,
                         struct mst_match_room *room)
{
	const struct mst_signature *found;
	uint8_t bytes[MST_EXAMPLE_BYTES];
	struct mst_groups groups;
	char wrong[128];
	size_t size;

	if (!mst_stanza_bytes(&example->text, bytes, &size))
		return -EINVAL; /* seen when it was read */
	found = mst_signatures_find(set, stanza->key, room, bytes, size, &groups);
	if (!found)
		return mst_stanzas_fail(stanzas, example->line, "the pattern does not match the example");
	if (found->line == stanza->line)
		return check_values(stanzas, example, found, &groups);
	snprintf(wrong, sizeof wrong, "the example is matched by the pattern of line %" PRIu64 ", which stands before",
	         found->line);
	return mst_stanzas_fail(stanzas, example->line, wrong);
}

int mst_examples_check(const struct mst_signatures *set, const struct mst_text_source *stanzas,
                       const struct mst_stanza *stanza, struct mst_match_room *room)
{
	int code = 0;

	for (unsigned i = 0; code == 0 && i < stanza->example_count; i++)
		code = check_example(set, stanzas, stanza, &stanza->examples[i], room);
	return code;
}
