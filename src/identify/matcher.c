/* SPDX-License-Identifier: BSD-2-Clause */
/* matcher.c - matches texts against signatures (signatures.h), and puts what they say into a draft. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "identify/set.h"
#include "identify/signatures.h"

struct mst_matcher {
	const struct mst_signatures *signatures;
	struct mst_match_room *room;
};

int mst_matcher_new(struct mst_matcher **out, const struct mst_signatures *signatures, struct mst_error *err)
{
	struct mst_matcher *matcher = calloc(1, sizeof *matcher);

	*out = NULL;
	if (matcher) {
		matcher->signatures = signatures;
		matcher->room = mst_match_room_new();
	}
	if (!matcher || !matcher->room) {
		mst_matcher_free(matcher);
		return mst_fail(err, -ENOMEM, "no memory to match signatures");
	}
	*out = matcher;
	return 0;
}

void mst_matcher_free(struct mst_matcher *matcher)
{
	if (!matcher)
		return;
	mst_match_room_free(matcher->room);
	free(matcher);
}

/* Whether the draft has another text for this field. */
static bool differs(const struct mst_service_draft *draft, enum mst_service_field field, const uint8_t *text,
                    size_t size)
{
	const struct mst_service_text *known = &draft->service.of[field];

	return known->size > 0 && size > 0 && (known->size != size || memcmp(known->bytes, text, size) != 0);
}

/* The product comes before its version and its CPE: these are left out when the draft has another product. */
static void add_values(struct mst_service_draft *draft, const struct mst_signature *signature,
                       const struct mst_groups *groups)
{
	const uint8_t *value = signature->values;
	uint8_t text[MST_VALUE_BYTES];
	bool other_product = false;

	for (unsigned i = 0; i < MST_VALUE_COUNT; value += signature->sizes[i], i++) {
		enum mst_service_field field = mst_value_field(i);
		size_t size = mst_value_fill(text, value, signature->sizes[i], groups, i == MST_VALUE_CPE);

		if (i == MST_VALUE_PRODUCT)
			other_product = differs(draft, field, text, size);
		if (!other_product || (i != MST_VALUE_VERSION && i != MST_VALUE_CPE))
			mst_draft_add(draft, field, text, size);
	}
}

bool mst_matcher_match(struct mst_matcher *matcher, enum mst_signature_key key, const void *bytes, size_t size,
                       struct mst_service_draft *draft)
{
	struct mst_groups groups;
	const struct mst_signature *signature = mst_signatures_find(matcher->signatures, key, matcher->room, bytes,
	                                                            size, &groups);

	if (signature)
		add_values(draft, signature, &groups);
	return signature;
}
