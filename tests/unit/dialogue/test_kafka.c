/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_kafka, api_versions_are_answered)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_kafka,
		.port = 9092,
		.answers = {
			"000000166d757374000000000002000000000009001200000003",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "kafka");
	script_expect(MST_SERVICE_PRODUCT, "Apache Kafka");
}
