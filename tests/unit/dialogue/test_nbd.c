/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* nbd-server 3.24 */
Test(dialogue_nbd, the_greeting_is_known)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_nbd,
		.port = 10809,
		.answers = {
			"4e42444d4147494349484156454f50540003",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "nbd");
	script_expect(MST_SERVICE_CAPABILITIES, "newstyle");
	script_expect(MST_SERVICE_FROM, "banner");
}
