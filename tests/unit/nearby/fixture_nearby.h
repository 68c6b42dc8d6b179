/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_nearby.h - what the tests of this room share: two machines, and addresses of texts. */
#ifndef TESTS_UNIT_NEARBY_FIXTURE_NEARBY_H
#define TESTS_UNIT_NEARBY_FIXTURE_NEARBY_H

#include <criterion/criterion.h>
#include <muster/addr.h>
#include <stdint.h>

#define OUR_MAC \
	{ \
		2, 0, 0, 0, 0, 1 \
	}
#define THEIR_MAC \
	{ \
		2, 0, 0, 0xa, 0xb, 0xc \
	}

static inline struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

#endif
