/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* MariaDB 10.11.19 */
Test(dialogue_mysql, mariadb_tells_its_version)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mysql,
		.port = 3306,
		.answers = {
			"640000000a352e352e352d31302e31312e31392d4d6172696144422d302b646562313275310003000000402d"
			"5e744e68404800fef7080200ff81150000000000001d000000262528387e34286959615c2a006d7973716c5f"
			"6e61746976655f70617373776f726400",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "mysql");
	script_expect(MST_SERVICE_PRODUCT, "MariaDB");
	script_expect(MST_SERVICE_VERSION, "10.11.19");
	script_expect(MST_SERVICE_CAPABILITIES, "mysql_native_password");
	script_expect(MST_SERVICE_FROM, "banner");
}

Test(dialogue_mysql, a_refused_address_still_learns_the_product)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_mysql,
		.port = 3306,
		.answers = {
			"42000000ff6a04486f73742027312e322e332e3427206973206e6f7420616c6c6f77656420746f20636f6e6e"
			"65637420746f2074686973204d61726961444220736572766572",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "mysql");
	script_expect(MST_SERVICE_PRODUCT, "MariaDB");
	script_expect(MST_SERVICE_VERSION, "");
}
