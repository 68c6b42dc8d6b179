/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* libcoap 4.3.1, cut */
Test(dialogue_coap, what_it_has_at_its_root_names_the_program)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_coap,
		.port = 5683,
		.answers = {
			"60456d73c128ff3c2f3e3b7469746c653d2247656e6572616c20496e666f223b63743d302c3c2f74696d653e"
			"3b69663d22636c6f636b22",
			"60456d74d30102ffffff546869732069732061207465737420736572766572206d6164652077697468206c69"
			"62636f617020287365652068747470733a2f2f6c6962636f61702e6e6574290a",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "coap");
	script_expect(MST_SERVICE_PRODUCT, "libcoap");
}
