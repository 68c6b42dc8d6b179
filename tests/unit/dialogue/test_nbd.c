/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* nbd-server 3.24 */
Test(dialogue_nbd, the_refusal_of_an_option_names_the_program)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_nbd,
		.port = 10809,
		.answers = {
			"4e42444d4147494349484156454f50540003",
			"0003e889045565a900004d55800000010000003954686520676976656e206f7074696f6e20697320756e6b6e"
			"6f776e20746f20746869732073657276657220696d706c656d656e746174696f6e",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "nbd");
	script_expect(MST_SERVICE_PRODUCT, "nbd-server");
	script_expect(MST_SERVICE_CAPABILITIES, "newstyle");
	script_expect(MST_SERVICE_FROM, "banner");
}

/* qemu-nbd 7.2 */
Test(dialogue_nbd, qemu_refuses_in_words_of_its_own)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_nbd,
		.port = 10809,
		.answers = {
			"4e42444d4147494349484156454f50540003",
			"0003e889045565a900004d558000000100000024556e737570706f72746564206f7074696f6e203139373937"
			"20283c756e6b6e6f776e3e29",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "QEMU");
}

Test(dialogue_nbd, an_old_server_is_not_asked)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_nbd,
		.port = 10809,
		.answers = { "4e42444d414749430000420281861253" },
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_CAPABILITIES, "oldstyle");
	cr_assert_str_empty(script_sent());
}
