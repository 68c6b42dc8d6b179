/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_ajp, a_pong_is_known)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ajp,
		.port = 8009,
		.answers = {
			"4142000109",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ajp13");
}
