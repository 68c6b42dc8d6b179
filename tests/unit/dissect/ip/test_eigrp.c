/* SPDX-License-Identifier: BSD-2-Clause */
/* test_eigrp.c - EIGRP. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row each_operation_has_its_name[] = {
	{ IPV4 + 88, 0, "02000000 00000000 00000000 00000000 00000000", "EIGRP unknown (0), length: 20" },
	{ IPV4 + 88, 0, "02010000 00000000 00000000 00000000 00000000", "EIGRP Update, length: 20" },
	{ IPV4 + 88, 0, "02020000 00000000 00000000 00000000 00000000", "EIGRP unknown (2), length: 20" },
	{ IPV4 + 88, 0, "02030000 00000000 00000000 00000000 00000000", "EIGRP Query, length: 20" },
	{ IPV4 + 88, 0, "02040000 00000000 00000000 00000000 00000000", "EIGRP Reply, length: 20" },
	{ IPV4 + 88, 0, "02050000 00000000 00000000 00000000 00000000", "EIGRP Hello, length: 20" },
	{ IPV4 + 88, 0, "02060000 00000000 00000000 00000000 00000000", "EIGRP IPX SAP, length: 20" },
	{ IPV4 + 88, 0, "02070000 00000000 00000000 00000000 00000000", "EIGRP Probe, length: 20" },
	{ IPV4 + 88, 0, "02080000 00000000 00000000 00000000 00000000", "EIGRP unknown (8), length: 20" },
	{ IPV4 + 88, 0, "01050000 00000000 00000000 00000000 00000000", "EIGRP version 1 packet not supported" },
};
/* clang-format on */

Test(dissect_ip_eigrp, each_operation_has_its_name)
{
	CHECK_ROWS(each_operation_has_its_name);
}
