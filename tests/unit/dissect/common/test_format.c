/* SPDX-License-Identifier: BSD-2-Clause */
/* test_format.c - what is written is what vsnprintf(3) writes, or it is left to it. */
#include "dissect/common/format.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Compares both in every size of the room; returns whether the format is known. */
static bool agrees(const char *format, ...) __attribute__((format(printf, 1, 2)));

static bool agrees(const char *format, ...)
{
	char ours[64], wanted[64];
	bool known = true;

	for (size_t room = 1; room <= sizeof ours; room++) {
		size_t length = 0;
		va_list args;

		va_start(args, format);
		known = mst_format(ours, room, &length, format, args);
		va_end(args);
		va_start(args, format);
		(void)vsnprintf(wanted, room, format, args);
		va_end(args);
		if (known) {
			cr_expect_str_eq(ours, wanted, "%s in %zu", format, room);
			cr_expect_eq(length, strlen(wanted));
		}
	}
	return known;
}

Test(dissect_common_format, what_lines_are_made_of_is_known)
{
	cr_expect(agrees("plain"));
	cr_expect(agrees("%s > %s: ", "10.0.0.1", ""));
	cr_expect(agrees("%u %u %u", 0u, 10u, UINT32_MAX));
	cr_expect(agrees("%zu %lu", SIZE_MAX, 0ul));
	cr_expect(agrees("%x %02x %04x %08x %02x", 0xabcu, 5u, 0x800u, UINT32_MAX, 0x123u));
	cr_expect(agrees("%c%c", 'a', '.'));
	cr_expect(agrees("%5u|%05u|%2u", 42u, 42u, 1234u));
}

Test(dissect_common_format, all_else_is_left_to_vsnprintf)
{
	cr_expect_not(agrees("%d", -1));
	cr_expect_not(agrees("%-5s|", "lo"));
	cr_expect_not(agrees("%3s|", "In"));
	cr_expect_not(agrees("%.*s", 2, "abc"));
	cr_expect_not(agrees("100 %%"));
	cr_expect_not(agrees("%X", 10u));
	cr_expect_not(agrees("%.3f", 1.5));
}
