/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_openvpn, the_server_acknowledges_our_session)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_openvpn_udp,
		.port = 1194,
		.answers = {
			"40736572766572212101000000006d7573746572767000000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "openvpn");
	script_expect(MST_SERVICE_PRODUCT, "OpenVPN");
}

Test(dialogue_openvpn, over_tcp_its_size_comes_first)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_openvpn,
		.port = 1194,
		.answers = {
			"001a40736572766572212101000000006d7573746572767000000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "openvpn");
}
