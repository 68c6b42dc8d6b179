/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_cassandra, supported_has_the_version_of_cql)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_cassandra,
		.port = 9042,
		.answers = {
			"84000000060000004d0003001150524f544f434f4c5f56455253494f4e5300020004332f76330004342f7634"
			"000b434f4d5052455353494f4e000100036c7a34000b43514c5f56455253494f4e00010005332e342e36",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "cassandra-native");
	script_expect(MST_SERVICE_PRODUCT, "Apache Cassandra");
	script_expect(MST_SERVICE_CAPABILITIES, "CQL-3.4.6");
}
