/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* epmd of Erlang 25 */
Test(dialogue_epmd, nodes_are_named)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_epmd,
		.port = 4369,
		.answers = {
			"000011116e616d65207420617420706f72742032353637320a",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "epmd");
	script_expect(MST_SERVICE_PRODUCT, "Erlang Port Mapper Daemon");
	script_expect(MST_SERVICE_CAPABILITIES, "t");
}
