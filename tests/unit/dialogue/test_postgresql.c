/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* PostgreSQL 15 */
Test(dialogue_postgresql, the_refusal_names_it)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_postgresql,
		.framed = true,
		.port = 5432,
		.answers = {
			"4e",
			"450000008553464154414c0056464154414c00433041303030004d756e737570706f727465642066726f6e74"
			"656e642070726f746f636f6c203235352e303a2073657276657220737570706f72747320332e3020746f2033"
			"2e300046706f73746d61737465722e63004c32323232005250726f63657373537461727475705061636b6574"
			"0000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "postgresql");
	script_expect(MST_SERVICE_PRODUCT, "PostgreSQL");
	script_expect(MST_SERVICE_FROM, "probe");
}

Test(dialogue_postgresql, tls_begins_where_it_is_offered)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_postgresql,
		.framed = true,
		.port = 5432,
		.answers = {
			"53",
		},
	};

	script_check(&script, MST_STEP_TLS);
}

Test(dialogue_postgresql, in_tls_the_refusal_follows)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_postgresql,
		.framed = true,
		.port = 5432,
		.secure = true,
		.answers = {
			"450000008553464154414c0056464154414c00433041303030004d756e737570706f727465642066726f6e74"
			"656e642070726f746f636f6c203235352e303a2073657276657220737570706f72747320332e3020746f2033"
			"2e300046706f73746d61737465722e63004c32323232005250726f63657373537461727475705061636b6574"
			"0000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "PostgreSQL");
}
