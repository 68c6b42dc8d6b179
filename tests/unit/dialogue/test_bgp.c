/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_bgp, an_open_has_the_system)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_bgp,
		.port = 179,
		.answers = {
			"ffffffffffffffffffffffffffffffff001d0104fde900b4c000020100",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "bgp");
	script_expect(MST_SERVICE_CAPABILITIES, "BGP-4 AS65001");
	script_expect(MST_SERVICE_FROM, "banner");
}
