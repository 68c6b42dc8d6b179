/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* nghttpd 1.52 */
Test(dialogue_http2, settings_answer_the_preface)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_http2,
		.port = 50051,
		.answers = {
			"000006040000000000000300000064",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "http2");
}
