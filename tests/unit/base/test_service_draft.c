/* SPDX-License-Identifier: BSD-2-Clause */
/* test_service_draft.c - what is known of a service: the first text of a field stays, long ones are cut, bytes and
 * back. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/service_draft.h"

static struct mst_service_draft draft;

static bool says(enum mst_service_field field, const char *text)
{
	struct mst_service_text is = draft.service.of[field];

	return is.size == strlen(text) && memcmp(is.bytes, text, is.size) == 0;
}

Test(base_service_draft, the_first_text_of_a_field_stays_until_it_is_set)
{
	mst_draft_begin(&draft);
	mst_draft_add_text(&draft, MST_SERVICE_PRODUCT, "nginx");
	mst_draft_add_text(&draft, MST_SERVICE_PRODUCT, "other");
	cr_assert(says(MST_SERVICE_PRODUCT, "nginx"));
	mst_draft_set(&draft, MST_SERVICE_PRODUCT, "other", 5);
	cr_assert(says(MST_SERVICE_PRODUCT, "other"));
	mst_draft_set(&draft, MST_SERVICE_PRODUCT, "", 0);
	cr_assert_not(mst_draft_knows(&draft, MST_SERVICE_PRODUCT));
}

Test(base_service_draft, a_long_text_is_cut_at_the_most_bytes_of_its_field)
{
	char status[8];

	memset(status, '2', sizeof status);
	mst_draft_begin(&draft);
	mst_draft_add(&draft, MST_SERVICE_HTTP_STATUS, status, sizeof status);
	cr_assert(says(MST_SERVICE_HTTP_STATUS, "222"));
}

Test(base_service_draft, every_field_at_its_longest_is_the_same_after_bytes_and_back)
{
	static uint8_t longest[4096], bytes[MST_SERVICE_BYTES_MAX];
	struct mst_service again;
	size_t size;

	for (size_t i = 0; i < sizeof longest; i++)
		longest[i] = (uint8_t)i;
	mst_draft_begin(&draft);
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++)
		mst_draft_add(&draft, i, longest + i, sizeof longest - i);
	size = mst_service_pack(bytes, &draft.service);
	cr_assert_eq(size, MST_SERVICE_BYTES_MAX);
	cr_assert(mst_service_unpack(&again, bytes, size));
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++) {
		cr_assert_eq(again.of[i].size, mst_service_field_most(i));
		cr_assert_arr_eq(again.of[i].bytes, longest + i, again.of[i].size);
	}
}

Test(base_service_draft, cut_or_foreign_bytes_are_refused)
{
	uint8_t bytes[MST_SERVICE_BYTES_MAX];
	struct mst_service again;
	size_t size;

	mst_draft_begin(&draft);
	mst_draft_add_text(&draft, MST_SERVICE_NAME, "ssh");
	mst_draft_add_text(&draft, MST_SERVICE_PRODUCT, "OpenSSH");
	size = mst_service_pack(bytes, &draft.service);
	for (size_t cut = 1; cut < size; cut++)
		cr_assert_eq(mst_service_unpack(&again, bytes, cut), cut == 6, "%zu", cut);
	bytes[0] = MST_SERVICE_FIELD_COUNT;
	cr_assert_not(mst_service_unpack(&again, bytes, size));
	bytes[0] = MST_SERVICE_SPEAKS; /* its field is behind that of the second */
	cr_assert_not(mst_service_unpack(&again, bytes, size));
}
