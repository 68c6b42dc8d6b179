/* SPDX-License-Identifier: BSD-2-Clause */
/* test_service_copies.c - copies of services outlive what they were copied from. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/service_copies.h"
#include "base/service_draft.h"

static void fill(struct mst_service_draft *draft, char with)
{
	char bytes[1460];

	memset(bytes, with, sizeof bytes);
	mst_draft_begin(draft);
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++)
		mst_draft_set(draft, i, bytes, mst_service_field_most(i));
}

static bool has(const struct mst_service *service, char with)
{
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++) {
		if (service->of[i].size != mst_service_field_most(i))
			return false;
		for (size_t k = 0; k < service->of[i].size; k++) {
			if (service->of[i].bytes[k] != (uint8_t)with)
				return false;
		}
	}
	return true;
}

Test(base_service_copies, many_of_the_largest_services_are_kept_apart)
{
	static struct mst_service_draft draft;
	const struct mst_service *kept[100];
	struct mst_service_copies copies = { 0 };

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 100; i++) {
			fill(&draft, (char)(i + round));
			kept[i] = mst_service_copy(&copies, &draft.service);
		}
		for (int i = 0; i < 100; i++)
			cr_assert(has(kept[i], (char)(i + round)), "%d", i);
		mst_service_copies_clear(&copies);
	}
	mst_service_copies_free(&copies);
}

Test(base_service_copies, a_service_of_few_texts_has_those_only)
{
	static struct mst_service_draft draft;
	struct mst_service_copies copies = { 0 };
	const struct mst_service *kept;

	mst_draft_begin(&draft);
	mst_draft_add_text(&draft, MST_SERVICE_PRODUCT, "nginx");
	kept = mst_service_copy(&copies, &draft.service);
	cr_assert_eq(kept->of[MST_SERVICE_PRODUCT].size, 5);
	cr_assert_arr_eq(kept->of[MST_SERVICE_PRODUCT].bytes, "nginx", 5);
	cr_assert_eq(kept->of[MST_SERVICE_NAME].size, 0);
	cr_assert_null(mst_service_copy(&copies, NULL));
	mst_service_copies_free(&copies);
}

Test(base_service_copies, packed_bytes_are_unpacked_and_others_refused)
{
	static struct mst_service_draft draft;
	static uint8_t bytes[MST_SERVICE_BYTES_MAX];
	struct mst_service_copies copies = { 0 };
	const struct mst_service *kept;
	size_t size;

	fill(&draft, 'x');
	size = mst_service_pack(bytes, &draft.service);
	kept = mst_service_copy_packed(&copies, bytes, size);
	memset(bytes, 0, sizeof bytes);
	cr_assert(has(kept, 'x'));
	cr_assert_null(mst_service_copy_packed(&copies, bytes, size));
	cr_assert_null(mst_service_copy_packed(&copies, bytes, 0));
	mst_service_copies_free(&copies);
}
