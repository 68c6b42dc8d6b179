/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* dnsmasq 2.90 */
Test(dialogue_tftp, dnsmasq_does_not_find_the_file)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_tftp,
		.port = 69,
		.answers = {
			"0005000166696c65202f7372762f6d75737465722d61736b732d666f722d6e6f7468696e67206e6f7420666f"
			"756e6420666f72203132372e302e302e3100",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "tftp");
}
