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
