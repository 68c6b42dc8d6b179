/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* memcached 1.6.18 */
Test(dialogue_memcached_udp, the_version_is_told)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_memcached_udp,
		.port = 11211,
		.answers = {
			"6d7300000001000056455253494f4e20312e362e31380d0a",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "memcached");
	script_expect(MST_SERVICE_PRODUCT, "Memcached");
	script_expect(MST_SERVICE_VERSION, "1.6.18");
}
