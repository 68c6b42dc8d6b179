/* SPDX-License-Identifier: BSD-2-Clause */
/* test_recog.c - single files in recog's format: what becomes of parameters, and files that are wrong. */
#include "identify/recog.h"
#include "identify/signatures.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#define FILE_OF(inner) "<fingerprints matches=\"ssh.banner\">" inner "</fingerprints>"

static void expect_refused(const char *text, const char *sentence)
{
	struct mst_signatures set = { 0 };
	struct mst_error err = { "" };

	cr_expect_eq(mst_recog_read(&set, "a.xml", text, strlen(text), &err), -EINVAL, "%s", text);
	cr_expect_str_eq(err.text, sentence);
	mst_signatures_clear(&set);
}

Test(identify_recog, a_file_that_is_wrong_says_where)
{
	expect_refused("<a/>",
	               "a.xml line 1: the outermost element is another one; expected fingerprints, as recog has "
	               "them");
	expect_refused("<fingerprints>\n<", "a.xml line 2: unclosed token; expected XML in recog's format");
	expect_refused(FILE_OF("<fingerprint/>"), "a.xml line 1: a fingerprint without a pattern");
	expect_refused(FILE_OF("\n<fingerprint pattern='(a'>\n</fingerprint>"),
	               "a.xml line 2: the pattern is wrong at byte 3: missing closing parenthesis");
	expect_refused(FILE_OF("<fingerprint pattern='a'><param pos='1' name='service.version'/></fingerprint>"),
	               "a.xml line 1: a parameter's pos is a group that the pattern does not have");
	expect_refused(
		FILE_OF("<fingerprint pattern='a'><param pos='x' name='b'/></fingerprint>"),
		"a.xml line 1: a parameter with a wrong pos; expected the number of a group up to 31, or 0 for a "
		"value");
	expect_refused("<!DOCTYPE a [<!ENTITY b 'c'>]>" FILE_OF(""),
	               "a.xml line 1: it declares an entity; expected XML as recog has it");
}

Test(identify_recog, parameters_become_fields)
{
	static const char file[] = FILE_OF(
		"<fingerprint pattern='^a-(\\d+)(?: (\\S+))?' flags='REG_ICASE'>"
		"<param pos='0' name='service.product' value='A'/><param pos='1' name='service.version'/>"
		"<param pos='0' name='os.product' value='OS'/><param pos='2' name='os.version'/>"
		"<param pos='0' name='service.cpe23' value='cpe:/a:a:a:{service.version}'/></fingerprint>");
	static const char *const fields[] = { [MST_VALUE_PRODUCT] = "A",
		                              [MST_VALUE_VERSION] = "7",
		                              [MST_VALUE_OS] = "OS",
		                              [MST_VALUE_CPE] = "cpe:/a:a:a:7" };
	struct mst_match_room *room = mst_match_room_new();
	struct mst_signatures set = { 0 };
	const struct mst_signature *found;
	uint8_t text[MST_VALUE_BYTES];
	struct mst_groups groups;
	const uint8_t *value;

	cr_assert_eq(mst_recog_read(&set, "a.xml", file, sizeof file - 1, NULL), 0);
	found = mst_signatures_find(&set, MST_KEY_SSH, room, (const uint8_t *)"A-7", 3, &groups);
	cr_assert_not_null(found);
	value = found->values;
	for (unsigned i = 0; i < MST_VALUE_COUNT; value += found->sizes[i], i++) {
		size_t size = mst_value_fill(text, value, found->sizes[i], &groups, i == MST_VALUE_CPE);

		cr_expect_eq(size, fields[i] ? strlen(fields[i]) : 0, "%u", i);
		cr_expect(size == 0 || memcmp(text, fields[i], size) == 0, "%.*s", (int)size, text);
	}
	mst_match_room_free(room);
	mst_signatures_clear(&set);
}
