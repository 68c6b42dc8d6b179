/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Net-SNMP 5.9.3 */
Test(dialogue_snmp, the_engine_tells_its_maker)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_snmp,
		.port = 161,
		.answers = {
			"3071020103301102046d757374020300ffe30401000201030421301f041180001f888037587813b0cd0b6b00"
			"00000002010102010d0400040004003036041180001f888037587813b0cd0b6b000000000400a81f02046d75"
			"73740201000201003011300f060a2b060106030f01010400410101",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "snmp");
	script_expect(MST_SERVICE_PRODUCT, "Net-SNMP");
	script_expect(MST_SERVICE_CAPABILITIES, "SNMPv3");
}

Test(dialogue_snmp, a_community_that_was_given_reads_sysdescr)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_snmp,
		.port = 161,
		.community = "public",
		.answers = {
			"306202010104067075626c6963a25502046d7573740201000201003047304506082b0601020101010004394c"
			"696e757820766d20362e31382e34342d66632d7636353720233120534d5020505245454d50545f44594e414d"
			"4943204030207838365f3634",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "snmp");
	script_expect(MST_SERVICE_BANNER, "Linux vm 6.18.44-fc-v657 #1 SMP PREEMPT_DYNAMIC @0 x86_64");
}

Test(dialogue_snmp, version_1_is_tried_when_2_is_silent)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_snmp,
		.port = 161,
		.community = "private",
		.answers = {
			"",
		},
	};

	script_check(&script, MST_STEP_AGAIN);
}
