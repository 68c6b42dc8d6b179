/* SPDX-License-Identifier: BSD-2-Clause */
/* test_known_ports.c - ports that servers use, and those that clients of NFS and rsh take. */
#include "listen/known_ports.h"

#include <criterion/criterion.h>

Test(listen_known_ports, each_listed_port_is_found_and_their_neighbours_are_not)
{
	unsigned known = 0;

	cr_expect_eq(mst_port_rank(0, true), 0);
	for (uint32_t port = 512; port < 65536; port++)
		known += mst_port_rank((uint16_t)port, false);
	cr_expect_eq(known, 387, "one is out of order, or the list has changed");
	cr_expect(mst_port_rank(1, false) == 2 && mst_port_rank(511, true) == 2 && mst_port_rank(2049, false) == 1);
	cr_expect(mst_port_rank(64738, true) == 1 && mst_port_rank(512, true) == 1);
	for (uint16_t port = 1000; port < 1024; port++)
		cr_expect_eq(mst_port_rank(port, false), 0, "%u: rresvport", port);
	cr_expect_eq(mst_port_rank(20, false), 0, "a server connects from it");
}
