/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cdp.c - what CDP tells of the device, port and VLAN at the other end; nothing outside the message is read. */
#include "dissect/payload/cdp.h"

#include <criterion/criterion.h>
#include <string.h>

static const uint8_t whole[] = {
	2, 180, 0,    0,                                                 /* version, time to live, checksum */
	0, 1,   0,    7,  's',  'w',  '1',                               /* device */
	0, 2,   0,    17, 0,    0,    0,   1,                            /* one address … */
	1, 1,   0xcc, 0,  4,    10,   0,   0,    9,                      /* … of IPv4 */
	0, 3,   0,    8,  'F',  'a',  '0', '1',                          /* port */
	0, 4,   0,    8,  0,    0,    0,   0x28,                         /* switch */
	0, 6,   0,    6,  'W',  'S',                                     /* platform */
	0, 10,  0,    6,  0,    30,                                      /* native VLAN */
	0, 11,  0,    5,  1,                                             /* full duplex */
	0, 14,  0,    7,  1,    0,    40,                                /* voice VLAN */
	0, 22,  0,    36, 0,    0,    0,   1,    2,    8,    0xaa, 0xaa, /* an address of IPv6 */
	3, 0,   0,    0,  0x86, 0xdd, 0,   16,   0xfe, 0x80, 0,    0,    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
};

static bool span_is(struct mst_heard_text span, const char *text)
{
	return span.count == strlen(text) && memcmp(span.bytes, text, span.count) == 0;
}

Test(dissect_payload_cdp, tells_device_port_and_vlan)
{
	struct mst_cdp cdp;
	char text[MST_ADDR_TEXT];

	cr_assert(mst_cdp_read(&cdp, whole, sizeof whole));
	cr_expect(span_is(cdp.device, "sw1"));
	cr_expect(span_is(cdp.port, "Fa01"));
	cr_expect(span_is(cdp.platform, "WS"));
	cr_expect_eq(cdp.version, 2);
	cr_expect_eq(cdp.ttl_s, 180);
	cr_expect_eq(cdp.capabilities, 0x28);
	cr_expect_eq(cdp.native_vlan, 30);
	cr_expect_eq(cdp.voice_vlan, 40);
	cr_expect(cdp.has_duplex && cdp.full_duplex);
	mst_addr_format(&cdp.address, text);
	cr_expect_str_eq(text, "10.0.0.9");
	mst_addr_format(&cdp.management, text);
	cr_expect_str_eq(text, "fe80::1");
}

Test(dissect_payload_cdp, a_cut_message_is_read_as_far_as_it_goes)
{
	for (size_t count = 0; count < sizeof whole; count++) {
		struct mst_cdp cdp;
		uint8_t bytes[sizeof whole]; /* ends where ASan sees it */
		uint8_t *at = bytes + sizeof whole - count;

		memcpy(at, whole, count);
		cr_expect_eq(mst_cdp_read(&cdp, at, count), count >= 11, "%zu bytes", count);
		cr_expect_eq(cdp.port.bytes != NULL, count >= 36, "%zu bytes", count);
	}
}

Test(dissect_payload_cdp, a_length_below_four_ends_it)
{
	uint8_t message[] = { 2, 180, 0, 0, 0, 1, 0, 3, 'x' };
	struct mst_cdp cdp;

	cr_expect_not(mst_cdp_read(&cdp, message, sizeof message));
	cr_expect_null(cdp.device.bytes);
}
