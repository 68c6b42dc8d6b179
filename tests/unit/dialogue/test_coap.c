/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* libcoap 4.3.1, cut */
Test(dialogue_coap, a_list_of_resources_is_an_answer)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_coap,
		.port = 5683,
		.answers = {
			"60456d73c128ff3c2f3e3b7469746c653d2247656e6572616c20496e666f223b63743d302c3c2f74696d653e"
			"3b69663d22636c6f636b22",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "coap");
}
