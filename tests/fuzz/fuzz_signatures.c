/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_signatures.c - texts of signatures: what is refused is refused in a sentence that names the line; what is taken
 * may be matched against any text, here against itself.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "identify/signatures.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void match_all(const struct mst_signatures *signatures, const uint8_t *bytes, size_t count)
{
	static struct mst_service_draft draft;
	struct mst_matcher *matcher;
	int code = mst_matcher_new(&matcher, signatures, NULL);

	assert(code == 0);
	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++) {
		mst_draft_begin(&draft);
		(void)mst_matcher_match(matcher, key, bytes, count, &draft);
		for (unsigned field = 0; field < MST_SERVICE_FIELD_COUNT; field++)
			assert(draft.service.of[field].size <= mst_service_field_most(field));
	}
	mst_matcher_free(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_signatures *signatures;
	struct mst_error err;
	int code = mst_signatures_new_empty(&signatures, &err);

	assert(code == 0);
	code = mst_signatures_read(signatures, "text", (const char *)bytes, count, &err);
	assert(code == 0 || (code == -EINVAL && strncmp(err.text, "text line ", 10) == 0));
	if (code == 0)
		match_all(signatures, bytes, count);
	mst_signatures_free(signatures);
	return 0;
}
