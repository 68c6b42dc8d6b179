/* SPDX-License-Identifier: BSD-2-Clause */
/* test_isakmp.c - IKE of both versions: exchanges, flags, and who began. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"
#include "fixture_payload.h"

#define ISAKMP(text) segment_udp_payload(500, text, sizeof(text) - 1)
#define FIRST "\1\1\1\1\1\1\1\1\0\0\0\0\0\0\0\0"
#define LATER "\1\1\1\1\1\1\1\1\2\2\2\2\2\2\2\2"

Test(dissect_payload_isakmp, version_1_has_phases)
{
	cr_expect_str_eq(ISAKMP(FIRST "\1\20\2\0\0\0\0\0\0\0\0\34"), "isakmp: phase 1 I ident");
	cr_expect_str_eq(ISAKMP(LATER "\1\20\2\3\0\0\0\0\0\0\0\34"), "isakmp: phase 1 ? ident[EC]");
	cr_expect_str_eq(ISAKMP(LATER "\1\20\40\1\0\0\0\5\0\0\0\34"), "isakmp: phase 2/others ? oakley-quick[E]");
	cr_expect_str_eq(ISAKMP(FIRST "\1\20\50\4\0\0\0\0\0\0\0\34"), "isakmp: phase 1 I #40[]");
}

Test(dissect_payload_isakmp, version_2_has_its_sides_in_flags)
{
	cr_expect_str_eq(ISAKMP(FIRST "\41\40\42\10\0\0\0\0\0\0\0\34"), "isakmp: parent_sa ikev2_init[I]");
	cr_expect_str_eq(ISAKMP(LATER "\56\40\44\40\0\0\0\3\0\0\0\34"), "isakmp: child_sa  child_sa[R]");
	cr_expect_str_eq(ISAKMP(LATER "\56\40\45\0\0\0\0\0\0\0\0\34"), "isakmp: parent_sa inf2");
}

Test(dissect_payload_isakmp, other_versions_and_cut_headers)
{
	cr_expect_str_eq(ISAKMP(FIRST "\1\60\2\0\0\0\0\0\0\0\0\34"), "isakmp:");
	cr_expect_str_eq(ISAKMP(FIRST "\1\20\2\0\0\0\0\0\0\0\0"), " [|isakmp]");
}

/* A side is known by the first message, which is remembered; 9999 asks. */
Test(dissect_payload_isakmp, the_side_that_began_is_remembered)
{
#define COOKIES "01010101010101010202020202020202"
	static const struct payload_row rows[] = {
		{ 9999, 500, "0101010101010101000000000000000001100200000000000000001c", "isakmp: phase 1 I ident" },
		{ 500, 9999, COOKIES "01100200000000000000001c", "isakmp: phase 1 R ident" },
		{ 9999, 500, COOKIES "01100201000000000000001c", "isakmp: phase 1 I ident[E]" },
		{ 500, 9999, COOKIES "01102001000000050000001c", "isakmp: phase 2/others R oakley-quick[E]" },
		{ 500, 9999, "0101010101010102020202020202020201100200000000000000001c", "isakmp: phase 1 ? ident" },
		{ 9999, 500, "0201010101010101020202020202020201100200000000000000001c", "isakmp: phase 1 ? ident" },
	};

	EXPECT_UDP_LINES(rows);
}
