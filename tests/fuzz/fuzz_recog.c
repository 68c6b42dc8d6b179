/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_recog.c - files in recog's format: what is refused is refused in a sentence that names the line; what is taken
 * may be matched against any text, here against the file itself.
 */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "identify/recog.h"
#include "identify/signatures.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static struct mst_service_draft draft;
	struct mst_signatures set = { 0 };
	struct mst_matcher *matcher;
	struct mst_error err;
	int code = mst_recog_read(&set, "text", (const char *)bytes, count, &err);

	assert(code == 0 || (code == -EINVAL && strncmp(err.text, "text line ", 10) == 0));
	code = mst_matcher_new(&matcher, &set, NULL);
	assert(code == 0);
	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++) {
		mst_draft_begin(&draft);
		(void)mst_matcher_match(matcher, key, bytes, count, &draft);
	}
	mst_matcher_free(matcher);
	mst_signatures_clear(&set);
	return 0;
}
