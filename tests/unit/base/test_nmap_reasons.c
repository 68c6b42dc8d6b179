/* SPDX-License-Identifier: BSD-2-Clause */
/* test_nmap_reasons.c - reasons in nmap's words. */
#include "base/nmap_reasons.h"

#include <criterion/criterion.h>

Test(base_nmap_reasons, are_the_same_after_being_written_and_read)
{
	for (unsigned i = 0; i < MST_REASON_COUNT; i++) {
		const char *word = mst_nmap_reason_name((enum mst_reason)i);
		enum mst_reason reason;

		cr_expect(mst_nmap_reason_parse(&reason, word), "%s", word);
		/* nmap has one word for these and others. */
		if (i == MST_HOST_DOWN || i == MST_ECHO_REPLY_ALTERED || i == MST_TIMESTAMP_REPLY_ALTERED)
			continue;
		cr_expect_eq(reason, i, "%s", word);
	}
}

Test(base_nmap_reasons, are_read_in_plural_too)
{
	static const struct {
		const char *word;
		enum mst_reason reason;
	} cases[] = {
		{ "resets", MST_RESET },
		{ "no-responses", MST_NO_RESPONSE },
		{ "net-unreaches", MST_NET_UNREACH },
		{ "echo-replies", MST_ECHO_REPLY },
		{ "conn-refused", MST_RESET },
		{ "localhost-response", MST_LOCAL },
		{ "host-prohibiteds", MST_HOST_PROHIBITED },
	};
	enum mst_reason reason;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_expect(mst_nmap_reason_parse(&reason, cases[i].word), "%s", cases[i].word);
		cr_expect_eq(reason, cases[i].reason, "%s", cases[i].word);
	}
	cr_expect_not(mst_nmap_reason_parse(&reason, "user-set"));
	cr_expect_not(mst_nmap_reason_parse(&reason, ""));
	cr_expect_not(mst_nmap_reason_parse(&reason, "s"));
}
