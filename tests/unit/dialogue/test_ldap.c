/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "fixture_script.h"

Test(dialogue_ldap, vendor_and_version_are_taken)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ldap,
		.port = 389,
		.answers = {
			"307e020101647904003075301b040a76656e646f724e616d65310d040b3338392050726f6a6563743026040d"
			"76656e646f7256657273696f6e311504133338392d4469726563746f72792f322e332e31302e041273757070"
			"6f72746564457874656e73696f6e31180416312e332e362e312e342e312e313436362e3230303337300c0201"
			"0165070a010004000400",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_PRODUCT, "389 Project");
	script_expect(MST_SERVICE_VERSION, "389-Directory/2.3.1");
	script_expect(MST_SERVICE_CAPABILITIES, "STARTTLS");
}

Test(dialogue_ldap, a_root_of_openldap)
{
	static const struct script script = {
		.dialogue = &mst_dialogue_ldap,
		.port = 389,
		.answers = {
			"3063020101645e0400305a3025040b6f626a656374436c61737331160403746f70040f4f70656e4c44415072"
			"6f6f7444534530310417737570706f727465645341534c4d656368616e69736d733116040a4449474553542d"
			"4d443504084352414d2d4d4435300c02010165070a010004000400",
		},
	};

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ldap");
	script_expect(MST_SERVICE_PRODUCT, "OpenLDAP");
	script_expect(MST_SERVICE_CAPABILITIES, "DIGEST-MD5 CRAM-MD5");
}
