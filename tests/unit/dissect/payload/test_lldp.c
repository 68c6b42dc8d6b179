/* SPDX-License-Identifier: BSD-2-Clause */
/* test_lldp.c - what LLDP tells of the system, port and VLAN at the other end; nothing outside the message is read. */
#include "dissect/payload/lldp.h"

#include <criterion/criterion.h>
#include <string.h>

static const uint8_t whole[] = {
	0x02, 0x07, 4,   2,    0,    0,    0,    0,    1,                            /* chassis: MAC */
	0x04, 0x05, 5,   'G',  'i',  '0',  '1',                                      /* port: name of interface */
	0x06, 0x02, 0,   120,                                                        /* time to live */
	0x08, 0x06, 'u', 'p',  'l',  'i',  'n',  'k',                                /* port description */
	0x0a, 0x03, 's', 'w',  '1',                                                  /* system name */
	0x0e, 0x04, 0,   0x14, 0,    0x04,                                           /* bridge and router; bridge */
	0x10, 0x0c, 5,   1,    10,   0,    0,    9,    2,    0,    0,   0,   7,   0, /* management address */
	0xfe, 0x06, 0,   0x80, 0xc2, 1,    0,    30,                                 /* port VLAN */
	0xfe, 0x0b, 0,   0x80, 0xc2, 3,    0,    30,   4,    'd',  'e', 's', 'k',    /* VLAN name */
	0xfe, 0x06, 0,   0x12, 0x0f, 4,    0x05, 0xee,                               /* largest frame */
	0xfe, 0x08, 0,   0x12, 0xbb, 2,    1,    0x40, 0x50, 0xae, 0,   0, /* MED: voice is tagged with VLAN 40 */
};

static bool span_is(struct mst_heard_text span, const char *text)
{
	return span.count == strlen(text) && memcmp(span.bytes, text, span.count) == 0;
}

Test(dissect_payload_lldp, tells_system_port_and_vlan)
{
	struct mst_lldp lldp;
	char text[MST_ADDR_TEXT];

	cr_assert(mst_lldp_read(&lldp, whole, sizeof whole));
	cr_expect_eq(lldp.chassis.kind, MST_LLDP_MAC);
	cr_expect_eq(lldp.chassis.value.bytes, whole + 3);
	cr_expect_eq(lldp.port.kind, MST_LLDP_TEXT);
	cr_expect(span_is(lldp.port.value, "Gi01"));
	cr_expect(span_is(lldp.name, "sw1"));
	cr_expect(span_is(lldp.port_description, "uplink"));
	cr_expect(span_is(lldp.vlan_name, "desk"));
	cr_expect_eq(lldp.ttl_s, 120);
	cr_expect_eq(lldp.capabilities, 0x14);
	cr_expect_eq(lldp.enabled, 4);
	cr_expect_eq(lldp.vlan, 30);
	cr_expect_eq(lldp.frame_bytes_max, 1518);
	cr_expect_eq(lldp.voice_vlan, 40);
	mst_addr_format(&lldp.management, text);
	cr_expect_str_eq(text, "10.0.0.9");
}

Test(dissect_payload_lldp, a_cut_message_is_read_as_far_as_it_goes)
{
	for (size_t count = 0; count < sizeof whole; count++) {
		struct mst_lldp lldp;
		uint8_t bytes[sizeof whole]; /* ends where ASan sees it */
		uint8_t *at = bytes + sizeof whole - count;

		memcpy(at, whole, count);
		cr_expect_eq(mst_lldp_read(&lldp, at, count), count >= 16, "%zu bytes", count);
		cr_expect_eq(lldp.name.bytes != NULL, count >= 33, "%zu bytes", count);
	}
}

Test(dissect_payload_lldp, an_id_says_of_what_kind_it_is)
{
	static const struct {
		uint8_t bytes[8], count;
		enum mst_lldp_kind chassis, port;
	} rows[] = {
		{ { 3, 1, 2, 3, 4, 5, 6 }, 7, MST_LLDP_TEXT, MST_LLDP_MAC },
		{ { 4, 1, 2, 3, 4, 5, 6 }, 7, MST_LLDP_MAC, MST_LLDP_BYTES },
		{ { 4, 1, 2, 3, 4, 5 }, 6, MST_LLDP_BYTES, MST_LLDP_ADDRESS },
		{ { 5, 1, 10, 0, 0, 1 }, 6, MST_LLDP_ADDRESS, MST_LLDP_TEXT },
		{ { 4, 1, 10, 0, 0, 1 }, 6, MST_LLDP_BYTES, MST_LLDP_ADDRESS },
		{ { 7, 'a' }, 2, MST_LLDP_TEXT, MST_LLDP_TEXT },
		{ { 9, 'a' }, 2, MST_LLDP_BYTES, MST_LLDP_BYTES },
		{ { 7 }, 0, MST_LLDP_NONE, MST_LLDP_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t message[20] = { 0x02, rows[i].count };
		struct mst_lldp lldp;

		memcpy(message + 2, rows[i].bytes, rows[i].count);
		message[2 + rows[i].count] = 0x04;
		message[3 + rows[i].count] = rows[i].count;
		memcpy(message + 4 + rows[i].count, rows[i].bytes, rows[i].count);
		mst_lldp_read(&lldp, message, 4u + 2u * rows[i].count);
		cr_expect_eq(lldp.chassis.kind, rows[i].chassis, "row %zu", i);
		cr_expect_eq(lldp.port.kind, rows[i].port, "row %zu", i);
	}
}
