/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_nfs, the_refusal_has_the_versions)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_nfs,
		.port = 2049,
		.answers = {
			"800000206d75737400000001000000000000000000000000000000020000000300000004",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "nfs");
	script_expect(MST_SERVICE_VERSION, "3-4");
}
