/* SPDX-License-Identifier: BSD-2-Clause */
/* test_world.c - the hosts and ports that the reflector of a lab plays. */
#include "lab/world.h"

#include <criterion/criterion.h>
#include <stdint.h>

/* Counted over a /16, the share that lives is what was asked for, whatever the seed. */
Test(lab_world, the_share_of_the_world_that_lives_is_the_share_asked_for)
{
	static const double shares[] = { 0.01, 0.25, 0.5, 1 };

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		for (uint32_t seed = 0; seed < 5; seed++) {
			struct mst_world world = { .seed = seed, .live = (uint64_t)(shares[i] * 4294967296.0) };
			double lives = 0;

			for (uint32_t host = 0; host < 65536; host++)
				lives += mst_world_lives(&world, 0x0a000000 + host);
			cr_assert_float_eq(lives / 65536, shares[i], 0.01, "share %g, seed %u", shares[i], seed);
		}
	}
}

/* Not the same hash twice: otherwise whole hosts would be open or closed. */
Test(lab_world, which_ports_are_open_differs_from_host_to_host)
{
	struct mst_world world = { .live = UINT64_C(1) << 32, .open = UINT64_C(1) << 31 };
	unsigned open_of_host[64] = { 0 };

	for (uint32_t host = 0; host < 64; host++) {
		for (uint32_t port = 1; port <= 1024; port++)
			open_of_host[host] += mst_world_opens(&world, 0x0a000000 + host, port);
		cr_assert_gt(open_of_host[host], 400u);
		cr_assert_lt(open_of_host[host], 624u);
	}
}
