/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

static const struct {
	const struct mst_dialogue *dialogue;
	const char *right, *wrong;
} trifles[] = {
	{ &mst_dialogue_echo, "muster.invalid\r\n", "500 unknown\r\n" },
	{ &mst_dialogue_chargen, " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n",
	  "hello\r\n" },
	{ &mst_dialogue_daytime, "Sun Nov 29 07:44:31 2026\r\n", "hello world\r\n" },
	{ &mst_dialogue_qotd, "\"To be or not to be\"\r\n", "\1\2\3\4" },
	{ &mst_dialogue_time, "\xed\x9c\x12\x34", "\x01\x02\x03\x04" },
	{ &mst_dialogue_finger, "Login     Name       Tty      Idle\r\nroot      root       pts/0\r\n",
	  "HTTP/1.1 400\r\n" },
	{ &mst_dialogue_ident, "1, 1 : ERROR : NO-USER\r\n", "ERROR\r\n" },
	{ &mst_dialogue_whois, "% This is the test database.\r\n% No entries\r\n", "HTTP/1.1 400\r\n" },
	{ &mst_dialogue_gopher, "iWelcome\tfake\t(NULL)\t0\r\n.\r\n", "Welcome\r\n" },
};

Test(dialogue_trifles, each_is_known_by_what_it_answers)
{
	for (size_t i = 0; i < sizeof trifles / sizeof *trifles; i++) {
		struct script script = {
			.dialogue = trifles[i].dialogue, .port = 7, .plain = true, .answers = { trifles[i].right }
		};

		script_check(&script, MST_STEP_DONE);
		script_expect(MST_SERVICE_NAME, trifles[i].dialogue->name);
		script.answers[0] = trifles[i].wrong;
		cr_assert_eq(script_play(&script), MST_STEP_NOT_MINE, "%s", trifles[i].dialogue->name);
	}
}

/* Gophernicus 3.1.1, cut */
Test(dialogue_trifles, the_foot_of_a_menu_names_the_server)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_gopher,
		.port = 70,
		.plain = true,
		.answers = { "1docs\t/docs\tlocalhost\t70\r\n"
		             "i       Gophered by Gophernicus/3.1.1 on Debian/12\tnull\tlocalhost\t70\r\n.\r\n" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "Gophernicus");
	script_expect(MST_SERVICE_VERSION, "3.1.1");
}
