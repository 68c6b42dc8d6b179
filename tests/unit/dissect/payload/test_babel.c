/* SPDX-License-Identifier: BSD-2-Clause */
/* test_babel.c - Babel. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row each_value_has_its_name[] = {
	{ UDP, 6696,
	  "2a0200f1 00010a00 00000000 00000000 00020a00 00000000 00000000 00030a00 00000000 00000000 00040a00 "
	  "00000000 00000000 00050a00 00000000 00000000 00060a00 00000000 00000000 00070a00 00000000 00000000 "
	  "00080a00 00000000 00000000 00090a00 00000000 00000000 000a0a00 00000000 00000000 000b0a00 00000000 "
	  "00000000 000c0a00 00000000 00000000 000d0a00 00000000 00000000 000e0a00 00000000 00000000 000f0a00 "
	  "00000000 00000000 00100a00 00000000 00000000 00110a00 00000000 00000000 00120a00 00000000 00000000 "
	  "00130a00 00000000 00000000 00140a00 00000000 00000000 00",
	  "babel 2 (241) pad1 padN ack-req ack hello ihu router-id nh update route-request seqno-request "
	  "tspc hmac ss-update ss-request ss-mh-request mac pc challenge_request challenge_reply unknown" },
	{ UDP, 6697, "2a020008 04020000 05020000 10020000 11020000", "babel 2 (8) hello ihu | mac pc" },
	{ UDP, 6696,
	  "2a020030 080a00c0 00000000 00000000 080a0080 00000000 00000000 080a0040 00000000 00000000 080a0001 "
	  "00000000 00000000",
	  "babel 2 (48) update/prefix/id update/prefix update/id update/unknown" },
};
/* clang-format on */

Test(dissect_payload_babel, each_value_has_its_name)
{
	CHECK_ROWS(each_value_has_its_name);
}

/* clang-format off */
static const struct row what_is_not_valid[] = {
	{ UDP, 6696, "2a02000b 08090000 00000000 000000", "babel 2 (11) update (invalid)" },
	{ UDP, 6696, "2a030004 04020000", "babel 3 unknown version" },
	{ UDP, 6696, "2b020004 04020000", "babel invalid header" },
	{ UDP, 6696, "2a020009 04020000", "babel 2 (9) (invalid)" },
	{ UDP, 6696, "2a020003 04020000", "babel 2 (3) (invalid)" },
	{ UDP, 6696, "2a0200", "babel [|babel]" },
};
/* clang-format on */

Test(dissect_payload_babel, what_is_not_valid)
{
	CHECK_ROWS(what_is_not_valid);
}
