/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_report_outside.c - every field in every format with every class of byte in what is from outside: formats and
 * fields come from their tables.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/media.h"
#include "base/utf8.h"
#include "unit/report/fixture_report.h"

static const char *const names[] = {
	"=1+1",     "+1",   "-1", "@a",  "\t=1",     "\r=1",         "a\nb",  "a\x1b[2J", "a\x7f",
	"\xc2\x9b", "a\"b", "\\", "a,b", "\xff\xfe", "\xe2\x80\xae", "'=1+1", " a ",
};

#define NAMES (sizeof names / sizeof *names)

static const char *name_of(const void *of, const struct mst_addr *addr)
{
	(void)of;
	return names[addr->bytes[3] % NAMES];
}

static void check_text(const char *format, const char *text)
{
	size_t length = strlen(text);

	for (size_t at = 0, count; at < length; at += count) {
		uint32_t character;

		count = mst_utf8_read((const uint8_t *)text + at, length - at, &character);
		/* Tabs separate the parts of grepable lines; the next test counts them. */
		cr_assert(count && (character == '\n' || (character == '\t' && strcmp(format, "grepable") == 0) ||
		                    !mst_text_is_unseen(character)),
		          "%s: U+%04X in %s", format, (unsigned)character, text);
	}
}

/* All fields there are, comma separated. */
static const char *all_fields(void)
{
	static char text[1024];

	text[0] = '\0';
	for (size_t i = 0; mst_report_field(i); i++) {
		strcat(text, i ? "," : "");
		strcat(text, mst_report_field(i)->name);
	}
	return text;
}

Test(report_report_outside, no_format_lets_text_steer_a_terminal)
{
	struct mst_result results[NAMES * 2];

	for (unsigned i = 0; i < NAMES; i++) {
		results[i] = host_up(i);
		results[NAMES + i] = port_in(i, 22, MST_OPEN);
	}
	for (size_t i = 0; mst_report_format(i); i++) {
		struct report_fixture fixture = fixture_new();
		char output[64];

		snprintf(output, sizeof output, "%s:a", mst_report_format(i));
		fixture.config.fields = all_fields();
		fixture.config.fields_for_ports = true;
		fixture.config.name = name_of;
		cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
		fixture_report_all(&fixture, results, NAMES * 2);
		cr_assert_gt(strlen(fixture_read(&fixture, "a")), 0);
		check_text(mst_report_format(i), fixture_read(&fixture, "a"));
		fixture_free(&fixture);
	}
}

Test(report_report_outside, python_reads_the_rows_and_no_cell_is_a_formula)
{
	struct mst_result results[NAMES];
	struct report_fixture fixture = fixture_new();

	for (unsigned i = 0; i < NAMES; i++)
		results[i] = host_up(i);
	fixture.config.fields = all_fields();
	fixture.config.name = name_of;
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.xml"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.gnmap"), 0);
	fixture_report_all(&fixture, results, NAMES);
	cr_assert_str_eq(
		fixture_run(
			&fixture,
			"python3 -c 'import csv, json, re\n"
			"rows = list(csv.DictReader(open(\"a.csv\", newline=\"\"), strict=True))\n"
			"assert all(None not in row and None not in row.values() for row in rows)\n"
			"assert not any(re.match(\"[=+@\\t\\r-]\", cell) for row in rows for cell in row.values())\n"
			"original = [re.sub(\"^\\x27(?=\\x27*[=+@-])\", \"\", row[\"name\"]) for row in rows]\n"
			"assert original == [row[\"name\"] for row in json.load(open(\"a.json\"))[\"results\"]]\n"
			"print(len(rows))'"),
		"17\n");
	/* What XML can hold comes back as it was. */
	cr_assert_str_eq(fixture_run(&fixture, "python3 -c 'import xml.etree.ElementTree as e\n"
	                                       "names = [[n.get(\"name\") for n in h.iter(\"hostname\")] for h in "
	                                       "e.parse(\"a.xml\").getroot().iter(\"host\")]\n"
	                                       "assert names == [[\"=1+1\"], [\"+1\"], [\"-1\"], [\"@a\"], "
	                                       "[\"\\t=1\"], [\"\\r=1\"], [\"a\\nb\"], [\"a\\\\x1b[2J\"], "
	                                       "[\"a\\x7f\"], [\"\\x9b\"], [\"a\\\"b\"], [\"\\\\\"], [\"a,b\"], "
	                                       "[\"\\\\xff\\\\xfe\"], [\"\\u202e\"], [\"\\x27=1+1\"], [\"a\"]], names\n"
	                                       "lines = open(\"a.gnmap\").read().splitlines()\n"
	                                       "assert len(lines) == 2 + len(names) and all(line.count(\"\\t\") == 1 "
	                                       "for line in lines[1:-1]), lines'"),
	                 "");
	fixture_free(&fixture);
}
