/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_source_query, the_challenge_is_repeated)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_source_query,
		.port = 27015,
		.answers = {
			"ffffffff4101020304",
			"ffffffff49114d79207365727665720064655f64757374320063737472696b6500436f756e7465722d537472"
			"696b6500f000001000646c0001312e302e302e373000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "source-engine");
	script_expect(MST_SERVICE_PRODUCT, "Counter-Strike");
	script_expect(MST_SERVICE_VERSION, "1.0.0.70");
}
