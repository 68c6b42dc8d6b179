/* SPDX-License-Identifier: BSD-2-Clause */
/* test_lisp.c - LISP: control messages and their records. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row records_and_locators[] = {
	{ UDP, 4342,
	  "30000001 00000000 00000000 00010004 00000000 0000003c 01200000 00000001 0a000005 01640000 00010001 "
	  "0a000009",
	  "LISP-Map-Register, 1 record(s), EID 10.0.0.5/32, 1 locator(s) LOC 10.0.0.9" },
	{ UDP, 4342,
	  "40000002 00000000 00000000 00010004 00000000 0000003c 02180000 00000001 0a000005 01640000 00010001 "
	  "0a000009 01640000 00010002 fe800000 00000000 00000000 00000009 0000003c 00200000 00000002 20010db8 "
	  "00000000 00000000 00000000",
	  "LISP-Map-Notify, 2 record(s), EID 10.0.0.5/24, 2 locator(s) LOC 10.0.0.9 LOC fe80::9 EID "
	  "2001:db8::/32, 0 locator(s)" },
	{ UDP, 4342, "30000000 00000000 00000000 00010004 00000000", "LISP-Map-Register, 0 record(s), (invalid)" },
};
/* clang-format on */

Test(dissect_payload_lisp, records_and_locators)
{
	CHECK_ROWS(records_and_locators);
}

/* clang-format off */
static const struct row messages_by_name[] = {
	{ UDP, 4342, "00000001 00000000 00000000 00000000", "LISP-Reserved," },
	{ UDP, 4342, "10000001 00000000 00000000 00000000", "LISP-Map-Request," },
	{ UDP, 4342, "20000001 00000000 00000000 00000000", "LISP-Map-Reply," },
	{ UDP, 4342, "50000001 00000000 00000000 00000000", "unknown-type-5," },
	{ UDP, 4342, "80000001 00000000 00000000 00000000", "LISP-Encapsulated-Contol-Message," },
};
/* clang-format on */

Test(dissect_payload_lisp, messages_by_name)
{
	CHECK_ROWS(messages_by_name);
}
