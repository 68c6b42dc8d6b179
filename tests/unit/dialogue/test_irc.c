/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* ngIRCd 26.1 */
Test(dialogue_irc, capabilities_are_told_before_anybody_registers)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_irc,
		.port = 6667,
		.plain = true,
		.answers = { ":irc.test.example CAP * LS :multi-prefix\r\n:irc.test.example 451 * :Connection not "
		             "registered\r\n" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "irc");
	script_expect(MST_SERVICE_PRODUCT, "ngIRCd");
	script_expect(MST_SERVICE_CAPABILITIES, "multi-prefix");
}

Test(dialogue_irc, a_refusal_names_it_and_other_text_does_not)
{
	static const struct script refused = { .dialogue = &mst_dialogue_irc,
		                               .port = 6667,
		                               .plain = true,
		                               .answers = { "ERROR :Closing Link: (banned)\r\n" } };
	static const struct script other = {
		.dialogue = &mst_dialogue_irc, .port = 6667, .plain = true, .answers = { "ERROR unknown\r\n" }
	};

	script_check(&refused, MST_STEP_DONE);
	script_check(&other, MST_STEP_NOT_MINE);
}
