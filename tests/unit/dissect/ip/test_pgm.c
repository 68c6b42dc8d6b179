/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pgm.c - PGM. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row ports_stand_with_the_addresses[] = {
	{ IPV4 + 113, 0, "00050006 00000000 00000000 00000020", "10.0.0.1.5 > 10.0.0.2.6: PGM, length 32" },
	{ IPV6 + 113, 0, "00050006 00000000 00000000 00000020", "2001:db8::1.5 > 2001:db8::2.6: PGM, length 32" },
};
/* clang-format on */

Test(dissect_ip_pgm, ports_stand_with_the_addresses)
{
	CHECK_ROWS(ports_stand_with_the_addresses);
}
