/* SPDX-License-Identifier: BSD-2-Clause */
/* test_dhcp.c - options of DHCP within their message. */
#include "dissect/payload/dhcp.h"

#include <criterion/criterion.h>
#include <string.h>

Test(dissect_payload_dhcp, options_end_where_the_message_does)
{
	uint8_t message[260] = { 1, 1, 6, 0 };
	struct mst_dhcp dhcp;

	memcpy(message + 236,
	       "\x63\x82\x53\x63\x0c\xff"
	       "host",
	       10);
	cr_expect(mst_dhcp_read(&dhcp, message, 246));
	cr_expect_null(dhcp.host_name.bytes);
	message[241] = 4;
	cr_expect(mst_dhcp_read(&dhcp, message, 246));
	cr_assert_eq(dhcp.host_name.count, 4);
	cr_expect_eq(memcmp(dhcp.host_name.bytes, "host", 4), 0);
	cr_expect_not(mst_dhcp_read(&dhcp, message, 200));
}
