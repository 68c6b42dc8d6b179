/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* strongSwan 5.9.8 */
Test(dialogue_ike, strongswan_refuses_the_proposal)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ike,
		.port = 500,
		.answers = {
			"6d7573746572494be23318ded37436d10b10050022c40cf9000000280000000c000000010100000e",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "isakmp");
	script_expect(MST_SERVICE_CAPABILITIES, "IKEv1");
}

Test(dialogue_ike, vendor_ids_name_the_product)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ike,
		.port = 500,
		.answers = {
			"6d7573746572494b313233343536373801100200000000000000004c0d000008000000010d000014882fe56d"
			"6fd20dbc2251613b2ebe5beb00000014afcad71368a1f1c96b8696fc77570100",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "strongSwan");
	script_expect(MST_SERVICE_CAPABILITIES, "IKEv1 DPD");
}

Test(dialogue_ike, version_2_is_tried_when_1_is_silent)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ike,
		.port = 500,
		.answers = {
			"",
		},
	};

	script_check(&script, MST_STEP_AGAIN);
}
