/* SPDX-License-Identifier: BSD-2-Clause */
/* test_known_ports.c - ports that servers use, and those that clients of NFS and rsh take. */
#include "listen/known_ports.h"

#include <criterion/criterion.h>

Test(listen_known_ports, each_listed_port_is_found_and_their_neighbours_are_not)
{
	unsigned known = 0;

	cr_expect_not(mst_port_is_known(0, true));
	for (uint32_t port = 512; port < 65536; port++)
		known += mst_port_is_known((uint16_t)port, false);
	cr_expect_eq(known, 388, "one is out of order, or the list has changed");
	cr_expect(mst_port_is_known(1, false) && mst_port_is_known(511, true) && mst_port_is_known(2049, false));
	cr_expect(mst_port_is_known(64738, true) && mst_port_is_known(512, true));
	for (uint16_t port = 1000; port < 1024; port++)
		cr_expect_not(mst_port_is_known(port, false), "%u: rresvport", port);
	cr_expect_not(mst_port_is_known(20, false), "a server connects from it");
}
