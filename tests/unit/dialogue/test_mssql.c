/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_mssql, the_version_names_the_release)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mssql,
		.port = 1433,
		.answers = {
			"0401001a0000010000000b00060100110001ff0f00104d000001",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ms-sql-s");
	script_expect(MST_SERVICE_PRODUCT, "Microsoft SQL Server 2019");
	script_expect(MST_SERVICE_VERSION, "15.00.4173");
	script_expect(MST_SERVICE_CAPABILITIES, "TLS");
}
