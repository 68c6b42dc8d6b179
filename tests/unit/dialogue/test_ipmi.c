/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_ipmi, the_version_and_anonymous_users_are_told)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ipmi,
		.port = 623,
		.answers = {
			"0600ff0700000000000000000010811c6320003800018705020000000011",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "asf-rmcp");
	script_expect(MST_SERVICE_CAPABILITIES, "IPMI-2.0 no-authentication anonymous");
}
