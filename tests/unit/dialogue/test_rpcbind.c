/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* rpcbind 1.2.6 */
Test(dialogue_rpcbind, its_versions_over_udp)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rpcbind_udp,
		.port = 111,
		.answers = {
			"6d757374000000010000000000000000000000000000000000000001000186a000000004000000060000006f"
			"00000001000186a000000003000000060000006f00000001000186a000000002000000060000006f00000001"
			"000186a000000004000000110000006f00000001000186a000000003000000110000006f00000001000186a0"
			"00000002000000110000006f00000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "rpcbind");
	script_expect(MST_SERVICE_PRODUCT, "rpcbind");
	script_expect(MST_SERVICE_VERSION, "");
	script_expect(MST_SERVICE_CAPABILITIES, "v2-v4");
	script_expect(MST_SERVICE_FROM, "probe");
}

Test(dialogue_rpcbind, programs_are_named_once)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rpcbind,
		.port = 111,
		.answers = {
			"8000006c6d757374000000010000000000000000000000000000000000000001000186a00000000200000006"
			"0000000900000001000186a300000003000000060000000900000001000186a3000000040000000600000009"
			"00000001000186a500000003000000060000000900000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "portmap");
	script_expect(MST_SERVICE_CAPABILITIES, "v2 nfs mountd");
}
