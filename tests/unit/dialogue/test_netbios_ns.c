/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_netbios_ns, names_are_listed_with_their_kind)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_netbios_ns,
		.port = 137,
		.answers = {
			"6d738400000000010000000020434b4141414141414141414141414141414141414141414141414141414141"
			"4100002100010000000000530244454249414e202020202020202020000400574f524b47524f555020202020"
			"2020008400000000000000000000000000000000000000000000000000000000000000000000000000000000"
			"00000000000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "netbios-ns");
	script_expect(MST_SERVICE_PRODUCT, "Samba nmbd");
	script_expect(MST_SERVICE_CAPABILITIES, "DEBIAN<00> WORKGROUP<00>");
}
