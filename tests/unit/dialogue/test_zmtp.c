/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_zmtp, the_greeting_has_the_mechanism)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_zmtp,
		.port = 5555,
		.answers = {
			"ff00000000000000017f03004e554c4c00000000000000000000000000000000000000000000000000000000"
			"0000000000000000000000000000000000000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "zmtp");
	script_expect(MST_SERVICE_PRODUCT, "ZeroMQ");
	script_expect(MST_SERVICE_CAPABILITIES, "ZMTP-3.0 NULL");
	script_expect(MST_SERVICE_FROM, "banner");
}
