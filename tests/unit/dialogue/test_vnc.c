/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* TigerVNC 1.12 */
Test(dialogue_vnc, tigervnc_lists_security_types)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_vnc,
		.port = 5903,
		.answers = {
			"524642203030332e3030380a",
			"03130201",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "vnc");
	script_expect(MST_SERVICE_CAPABILITIES, "RFB-003.008 VeNCrypt VncAuth None");
	script_expect(MST_SERVICE_FROM, "banner");
}
