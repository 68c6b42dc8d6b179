/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Mosquitto 2.0.11 */
Test(dialogue_mqtt, mosquitto_refuses_the_level)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mqtt,
		.port = 1883,
		.answers = {
			"20020001",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "mqtt");
}

Test(dialogue_mqtt, version_5_refuses_it_its_way)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mqtt,
		.port = 1883,
		.answers = {
			"2003008400",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "mqtt");
}
