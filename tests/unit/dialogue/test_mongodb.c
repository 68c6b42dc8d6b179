/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_mongodb, build_info_has_the_version)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mongodb,
		.port = 27017,
		.answers = {
			"670000000700000001000000dd0700000000000000520000000276657273696f6e0006000000372e302e3400"
			"0267697456657273696f6e0004000000616263000476657273696f6e4172726179000c000000103000070000"
			"0000016f6b00000000000000f03f00",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "mongodb");
	script_expect(MST_SERVICE_PRODUCT, "MongoDB");
	script_expect(MST_SERVICE_VERSION, "7.0.4");
}

Test(dialogue_mongodb, a_server_that_closes_is_asked_the_old_way)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mongodb,
		.port = 27017,
		.answers = {
			"",
		},
	};

	script_check(&script, MST_STEP_AGAIN);
}
