/* SPDX-License-Identifier: BSD-2-Clause */
/* test_signatures.c - the built-in signatures with their examples, and files of users. */
#include "identify/signatures.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "identify/builtin.h"
#include "identify/stanza.h"

static struct mst_signatures *built_in(void)
{
	struct mst_signatures *signatures;
	struct mst_error err = { "" };

	cr_assert_eq(mst_signatures_new(&signatures, &err), 0, "%s", err.text);
	return signatures;
}

Test(identify_signatures, every_example_of_data_services_says_what_is_expected)
{
	struct mst_signatures *signatures = built_in();
	struct mst_error err = { "" };

	cr_expect_eq(
		mst_signatures_read(signatures, "data/services", mst_services_builtin, mst_services_builtin_size, &err),
		0, "%s", err.text);
	mst_signatures_free(signatures);
}

/* Whether a value that has groups is expected of at least one example. */
static bool is_expected(const struct mst_stanza *stanza, unsigned field)
{
	const struct mst_value *value = &stanza->values.of[field];
	bool expected = mst_value_groups(value->bytes, value->size) == 0;

	for (unsigned i = 0; i < stanza->example_count; i++)
		expected |= stanza->examples[i].is[field].size > 0;
	return expected;
}

Test(identify_signatures, every_signature_of_data_services_has_an_example_and_all_that_it_cuts_out_is_expected)
{
	static struct mst_stanza stanza;
	struct mst_error err = { "" };
	struct mst_text_source stanzas;

	mst_stanzas_begin(&stanzas, "data/services", mst_services_builtin, mst_services_builtin_size, &err);
	while (mst_stanzas_next(&stanzas, &stanza) > 0) {
		cr_expect(stanza.example_count > 0, "data/services:%lu: no example", stanza.line);
		for (unsigned field = 0; field < MST_VALUE_COUNT; field++)
			cr_expect(field == MST_VALUE_CPE || is_expected(&stanza, field),
			          "data/services:%lu: no example expects field %u", stanza.line, field);
	}
	cr_expect_str_eq(err.text, "");
}

static void expect_field(const struct mst_service_draft *draft, enum mst_service_field field, const char *text)
{
	const struct mst_service_text *is = &draft->service.of[field];

	cr_expect(is->size == strlen(text) && (is->size == 0 || memcmp(is->bytes, text, is->size) == 0),
	          "%s: %.*s, expected %s", mst_service_field_name(field), is->size, (const char *)is->bytes, text);
}

static void match(const struct mst_signatures *signatures, enum mst_signature_key key, const char *text,
                  struct mst_service_draft *draft)
{
	struct mst_matcher *matcher;

	cr_assert_eq(mst_matcher_new(&matcher, signatures, NULL), 0);
	mst_draft_begin(draft);
	cr_expect(mst_matcher_match(matcher, key, text, strlen(text), draft), "%s", text);
	mst_matcher_free(matcher);
}

Test(identify_signatures, a_signature_of_a_user_is_tried_before_the_built_in_ones)
{
	static const char mine[] = "ssh ^OpenSSH_(\\S+)\n product Mine\n";
	struct mst_signatures *signatures = built_in();
	struct mst_service_draft draft;

	match(signatures, MST_KEY_SSH, "OpenSSH_9.2p1", &draft);
	expect_field(&draft, MST_SERVICE_PRODUCT, "OpenSSH");
	cr_assert_eq(mst_signatures_read(signatures, "mine", mine, sizeof mine - 1, NULL), 0);
	match(signatures, MST_KEY_SSH, "OpenSSH_9.2p1", &draft);
	expect_field(&draft, MST_SERVICE_PRODUCT, "Mine");
	expect_field(&draft, MST_SERVICE_VERSION, "");
	mst_signatures_free(signatures);
}
