/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_oracle, a_refusal_has_the_version)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_oracle,
		.port = 1521,
		.answers = {
			"006200000400000022000056284445534352495054494f4e3d28544d503d292856534e4e554d3d3331383736"
			"3731303429284552523d3029284552524f525f535441434b3d284552524f523d28434f44453d313138392928"
			"454d46493d3429292929",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "oracle-tns");
	script_expect(MST_SERVICE_PRODUCT, "Oracle TNS listener");
	script_expect(MST_SERVICE_VERSION, "19.0.0.0.0");
}
