/* SPDX-License-Identifier: BSD-2-Clause */
/* test_moment.c - moments as text. */
#include "base/moment.h"

#include <criterion/criterion.h>

Test(base_moment, is_read_to_the_nanosecond)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-11-29T10:30:15.250Z", UINT64_C(1795948215250000000) },
		{ "2024-02-29T23:59:59.123456789Z", UINT64_C(1709251199123456789) },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t ns = 1;

		cr_expect_eq(mst_moment_parse(&ns, cases[i].text), 0, "%s", cases[i].text);
		cr_expect_eq(ns, cases[i].ns, "%s", cases[i].text);
	}
}

Test(base_moment, other_texts_are_refused)
{
	static const char *const texts[] = {
		"",
		"2026-11-29",
		"2026-11-29T10:30:15",
		"2026-11-29 10:30:15Z",
		"2026-02-30T00:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-11-29T24:00:01Z",
		"2026-11-29T10:30:15.Z",
		"2026-11-29T10:30:15+01:00",
		"1969-12-31T23:59:59Z",
		"9999-01-01T00:00:00Z",
		"2026-11-29T10:30:15.1234567890Z",
	};
	uint64_t ns;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		cr_expect_lt(mst_moment_parse(&ns, texts[i]), 0, "%s", texts[i]);
}
