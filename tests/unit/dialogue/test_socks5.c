/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Dante 1.4.2 */
Test(dialogue_socks5, dante_wants_no_password)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_socks5,
		.port = 1080,
		.answers = {
			"0500",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "socks5");
	script_expect(MST_SERVICE_CAPABILITIES, "open");
}
