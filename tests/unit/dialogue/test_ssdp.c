/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_ssdp, the_last_word_is_the_product)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ssdp,
		.port = 1900,
		.answers = {
			"485454502f312e3120323030204f4b0d0a53543a2075706e703a726f6f746465766963650d0a55534e3a2075"
			"7569643a313a3a75706e703a726f6f746465766963650d0a5365727665723a204c696e75782f352e31302055"
			"506e502f312e31204d696e6955506e50642f322e332e310d0a0d0a",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "upnp");
	script_expect(MST_SERVICE_PRODUCT, "MiniUPnPd");
	script_expect(MST_SERVICE_VERSION, "2.3.1");
	script_expect(MST_SERVICE_OS, "Linux/5.10");
	script_expect(MST_SERVICE_HTTP_SERVER, "Linux/5.10 UPnP/1.1 MiniUPnPd/2.3.1");
}
