/* SPDX-License-Identifier: BSD-2-Clause */
/* test_inserts.c - lists of the library in the texts of option rows. */
#include "cli/options/inserts.h"

#include <criterion/criterion.h>
#include <muster/engine.h>
#include <muster/scan.h>
#include <string.h>

static const char *meaning_of(const char *written)
{
	static char text[MST_INSERTED_TEXT];
	struct mst_option option = { .name = "x", .meaning = written };

	mst_option_meaning(&option, text, sizeof text);
	return text;
}

Test(cli_options_inserts, a_text_without_a_marker_is_unchanged)
{
	cr_expect_str_eq(meaning_of(""), "");
	cr_expect_str_eq(meaning_of("wait this long"), "wait this long");
	cr_expect_str_eq(meaning_of("{nothing} of {engine} {"), "{nothing} of {engine} {");
}

Test(cli_options_inserts, every_probe_kind_is_named)
{
	char names[MST_PROBE_NAMES_TEXT];

	mst_scan_probe_names(names, sizeof names);
	cr_expect(strstr(meaning_of("how: {probes}, or several"), names) ==
	          meaning_of("how: {probes}, or several") + 5);
	cr_expect_str_eq(strstr(meaning_of("{probes}, or several"), ", or"), ", or several");
}

Test(cli_options_inserts, every_engine_is_named_in_sentences_and_for_completion)
{
	char values[MST_INSERTED_TEXT], expected[MST_INSERTED_TEXT] = "auto";
	struct mst_option option = { .name = "rx", .values = "auto {receivers}" };
	const char *name;

	for (size_t i = 0; (name = mst_engine_name(MST_ENGINE_RECEIVE, i)); i++) {
		cr_expect(strstr(meaning_of("{receivers}, or auto"), name), "%s", name);
		strcat(strcat(expected, " "), name);
	}
	mst_option_values(&option, values, sizeof values);
	cr_expect_str_eq(values, expected);
	for (size_t i = 0; (name = mst_engine_name(MST_ENGINE_SEND, i)); i++)
		cr_expect(strstr(meaning_of("{engines}"), name), "%s", name);
}

Test(cli_options_inserts, formats_are_listed_by_what_they_can)
{
	char text[128];

	cr_expect(strstr(meaning_of("{formats}"), "csv, json, ndjson, text, list (an address a line)"));
	mst_formats_with(MST_FORMAT_FIELDS, text, sizeof text);
	cr_expect(strncmp(text, "csv, json, ndjson", 17) == 0 && strstr(text, " or ") && !strstr(text, "hostport"));
	mst_formats_with(MST_FORMAT_PORTS, text, sizeof text);
	cr_expect_str_eq(text, "hostport");
	mst_formats_with(MST_FORMAT_STREAM, text, sizeof text);
	cr_expect(strstr(text, "ndjson") && !strstr(text, " json"), "%s", text);
}

Test(cli_options_inserts, what_does_not_fit_is_cut)
{
	struct mst_option option = { .name = "x",
		                     .meaning = "one of {engines} and {receivers}",
		                     .values = "a {engines}" };
	char text[9];

	mst_option_meaning(&option, text, sizeof text);
	cr_expect_str_eq(text, "one of l");
	mst_option_values(&option, text, 3);
	cr_expect_str_eq(text, "a ");
}

Test(cli_options_inserts, every_system_of_syn_options_is_named_in_sentences_and_for_completion)
{
	struct mst_option option = { .name = "syn-options", .values = "{SYN systems}" };
	char text[MST_INSERTED_TEXT];

	mst_option_values(&option, text, sizeof text);
	cr_expect_str_eq(text, "linux windows mss");
	mst_syn_systems(text, sizeof text);
	cr_expect_str_eq(text, "linux, windows or mss");
}
