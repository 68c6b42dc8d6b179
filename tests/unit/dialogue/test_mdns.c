/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_mdns, types_of_service_are_listed)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mdns,
		.port = 5353,
		.answers = {
			"6d7484000001000200000000095f7365727669636573075f646e732d7364045f756470056c6f63616c00000c"
			"0001c00c000c00010000000a000c045f697070045f746370c023c00c000c00010000000a0007045f737368c0"
			"3f",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "mdns");
	script_expect(MST_SERVICE_CAPABILITIES, "ipp ssh");
}
