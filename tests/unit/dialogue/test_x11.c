/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Xvfb 21.1.7, cut behind the vendor */
Test(dialogue_x11, an_open_server_tells_vendor_and_release)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_x11,
		.framed = true,
		.port = 6005,
		.answers = {
			"01000b00000053098fa5b80000002000ffff1f00000100001400ffff01060000202008ff0000000054686520"
			"582e4f726720466f756e646174696f6e01012000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "X11");
	script_expect(MST_SERVICE_PRODUCT, "X.Org");
	script_expect(MST_SERVICE_VERSION, "21.1.7");
	script_expect(MST_SERVICE_CAPABILITIES, "open");
}

Test(dialogue_x11, a_refusal_is_x11_too)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_x11,
		.framed = true,
		.port = 6000,
		.answers = {
			"00160b00000006004e6f2070726f746f636f6c207370656369666965640a0000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "X11");
	script_expect(MST_SERVICE_CAPABILITIES, "access-denied");
}
