/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* xrdp 0.9.21 */
Test(dialogue_rdp, tls_begins_after_xrdp_chose_it)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rdp,
		.port = 3389,
		.answers = {
			"030000130ed000001234000201080001000000",
		},
	};

	script_check(&script, MST_STEP_TLS);
	script_expect(MST_SERVICE_NAME, "ms-wbt-server");
	script_expect(MST_SERVICE_CAPABILITIES, "TLS");
}

Test(dialogue_rdp, a_server_that_wants_credentials_first)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rdp,
		.port = 3389,
		.answers = {
			"030000130ed000001234000209080002000000",
		},
	};

	script_check(&script, MST_STEP_TLS);
	script_expect(MST_SERVICE_CAPABILITIES, "NLA");
}

Test(dialogue_rdp, a_refusal_is_rdp_too)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rdp,
		.port = 3389,
		.answers = {
			"030000130ed000001234000300080005000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ms-wbt-server");
	script_expect(MST_SERVICE_CAPABILITIES, "RDP-security");
}

Test(dialogue_rdp, http_is_not_it)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rdp,
		.port = 3389,
		.answers = {
			"485454502f312e30203430302042616420526571756573740d0a",
		},
	};

	script_check(&script, MST_STEP_NOT_MINE);
	script_expect(MST_SERVICE_NAME, "");
}
