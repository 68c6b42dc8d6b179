/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_telnet, options_are_refused_and_the_text_is_read)
{
	/* DO 24, DO 32, WILL 3, SB 24 1 SE; "host login: " */
	static const struct script script = {
		.dialogue = &mst_dialogue_telnet,
		.port = 23,
		.answers = { "fffd18fffd20fffb03fffa1801fff0",
		             "fffd18fffd20fffb03fffa1801fff0686f7374206c6f67696e3a20" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "telnet");
	script_expect(MST_SERVICE_FROM, "banner");
}

Test(dialogue_telnet, each_option_is_answered_once)
{
	static uint8_t heard[] = { 0xff, 0xfd, 0x18, 0xff, 0xfb, 0x03, 0xff, 0xfe, 0x01 };
	struct mst_talk talk = { 0 };

	mst_dialogue_telnet.begin(&talk);
	for (int i = 0; i < 2; i++)
		cr_assert_eq(
			mst_dialogue_telnet.read(&talk, &(struct mst_heard){ .bytes = heard, .size = sizeof heard }),
			MST_STEP_READ);
	cr_assert_eq(talk.out_size, 6);
	cr_assert_arr_eq(talk.out, "\xff\xfc\x18\xff\xfe\x03", 6);
}

Test(dialogue_telnet, a_flood_of_options_is_not_answered)
{
	static uint8_t heard[3000];
	struct mst_talk talk = { 0 };

	for (size_t i = 0; i < sizeof heard; i += 3) {
		heard[i] = 0xff;
		heard[i + 1] = 0xfd;
	}
	(void)mst_dialogue_telnet.read(&talk, &(struct mst_heard){ .bytes = heard, .size = sizeof heard });
	cr_assert_eq(talk.out_size, 3 * 48);
}

Test(dialogue_telnet, text_without_options_or_prompt_is_of_another)
{
	static const struct script script = { .dialogue = &mst_dialogue_telnet,
		                              .port = 23,
		                              .plain = true,
		                              .answers = { "Traceback (most recent call last)\n" } };

	script_check(&script, MST_STEP_NOT_MINE);
}
