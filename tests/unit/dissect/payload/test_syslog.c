/* SPDX-License-Identifier: BSD-2-Clause */
/* test_syslog.c - facilities, severities, and the first line of the text. */
#include "fixture_payload.h"

/* clang-format off */
static const struct payload_row priorities[] = {
	{ 40000, 514,
	  "3c31343e68656c6c6f",
	  "SYSLOG user.info, length: 9, \"hello\"" },
	{ 40000, 514,
	  "3c303e",
	  "SYSLOG kernel.emergency, length: 3" },
	{ 40000, 514,
	  "3c3139313e6122621b5b33316d",
	  "SYSLOG local7.debug, length: 13, \"a\\x22b\"" },
	{ 40000, 514,
	  "3c3139323e78",
	  "SYSLOG unknown (24).emergency, length: 6, \"x\"" },
	{ 40000, 514,
	  "3c3e78",
	  "SYSLOG kernel.emergency, length: 3, \"x\"" },
	{ 40000, 514,
	  "3c33343e6f6e650a74776f",
	  "SYSLOG auth.critical, length: 11, \"one\"" },
	{ 40000, 514,
	  "3c31343e78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
	  "7878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
	  "78787878",
	  "SYSLOG user.info, length: 104, "
	  "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"" },
	{ 40000, 514,
	  "3c313233343e78",
	  " (invalid)" },
	{ 40000, 514,
	  "3c613e78",
	  " (invalid)" },
	{ 40000, 514,
	  "68656c6c6f",
	  " (invalid)" },
	{ 40000, 514,
	  "3c3134",
	  " [|syslog]" },
	{ 40000, 514,
	  "3c",
	  " [|syslog]" },
	{ 40000, 514,
	  "",
	  " [|syslog]" },
};
/* clang-format on */

Test(dissect_payload_syslog, priorities)
{
	EXPECT_UDP_LINES(priorities);
}
