/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* coturn 4.6.1 */
Test(dialogue_stun, coturn_tells_its_software)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_stun_udp,
		.port = 3478,
		.answers = {
			"0101003c2112a4426d7573746572207374756e2e002000080001e6965e12a443000100080001c7847f000001"
			"802b000800010d967f00000180220014436f7475726e2d342e362e312027476f72737427",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "stun");
	script_expect(MST_SERVICE_PRODUCT, "Coturn");
	script_expect(MST_SERVICE_VERSION, "4.6.1");
}

Test(dialogue_stun, over_tcp_too)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_stun,
		.port = 3478,
		.answers = {
			"0101003c2112a4426d7573746572207374756e2e002000080001a5b45e12a44300010008000184a67f000001"
			"802b000800010d967f00000180220014436f7475726e2d342e362e312027476f72737427",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "Coturn");
	script_expect(MST_SERVICE_VERSION, "4.6.1");
}
