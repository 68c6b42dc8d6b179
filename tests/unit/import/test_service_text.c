/* SPDX-License-Identifier: BSD-2-Clause */
/* test_service_text.c - texts of services out of reports are the bytes that they were. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "base/service_spell.h"
#include "import/service_text.h"

Test(import_service_text, any_bytes_come_back)
{
	static struct mst_service_draft draft;
	static uint8_t bytes[1460];
	static char text[4 * sizeof bytes + 1];
	struct mst_error err;
	uint32_t random = 1;

	for (int round = 0; round < 500; round++) {
		struct mst_service_text of = { bytes, sizeof bytes }, found;

		for (size_t i = 0; i < sizeof bytes; i++) {
			static const char often[] = "\\xx0\x80\xc3";

			random = random * 1664525 + 1013904223;
			bytes[i] = random >> 31 ? (uint8_t)often[random >> 20 & 3] : (uint8_t)(random >> 16);
		}
		*mst_service_spell(text, &of, round % 2) = '\0';
		mst_draft_begin(&draft);
		cr_assert_eq(mst_service_text_take(&draft, MST_SERVICE_BANNER, text, &err), 0);
		found = draft.service.of[MST_SERVICE_BANNER];
		cr_assert_eq(found.size, sizeof bytes);
		cr_assert_arr_eq(found.bytes, bytes, sizeof bytes, "%d", round);
	}
}

Test(import_service_text, half_a_number_is_text)
{
	static struct mst_service_draft draft;
	struct mst_error err;

	mst_draft_begin(&draft);
	cr_assert_eq(mst_service_text_take(&draft, MST_SERVICE_PRODUCT, "\\x4 \\x", &err), 0);
	cr_assert_eq(draft.service.of[MST_SERVICE_PRODUCT].size, 6);
}

Test(import_service_text, a_name_by_the_port_is_nothing_found_out)
{
	static struct mst_service_draft draft;
	struct mst_error err;

	mst_draft_begin(&draft);
	cr_assert_eq(mst_service_text_take(&draft, MST_SERVICE_NAME, "http", &err), 0);
	cr_assert_not(mst_service_text_finish(&draft));
	cr_assert_eq(mst_service_text_take(&draft, MST_SERVICE_NAME, "http", &err), 0);
	cr_assert_eq(mst_service_text_take(&draft, MST_SERVICE_FROM, "banner", &err), 0);
	cr_assert(mst_service_text_finish(&draft));
	cr_assert(mst_draft_knows(&draft, MST_SERVICE_NAME));
	cr_assert_eq(mst_service_text_take(&draft, MST_SERVICE_HTTP_STATUS, "2x", &err), -EBADMSG);
}
