/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* pptpd 1.4.0 */
Test(dialogue_pptp, vendor_and_firmware_are_taken)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_pptp,
		.port = 1723,
		.answers = {
			"009c00011a2b3c4d00020000010001000000000000000000000100016c6f63616c0000000000000000000000"
			"0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
			"000000006c696e75780000000000000000000000000000000000000000000000000000000000000000000000"
			"000000000000000000000000000000000000000000000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "pptp");
	script_expect(MST_SERVICE_PRODUCT, "PoPToP pptpd");
	script_expect(MST_SERVICE_VERSION, "");
}
