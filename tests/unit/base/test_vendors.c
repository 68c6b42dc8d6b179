/* SPDX-License-Identifier: BSD-2-Clause */
/* test_vendors.c - lists of vendors in all three forms; what is no line of them is skipped. */
#include "base/vendors.h"

#include <criterion/criterion.h>
#include <string.h>

static struct mst_vendors *read_text(const char *text)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	struct mst_vendors *vendors = mst_vendors_read(file);

	fclose(file);
	return vendors;
}

Test(base_vendors, three_forms_of_lines_are_read)
{
	struct mst_vendors *vendors = read_text(
		"00-00-0C   (hex)\t\tCisco Systems, Inc\r\n00000C     (base 16)\t\tCisco\n"
		"001122\tOne\n001124 Two\n# 001128\tNo\n00112\tNo\n");

	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0, 0x0c }), "Cisco Systems, Inc");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x22 }), "One");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x24 }), "Two");
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x28 }));
	mst_vendors_free(vendors);
}

Test(base_vendors, names_steer_no_terminal_and_end)
{
	char line[700] = "001122\t\x1b[2J\xff";
	struct mst_vendors *vendors;

	memset(line + strlen(line), 'x', 600);
	vendors = read_text(line);
	cr_expect(strncmp(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x22 }), "?[2J?xx", 7) == 0);
	cr_expect_lt(strlen(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x22 })), 48);
	mst_vendors_free(vendors);
	cr_expect_null(read_text("no list at all\n"));
}

Test(base_vendors, the_smallest_block_names_the_vendor)
{
	struct mst_vendors *vendors = read_text(
		"70-B3-D5   (hex)\t\tIEEE Registration Authority\n"
		"00-22-72   (hex)\t\tLarge\n"
		"MA-M,0022729,\"Middle, \"\"the\"\" Vendor\",\"A street, a town\"\n"
		"MA-S,70B3D5F2F,Small,Somewhere\nIAB,0050C27D5,Older,\nMA-L,AABBCC0,\nMA-M,00227,No,\nMA-X\n"
		"0055DA1\tByDigits\n0055DA1FF nmap's\n00112233 eight\n");

	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x22, 0x72, 0x80, 0, 1 }), "Large");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x22, 0x72, 0x9f, 0, 1 }), "Middle, \"the\" Vendor");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0x70, 0xb3, 0xd5, 0xf2, 0xf0, 1 }), "Small");
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 0x70, 0xb3, 0xd5, 0xf2, 0xe0, 1 }), "of no vendor known");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x50, 0xc2, 0x7d, 0x5f, 0xff }), "Older");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x55, 0xda, 0x1f, 0xef, 0xff }), "ByDigits");
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x55, 0xda, 0x1f, 0xff, 0xff }), "nmap's");
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x22, 0x33 }));
	mst_vendors_free(vendors);
}

Test(base_vendors, addresses_that_no_vendor_gave_have_none)
{
	struct mst_vendors *vendors = read_text("000000\tXerox\n020000\tLocal\n010000\tGroup\n");

	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 0 }));
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 2, 0, 0, 1 }));
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 1, 0, 0, 1 }));
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }));
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0, 0, 1 }), "Xerox");
	mst_vendors_free(vendors);
}

Test(base_vendors, what_is_behind_a_line_that_is_too_long_is_no_line)
{
	char text[700] = "001122\tFirst";
	struct mst_vendors *vendors;

	memset(text + strlen(text), ' ', 511 - strlen(text));
	strcpy(text + 511, "001133\tNo\n001144\tYes\n");
	vendors = read_text(text);
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x22 }), "First");
	cr_expect_null(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x33 }));
	cr_expect_str_eq(mst_vendor_of(vendors, (uint8_t[6]){ 0, 0x11, 0x44 }), "Yes");
	mst_vendors_free(vendors);
}
