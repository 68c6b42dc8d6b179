/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* chrony 4.3 */
Test(dialogue_ntp, chrony_answers_clients_only)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ntp,
		.port = 123,
		.answers = {
			"240500e700000000000000007f7f0101eeb64c3ad06102d36d75737465724e1deeb64c3c47d58a69eeb64c3c"
			"47e20964",
			"",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ntp");
	script_expect(MST_SERVICE_VERSION, "");
	script_expect(MST_SERVICE_CAPABILITIES, "NTPv4 stratum-5");
}

Test(dialogue_ntp, variables_have_the_version)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ntp,
		.port = 123,
		.answers = {
			"240500e700000000000000007f7f0101eeb64c3ad06102d36d75737465724e1deeb64c3c47d58a69eeb64c3c"
			"47e20964",
			"16824d53000000000000004576657273696f6e3d226e747064206e74707365632d312e322e32222c2070726f"
			"636573736f723d227838365f3634222c2073797374656d3d224c696e75782f362e312e3022",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "NTPsec");
	script_expect(MST_SERVICE_VERSION, "1.2.2");
	script_expect(MST_SERVICE_OS, "Linux/6.1.0");
}
