/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_quic, versions_are_listed)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_quic,
		.port = 443,
		.answers = {
			"c000000000086d75737465727363086d75737465726463000000016b3343cfff00001d0a1a2a3a",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "quic");
	script_expect(MST_SERVICE_CAPABILITIES, "v1 v2 draft-29");
}
