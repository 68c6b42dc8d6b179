/* SPDX-License-Identifier: BSD-2-Clause */
/* test_stanza.c - texts of signatures that are wrong: one sentence with file and line. */
#include "identify/signatures.h"
#include "identify/stanza.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static void expect_refused(const char *text, const char *sentence)
{
	struct mst_signatures *signatures;
	struct mst_error err = { "" };

	cr_assert_eq(mst_signatures_new(&signatures, &err), 0, "%s", err.text);
	cr_expect_eq(mst_signatures_read(signatures, "mine", text, strlen(text), &err), -EINVAL, "%s", text);
	cr_expect_eq(strncmp(err.text, sentence, strlen(sentence)), 0, "%s", err.text);
	mst_signatures_free(signatures);
}

Test(identify_stanza, a_line_that_is_wrong_is_told)
{
	expect_refused("\tproduct A\n", "mine line 1: a line of no signature; expected the kind of text and a pattern");
	expect_refused("# a\n\nfoo ^a\n",
	               "mine line 3: unknown kind of text \"foo\"; expected one of banner, http-server");
	expect_refused("ssh\n", "mine line 1: the pattern is missing; expected it behind the kind of text");
	expect_refused("ssh ^a\n", "mine line 1: the signature says nothing; expected a line with service, product");
	expect_refused("ssh ^a\n flavour b\n",
	               "mine line 2: unknown word \"flavour\"; expected one of service, product");
	expect_refused("ssh ^a\n product\n",
	               "mine line 2: the value is missing; expected it behind the name of the field");
	expect_refused("ssh ^a\n product A\n product B\n",
	               "mine line 3: the field is there already; expected each once");
	expect_refused("ssh ^a\n product $\n", "mine line 2: a $ without the number of a group; expected $1 to $31");
	expect_refused("ssh ^a\n product $32\n", "mine line 2: a $ without the number of a group; expected $1 to $31");
	expect_refused("ssh ^(a)\n product $2\n", "mine line 1: $2 in a value, but the pattern has 1 groups");
	expect_refused("ssh ^(a\n product A\n",
	               "mine line 1: the pattern is wrong at byte 4: missing closing parenthesis");
	expect_refused("ssh ^a\n product \x01\n", "mine line 2: a control character; expected \\xHH for it");
}

Test(identify_stanza, an_example_that_is_wrong_is_told)
{
	expect_refused("ssh ^a\n product A\n is product A\n",
	               "mine line 3: nothing to expect it of; expected an example before it");
	expect_refused("ssh ^a\n product A\n example b\n", "mine line 3: the pattern does not match the example");
	expect_refused("ssh ^a\n product A\n\nssh ^ab\n product B\n example ab\n",
	               "mine line 6: the example is matched by the pattern of line 1, which stands before");
	expect_refused("ssh ^a\n product A\n example a\n is product B\n",
	               "mine line 3: the product of the example is \"A\"; expected \"B\"");
	expect_refused("ssh ^a\n product A\n example a\\q\n",
	               "mine line 3: the example is wrong; expected at most 2048 bytes");
	expect_refused("ssh ^a\n product A\n example a\n version 1\n",
	               "mine line 4: a field behind an example; expected fields first");
	expect_refused("ssh ^a\n product A\n example a\n is flavour 1\n", "mine line 4: unknown field \"flavour\"");
	expect_refused("ssh ^a\n product A\n example a\n is product A\n is product A\n",
	               "mine line 5: expected one value for each field of an example");
	expect_refused("\xff\xfe", "mine line 1: the file is UTF-16; expected UTF-8 or ASCII");
}

Test(identify_stanza, escapes_of_an_example_are_bytes)
{
	static const char text[] = "a\\x00\\xFf\\r\\n\\t\\0\\\\";
	struct mst_service_text example = { (const uint8_t *)text, sizeof text - 1 };
	uint8_t bytes[MST_EXAMPLE_BYTES];
	size_t size;

	cr_assert(mst_stanza_bytes(&example, bytes, &size));
	cr_expect_eq(size, 8);
	cr_expect_arr_eq(bytes, "a\0\xff\r\n\t\0\\", 8);
}
