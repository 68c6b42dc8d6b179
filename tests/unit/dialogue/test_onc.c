/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* rpcbind 1.2.6 */
Test(dialogue_onc, the_port_mapper_over_tcp)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_rpcbind,
		.port = 111,
		.answers = {
			"800000946d757374000000010000000000000000000000000000000000000001000186a00000000400000006"
			"0000006f00000001000186a000000003000000060000006f00000001000186a000000002000000060000006f"
			"00000001000186a000000004000000110000006f00000001000186a000000003000000110000006f00000001"
			"000186a000000002000000110000006f00000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "rpcbind");
	script_expect(MST_SERVICE_PRODUCT, "rpcbind");
	script_expect(MST_SERVICE_CAPABILITIES, "v2-v4");
}
