/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* BIND 9.18.49 */
Test(dialogue_dns, bind_over_tcp)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_dns,
		.port = 53,
		.answers = {
			"00516d73840000010001000100000776657273696f6e0462696e640000100003c00c00100003000000000019"
			"18392e31382e34392d317e646562313275332d44656269616ec00c00020003000000000002c00c",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "domain");
	script_expect(MST_SERVICE_VERSION, "9.18.49");
}

Test(dialogue_dns, bind_over_udp)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_dns_udp,
		.port = 53,
		.answers = {
			"6d73840000010001000100000776657273696f6e0462696e640000100003c00c001000030000000000191839"
			"2e31382e34392d317e646562313275332d44656269616ec00c00020003000000000002c00c",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "domain");
	script_expect(MST_SERVICE_VERSION, "9.18.49");
}

/* Unbound 1.17.1 */
Test(dialogue_dns, unbound_tells_name_and_version)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_dns_udp,
		.port = 53,
		.answers = {
			"6d73808000010001000000000776657273696f6e0462696e640000100003c00c0010000300000000000f0e75"
			"6e626f756e6420312e31372e31",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "Unbound");
	script_expect(MST_SERVICE_VERSION, "1.17.1");
}

/* dnsmasq 2.90 */
Test(dialogue_dns, dnsmasq_tells_name_and_version)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_dns,
		.port = 53,
		.answers = {
			"00376d73848000010001000000000776657273696f6e0462696e640000100003c00c0010000300000000000d"
			"0c646e736d6173712d322e3930",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "dnsmasq");
	script_expect(MST_SERVICE_VERSION, "2.90");
}

Test(dialogue_dns, a_refusal_is_dns_too)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_dns_udp,
		.port = 53,
		.answers = {
			"6d73800500010000000000000776657273696f6e0462696e640000100003",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "domain");
	script_expect(MST_SERVICE_VERSION, "");
}
