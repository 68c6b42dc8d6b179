/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Tomcat 10.1.60, the page cut */
Test(dialogue_ajp, a_page_about_an_error_names_the_server)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ajp,
		.port = 8009,
		.answers = {
			"4142000109",
			"4142000b0401940003343034000000414200390300353c68333e41706163686520546f6d6361742f31302e31"
			"2e3630202844656269616e293c2f68333e3c2f626f64793e3c2f68746d6c3e00414200020501",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ajp13");
	script_expect(MST_SERVICE_PRODUCT, "Apache Tomcat");
	script_expect(MST_SERVICE_VERSION, "10.1.60");
	script_expect(MST_SERVICE_HTTP_STATUS, "404");
}

Test(dialogue_ajp, a_pong_is_enough)
{
	static const struct script script = { .dialogue = &mst_dialogue_ajp,
		                              .port = 8009,
		                              .answers = { "4142000109" } };

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ajp13");
	script_expect(MST_SERVICE_PRODUCT, "");
}
