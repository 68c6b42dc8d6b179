/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

/* Samba 4.17 */
Test(dialogue_smb, samba_tells_its_dialect)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_smb,
		.port = 445,
		.answers = {
			"000000fefe534d42400000000000000000000100010000000000000000000000000000000000000000000000"
			"000000000000000000000000000000000000000000000000410001001103010064656269616e000000000000"
			"000000004f0000000000800000008000000080008c23fc6bcf7fdd01000000000000000080004a00d0000000"
			"604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa32a3028a0261b246e6f745f6465"
			"66696e65645f696e5f5246433431373840706c656173655f69676e6f72650000000000000100260000000000"
			"0100200001002793cfaa50dc18ee9beae238128317b77432ddc39a4db2001c311e01c39c3af6",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "microsoft-ds");
	script_expect(MST_SERVICE_PRODUCT, "Samba smbd");
	script_expect(MST_SERVICE_CAPABILITIES, "SMB3.1.1");
}

/* Samba 4.17 */
Test(dialogue_smb, a_session_of_netbios_comes_first_at_139)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_smb,
		.port = 139,
		.answers = {
			"82000000",
			"000000fefe534d42400000000000000000000100010000000000000000000000000000000000000000000000"
			"000000000000000000000000000000000000000000000000410001001103010064656269616e000000000000"
			"000000004b000000000001000000010000000100c24ffe6bcf7fdd01000000000000000080004a00d0000000"
			"604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa32a3028a0261b246e6f745f6465"
			"66696e65645f696e5f5246433431373840706c656173655f69676e6f72650000000000000100260000000000"
			"01002000010090282024edd114069c46045a7140fb8c04c1ed726e61801344ad14fdf231434f",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "netbios-ssn");
	script_expect(MST_SERVICE_PRODUCT, "Samba smbd");
	script_expect(MST_SERVICE_FROM, "probe");
}

Test(dialogue_smb, only_smb1_is_asked_once_more)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_smb,
		.port = 445,
		.answers = {
			"",
		},
	};

	script_check(&script, MST_STEP_AGAIN);
	script_expect(MST_SERVICE_NAME, "");
}

Test(dialogue_smb, smb1_is_told)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_smb,
		.port = 445,
		.answers = {
			"00000045ff534d42720000000000000000000000000000000000000000000000000000001100000000000000"
			"0000000000000000000000000000000000000000000000000000000000",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "microsoft-ds");
	script_expect(MST_SERVICE_CAPABILITIES, "SMB1");
}
